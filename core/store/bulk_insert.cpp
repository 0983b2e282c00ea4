// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/bulk_insert.h"

namespace dvmdash::store
{

BulkInsert::BulkInsert(Database &db, std::string_view into, int columns, std::string_view then)
    : m_columns(columns)
    , m_many(db.prepare(text(into, columns, then, rowsAtOnce)))
    , m_one(db.prepare(text(into, columns, then, 1)))
{
}

std::string BulkInsert::text(std::string_view into, int columns, std::string_view then, std::size_t rows)
{
    std::string row = "(";
    for (int column = 0; column < columns; ++column)
        row += column == 0 ? "?" : ", ?";
    row += ')';
    std::string sql(into);
    sql += " VALUES";
    for (std::size_t i = 0; i < rows; ++i) {
        sql += i == 0 ? " " : ", ";
        sql += row;
    }
    if (!then.empty())
        sql.append(" ").append(then);
    return sql;
}

} // namespace dvmdash::store
