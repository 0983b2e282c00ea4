// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"

#include <string>
#include <vector>

namespace dvmdash::dvm
{

/// Where an event that another one names may be found, by the words of the one that names it: the relay
/// beside the id (`e` at index 2, `i` at index 3, those inside a nevent), then the relays that its author
/// listens to (a `relays` tag). As they were written: ws and wss addresses only, at most 5, each once.
/// Strangers wrote them. Pure.
std::vector<std::string> relayHints(const nostr::Event &event, const nostr::EventId &named);
inline constexpr std::size_t mostRelayHints = 5;
/// False where relayHints() finds none, whatever is named; quick. Pure.
bool mayHintAtRelays(const nostr::Event &event);

/// Every relay that an event names: in `relays` and `relay` tags, beside an id or a key (`e`, `a`, `p` at
/// index 2, `i` at index 3), and in a list of relays (kind 10002, `r`). As they were written, ws and wss
/// addresses only, at most 20, each once. Pure.
std::vector<std::string> relaysNamed(const nostr::Event &event);
inline constexpr std::size_t mostRelaysNamed = 20;

} // namespace dvmdash::dvm
