// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace dvmdash::ui
{

class LiveTableView;

/// For a column of a DataTable: a check box in the middle of the cell, on the ground that the table's own
/// delegate draws. A click switches it.
class CheckDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit CheckDelegate(LiveTableView *view);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    LiveTableView *m_view;
};

} // namespace dvmdash::ui
