// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/message.h"

/// What follows from the word with which a relay begins a refusal (NIP-01).
namespace dvmdash::relay
{

/// A refusal for what we ask or who we are: asking again would bring the same answer.
bool isFinalRefusal(nostr::RelayPrefix prefix);

/// A refusal that may be for the length of what we ask. Relays word it in every way, so all count that say
/// nothing of who we are or how often we ask.
bool mayBeTooMuch(nostr::RelayPrefix prefix);

/// A refusal that logging in with a key may lift (NIP-42).
bool isForWantOfKey(nostr::RelayPrefix prefix);

/// A NOTICE that answers a REQ: relays older than CLOSED have no other way to refuse one.
bool isRefusalInNotice(nostr::RelayPrefix prefix);

} // namespace dvmdash::relay
