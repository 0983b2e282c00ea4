// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"
#include "store/rows.h"
#include "store/sqlite.h"

#include <cstdint>
#include <optional>

namespace dvmdash::store
{

/// The row of a job by the id of its request, as EventLoader::find() for events.
class JobFinder
{
public:
    explicit JobFinder(Database &db);

    struct Found {
        std::int64_t jid = 0;
        bool isRequestStored = false; ///< itself, not only inside an answer
    };
    std::optional<Found> find(const nostr::EventId &request);

private:
    Statement m_find;
};

} // namespace dvmdash::store
