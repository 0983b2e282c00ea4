// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Whether an event still stands: deletion requests (NIP-09), expiration (NIP-40), and versions that replace
/// each other (NIP-01). None of it changes a job or a number (that is in dvm/job.h): it is said of events
/// where they are shown. Pure.
namespace dvmdash::dvm
{

/// Of which events only the newest stands.
enum class Versions {
    All,       ///< each stands for itself
    OneOfKind, ///< replaceable: one of an author and kind
    OneOfName, ///< addressable: one of an author, kind and `d`
};
/// NIP-01, but for heartbeats (11998): each of them is a sign of life of its own time.
Versions versionsOf(int kind);
/// The first `d` tag; empty when there is none.
std::string nameOfVersion(const nostr::Event &event);
/// Are both versions of one thing?
bool areVersions(const nostr::Event &one, const nostr::Event &other);
/// The newer version counts, of the same second the one with the lower id.
bool replaces(const nostr::Event &newer, const nostr::Event &older);

/// Unix seconds; nothing when there is no `expiration` tag, or one that is no whole number.
std::optional<std::int64_t> expirationOf(const nostr::Event &event);

/// Does this deletion (kind 5) mean that event? Only its own author may delete an event: by `e`, or, where
/// only the newest version stands, by `a` all versions up to the deletion's own time. `k` tags are hints and
/// tell nothing. A deletion cannot be deleted.
bool deletes(const nostr::Event &deletion, const nostr::Event &event);
/// Ids and addresses that a deletion names, as it wrote them: ids of strangers too.
struct Named {
    std::vector<nostr::EventId> ids;
    struct Address {
        int kind = 0;
        std::string name;
        bool operator==(const Address &) const = default;
    };
    std::vector<Address> addresses; ///< of its author's own
};
Named namedIn(const nostr::Event &deletion);

struct Lifecycle {
    struct Deletion {
        nostr::EventId event;
        std::int64_t created_at = 0;
        std::string reason; ///< in its author's words, may be empty; not made safe to show
        bool operator==(const Deletion &) const = default;
    };
    std::optional<Deletion> deleted; ///< the first of them
    std::optional<std::int64_t> expires_at;
    bool expired = false; ///< by now
    std::optional<nostr::EventId> replaced_by;
    bool operator==(const Lifecycle &) const = default;
};

/// `others` may be any events: deletions and versions are picked out of them.
Lifecycle lifecycleOf(const nostr::Event &event, const std::vector<nostr::Event> &others, std::int64_t now);

} // namespace dvmdash::dvm
