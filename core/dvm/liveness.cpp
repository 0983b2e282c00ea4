// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/liveness.h"

#include <algorithm>

namespace dvmdash::dvm
{

namespace
{

/// What the rules ask of the facts.
struct Reading {
    explicit Reading(const LivenessFacts &facts)
    {
        const std::int64_t newFrom = facts.now - aliveSeconds;
        const bool isHeard = facts.heard_since.has_value();
        beats = facts.heartbeat.at > 0 && facts.heartbeat.at >= newFrom;
        answered = facts.answer.at > 0 && facts.answer.at >= newFrom;
        // Whoever counts the requests leaves out those before the last answer; so does this.
        ignores = facts.ignored.count > 0 && facts.ignored.last.at > facts.answer.at;
        answersNobody = ignores && isHeard && *facts.heard_since <= facts.ignored.last.at;
        stoppedBeating = facts.heartbeat.at > 0 && !beats && isHeard && *facts.heard_since <= newFrom;
    }

    bool beats = false;          ///< a new heartbeat
    bool answered = false;       ///< a new answer
    bool ignores = false;        ///< requests since its last answer
    bool answersNobody = false;  ///< and that is sure
    bool stoppedBeating = false; ///< and that is sure
};

Liveness stateOf(const LivenessFacts &facts, const Reading &reading)
{
    if (reading.beats)
        return Liveness::Alive;
    if (reading.ignores)
        return reading.answersNobody || reading.stoppedBeating ? Liveness::PossiblyDown : Liveness::Unknown;
    if (reading.answered)
        return Liveness::Alive;
    return facts.heard_since ? Liveness::Quiet : Liveness::Unknown;
}

std::vector<Signal> signalsOf(const LivenessFacts &facts, const Reading &reading, Liveness state)
{
    std::vector<Signal> signals;
    const auto add = [&](SignalKind kind, Bearing bearing, const Sign &sign) {
        signals.push_back({kind, bearing, sign.at, sign.event, 0, false});
    };
    if (reading.ignores) {
        add(SignalKind::IgnoredRequests, Bearing::Down, facts.ignored.first);
        signals.back().count = facts.ignored.count;
        signals.back().more = facts.ignored.more;
    }
    if (reading.answersNobody)
        add(SignalKind::NoAnswerSince, Bearing::Down, facts.answer);
    if (reading.stoppedBeating)
        add(SignalKind::NoHeartbeat, Bearing::Down, facts.heartbeat);
    if (reading.beats)
        add(SignalKind::Heartbeat, Bearing::Alive, facts.heartbeat);
    if (!reading.ignores && facts.answer.at > 0)
        add(SignalKind::Answer, Bearing::Alive, facts.answer);
    if (facts.announcement.at > 0)
        add(SignalKind::Announcement, Bearing::Neither, facts.announcement);
    if (state == Liveness::Quiet)
        add(SignalKind::NothingAsked, Bearing::Neither, {*facts.heard_since, std::nullopt});
    if (state == Liveness::Unknown)
        add(SignalKind::NotHeard, Bearing::Neither, {facts.heard_since.value_or(0), std::nullopt});
    return signals;
}

std::int64_t sinceOf(const LivenessFacts &facts, Liveness state)
{
    switch (state) {
    case Liveness::Alive:
        return std::max(facts.answer.at, facts.heartbeat.at);
    case Liveness::PossiblyDown:
        return facts.ignored.first.at;
    case Liveness::Quiet:
    case Liveness::Unknown:
        return 0;
    }
    return 0;
}

} // namespace

std::string_view livenessName(Liveness liveness)
{
    switch (liveness) {
    case Liveness::Alive:
        return "alive";
    case Liveness::Quiet:
        return "quiet";
    case Liveness::PossiblyDown:
        return "possibly_down";
    case Liveness::Unknown:
        return "unknown";
    }
    return "unknown";
}

std::string_view signalName(SignalKind kind)
{
    switch (kind) {
    case SignalKind::IgnoredRequests:
        return "ignored_requests";
    case SignalKind::NoAnswerSince:
        return "no_answer_since";
    case SignalKind::NoHeartbeat:
        return "no_heartbeat";
    case SignalKind::Answer:
        return "answer";
    case SignalKind::Heartbeat:
        return "heartbeat";
    case SignalKind::Announcement:
        return "announcement";
    case SignalKind::NothingAsked:
        return "nothing_asked";
    case SignalKind::NotHeard:
        return "not_heard";
    }
    return "?";
}

std::string_view bearingName(Bearing bearing)
{
    switch (bearing) {
    case Bearing::Alive:
        return "alive";
    case Bearing::Down:
        return "down";
    case Bearing::Neither:
        return "neither";
    }
    return "neither";
}

Health healthOf(const LivenessFacts &facts)
{
    const Reading reading(facts);
    Health health;
    health.state = stateOf(facts, reading);
    health.since = sinceOf(facts, health.state);
    health.signals = signalsOf(facts, reading, health.state);
    return health;
}

} // namespace dvmdash::dvm
