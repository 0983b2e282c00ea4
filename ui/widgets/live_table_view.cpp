// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/live_table_view.h"

#include <QHeaderView>
#include <QMouseEvent>
#include <QScrollBar>

namespace dvmdash::ui
{

LiveTableView::LiveTableView(QWidget *parent)
    : QTableView(parent)
{
    // One step of the scroll bar is one row: the value is the row at the top.
    setVerticalScrollMode(ScrollPerItem);
    setHorizontalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
}

void LiveTableView::setModel(QAbstractItemModel *newModel)
{
    if (model())
        disconnect(model(), nullptr, this, nullptr);
    QTableView::setModel(newModel);
    setHoveredRow(-1);
    setNewRows(0);
    if (!newModel)
        return;
    // Connected after the view's own slots, so the scroll range is that of the rows that remain.
    connect(newModel, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &parent, int first, int last) {
                if (!parent.isValid())
                    afterRemoval(first, last);
            });
    connect(newModel, &QAbstractItemModel::modelReset, this, [this] { setNewRows(0); });
}

void LiveTableView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    const int anchor = parent.isValid() ? -1 : anchorRow();
    QTableView::rowsInserted(parent, start, end);
    if (anchor < 0 || start > anchor)
        return;
    const int count = end - start + 1;
    shiftBy(count);
    if (verticalScrollBar()->value() > 0)
        setNewRows(m_newRows + count);
}

void LiveTableView::mouseMoveEvent(QMouseEvent *event)
{
    m_pointer = event->position().toPoint();
    setHoveredRow(rowAt(m_pointer.y()));
    QTableView::mouseMoveEvent(event);
}

void LiveTableView::leaveEvent(QEvent *event)
{
    setHoveredRow(-1);
    QTableView::leaveEvent(event);
}

void LiveTableView::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    if (dy != 0 && m_hoveredRow >= 0)
        setHoveredRow(rowAt(m_pointer.y()));
    if (verticalScrollBar()->value() == 0)
        setNewRows(0);
}

int LiveTableView::anchorRow() const
{
    // Called from within rowsInserted: the numbers are those from before the insertion.
    const int top = verticalScrollBar()->value();
    if (m_hoveredRow >= 0)
        return m_hoveredRow;
    if (top > 0)
        return top;
    // The current index has moved with its row already, so only its existence counts here.
    return hasFocus() && selectionModel() && selectionModel()->hasSelection() ? top : -1;
}

void LiveTableView::setHoveredRow(int row)
{
    if (row == m_hoveredRow)
        return;
    m_hoveredRow = row;
    viewport()->update();
}

void LiveTableView::setNewRows(int count)
{
    if (count == m_newRows)
        return;
    m_newRows = count;
    Q_EMIT newRowsChanged(count);
}

void LiveTableView::shiftBy(int rows)
{
    // The range of the scroll bar is updated lazily; without this the value would be cut to the old range.
    executeDelayedItemsLayout();
    updateGeometries();
    verticalScrollBar()->setValue(verticalScrollBar()->value() + rows);
}

void LiveTableView::afterRemoval(int first, int last)
{
    const int top = verticalScrollBar()->value();
    if (first < top)
        verticalScrollBar()->setValue(top - (qMin(last + 1, top) - first));
    setNewRows(qMin(m_newRows, verticalScrollBar()->value()));
}

} // namespace dvmdash::ui
