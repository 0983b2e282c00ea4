// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlite.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dvmdash::store
{

/// Inserts many rows with few statements: what SQLite does once for each statement, among it finding its way
/// into the table and each of its indexes, costs more than a row. Inside the caller's transaction.
class BulkInsert
{
public:
    /// `into` is all before the values, such as "INSERT OR FAIL INTO seen(rid, relay)". Without OR FAIL, OR
    /// IGNORE or OR ROLLBACK SQLite copies each page that a statement of many rows changes, to undo it alone.
    /// `then` follows the rows, such as an ON CONFLICT clause.
    BulkInsert(Database &db, std::string_view into, int columns, std::string_view then = {});

    /// One row to be; columns are numbered from 1. What is bound must live until run() returns.
    class Row
    {
    public:
        Row(Statement &statement, int before)
            : m_statement(statement)
            , m_before(before)
        {
        }
        Row &bind(int column, int value) { return bind(column, static_cast<std::int64_t>(value)); }
        Row &bind(int column, std::int64_t value)
        {
            m_statement.bind(m_before + column, value);
            return *this;
        }
        Row &bind(int column, std::optional<std::int64_t> value)
        {
            m_statement.bind(m_before + column, value);
            return *this;
        }
        Row &bindBlob(int column, std::string_view bytes)
        {
            m_statement.bindBlob(m_before + column, bytes);
            return *this;
        }

    private:
        Statement &m_statement;
        int m_before;
    };

    /// Calls `bind(row, i)` for each i below `rows`, in order.
    template<typename Bind>
    void run(std::size_t rows, Bind bind)
    {
        std::size_t at = 0;
        for (; at + rowsAtOnce <= rows; at += rowsAtOnce) {
            for (std::size_t i = 0; i < rowsAtOnce; ++i)
                bind(Row(m_many, static_cast<int>(i) * m_columns), at + i);
            m_many.run();
        }
        for (; at < rows; ++at) {
            bind(Row(m_one, 0), at);
            m_one.run();
        }
    }

private:
    static constexpr std::size_t rowsAtOnce = 32;
    static std::string text(std::string_view into, int columns, std::string_view then, std::size_t rows);

    int m_columns;
    Statement m_many;
    Statement m_one;
};

} // namespace dvmdash::store
