// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replay/time_track.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace dvmdash::ui
{

namespace
{

constexpr qreal barWidth = 3;

} // namespace

TimeTrack::TimeTrack(const engine::CaptureCourse &course, qint64 until_ms, QWidget *parent)
    : QWidget(parent)
    , m_course(course)
    , m_until(qMax(until_ms, course.from_ms + 1))
    , m_moment(course.from_ms)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Time of the capture"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
}

QSize TimeTrack::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {qRound(theme.scaled(480)), qRound(theme.scaled(36))};
}

QSize TimeTrack::minimumSizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {qRound(theme.scaled(160)), qRound(theme.scaled(36))};
}

void TimeTrack::setMoment(qint64 moment_ms)
{
    if (m_moment == moment_ms)
        return;
    m_moment = moment_ms;
    tellReader();
    update();
}

void TimeTrack::setTarget(qint64 target_ms)
{
    if (m_target == target_ms)
        return;
    m_target = target_ms;
    update();
}

void TimeTrack::tellReader()
{
    setAccessibleDescription(format::localTime(moment() / 1000));
}

/// With room for half of the mark at both ends.
QRectF TimeTrack::groove() const
{
    const qreal side = Theme::of(this).scaled(6);
    return QRectF(rect()).adjusted(side, 1, -side, -1);
}

qreal TimeTrack::xOf(qint64 moment_ms) const
{
    const QRectF line = groove();
    const qreal share =
        static_cast<qreal>(moment_ms - m_course.from_ms) / static_cast<qreal>(m_until - m_course.from_ms);
    return line.left() + line.width() * qBound(0.0, share, 1.0);
}

qint64 TimeTrack::momentAt(qreal x) const
{
    const QRectF line = groove();
    const qreal share = qBound(0.0, (x - line.left()) / qMax(1.0, line.width()), 1.0);
    return m_course.from_ms + std::llround(share * static_cast<qreal>(m_until - m_course.from_ms));
}

/// What lies before the moment is drawn strongly.
void TimeTrack::paintCourse(QPainter &painter, const QRectF &area) const
{
    const Theme &theme = Theme::of(this);
    const auto columns = static_cast<std::size_t>(qMax(1.0, std::floor(area.width() / barWidth)));
    std::vector<int> counts(columns, 0);
    const qreal span = static_cast<qreal>(m_until - m_course.from_ms);
    for (std::size_t i = 0; i < m_course.events.size(); ++i) {
        const qreal at = (static_cast<qreal>(i) + 0.5) * static_cast<qreal>(m_course.step_ms) / span;
        const auto column = static_cast<std::size_t>(at * static_cast<qreal>(columns));
        counts[std::min(column, columns - 1)] += m_course.events[i];
    }
    const int most = std::max(1, *std::max_element(counts.begin(), counts.end()));
    const QColor past = theme.color(Hue::Requests);
    const QColor future = mixed(theme.colors().window, theme.colors().muted, 0.45);
    const qreal now = xOf(moment());
    painter.setPen(Qt::NoPen);
    for (std::size_t i = 0; i < columns; ++i) {
        if (counts[i] == 0)
            continue;
        // By the root, so that a single event is seen beside a burst.
        const qreal height = std::max(2.0, area.height() * std::sqrt(static_cast<qreal>(counts[i]) / most));
        const qreal x = area.left() + static_cast<qreal>(i) * barWidth;
        painter.setBrush(x + barWidth / 2 <= now ? past : future);
        painter.drawRect(QRectF(x, area.bottom() - height, barWidth - 1, height));
    }
}

void TimeTrack::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF line = groove();
    const qreal base = line.bottom() - theme.scaled(3);
    paintCourse(painter, QRectF(line.topLeft(), QPointF(line.right(), base)));
    painter.setPen(QPen(theme.colors().border, 1));
    painter.drawLine(QPointF(line.left(), base + 0.5), QPointF(line.right(), base + 0.5));

    const auto mark = [&](qint64 moment_ms, bool isHollow) {
        const qreal x = std::round(xOf(moment_ms)) + 0.5;
        const qreal radius = theme.scaled(4);
        const QColor ink = theme.colors().accent;
        painter.setPen(QPen(ink, isHollow ? 1 : 2, isHollow ? Qt::DashLine : Qt::SolidLine));
        painter.drawLine(QPointF(x, line.top()), QPointF(x, base));
        painter.setPen(QPen(ink, 1.5));
        painter.setBrush(isHollow ? theme.colors().window : ink);
        painter.drawEllipse(QPointF(x, base), radius, radius);
    };
    if (m_target >= 0)
        mark(m_target, true);
    mark(moment(), false);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.colors().accent, 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.cornerRadius(),
                                theme.cornerRadius());
    }
}

void TimeTrack::want(qint64 moment_ms)
{
    Q_EMIT momentWanted(qBound(m_course.from_ms, moment_ms, m_until));
}

void TimeTrack::dragTo(qreal x)
{
    const qint64 moment = momentAt(x);
    if (moment == m_dragged)
        return;
    m_dragged = moment;
    tellReader();
    update();
    Q_EMIT pointedAt(moment);
    want(moment);
}

void TimeTrack::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        dragTo(event->position().x());
}

void TimeTrack::mouseMoveEvent(QMouseEvent *event)
{
    if (isDragged())
        dragTo(event->position().x());
}

void TimeTrack::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !isDragged())
        return;
    m_moment = m_dragged; // until the player says where it is
    m_dragged = -1;
    update();
}

void TimeTrack::keyPressEvent(QKeyEvent *event)
{
    constexpr qint64 page = 60'000;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        Q_EMIT stepWanted(event->key() == Qt::Key_Left ? -1 : 1);
        break;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        want(moment() + (event->key() == Qt::Key_PageUp ? -page : page));
        break;
    case Qt::Key_Home:
        want(m_course.from_ms);
        break;
    case Qt::Key_End:
        want(m_until);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool TimeTrack::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    QToolTip::showText(help->globalPos(), format::localTime(momentAt(help->pos().x()) / 1000), this);
    return true;
}

} // namespace dvmdash::ui
