// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/copy_reader.h"

#include "store/split_id.h"
#include "store/store_file.h"

#include <algorithm>
#include <utility>

namespace dvmdash::store
{

namespace
{

/// As many as a worker takes at once.
constexpr int rowsAhead = 64;
/// Rows that the file may not hold, or that another worker took.
constexpr std::size_t mostPassedOver = 8;

const std::string columns = "SELECT e.rid, e.id8, e.id24, e.kind, e.created_at, "
                            "CASE WHEN e.relay = ?2 THEN e.received_ms ELSE s.first_ms END FROM ";
const std::string andGiver = " LEFT JOIN seen_again s ON s.rid = e.rid AND s.relay = ?2 ";
const std::string given = " AND (e.relay = ?2 OR s.relay IS NOT NULL) ";

CopyReader::Copy copyFrom(const Statement &row)
{
    return {row.integer(0), joinId(row.integer(1), row.blob(2)), static_cast<int>(row.integer(3)),
            row.integer(4), row.integer(5)};
}

} // namespace

struct CopyReader::Connection {
    explicit Connection(const std::string &path)
        : db(openForReading(path))
        , source(db.prepare("SELECT relay FROM relay WHERE url = ?1"))
        , find(db.prepare(columns + "id i CROSS JOIN event e ON e.rid = i.row" + andGiver +
                          "WHERE i.id8 = ?1 AND i.use = 0" + given))
        , following(db.prepare(columns + "event e" + andGiver + "WHERE e.rid > ?1" + given +
                               "ORDER BY e.rid LIMIT ?3"))
    {
    }
    Database db;
    Statement source;
    Statement find;
    Statement following;
    std::optional<Transaction> moment;
};

CopyReader::CopyReader(std::string path)
    : m_path(std::move(path))
{
}

CopyReader::~CopyReader() = default;

const CopyReader::Copy *CopyReader::noted(const nostr::EventId &id, const std::string &source)
{
    const auto row = rowOf(source);
    if (!row)
        return nullptr;
    if (*row == m_source) {
        const std::size_t end = std::min(m_copies.size(), m_next + mostPassedOver);
        for (std::size_t i = m_next; i < end; ++i) {
            if (m_copies[i].id == id) {
                m_next = i + 1;
                return &m_copies[i];
            }
        }
    }
    Statement &find = connection().find;
    const ResetAtEnd reset(find);
    find.bind(1, id8(id)).bind(2, *row);
    while (find.step()) {
        if (find.blob(2) != id24(id))
            continue;
        const RowId before = std::exchange(m_found, copyFrom(find)).rid;
        // One after the other: so it may go on.
        if (m_found.rid > before && m_found.rid - before <= static_cast<RowId>(mostPassedOver))
            readAhead(m_found.rid, *row);
        return &m_found;
    }
    return nullptr;
}

/// Nothing: none of that name has given anything so far.
std::optional<std::int64_t> CopyReader::rowOf(const std::string &source)
{
    if (const auto known = m_sources.find(source); known != m_sources.end())
        return known->second;
    Statement &find = connection().source;
    const ResetAtEnd reset(find);
    if (!find.bindText(1, source).step())
        return std::nullopt;
    return m_sources.emplace(source, find.integer(0)).first->second;
}

void CopyReader::readAhead(RowId after, std::int64_t source)
{
    m_copies.clear();
    m_next = 0;
    m_source = source;
    Statement &following = connection().following;
    const ResetAtEnd reset(following);
    following.bind(1, after).bind(2, source).bind(3, rowsAhead);
    while (following.step())
        m_copies.push_back(copyFrom(following));
}

CopyReader::Connection &CopyReader::connection()
{
    if (!m_connection)
        m_connection = std::make_unique<Connection>(m_path);
    if (!m_connection->moment)
        m_connection->moment.emplace(m_connection->db, Transaction::Kind::Read);
    return *m_connection;
}

void CopyReader::rest()
{
    m_copies.clear();
    m_next = 0;
    if (m_connection)
        m_connection->moment.reset();
}

} // namespace dvmdash::store
