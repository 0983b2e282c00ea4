// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"
#include "support/fake_relay.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace dvmdash::test
{

/// A request, a result or feedback.
bool isOfJob(const nostr::Event &event);

/// A relay that has these events and gives them as relays do, or worse.
class PastRelay
{
public:
    explicit PastRelay(std::vector<nostr::Event> events);

    QString url() const { return m_relay.url(); }
    const std::vector<nostr::Event> &events() const { return m_events; } ///< newest first
    FakeRelay &wire() { return m_relay; }

    std::function<std::size_t()> cap = [] { return std::size_t{500}; };
    /// Whether the connection breaks before this event.
    std::function<bool(const nostr::Event &event)> breaks = [](const nostr::Event &) { return false; };
    /// Whether it answers this REQ at all.
    std::function<bool()> answers = [] { return true; };
    /// A reason not to answer this REQ, for CLOSED; empty: it answers.
    std::function<std::string(const nostr::ReqMessage &request)> refuses = [](const nostr::ReqMessage &) {
        return std::string();
    };
    /// Whether an EOSE is all that it says to this REQ.
    std::function<bool(const nostr::ReqMessage &request)> hides = [](const nostr::ReqMessage &) {
        return false;
    };
    /// Whether it says EOSE at the end of this page.
    std::function<bool(const nostr::ReqMessage &request)> saysEose = [](const nostr::ReqMessage &) {
        return true;
    };
    std::function<bool()> repeats = [] { return false; }; ///< whether it gives the next event twice
    std::size_t mostKinds = 10'000;                       ///< in a filter; more is refused
    bool swallows = false;                                ///< by an EOSE instead of words
    /// Whether it has this one, for whoever asks; COUNT knows of it all the same.
    std::function<bool(const nostr::Event &event)> gives = [](const nostr::Event &) { return true; };

private:
    void answer(const nostr::ReqMessage &request);
    void count(const nostr::CountRequest &request);

    FakeRelay m_relay;
    std::vector<nostr::Event> m_events;
};

} // namespace dvmdash::test
