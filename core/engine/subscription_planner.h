// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/hinted_relays.h"
#include "engine/missing_events.h"
#include "engine/named_dvms.h"
#include "store/writer_thread.h"

#include <QStringList>

#include <cstdint>
#include <memory>
#include <vector>

namespace dvmdash::engine
{

class GuestList;
struct Machinery;

/// What relays are asked for: learns from what comes in which DVMs to name and which events are missing, and
/// subscribes anew now and then; has relays visited for what nobody on the list had. On the engine's thread;
/// times are milliseconds of any clock that only goes forward.
class SubscriptionPlanner
{
public:
    /// `machinery` is empty while nothing runs, and outlives it. `hintsLeadAnywhere`: see EngineConfig.
    SubscriptionPlanner(const std::unique_ptr<Machinery> &machinery, bool hintsLeadAnywhere);

    /// Machinery and its network were just built: asks for what happened from `since_s` (Unix) on.
    void begin(std::int64_t since_s, std::int64_t now_ms);
    /// The relays on the list, which are connected anyway.
    void setKept(const QStringList &urls) { m_hinted.setKept(urls); }

    /// What was stored, and what of others it named was not seen when it was.
    void learn(const std::vector<store::EventRow> &rows, const std::vector<store::MissingEvent> &named,
               std::int64_t now_ms);
    /// The clock was wrong: relays are asked for what is since this time, at least.
    void notSinceAfter(std::int64_t since_s, std::int64_t now_ms);
    /// Subscribes anew when there is reason to, and not too often.
    void tick(std::int64_t now_ms);

    /// Those known so far that are named in filters.
    const std::vector<nostr::PublicKey> &dvms() const { return m_dvms.list(); }

    /// Begins and ends visits.
    void visitHinted(std::int64_t now_ms);
    void leaveHinted();

private:
    void subscribe(std::int64_t now_ms);
    void tellVisits();

    const std::unique_ptr<Machinery> &m_machinery;
    const bool m_hintsLeadAnywhere;
    std::int64_t m_since_s = 0;
    NamedDvms m_dvms;
    bool m_dvmsChanged = false;
    MissingEvents m_missing;
    HintedRelays m_hinted;
    GuestList *m_guests = nullptr; ///< on the network thread, for as long as that runs
    std::int64_t m_subscribed_ms = 0;
};

} // namespace dvmdash::engine
