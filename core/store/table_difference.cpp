// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/table_difference.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace dvmdash::store
{

namespace
{

constexpr std::size_t mostExamples = 5;
/// More rows than this are not changed one by one: the table is written anew.
constexpr std::int64_t mostSingly = 100'000;

std::vector<std::string> columnsOf(Database &db, const std::string &schema, const std::string &table)
{
    std::vector<std::string> columns;
    Statement info = db.prepare("SELECT name FROM pragma_table_info(?1, ?2) ORDER BY cid");
    info.bindText(1, table).bindText(2, schema);
    while (info.step())
        columns.emplace_back(info.text(0));
    return columns;
}

std::string joined(const std::vector<std::string> &words, const char *between)
{
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : between) + words[i];
    return text;
}

/// The rows of a table in the order of its key; what is not key as SQL literals, a line each.
class OrderedRows
{
public:
    OrderedRows(Database &db, const DerivedTable &table, const std::string &schema,
                const std::vector<std::string> &values)
        : m_key(table.key.size())
    {
        std::vector<std::string> quoted{"''"};
        for (const auto &column : values)
            quoted.push_back("quote(" + column + ")");
        const std::string key = joined(table.key, ", ");
        m_rows = db.prepare("SELECT " + key + ", " + joined(quoted, " || char(10) || ") + " FROM " + schema +
                            "." + table.name + " ORDER BY " + key);
        next();
    }

    bool atEnd() const { return m_atEnd; }
    const std::vector<std::int64_t> &key() const { return m_key; }
    std::string_view values() const { return m_rows.text(static_cast<int>(m_key.size())); }
    void next()
    {
        m_atEnd = !m_rows.step();
        for (std::size_t i = 0; i < m_key.size() && !m_atEnd; ++i)
            m_key[i] = m_rows.integer(static_cast<int>(i));
    }

private:
    std::vector<std::int64_t> m_key;
    Statement m_rows;
    bool m_atEnd = false;
};

std::string described(const char *what, const DerivedTable &table, const std::vector<std::int64_t> &key)
{
    std::string text = table.name + " " + what;
    for (std::size_t i = 0; i < key.size(); ++i)
        text += (i == 0 ? " " : ", ") + table.key[i] + " " + std::to_string(key[i]);
    return text;
}

/// "state is 5, should be 6" for the first value that differs.
std::string firstDifference(const std::vector<std::string> &columns, std::string_view wanted,
                            std::string_view there)
{
    const auto takeLine = [](std::string_view &text) {
        const auto end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        return line;
    };
    takeLine(wanted);
    takeLine(there);
    for (const auto &column : columns) {
        const std::string_view should = takeLine(wanted);
        const std::string_view is = takeLine(there);
        if (is != should)
            return column + " is " + std::string(is) + ", should be " + std::string(should);
    }
    return "the values differ";
}

} // namespace

const std::vector<DerivedTable> &derivedTables()
{
    static const std::vector<DerivedTable> tables{
        {"id", {"id8", "use", "row"}, {"id_new", "id_old", "ref"}},
        {"profile", {"pid"}},
        {"job", {"jid"}},
        {"target", {"jid", "position"}},
        {"attempt", {"jid", "pid"}},
        {"answer", {"rid"}},
        {"payment", {"rid"}},
        {"redemption", {"rid", "position"}},
        {"cancellation", {"jid", "rid"}},
        {"rollup", {"level", "dim", "bucket", "k1", "k2"}},
        {"duration", {"level", "dim", "bucket", "k1", "k2"}},
        {"uniques", {"level", "members", "bucket", "k1"}},
        {"activity", {"what", "k1", "k2"}},
    };
    return tables;
}

TableDifference
compareTable(Database &db, const DerivedTable &table, const std::string &expected, const std::string &found,
             const std::function<void(RowDifference, const std::vector<std::int64_t> &)> &sink)
{
    std::vector<std::string> values;
    for (const auto &column : columnsOf(db, expected, table.name))
        if (std::find(table.key.begin(), table.key.end(), column) == table.key.end())
            values.push_back(column);

    TableDifference difference;
    difference.table = table.name;
    OrderedRows wanted(db, table, expected, values);
    OrderedRows there(db, table, found, values);
    const auto note = [&](RowDifference what, const std::vector<std::int64_t> &key,
                          const std::string &words) {
        if (difference.examples.size() < mostExamples)
            difference.examples.push_back(words);
        if (sink)
            sink(what, key);
    };
    while (!wanted.atEnd() || !there.atEnd()) {
        const bool isMissing = there.atEnd() || (!wanted.atEnd() && wanted.key() < there.key());
        const bool isExtra = wanted.atEnd() || (!there.atEnd() && there.key() < wanted.key());
        if (isMissing) {
            ++difference.missing;
            note(RowDifference::Missing, wanted.key(), described("lacks", table, wanted.key()));
        } else if (isExtra) {
            ++difference.extra;
            note(RowDifference::Extra, there.key(), described("should not hold", table, there.key()));
        } else if (wanted.values() != there.values()) {
            ++difference.other;
            note(RowDifference::Other, wanted.key(),
                 described("at", table, wanted.key()) + ": " +
                     firstDifference(values, wanted.values(), there.values()));
        }
        if (!isExtra) {
            ++difference.rows;
            wanted.next();
        }
        if (!isMissing)
            there.next();
    }
    return difference;
}

std::int64_t repairTable(Database &db, const DerivedTable &table, const std::string &source,
                         const std::string &target)
{
    std::vector<std::pair<RowDifference, std::vector<std::int64_t>>> changes;
    std::int64_t count = 0;
    compareTable(db, table, source, target, [&](RowDifference what, const std::vector<std::int64_t> &key) {
        if (++count <= mostSingly)
            changes.emplace_back(what, key);
    });
    const std::string columns = joined(columnsOf(db, source, table.name), ", ");
    const std::string erase = "DELETE FROM " + target + "." + table.name;
    const std::string insert = "INSERT INTO " + target + "." + table.name + "(" + columns + ") SELECT " +
                               columns + " FROM " + source + "." + table.name;
    if (count > mostSingly) {
        db.execute(erase.c_str());
        db.execute(insert.c_str());
        return count;
    }
    std::vector<std::string> conditions;
    for (std::size_t i = 0; i < table.key.size(); ++i)
        conditions.push_back(table.key[i] + " = ?" + std::to_string(i + 1));
    const std::string where = " WHERE " + joined(conditions, " AND ");
    const auto runFor = [&](const std::string &sql, RowDifference but) {
        Statement statement = db.prepare(sql + where);
        for (const auto &[what, key] : changes) {
            if (what == but)
                continue;
            for (std::size_t i = 0; i < key.size(); ++i)
                statement.bind(static_cast<int>(i + 1), key[i]);
            statement.run();
        }
    };
    // What goes makes room first, where a unique index holds.
    runFor(erase, RowDifference::Missing);
    runFor(insert, RowDifference::Extra);
    return count;
}

} // namespace dvmdash::store
