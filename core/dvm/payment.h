// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"
#include "nostr/verifier.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dvmdash::dvm
{

/// How sure a payment is (section 5). Tiers are shown apart and never added up. Stored: never renumber.
enum class Tier : std::uint8_t { Requested = 1, Inferred = 2, Claimed = 3, Confirmed = 4 };
std::string_view tierName(Tier tier);

/// What a payment was for, once it is attributed (section 5). Stored: never renumber.
enum class Purpose : std::uint8_t {
    None = 0,   ///< names a job, but goes neither to a DVM of it nor from one to the customer: sums nothing
    Work = 1,   ///< to a DVM for its answer, or to a DVM of the job for the request (a tip)
    Refund = 2, ///< from a DVM of the job to the customer, naming the request
    Unattributed = 3, ///< names no event (a profile zap), or one that no job is known of
};

/// A payment that an event shows, before it is attributed to a job.
struct Payment {
    nostr::EventId receipt; ///< the 9735 or 9321
    std::optional<nostr::EventId>
        target;            ///< from `e`: a request, a result or a feedback; none: a profile zap
    nostr::PublicKey from; ///< who paid: author of the 9734, or of the nutzap
    nostr::PublicKey to;
    std::int64_t msat = 0;
    std::int64_t created_at = 0;
    Tier tier = Tier::Claimed;
    std::string
        key; ///< count once by this, hex: payment hash, hash over the proof secrets, else the receipt id
    bool descriptionMismatch = false; ///< the invoice does not commit to the 9734 by its hash; warns only
    bool selfSigned = false;          ///< receipt signed by its own recipient
    bool operator==(const Payment &) const = default;
};

/// Why a payment counts nowhere. Stored: never renumber.
enum class PaymentReject : std::uint8_t {
    NoInvoice = 1, ///< not exactly one bolt11 tag, or it does not decode
    NoAmount = 2,
    NotMoney = 3,       ///< an invoice of a test network
    NoDescription = 4,  ///< no description, or no verifying 9734 in it
    WrongRecipient = 5, ///< `p` missing, several, or not the receipt's
    WrongTarget = 6,    ///< more than one `e`, or not the receipt's
    AmountDiffers = 7,  ///< the 9734's amount is not the invoice's
    WrongSigner = 8,    ///< the recipient's LNURL key is known and is not the receipt's author
    BadProofs = 9,      ///< nutzap proofs or unit unreadable
    WrongMint = 10,     ///< nutzap of a mint that the recipient does not name
    WrongLock = 11,     ///< nutzap whose proofs are not locked to the recipient's key
};
std::string_view paymentRejectText(PaymentReject reason);

/// Reads a zap receipt (9735) whose own signature was verified before. `recipientSigner` is the recipient's
/// LNURL nostrPubkey when it is known; without it the payment is Claimed, with it Confirmed.
std::variant<Payment, PaymentReject>
readZapReceipt(const nostr::Event &receipt, nostr::Verifier &verifier,
               const std::optional<nostr::PublicKey> &recipientSigner = {});

/// Reads a nutzap (9321, NIP-61): Claimed until redeemed. The unit must be sat, which is also meant when none
/// is named. Whether mint and key are the recipient's (10019) this event alone does not show: see
/// dvm/standing.h.
std::variant<Payment, PaymentReject> readNutzap(const nostr::Event &nutzap);

/// What a wallet history event (7376) says openly: which nutzaps its author has redeemed.
struct Redemption {
    nostr::PublicKey by;
    std::vector<nostr::EventId> nutzaps; ///< `e` tags marked redeemed
    bool operator==(const Redemption &) const = default;
};
Redemption readRedemption(const nostr::Event &event);
/// True when it makes the payment Confirmed: only the recipient's own word counts.
bool redeems(const Redemption &redemption, const Payment &payment);

} // namespace dvmdash::dvm
