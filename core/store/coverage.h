// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/relay_status.h"
#include "store/heard.h"
#include "store/sqlite.h"

#include <cstdint>
#include <map>
#include <set>
#include <vector>

namespace dvmdash::store
{

/// While a relay is live, what it surely delivered lags behind the clock by at most so much.
inline constexpr std::int64_t longestLagSeconds = 60;

/// How a relay stands for whoever judges silence.
struct RelayStanding {
    relay::RelayNumber relay = 0;
    bool live = false;
    std::int64_t proven_until = 0; ///< Unix seconds; 0: nothing yet
};

/// When somebody listened. Absence (ignored, stalled) is only inferred where somebody did: the rules on which
/// this rests stand in section 3 of the job rules. Written by the writer thread; the table `coverage` holds
/// one merged row for each interval of each relay.
class Coverage
{
public:
    explicit Coverage(Database &db);

    /// Inside the caller's transaction.
    void add(std::int64_t relayRow, std::int64_t from, std::int64_t until);
    /// Of all relays, inside the caller's transaction: it was claimed by a clock that was wrong.
    void takeBack(std::int64_t from, std::int64_t until);
    /// Reads the table again, which somebody else has written.
    void reload();
    /// The file is another one: it is read again, and this is how the relays stood.
    void beginAnew(const std::vector<RelayStanding> &standing);
    void setLive(relay::RelayNumber relay, bool live);
    void noteFrontier(relay::RelayNumber relay, std::int64_t until);

    /// See Heard.
    bool covers(int requestKind, std::int64_t from, std::int64_t until) const
    {
        return m_heard.covers(requestKind, from, until);
    }

    /// The time up to which silence may be judged. While a relay is live it lags behind the clock, by at most
    /// a minute, until the relay has proved that it was alive; so a job does not flicker through "unobserved"
    /// between its deadline and that proof.
    std::int64_t judgeTime(std::int64_t now) const;

private:
    Database &m_db;
    Statement m_overlapping;
    Statement m_delete;
    Statement m_insert;
    Heard m_heard;
    std::set<relay::RelayNumber> m_live;
    std::map<relay::RelayNumber, std::int64_t> m_frontier;
};

} // namespace dvmdash::store
