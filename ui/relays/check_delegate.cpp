// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/check_delegate.h"

#include "ui/theme/theme.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/painting.h"

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
    paintCheck(*painter, box, isChecked, theme);
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
