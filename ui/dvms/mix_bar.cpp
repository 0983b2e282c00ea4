// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dvms/mix_bar.h"

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
#include <iterator>

namespace dvmdash::ui
{

namespace
{

constexpr qreal barHeight = 16;
constexpr qreal partGap = 2;
constexpr qreal leastPart = 3;
constexpr qreal listLine = 24;

} // namespace

MixBar::MixBar(const QString &title, const QString &nothing, QWidget *parent)
    : QWidget(parent)
    , m_title(title)
    , m_nothing(nothing)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    setAccessibleName(title);
    setAccessibleDescription(words());
}

void MixBar::setParts(const QVector<Part> &parts)
{
    QVector<Part> there;
    std::copy_if(parts.begin(), parts.end(), std::back_inserter(there),
                 [](const Part &part) { return part.count > 0; });
    if (there == m_parts)
        return;
    m_parts = there;
    m_all = 0;
    for (const Part &part : std::as_const(m_parts))
        m_all += part.count;
    setAccessibleDescription(words());
    updateGeometry();
    update();
}

QString MixBar::words() const
{
    if (m_parts.isEmpty())
        return m_nothing;
    QStringList list;
    for (const Part &part : m_parts)
        list.append(tr("%1 %2").arg(part.word, format::count(part.count)));
    return list.join(QStringLiteral(", "));
}

qreal MixBar::lineHeight() const
{
    return Theme::of(this).scaled(listLine);
}

QRectF MixBar::barPlace() const
{
    const Theme &theme = Theme::of(this);
    return {0, lineHeight(), static_cast<qreal>(width()), theme.scaled(barHeight)};
}

qreal MixBar::listTop() const
{
    return barPlace().bottom() + Theme::of(this).space(Space::Xs);
}

QSize MixBar::sizeHint() const
{
    return minimumSizeHint();
}

QSize MixBar::minimumSizeHint() const
{
    const auto lines = qMax<qsizetype>(1, m_parts.size());
    return {qRound(Theme::of(this).scaled(180)),
            qRound(listTop() + lineHeight() * static_cast<qreal>(lines))};
}

void MixBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    paintHead(painter, theme);
    paintBar(painter, theme);
    QRectF line(0, listTop(), width(), lineHeight());
    if (m_parts.isEmpty()) {
        painter.setPen(theme.ink(Ink::Muted));
        painter.setFont(theme.font());
        paintElided(painter, line, m_nothing);
    }
    for (const Part &part : m_parts) {
        paintLine(painter, theme, line, part);
        line.translate(0, lineHeight());
    }
}

void MixBar::paintHead(QPainter &painter, const Theme &theme) const
{
    const QRectF place(0, 0, width(), lineHeight() - theme.space(Space::Xs));
    painter.setPen(theme.ink(Ink::Muted));
    painter.setFont(theme.font(TextSize::Caption, TextWeight::Strong));
    paintElided(painter, place, m_title);
    painter.setFont(theme.numberFont(TextSize::Caption));
    paintElided(painter, place, format::count(m_all), Qt::AlignRight | Qt::AlignVCenter);
}

void MixBar::paintBar(QPainter &painter, const Theme &theme) const
{
    const QRectF bar = barPlace();
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
        painter.setBrush(theme.color(part.tone));
        painter.drawRoundedRect(place, 2, 2);
        const qreal shape = theme.scaled(12);
        if (width > shape + theme.space(Space::S))
            paintIcon(painter, {place.center().x() - shape / 2, place.center().y() - shape / 2, shape, shape},
                      toneIcon(part.tone), theme.colors().card);
        left += width + partGap;
    }
}

void MixBar::paintLine(QPainter &painter, const Theme &theme, const QRectF &place, const Part &part) const
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
    paintState(painter, place.adjusted(0, 0, -(shareWidth + countWidth + theme.space(Space::S)), 0), theme,
               part.tone, part.word, theme.color(part.tone));
}

bool MixBar::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const auto line = static_cast<qsizetype>((help->pos().y() - listTop()) / lineHeight());
    if (help->pos().y() >= listTop() && line < m_parts.size())
        QToolTip::showText(help->globalPos(), safeToolTip(m_parts.at(line).meaning), this);
    else
        QToolTip::showText(help->globalPos(), safeToolTip(words()), this);
    return true;
}

} // namespace dvmdash::ui
