// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/payment.h"
#include "nostr/event.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// How sure a payment is by what is known beside it (section 5): who signs the receipts of its recipient,
/// what the recipient says of nutzaps, and what it says it has redeemed. Pure: the same knowledge, the same
/// answer.
namespace dvmdash::dvm
{

/// A payment that is refused stays visible with its reason and counts nowhere, until more is known.
struct Standing {
    Tier tier = Tier::Claimed;
    std::optional<PaymentReject> refused;
    bool operator==(const Standing &) const = default;
};

/// The key that a recipient's Lightning address named as the signer of its zap receipts, when it was asked.
struct KnownSigner {
    nostr::PublicKey key;
    std::optional<std::int64_t> until; ///< Unix seconds when a check found otherwise; none: it still holds
    bool operator==(const KnownSigner &) const = default;
};

/// Of a zap receipt by `signer`, dated `created_at` (Unix seconds).
///
/// A key holds for every receipt that is dated before a check found another one, or none, in its place: what
/// was confirmed stays confirmed when a provider changes its key, and what was refused counts once the key is
/// the one that signed it. CONFIRMED by a key that holds, refused (WrongSigner) where only others do, CLAIMED
/// where none does.
Standing standingOfReceipt(const nostr::PublicKey &signer, std::int64_t created_at,
                           const std::vector<KnownSigner> &signers);

inline constexpr int nutzapInfoKind = 10019;

/// What a key says of nutzaps to it (NIP-61, kind 10019).
struct NutzapInfo {
    nostr::EventId id;
    std::int64_t created_at = 0;
    std::vector<std::string> mints; ///< for sats; scheme and host in lowercase, without a slash at the end
    std::string key; ///< that proofs are locked to: 64 hex digits; empty: none that can be read
    bool operator==(const NutzapInfo &) const = default;
};
NutzapInfo readNutzapInfo(const nostr::Event &event);

/// How long after its replacement an info still counts, in seconds: a payer may not have seen the new one.
inline constexpr std::int64_t nutzapInfoGrace = 24 * 3600;

/// Of a nutzap (9321) that readNutzap() can read. `infos` are those of its recipient, in any order, replaced
/// ones too; `redeemed`: its recipient said so (kind 7376), which settles it: CONFIRMED.
///
/// Else it is held against what the recipient had published at the nutzap's own time: the newest info that
/// is not dated after it, and those replaced up to a day before it. One of them must name its mint
/// (WrongMint) and the key that all its proofs are locked to (WrongLock). What an info does not say is not
/// held against anybody, and without an info of that time nothing is: CLAIMED.
Standing standingOfNutzap(const nostr::Event &nutzap, const std::vector<NutzapInfo> &infos, bool redeemed);

} // namespace dvmdash::dvm
