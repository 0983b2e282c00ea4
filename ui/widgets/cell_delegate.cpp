// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cell_delegate.h"

#include "ui/models/columns.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/relative_time_label.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/state_chip.h"
#include "ui/widgets/table_header.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace dvmdash::ui
{

namespace
{

/// Draws the small square of a kind or DVM; returns what is left for the text.
QRectF paintSwatch(QPainter &painter, const QRectF &rect, const Theme &theme, const QColor &color)
{
    const qreal side = theme.scaled(8);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(rect.left(), rect.center().y() - side / 2, side, side), 2, 2);
    return rect.adjusted(side + theme.scaled(6), 0, 0, 0);
}

} // namespace

CellDelegate::CellDelegate(LiveTableView *view, const TableHeader *header)
    : QStyledItemDelegate(view)
    , m_view(view)
    , m_header(header)
    , m_clock(format::nowMs)
{
}

void CellDelegate::setClock(Clock clock)
{
    m_clock = std::move(clock);
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const Theme &theme = Theme::of(m_view);
    painter->save();
    paintGround(*painter, option, index);
    const CellKind kind = cellKind(*index.model(), index.column());
    const QString text = ui::displayText(index, kind, m_clock());
    const int side = theme.space(Space::S);
    QRectF place = QRectF(option.rect).adjusted(m_header->inset(index.column()), 0, -side, 0);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->setPen(theme.ink(Ink::Text));
    painter->setFont(theme.font());

    switch (kind) {
    case CellKind::Text:
        if (const QVariant swatch = index.data(SwatchRole); swatch.isValid())
            place = paintSwatch(*painter, place, theme, swatch.value<QColor>());
        // On the colour of a selection only the text colour is sure to be read.
        painter->setPen(theme.ink(!selected && index.data(LeadsRole).toBool() ? Ink::Accent : Ink::Text));
        paintElided(*painter, place, text);
        break;
    case CellKind::State: {
        const auto tone = static_cast<Tone>(index.data(ToneRole).toInt());
        // On the colour of a selection the word keeps its contrast in the text colour; the shape stays.
        paintState(*painter, place, theme, tone, text, selected ? theme.ink(Ink::Text) : theme.color(tone));
        break;
    }
    case CellKind::Id: {
        painter->setFont(theme.monoFont());
        // The short form, cut once more, would have two gaps.
        const bool fits = QFontMetricsF(painter->font()).horizontalAdvance(text) <= place.width();
        paintElided(*painter, place, fits ? text : safeText(rawText(index)), Qt::AlignLeft | Qt::AlignVCenter,
                    Qt::ElideMiddle);
        break;
    }
    case CellKind::Time:
    case CellKind::TimeMs:
        painter->setFont(theme.numberFont());
        painter->setPen(theme.ink(Ink::Muted));
        paintElided(*painter, place, text);
        break;
    case CellKind::Number:
    case CellKind::DurationMs:
    case CellKind::Sats:
    case CellKind::Bytes:
    case CellKind::Rate:
        painter->setFont(theme.numberFont());
        paintElided(*painter, place, text, Qt::AlignRight | Qt::AlignVCenter);
        break;
    }
    painter->restore();
}

QString CellDelegate::displayText(const QVariant &value, const QLocale &) const
{
    return safeText(value.toString());
}

bool CellDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                             const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const CellKind kind = cellKind(*index.model(), index.column());
    const QVariant raw = index.data(RawValueRole);
    QString tip = index.data(Qt::ToolTipRole).toString();
    if (tip.isEmpty() && raw.isValid() && kind == CellKind::Time)
        tip = momentToolTip(qBound(-(Q_INT64_C(1) << 52), raw.toLongLong(), Q_INT64_C(1) << 52) * 1000);
    else if (tip.isEmpty() && raw.isValid() && kind == CellKind::TimeMs)
        tip = momentToolTip(raw.toLongLong());
    else if (tip.isEmpty() && kind == CellKind::Text)
        tip = index.data(Qt::DisplayRole).toString();
    else if (tip.isEmpty())
        tip = rawText(index);
    if (tip.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPos(), safeToolTip(tip), view);
    return true;
}

void CellDelegate::paintGround(QPainter &painter, const QStyleOptionViewItem &option,
                               const QModelIndex &index) const
{
    const Theme &theme = Theme::of(m_view);
    if (option.state.testFlag(QStyle::State_Selected))
        painter.fillRect(option.rect, theme.colors().selected);
    else if (index.row() == m_view->hoveredRow())
        painter.fillRect(option.rect, theme.colors().hover);
    if (m_view->hasFocus() && index == m_view->currentIndex())
        paintFocus(painter, QRectF(option.rect).adjusted(1, 1, -1, -1), theme);
}

} // namespace dvmdash::ui
