// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/columns.h"

#include <QAbstractTableModel>

#include <algorithm>
#include <functional>
#include <vector>

namespace dvmdash::ui
{

/// A column and what stands in it.
template<typename Row>
struct BoardColumn {
    Column column;
    std::function<QVariant(const Row &row, int role)> cell;
};

/// A table of things that are known by a key, such as DVMs or kinds. Its rows stand in the order of the keys,
/// whatever the order of an answer: so a newer answer never moves a row, it only inserts, removes and
/// changes, and says so in as few words as there are runs of rows. Who wants another order sorts by a column.
/// `Row` has operator==. GUI thread.
template<typename Row, typename Key>
class BoardModel : public QAbstractTableModel
{
public:
    BoardModel(Key Row::*key, std::vector<BoardColumn<Row>> columns, QObject *parent = nullptr)
        : QAbstractTableModel(parent)
        , m_key(key)
        , m_columns(std::move(columns))
    {
        for (const BoardColumn<Row> &column : m_columns)
            m_heads.append(column.column);
    }

    /// Keys are unique.
    void setRows(std::vector<Row> next)
    {
        std::sort(next.begin(), next.end(),
                  [this](const Row &a, const Row &b) { return a.*m_key < b.*m_key; });
        removeGone(next);
        insertNew(next);
        updateChanged(std::move(next));
    }
    const std::vector<Row> &rows() const { return m_rows; }
    const Row &row(int index) const { return m_rows.at(static_cast<std::size_t>(index)); }
    /// -1 when it is not there.
    int rowOf(const Key &key) const
    {
        const auto at = find(m_rows, key);
        return at == m_rows.end() ? -1 : static_cast<int>(at - m_rows.begin());
    }
    /// -1 when there is none.
    int columnOf(const QString &id) const
    {
        const auto at = std::find_if(m_heads.begin(), m_heads.end(),
                                     [&](const Column &column) { return column.id == id; });
        return at == m_heads.end() ? -1 : static_cast<int>(at - m_heads.begin());
    }
    /// What the cells of this column say comes from elsewhere, and has changed there.
    void tellColumn(const QString &id)
    {
        const int column = columnOf(id);
        if (column >= 0 && !m_rows.empty())
            Q_EMIT dataChanged(index(0, column), index(rowCount() - 1, column));
    }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
            return {};
        return m_columns[static_cast<std::size_t>(index.column())].cell(row(index.row()), role);
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        return orientation == Qt::Horizontal ? columnHeader(m_heads, section, role) : QVariant();
    }

private:
    using Rows = std::vector<Row>;

    typename Rows::const_iterator find(const Rows &rows, const Key &key) const
    {
        const auto at = std::lower_bound(rows.begin(), rows.end(), key,
                                         [this](const Row &row, const Key &k) { return row.*m_key < k; });
        return at != rows.end() && (*at).*m_key == key ? at : rows.end();
    }

    void removeGone(const Rows &next)
    {
        const auto isGone = [&](int at) { return find(next, row(at).*m_key) == next.end(); };
        for (int last = rowCount() - 1; last >= 0; --last) {
            if (!isGone(last))
                continue;
            int first = last;
            while (first > 0 && isGone(first - 1))
                --first;
            beginRemoveRows({}, first, last);
            m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
            endRemoveRows();
            last = first;
        }
    }

    void insertNew(const Rows &next)
    {
        for (std::size_t first = 0; first < next.size(); ++first) {
            const auto isHere = [&](std::size_t at) {
                return first < m_rows.size() && m_rows[first].*m_key == next[at].*m_key;
            };
            if (isHere(first))
                continue;
            std::size_t end = first + 1;
            while (end < next.size() && !isHere(end))
                ++end;
            beginInsertRows({}, static_cast<int>(first), static_cast<int>(end) - 1);
            m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(first),
                          next.begin() + static_cast<std::ptrdiff_t>(first),
                          next.begin() + static_cast<std::ptrdiff_t>(end));
            endInsertRows();
            first = end - 1;
        }
    }

    /// The same keys: told are the rows that differ.
    void updateChanged(Rows &&next)
    {
        for (std::size_t first = 0; first < next.size(); ++first) {
            std::size_t end = first;
            for (; end < next.size() && !(m_rows[end] == next[end]); ++end)
                m_rows[end] = std::move(next[end]);
            if (end == first)
                continue;
            Q_EMIT dataChanged(index(static_cast<int>(first), 0),
                               index(static_cast<int>(end) - 1, columnCount() - 1));
            first = end;
        }
    }

    Key Row::*m_key;
    std::vector<BoardColumn<Row>> m_columns;
    QVector<Column> m_heads;
    Rows m_rows;
};

} // namespace dvmdash::ui
