// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"
#include "store/sqlite.h"

#include <cstdint>
#include <optional>
#include <string>

namespace dvmdash::store
{

/// Says of ids that are met again what is stored of them, on a connection of its own. What it reads is of one
/// moment until rest(): say that often, for meanwhile the WAL cannot begin anew. On one thread.
class CopyReader
{
public:
    /// Opens the file when it is first asked.
    explicit CopyReader(std::string path);

    struct Copy {
        int kind = 0;
        std::int64_t created_at = 0; ///< Unix seconds
    };
    /// Of an event that is stored, when it is also noted that this source (a URL, or "file:NAME") gave it,
    /// not later than then: another copy tells nothing new.
    std::optional<Copy> noted(const nostr::EventId &id, const std::string &source, std::int64_t received_ms);
    void rest();

private:
    struct Connection {
        explicit Connection(const std::string &path);
        Database db;
        Statement find;
        std::optional<Transaction> moment;
    };
    const std::string m_path;
    std::optional<Connection> m_connection;
};

} // namespace dvmdash::store
