// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/interest.h"
#include "store/rows.h"

#include <set>
#include <vector>

namespace dvmdash::engine
{

/// The DVMs whose money relays are asked for, by name: those that were seen at work or announced themselves,
/// and of too many the ones that turned up last. A value.
class NamedDvms
{
public:
    NamedDvms() = default;
    /// Oldest first.
    explicit NamedDvms(std::vector<nostr::PublicKey> known);

    /// True when a new one is among the authors of these.
    bool learn(const std::vector<store::EventRow> &rows);
    const std::vector<nostr::PublicKey> &list() const { return m_list; } ///< oldest first

private:
    std::vector<nostr::PublicKey> m_list;
    std::set<nostr::PublicKey> m_known; ///< the same
};

} // namespace dvmdash::engine
