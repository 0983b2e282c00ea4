// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chain/chain_waterfall.h"

#include "ui/inspector/event_words.h"
#include "ui/inspector/job_words.h"
#include "ui/models/name_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/safe_text.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

constexpr double wheelStep = 1.2;
constexpr qreal narrowView = 640;

} // namespace

ChainWaterfall::ChainWaterfall(NameBook &names, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_names(names)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    setAccessibleName(tr("Chain over time"));
    connect(&names, &NameBook::namesChanged, viewport(), qOverload<>(&QWidget::update));
}

void ChainWaterfall::setAnswer(const engine::ChainAnswer &answer)
{
    const nostr::EventId &root = answer.chain.nodes[answer.job].id;
    const bool isSame = m_root == root;
    // Asked before the data changes: what was shown whole is shown whole again, also when it has grown.
    const bool keepZoom = isSame && m_geometry.isZoomed();
    m_root = root;
    m_data = waterfallOf(answer, format::nowMs());
    m_bar.reset();
    if (!isSame)
        m_selected.reset();
    layOut(keepZoom);
}

void ChainWaterfall::clear()
{
    m_data = {};
    m_root.reset();
    m_selected.reset();
    m_bar.reset();
    layOut(false);
}

void ChainWaterfall::select(const nostr::EventId &job)
{
    if (m_selected != job)
        m_bar.reset();
    m_selected = job;
    showSelected();
    describe();
    viewport()->update();
}

void ChainWaterfall::layOut(bool keepZoom)
{
    const bool wasZoomed = keepZoom && m_geometry.isZoomed();
    const qint64 since = m_geometry.since();
    const qint64 until = m_geometry.until();
    if (m_data.bars.empty()) {
        m_geometry = {};
        verticalScrollBar()->setRange(0, 0);
        viewport()->update();
        return;
    }
    const Theme &theme = Theme::of(this);
    const QFontMetricsF caption(theme.numberFont(TextSize::Caption));
    const QSizeF size = viewport()->size();
    WaterfallGeometry::Measures measures;
    measures.labels = theme.scaled(size.width() < theme.scaled(narrowView) ? 116 : 168);
    measures.axis = caption.height() + theme.space(Space::M);
    measures.row = caption.height() + theme.scaled(22);
    measures.padding = theme.space(Space::Xs);
    measures.right = theme.space(Space::L);
    m_geometry = WaterfallGeometry(m_data, size, measures, [&](const WaterfallBar &bar) {
        return caption.horizontalAdvance(barWords(bar)) + theme.scaled(18);
    });
    if (wasZoomed)
        m_geometry.show(since, until);
    const int hidden = qMax(0, qRound(m_geometry.contentHeight() - m_geometry.plot().height()));
    verticalScrollBar()->setPageStep(qRound(m_geometry.plot().height()));
    verticalScrollBar()->setSingleStep(qRound(measures.row / 2));
    verticalScrollBar()->setRange(0, hidden);
    describe();
    viewport()->update();
}

QString ChainWaterfall::barWords(const WaterfallBar &bar) const
{
    const QString name =
        bar.kind == 0 ? format::shortId(QString::fromStdString(bar.job.hex())) : kindName(bar.kind);
    const QString state = stateWord(bar.state, bar.awaits_payment);
    return bar.skew ? tr("%1, %2, clock skew").arg(name, state) : tr("%1, %2").arg(name, state);
}

QString ChainWaterfall::laneName(const WaterfallLane &lane) const
{
    return lane.dvm ? m_names.name(*lane.dvm) : tr("(no DVM)");
}

QString ChainWaterfall::words(const WaterfallBar &bar) const
{
    const auto line = [](const QString &what, qint64 time, qint64 from) {
        const QString after = time == from  ? QString()
                              : time > from ? tr("  (+%1)").arg(format::durationMs(time - from))
                                            : tr("  (%1 before)").arg(format::durationMs(from - time));
        return what + QLatin1Char(' ') + format::isoUtcMs(time) + after;
    };
    QStringList lines{barWords(bar)};
    if (bar.dvm)
        lines.append(tr("DVM: %1").arg(m_names.name(*bar.dvm)));
    lines.append(line(tr("Request:"), bar.requested, bar.requested));
    lines.append(bar.began ? line(tr("First answer:"), *bar.began, bar.requested) : tr("No answer"));
    if (!bar.open)
        lines.append(line(bar.state == dvm::State::Delivered ? tr("Result:") : tr("Ended:"), bar.ended,
                          bar.requested));
    else
        lines.append(tr("Still open"));
    if (bar.request_received)
        lines.append(line(tr("Request received by us:"), *bar.request_received, bar.requested));
    if (bar.received_first && bar.began) {
        lines.append(line(tr("First received by us:"), *bar.received_first, *bar.began));
        if (*bar.received_last != *bar.received_first)
            lines.append(line(tr("Last received by us:"), *bar.received_last, *bar.received_first));
    } else if (!bar.request_received) {
        lines.append(tr("Not received live: our receipt says nothing"));
    }
    if (bar.skew)
        lines.append(tr("Clock skew: the clocks of the DVM, the customer and ours contradict each other"));
    lines.append(stateMeaning(bar.state, bar.awaits_payment));
    return lines.join(QLatin1Char('\n'));
}

std::optional<std::size_t> ChainWaterfall::barAt(const QPoint &place) const
{
    if (place.y() >= m_geometry.plot().bottom())
        return std::nullopt;
    return m_geometry.barAt(QPointF(place.x(), place.y() + verticalScrollBar()->value()));
}

std::optional<std::size_t> ChainWaterfall::selectedBar() const
{
    if (m_bar || !m_selected)
        return m_bar;
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < m_data.bars.size(); ++i)
        if (m_data.bars[i].job == *m_selected &&
            (!found || (m_data.bars[i].is_root && !m_data.bars[*found].is_root)))
            found = i;
    return found;
}

void ChainWaterfall::choose(std::size_t bar)
{
    const nostr::EventId job = m_data.bars[bar].job;
    const bool isOther = m_selected != job;
    m_selected = job;
    m_bar = bar;
    showSelected();
    describe();
    viewport()->update();
    if (isOther)
        Q_EMIT jobSelected(job);
}

void ChainWaterfall::showSelected()
{
    const auto bar = selectedBar();
    if (!bar)
        return;
    const QRectF lane = m_geometry.bar(*bar);
    QScrollBar *scroll = verticalScrollBar();
    if (lane.top() < scroll->value())
        scroll->setValue(qRound(lane.top()));
    else if (lane.bottom() > scroll->value() + m_geometry.plot().height())
        scroll->setValue(qRound(lane.bottom() - m_geometry.plot().height()));
    const WaterfallBar &shown = m_data.bars[*bar];
    if (shown.requested > m_geometry.until() || qMin(shown.ended, m_data.until) < m_geometry.since())
        m_geometry.pan(m_geometry.x(shown.requested) - m_geometry.plot().center().x());
}

void ChainWaterfall::describe()
{
    const auto bar = selectedBar();
    setAccessibleDescription(bar ? words(m_data.bars[*bar]) : QString());
}

bool ChainWaterfall::showToolTip(const QPoint &place, const QPoint &global)
{
    if (const auto bar = barAt(place)) {
        QToolTip::showText(global, safeToolTip(words(m_data.bars[*bar])), viewport());
        return true;
    }
    if (place.x() < m_geometry.plot().left() && place.y() < m_geometry.plot().bottom()) {
        const qreal y = place.y() + verticalScrollBar()->value();
        for (std::size_t i = 0; i < m_data.lanes.size(); ++i) {
            const WaterfallLane &lane = m_data.lanes[i];
            const QRectF area = m_geometry.lane(i);
            if (y < area.top() || y >= area.bottom())
                continue;
            const QString tip = lane.dvm
                                    ? laneName(lane) + QLatin1Char('\n') + NameBook::npub(*lane.dvm)
                                    : tr("Jobs that no DVM was asked for by name and that none answered");
            QToolTip::showText(global, safeToolTip(tip), viewport());
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

bool ChainWaterfall::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        return showToolTip(help->pos(), help->globalPos());
    }
    if (event->type() == QEvent::Leave && m_pointer) {
        m_pointer.reset();
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void ChainWaterfall::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOut(true);
}

void ChainWaterfall::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        layOut(true);
}

void ChainWaterfall::keyPressEvent(QKeyEvent *event)
{
    const auto step = [&](WaterfallStep where) {
        if (const auto bar = stepFrom(m_data, selectedBar(), where))
            choose(*bar);
    };
    switch (event->key()) {
    case Qt::Key_Up:
        return step(WaterfallStep::Up);
    case Qt::Key_Down:
        return step(WaterfallStep::Down);
    case Qt::Key_Left:
        return step(WaterfallStep::Left);
    case Qt::Key_Right:
        return step(WaterfallStep::Right);
    case Qt::Key_Home:
        return step(WaterfallStep::First);
    case Qt::Key_End:
        return step(WaterfallStep::Last);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_selected)
            Q_EMIT jobOpened(*m_selected);
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        m_geometry.zoom(wheelStep, m_geometry.plot().center().x());
        break;
    case Qt::Key_Minus:
        m_geometry.zoom(1 / wheelStep, m_geometry.plot().center().x());
        break;
    case Qt::Key_0:
        if (!m_data.bars.empty())
            m_geometry.showAll();
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    viewport()->update();
}

void ChainWaterfall::wheelEvent(QWheelEvent *event)
{
    const QPoint turned = event->angleDelta();
    if (event->modifiers() & Qt::ControlModifier) {
        m_geometry.zoom(turned.y() > 0 ? wheelStep : 1 / wheelStep, event->position().x());
    } else if ((event->modifiers() & Qt::ShiftModifier) || turned.x() != 0) {
        m_geometry.pan(-(turned.x() != 0 ? turned.x() : turned.y()));
    } else {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    event->accept();
    viewport()->update();
}

void ChainWaterfall::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->pos();
    m_panFrom = event->pos().x();
    m_panning = false;
}

void ChainWaterfall::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint place = event->pos();
    if (m_pressed && (place - *m_pressed).manhattanLength() >= QApplication::startDragDistance())
        m_panning = true;
    if (m_panning)
        m_geometry.pan(m_panFrom - place.x());
    m_panFrom = place.x();
    const bool isOverTimes = place.x() >= m_geometry.plot().left() &&
                             place.x() <= m_geometry.plot().right() && !m_data.bars.empty();
    m_pointer = isOverTimes ? std::optional<qreal>(place.x()) : std::nullopt;
    viewport()->setCursor(m_panning      ? Qt::ClosedHandCursor
                          : barAt(place) ? Qt::PointingHandCursor
                                         : Qt::ArrowCursor);
    viewport()->update();
}

void ChainWaterfall::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && m_pressed && !m_panning)
        if (const auto bar = barAt(event->pos()))
            choose(*bar);
    m_pressed.reset();
    m_panning = false;
}

void ChainWaterfall::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const auto bar = barAt(event->pos()))
        Q_EMIT jobOpened(m_data.bars[*bar].job);
}

} // namespace dvmdash::ui
