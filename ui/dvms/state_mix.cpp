// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dvms/state_mix.h"

#include "ui/inspector/job_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/state_chip.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QPainter>
#include <QStringList>
#include <QToolTip>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

constexpr qreal barHeight = 16;
constexpr qreal partGap = 2;
constexpr qreal leastPart = 3;
constexpr qreal listLine = 24;

} // namespace

StateMix::StateMix(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    setAttempts({});
}

void StateMix::setAttempts(const metrics::Figures &figures)
{
    QVector<Part> parts;
    for (std::size_t state = 1; state < figures.attempts.size(); ++state)
        if (figures.attempts[state] > 0)
            parts.append({static_cast<dvm::State>(state), figures.attempts[state]});
    std::stable_sort(parts.begin(), parts.end(),
                     [](const Part &a, const Part &b) { return dvm::isBetter(a.state, b.state); });
    const bool isSame = parts == m_parts;
    m_parts = parts;
    m_all = figures.attemptsAll();
    setAccessibleName(tr("Attempts by state"));
    setAccessibleDescription(words());
    if (isSame)
        return;
    updateGeometry();
    update();
}

QString StateMix::words() const
{
    if (m_parts.isEmpty())
        return tr("no attempts in this window");
    QStringList list;
    for (const Part &part : m_parts)
        list.append(tr("%1 %2").arg(stateWord(part.state), format::count(part.count)));
    return list.join(QStringLiteral(", "));
}

qreal StateMix::lineHeight() const
{
    return Theme::of(this).scaled(listLine);
}

qreal StateMix::listTop() const
{
    const Theme &theme = Theme::of(this);
    return theme.scaled(barHeight) + theme.space(Space::M);
}

QSize StateMix::sizeHint() const
{
    return minimumSizeHint();
}

QSize StateMix::minimumSizeHint() const
{
    const auto lines = qMax<qsizetype>(1, m_parts.size());
    return {qRound(Theme::of(this).scaled(180)),
            qRound(listTop() + lineHeight() * static_cast<qreal>(lines))};
}

void StateMix::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    paintBar(painter, theme);
    QRectF line(0, listTop(), width(), lineHeight());
    if (m_parts.isEmpty()) {
        painter.setPen(theme.ink(Ink::Muted));
        painter.setFont(theme.font());
        paintElided(painter, line, tr("No attempts in this window"));
    }
    for (const Part &part : m_parts) {
        paintLine(painter, theme, line, part);
        line.translate(0, lineHeight());
    }
}

void StateMix::paintBar(QPainter &painter, const Theme &theme) const
{
    const QRectF bar(0, 0, width(), theme.scaled(barHeight));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (m_parts.isEmpty()) {
        painter.setBrush(theme.colors().skeleton);
        painter.drawRoundedRect(bar, 3, 3);
        return;
    }
    // Every part can be seen; what that takes is taken from the width that is shared out.
    const auto parts = static_cast<qreal>(m_parts.size());
    const qreal free = bar.width() - (parts - 1) * partGap - parts * leastPart;
    qreal left = 0;
    for (const Part &part : m_parts) {
        const qreal width =
            leastPart + free * static_cast<qreal>(part.count) / static_cast<qreal>(qMax<qint64>(1, m_all));
        const QRectF place(left, bar.top(), width, bar.height());
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(stateTone(part.state)));
        painter.drawRoundedRect(place, 2, 2);
        const qreal shape = theme.scaled(12);
        if (width > shape + theme.space(Space::S))
            paintIcon(painter, {place.center().x() - shape / 2, place.center().y() - shape / 2, shape, shape},
                      toneIcon(stateTone(part.state)), theme.colors().card);
        left += width + partGap;
    }
}

void StateMix::paintLine(QPainter &painter, const Theme &theme, const QRectF &place, const Part &part) const
{
    const QString share = format::percent(part.count, m_all).value_or(QString());
    const qreal shareWidth = QFontMetricsF(theme.numberFont()).horizontalAdvance(QStringLiteral("100.0 % "));
    painter.setFont(theme.numberFont());
    QRectF numbers = place;
    painter.setPen(theme.ink(Ink::Muted));
    paintElided(painter, numbers, share, Qt::AlignRight | Qt::AlignVCenter);
    numbers.setRight(numbers.right() - shareWidth);
    painter.setPen(theme.ink(Ink::Text));
    const QString count = format::count(part.count);
    paintElided(painter, numbers, count, Qt::AlignRight | Qt::AlignVCenter);
    const qreal countWidth = QFontMetricsF(theme.numberFont()).horizontalAdvance(count);
    painter.setFont(theme.font());
    const Tone tone = stateTone(part.state);
    paintState(painter, place.adjusted(0, 0, -(shareWidth + countWidth + theme.space(Space::S)), 0), theme,
               tone, stateWord(part.state), theme.color(tone));
}

bool StateMix::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const auto line = static_cast<qsizetype>((help->pos().y() - listTop()) / lineHeight());
    if (help->pos().y() >= listTop() && line < m_parts.size())
        QToolTip::showText(help->globalPos(), safeToolTip(stateMeaning(m_parts.at(line).state)), this);
    else
        QToolTip::showText(help->globalPos(), safeToolTip(words()), this);
    return true;
}

} // namespace dvmdash::ui
