// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QTableView>

namespace dvmdash::ui
{

/// A table whose rows do not move under the reader. Rows that arrive above what is looked at (the row under
/// the pointer, the current row, or what was scrolled to) push the scroll bar, not the rows, and are counted.
/// At the top with the pointer elsewhere and nothing chosen the table follows what arrives.
class LiveTableView : public QTableView
{
    Q_OBJECT
public:
    explicit LiveTableView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    /// Rows above the visible ones that arrived since the table was last at its top.
    int newRows() const { return m_newRows; }
    /// Row under the pointer, -1 for none.
    int hoveredRow() const { return m_hoveredRow; }

Q_SIGNALS:
    void newRowsChanged(int count);

protected:
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    /// The row that must keep its place, -1 to follow.
    int anchorRow() const;
    void setHoveredRow(int row);
    void setNewRows(int count);
    void shiftBy(int rows);
    void afterRemoval(int first, int last);

    int m_hoveredRow = -1;
    QPoint m_pointer; ///< in the viewport; where the hovered row is looked up after scrolling
    int m_newRows = 0;
};

} // namespace dvmdash::ui
