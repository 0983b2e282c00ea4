// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/refusal.h"

namespace dvmdash::relay
{

bool isFinalRefusal(nostr::RelayPrefix prefix)
{
    switch (prefix) {
    case nostr::RelayPrefix::AuthRequired:
    case nostr::RelayPrefix::Restricted:
    case nostr::RelayPrefix::Blocked:
    case nostr::RelayPrefix::Invalid:
    case nostr::RelayPrefix::Pow:
        return true;
    case nostr::RelayPrefix::RateLimited:
    case nostr::RelayPrefix::Error:
    case nostr::RelayPrefix::Duplicate:
    case nostr::RelayPrefix::Other:
        return false;
    }
    return false;
}

bool isForWantOfKey(nostr::RelayPrefix prefix)
{
    return prefix == nostr::RelayPrefix::AuthRequired || prefix == nostr::RelayPrefix::Restricted;
}

bool mayBeTooMuch(nostr::RelayPrefix prefix)
{
    switch (prefix) {
    case nostr::RelayPrefix::Blocked: // with which some software begins whatever it refuses
    case nostr::RelayPrefix::Invalid:
    case nostr::RelayPrefix::Error:
    case nostr::RelayPrefix::Other:
        return true;
    case nostr::RelayPrefix::AuthRequired:
    case nostr::RelayPrefix::Restricted:
    case nostr::RelayPrefix::Pow:
    case nostr::RelayPrefix::RateLimited:
    case nostr::RelayPrefix::Duplicate:
        return false;
    }
    return false;
}

bool isRefusalInNotice(nostr::RelayPrefix prefix)
{
    switch (prefix) {
    case nostr::RelayPrefix::AuthRequired:
    case nostr::RelayPrefix::Restricted:
    case nostr::RelayPrefix::Blocked:
    case nostr::RelayPrefix::RateLimited:
    case nostr::RelayPrefix::Error:
    case nostr::RelayPrefix::Invalid:
        return true;
    case nostr::RelayPrefix::Pow:
    case nostr::RelayPrefix::Duplicate:
    case nostr::RelayPrefix::Other:
        return false;
    }
    return false;
}

} // namespace dvmdash::relay
