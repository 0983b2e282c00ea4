// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// What people paste and what they are shown: hex, npub, note, nevent, nsec. Views include core through
/// engine/ only.
#include "nostr/nip19.h"

#include <optional>

namespace dvmdash::engine
{

/// Nothing when it is no key.
std::optional<nostr::PublicKey> publicKeyOf(const nostr::SecretKey &secret);
/// A key of nobody else, from the system's random numbers.
nostr::SecretKey newSecretKey();

} // namespace dvmdash::engine
