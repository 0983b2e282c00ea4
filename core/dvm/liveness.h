// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// Whether a DVM may be down (jobs and chains, section 3). Silence alone says nothing, so these rules decide,
/// the first that applies:
///
/// 1. A heartbeat of the last 900 s: ALIVE, whatever else it leaves undone.
/// 2. Requests that name it were IGNORED since its last answer to anybody, and a second signal is there:
///    POSSIBLY_DOWN. Second signals are: somebody listened without a break since the last of these requests,
///    and it answered nobody; or it used to send heartbeats, and none came in the last 900 s, all of which
///    somebody listened.
/// 3. Requests were ignored, and no second signal can be told: UNKNOWN.
/// 4. An answer of the last 900 s: ALIVE.
/// 5. Somebody listens: QUIET, for nothing that was asked of it went unanswered. Else UNKNOWN.
///
/// An answer to anybody ends the row of ignored requests: it was there. A heartbeat that never was is no
/// signal, an announcement is no activity: it is told and decides nothing. Times that lie ahead of now, by
/// their authors' clocks, are new.
namespace dvmdash::dvm
{

/// For so long a heartbeat, or an answer, says that a DVM is alive.
inline constexpr std::int64_t aliveSeconds = 900;

enum class Liveness : std::uint8_t {
    Alive,
    Quiet, ///< nothing was asked of it that it left unanswered
    PossiblyDown,
    Unknown, ///< nobody listened
};
std::string_view livenessName(Liveness liveness); ///< "possibly_down"

/// Something that it published.
struct Sign {
    std::int64_t at = 0;                 ///< Unix seconds, its author's clock; 0: never
    std::optional<nostr::EventId> event; ///< none: not looked up, or deleted
    bool operator==(const Sign &) const = default;
};

/// Requests that name the DVM, all made after its last answer to anybody, and IGNORED.
struct IgnoredRequests {
    std::int64_t count = 0;
    bool more = false; ///< there may be more than were counted
    Sign first;        ///< the request, by its customer's clock
    Sign last;
    bool operator==(const IgnoredRequests &) const = default;
};

struct LivenessFacts {
    std::int64_t now = 0; ///< Unix seconds
    /// From when on somebody listened without a break up to now; none: nobody listens now.
    std::optional<std::int64_t> heard_since;
    Sign answer;       ///< the last one, to anybody
    Sign heartbeat;    ///< kind 11998, the last one
    Sign announcement; ///< kind 31990, the last one
    IgnoredRequests ignored;
};

enum class SignalKind : std::uint8_t {
    IgnoredRequests, ///< count, since the request `at`
    NoAnswerSince,   ///< to anybody, since the ignored requests; `at` is the answer before them, 0: never any
    NoHeartbeat,     ///< `at` is the last one
    Answer,          ///< and left no request unanswered since
    Heartbeat,
    Announcement,
    NothingAsked, ///< that it left unanswered, while somebody listened, from `at` on
    NotHeard,     ///< `at`: since when somebody listens again; 0: nobody listens now
};
std::string_view signalName(SignalKind kind); ///< "no_answer_since"

/// What a signal speaks for.
enum class Bearing : std::uint8_t { Alive, Down, Neither };
std::string_view bearingName(Bearing bearing); ///< "alive", "down", "neither"

struct Signal {
    SignalKind kind = SignalKind::Answer;
    Bearing bearing = Bearing::Neither;
    std::int64_t at = 0;
    std::optional<nostr::EventId> event;
    std::int64_t count = 0; ///< of ignored requests
    bool more = false;      ///< at least so many
    bool operator==(const Signal &) const = default;
};

struct Health {
    Liveness state = Liveness::Unknown;
    std::int64_t since = 0; ///< of PossiblyDown the first ignored request, of Alive the last sign; else 0
    std::vector<Signal> signals; ///< those that speak for being down first, then for being alive
    bool operator==(const Health &) const = default;
};

Health healthOf(const LivenessFacts &facts);

} // namespace dvmdash::dvm
