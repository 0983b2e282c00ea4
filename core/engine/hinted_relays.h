// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace dvmdash::engine
{

/// Which relays that are not on the list are visited for events that others name and nobody had: those that
/// the naming event hints at. Strangers choose these addresses, so visits are few, short and rare, and only
/// where `mayVisit` allows it. A value; times are milliseconds of any clock that only goes forward.
class HintedRelays
{
public:
    static constexpr std::size_t mostVisits = 4; ///< at once
    static constexpr std::size_t mostIdsAVisit = 50;
    static constexpr std::int64_t firstAskOthersMs = 8'000; ///< the relays on the list are asked before
    static constexpr std::int64_t visitMs = 20'000;         ///< then it is left, whatever it said
    static constexpr std::int64_t notAgainMs = 600'000;     ///< a relay that was visited is let alone so long
    static constexpr std::size_t mostAnHour = 60;           ///< visits
    static constexpr std::size_t mostWaiting = 500;         ///< events

    /// One relay to be connected to for a while.
    struct Visit {
        QString url;
        std::vector<nostr::EventId> ids; ///< in the order in which they were named
        bool operator==(const Visit &) const = default;
    };

    /// `firstAskOthersMs` is another one in tests only.
    explicit HintedRelays(std::function<bool(const QString &url)> mayVisit,
                          std::int64_t askOthersMs = firstAskOthersMs);

    /// `hints` as they were written. An id that is named again is kept as it was.
    void name(const nostr::EventId &id, const std::vector<std::string> &hints, std::int64_t now);
    void seen(const nostr::EventId &id);
    /// Relays that are connected anyway, in their one spelling: never visited.
    void setKept(const QStringList &urls);
    /// Ends all visits, and looks for nothing any more that was named so far.
    void clear();
    /// Begins and ends visits. True when visits() changed.
    bool advance(std::int64_t now);
    const std::vector<Visit> &visits() const { return m_visits; }

private:
    struct Waiting {
        nostr::EventId id;
        QStringList urls; ///< not visited for it yet
        std::int64_t since = 0;
    };

    bool mayBegin(const QString &url) const;
    bool endVisits(std::int64_t now);
    bool beginVisits(std::int64_t now);

    std::function<bool(const QString &)> m_mayVisit;
    std::int64_t m_askOthersMs;
    std::set<QString> m_kept;
    std::deque<Waiting> m_waiting; ///< oldest first
    std::vector<Visit> m_visits;
    std::vector<std::int64_t> m_ends;        ///< of m_visits
    std::map<QString, std::int64_t> m_begun; ///< when each relay was visited last, within notAgainMs
    std::deque<std::int64_t> m_lastHour;     ///< when visits began
};

} // namespace dvmdash::engine
