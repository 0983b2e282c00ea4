// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/columns.h"

#include <QAbstractTableModel>

#include <algorithm>
#include <set>
#include <vector>

namespace dvmdash::ui
{

/// A short table whose rows are replaced by newer ones as a whole: tells views only of rows that came, went
/// or changed, so that selection and scroll position stay. `Row` has operator== and a `key()`; keys are
/// unique. For up to some hundred rows. Columns stay as they were given.
template<typename Row>
class RowModel : public QAbstractTableModel
{
public:
    explicit RowModel(QVector<Column> columns, QObject *parent = nullptr)
        : QAbstractTableModel(parent)
        , m_columns(std::move(columns))
    {
    }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override
    {
        return orientation == Qt::Horizontal ? columnHeader(m_columns, section, role) : QVariant();
    }
    const std::vector<Row> &rows() const { return m_rows; }
    const Row &row(int index) const { return m_rows.at(static_cast<std::size_t>(index)); }

    void setRows(const std::vector<Row> &next)
    {
        dropMissing(next);
        for (std::size_t at = 0; at < next.size(); ++at) {
            const int line = static_cast<int>(at);
            if (at < m_rows.size() && m_rows[at].key() == next[at].key()) {
                if (m_rows[at] == next[at])
                    continue;
                m_rows[at] = next[at];
                Q_EMIT dataChanged(index(line, 0), index(line, columnCount() - 1));
                continue;
            }
            dropFrom(at, next[at]);
            beginInsertRows({}, line, line);
            m_rows.insert(m_rows.begin() + line, next[at]);
            endInsertRows();
        }
    }

private:
    void remove(std::size_t at)
    {
        const int line = static_cast<int>(at);
        beginRemoveRows({}, line, line);
        m_rows.erase(m_rows.begin() + line);
        endRemoveRows();
    }

    void dropMissing(const std::vector<Row> &next)
    {
        std::set<std::decay_t<decltype(std::declval<const Row &>().key())>> kept;
        for (const Row &row : next)
            kept.insert(row.key());
        for (std::size_t at = m_rows.size(); at-- > 0;)
            if (!kept.contains(m_rows[at].key()))
                remove(at);
    }

    /// The row stands further below and moves up: it goes there to be inserted at its new place.
    void dropFrom(std::size_t from, const Row &wanted)
    {
        const auto found =
            std::find_if(m_rows.begin() + static_cast<std::ptrdiff_t>(std::min(from, m_rows.size())),
                         m_rows.end(), [&](const Row &row) { return row.key() == wanted.key(); });
        if (found != m_rows.end())
            remove(static_cast<std::size_t>(found - m_rows.begin()));
    }

    const QVector<Column> m_columns;
    std::vector<Row> m_rows;
};

} // namespace dvmdash::ui
