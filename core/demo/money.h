// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/cast.h"
#include "nostr/event.h"

#include <cstdint>
#include <string>

namespace dvmdash::demo
{

/// A bolt11 invoice for real money by its prefix, which no node ever made and nobody can pay.
std::string makeInvoice(Random &random, std::int64_t msat, std::int64_t timestamp, std::int64_t expiry,
                        const std::string &description);

/// What is wrong with a zap receipt on purpose.
enum class ZapFault {
    None,
    OtherAmount,   ///< the invoice is for less than the zap request says
    TestNetwork,   ///< the invoice is not for real money
    BrokenRequest, ///< the zap request inside has been changed after it was signed
    SelfSigned,    ///< signed by its own recipient: valid and to be flagged
};

struct Zap {
    const nostr::Signer *payer = nullptr;
    const nostr::Signer *wallet = nullptr; ///< signs the receipt
    nostr::PublicKey recipient;
    const nostr::Event *about = nullptr; ///< what the `e` tags name; nullptr: a zap of the profile
    std::int64_t msat = 0;
    std::int64_t created_at = 0; ///< of the zap request; the receipt follows
    std::string relay;
    ZapFault fault = ZapFault::None;
};

/// Tags of a NIP-57 zap receipt with the signed 9734 in its description; kind 9735, empty content.
nostr::Tags zapReceiptTags(Random &random, const Zap &zap);

/// Tags of a NIP-61 nutzap with proofs of that many sats that no mint ever issued; kind 9321.
nostr::Tags nutzapTags(Random &random, const nostr::PublicKey &recipient, const nostr::Event &about,
                       std::int64_t sats);
/// Tags of a recipient's kind 10019: relay, mint and key for nutzaps.
nostr::Tags nutzapInfoTags(const nostr::PublicKey &owner, const std::string &relay);

} // namespace dvmdash::demo
