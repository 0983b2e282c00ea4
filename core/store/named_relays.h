// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/reader.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dvmdash::store
{

/// A relay that events name, whether it is followed or not.
struct NamedRelay {
    std::string url;           ///< normalised
    std::int64_t requests = 0; ///< that name it
    std::int64_t people = 0;   ///< different authors of these
    std::int64_t answers = 0;  ///< results that name it
    std::int64_t dvms = 0;     ///< different DVMs that name it: in answers, announcements, lists of relays
    std::int64_t last_at = 0;  ///< created_at of the newest event that names it
    bool operator==(const NamedRelay &) const = default;
};

struct NamedRelays {
    /// Those named by the most different authors first, so that nobody gets to the top alone; at most
    /// mostNamedRelays.
    std::vector<NamedRelay> relays;
    std::int64_t requests = 0; ///< that were read
    std::int64_t answers = 0;
    std::int64_t of_dvms = 0; ///< announcements and lists
};
inline constexpr std::size_t mostNamedRelays = 500;

/// Reads the newest events of the window, for the names stand in their payloads: at most `most` requests and
/// half as many of the others each.
NamedRelays readNamedRelays(Reader &reader, std::int64_t since, std::int64_t until, int most = 4'000);

} // namespace dvmdash::store
