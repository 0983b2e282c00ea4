// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/mark_delegate.h"

#include "ui/models/columns.h"
#include "ui/theme/theme.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/state_chip.h"

#include <QFontMetricsF>
#include <QPainter>

namespace dvmdash::ui
{

namespace
{

void paintGround(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                 const LiveTableView &view, const Theme &theme)
{
    if (option.state.testFlag(QStyle::State_Selected))
        painter.fillRect(option.rect, theme.colors().selected);
    else if (index.row() == view.hoveredRow())
        painter.fillRect(option.rect, theme.colors().hover);
    if (view.hasFocus() && index == view.currentIndex())
        paintFocus(painter, QRectF(option.rect).adjusted(1, 1, -1, -1), theme);
}

void paintMarks(QPainter &painter, QRectF place, const Marks &marks, const Theme &theme, bool selected)
{
    const QFontMetricsF metrics(painter.font());
    const qreal shape = theme.scaled(20);
    const qreal gap = theme.space(Space::M);
    const qreal more = metrics.horizontalAdvance(QStringLiteral("+00"));
    for (qsizetype i = 0; i < marks.size(); ++i) {
        const Mark &mark = marks.at(i);
        const bool isLast = i + 1 == marks.size();
        const qreal width = shape + metrics.horizontalAdvance(mark.word) + 1;
        if (i > 0 && width + (isLast ? 0 : more) > place.width()) {
            painter.setPen(theme.ink(Ink::Muted));
            paintElided(painter, place, QStringLiteral("+%1").arg(marks.size() - i));
            return;
        }
        paintState(painter, place.adjusted(0, 0, qMin(0.0, width - place.width()), 0), theme, mark.tone,
                   mark.icon.value_or(toneIcon(mark.tone)), mark.word,
                   selected ? theme.ink(Ink::Text) : theme.color(mark.tone));
        place.setLeft(qMin(place.left() + width + gap, place.right()));
    }
}

} // namespace

MarkDelegate::MarkDelegate(LiveTableView *view)
    : QStyledItemDelegate(view)
    , m_view(view)
{
}

void MarkDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const Theme &theme = Theme::of(m_view);
    painter->save();
    paintGround(*painter, option, index, *m_view, theme);
    painter->setFont(theme.font());
    const int side = theme.space(Space::S);
    QRectF place = QRectF(option.rect).adjusted(side, 0, -side, 0);
    if (const QVariant marks = index.data(MarksRole); marks.isValid()) {
        paintMarks(*painter, place, marks.value<Marks>(), theme,
                   option.state.testFlag(QStyle::State_Selected));
    } else {
        if (const QVariant icon = index.data(IconRole); icon.isValid()) {
            const qreal width = theme.scaled(14);
            paintIcon(*painter, {place.left(), place.center().y() - width / 2, width, width},
                      static_cast<Icon>(icon.toInt()), theme.ink(Ink::Muted));
            place.setLeft(place.left() + width + theme.scaled(6));
        }
        const bool isLink = index.data(LinkRole).toBool();
        if (isLink)
            painter->setFont(theme.monoFont());
        painter->setPen(theme.ink(isLink ? Ink::Accent : Ink::Text));
        paintElided(*painter, place, ui::displayText(index, CellKind::Text, 0),
                    Qt::AlignLeft | Qt::AlignVCenter, isLink ? Qt::ElideMiddle : Qt::ElideRight);
    }
    painter->restore();
}

bool MarkDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                             const QModelIndex &index)
{
    QAbstractItemDelegate *standard = m_view->itemDelegate();
    return standard != this && standard->helpEvent(event, view, option, index);
}

} // namespace dvmdash::ui
