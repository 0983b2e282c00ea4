// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/check_delegate.h"

#include "ui/theme/theme.h"
#include "ui/widgets/live_table_view.h"

#include <QMouseEvent>
#include <QPainter>

namespace dvmdash::ui
{

CheckDelegate::CheckDelegate(LiveTableView *view)
    : QStyledItemDelegate(view)
    , m_view(view)
{
}

void CheckDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    m_view->itemDelegate()->paint(painter, option, index);
    const Theme &theme = Theme::of(m_view);
    const bool isChecked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    const qreal side = theme.iconSize();
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(option.rect).center());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(isChecked ? theme.ink(Ink::Accent) : theme.colors().border, theme.scaled(1.5)));
    painter->setBrush(isChecked ? theme.ink(Ink::Accent) : theme.colors().card);
    painter->drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.scaled(3), theme.scaled(3));
    if (isChecked)
        paintIcon(*painter, box.adjusted(2, 2, -2, -2), Icon::Check, theme.ink(Ink::OnAccent));
    painter->restore();
}

bool CheckDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                const QModelIndex &index)
{
    if (event->type() != QEvent::MouseButtonRelease || !index.flags().testFlag(Qt::ItemIsUserCheckable))
        return false;
    const auto *mouse = static_cast<QMouseEvent *>(event);
    if (mouse->button() != Qt::LeftButton || !option.rect.contains(mouse->position().toPoint()))
        return false;
    const bool isChecked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    return model->setData(index, isChecked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

bool CheckDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                              const QModelIndex &index)
{
    return m_view->itemDelegate()->helpEvent(event, view, option, index);
}

} // namespace dvmdash::ui
