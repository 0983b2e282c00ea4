// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"
#include "store/rows.h"
#include "store/sqlite.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dvmdash::store
{

/// Says of ids that are met again what is stored of them, on a connection of its own. Those of a file that is
/// read once more come in the order of their rows: rows are then read ahead. What it reads is of one moment
/// until rest(): say that often, for meanwhile the WAL cannot begin anew. On one thread.
class CopyReader
{
public:
    /// Opens the file when it is first asked.
    explicit CopyReader(std::string path);
    ~CopyReader();

    struct Copy {
        RowId rid = 0;
        nostr::EventId id;
        int kind = 0;
        std::int64_t created_at = 0; ///< Unix seconds
        std::int64_t first_ms = 0;   ///< Unix milliseconds, when the source gave it
    };
    /// The event with this id, when it is stored and it is noted that this source (a URL, or "file:NAME")
    /// gave it: another copy that comes later tells nothing new. Valid until the next call.
    const Copy *noted(const nostr::EventId &id, const std::string &source);
    void rest();

private:
    struct Connection;
    Connection &connection();
    std::optional<std::int64_t> rowOf(const std::string &source);
    void readAhead(RowId after, std::int64_t source);

    const std::string m_path;
    std::unique_ptr<Connection> m_connection;
    std::map<std::string, std::int64_t> m_sources;
    std::int64_t m_source = 0;  ///< whose rows were read ahead
    std::vector<Copy> m_copies; ///< read ahead, by row
    std::size_t m_next = 0;     ///< of them, the one that is expected
    Copy m_found;
};

} // namespace dvmdash::store
