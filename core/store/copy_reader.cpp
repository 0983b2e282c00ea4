// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/copy_reader.h"

#include "store/split_id.h"
#include "store/store_file.h"

#include <utility>

namespace dvmdash::store
{

CopyReader::Connection::Connection(const std::string &path)
    : db(openForReading(path))
    , find(db.prepare("SELECT e.id24, e.kind, e.created_at FROM event e CROSS JOIN seen s ON s.rid = e.rid "
                      "WHERE e.id8 = ?1 AND s.relay = (SELECT relay FROM relay WHERE url = ?2) "
                      "AND s.first_ms <= ?3"))
{
}

CopyReader::CopyReader(std::string path)
    : m_path(std::move(path))
{
}

std::optional<CopyReader::Copy> CopyReader::noted(const nostr::EventId &id, const std::string &source,
                                                  std::int64_t received_ms)
{
    if (!m_connection)
        m_connection.emplace(m_path);
    if (!m_connection->moment)
        m_connection->moment.emplace(m_connection->db, Transaction::Kind::Read);
    Statement &find = m_connection->find;
    const ResetAtEnd reset(find);
    find.bind(1, id8(id)).bindText(2, source).bind(3, received_ms);
    while (find.step())
        if (find.blob(0) == id24(id))
            return Copy{static_cast<int>(find.integer(1)), find.integer(2)};
    return std::nullopt;
}

void CopyReader::rest()
{
    if (m_connection)
        m_connection->moment.reset();
}

} // namespace dvmdash::store
