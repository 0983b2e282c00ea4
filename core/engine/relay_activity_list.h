// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/activity.h"
#include "engine/activity_meter.h"

#include <cstdint>
#include <map>
#include <vector>

namespace dvmdash::engine
{

/// The relays on the list: the status that the network told last, with what ingest counted of each, and their
/// rates. A value; times are milliseconds of any clock that only goes forward.
class RelayActivityList
{
public:
    /// Another list. Relays that were on it before keep what is known of them.
    void setRelays(const std::vector<relay::RelayNumber> &order,
                   const std::vector<relay::RelayStatus> &statuses);
    /// Of relays on the list; others are left out.
    void noteStatuses(const QVector<relay::RelayStatus> &changed);
    /// The network is gone.
    void setStopped();

    /// Worth an update(): some time has passed, or something was noted.
    bool isDue(std::int64_t now_ms) const;
    /// Takes over what was counted since. True when anything changed since the last call.
    bool update(const ingest::Counters &counters, std::int64_t now_ms);

    QVector<RelayActivity> activities() const; ///< in the order of the list

private:
    /// How long a relay was on, and served.
    struct Uptime {
        std::int64_t noted_ms = 0;
        bool on = false; ///< from then on
        bool connected = false;
        std::int64_t watched_ms = 0;
        std::int64_t connected_ms = 0;
        void note(const relay::RelayStatus &status, std::int64_t now_ms);
    };
    void judge(RelayActivity &activity, std::int64_t now_ms);

    std::map<relay::RelayNumber, RelayActivity> m_relays;
    std::map<relay::RelayNumber, Uptime> m_uptimes;
    std::map<relay::RelayNumber, RateMeter> m_rates;
    std::vector<relay::RelayNumber> m_order;
    std::int64_t m_updated_ms = 0;
    bool m_changed = false;
};

} // namespace dvmdash::engine
