// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"
#include "nostr/event.h"
#include "nostr/verifier.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dvmdash::dvm
{

/// Status of a kind 7000, or of the `status`/`s` tag inside a result. The numbers are stored: never renumber.
enum class Status : std::uint8_t {
    None = 0,
    Processing = 1,
    PaymentRequired = 2,
    Partial = 3,
    Success = 4,
    Error = 5,
    PaymentRejected = 6,
    SubscriptionRequired = 7,
    ChainScheduled = 8,
    Scheduled = 9,
    Unknown = 10, ///< kept raw, moves nothing
};
/// How a status is compared: trimmed, ASCII letters lowercased, `_` turned into `-`.
std::string statusWord(std::string_view text);
/// Looks up the statusWord(); nothing but space is None.
Status statusFromText(std::string_view text);
std::string_view statusName(Status status);

/// How an answer was matched to its request (rules: jobs and chains, section 2). Stored: never renumber.
enum class MatchRule : std::uint8_t {
    None = 0,         ///< spontaneous: neither `e` nor `request`
    RequestTag = 1,   ///< (a) verified nested request
    MarkedTag = 2,    ///< (b) `e` marked job, request or reply
    KnownRequest = 3, ///< (c) the `e` that resolves to a known request
    FirstTag = 4,     ///< (d) the first `e`
};

/// The request that an answer belongs to.
struct MatchedRequest {
    MatchRule rule = MatchRule::None;
    nostr::EventId request;
};

struct Match : MatchedRequest {
    /// (a) and `e` disagree: `e` tags marked as the job are there and none of them, or else no `e` tag at
    /// all, names the nested request. (a) still counts.
    bool conflict = false;
    /// The event inside the `request` tag, when its id is right. Its signature and its kind are not checked:
    /// before it serves as a request that was never seen, give it to nostr::Verifier and
    /// KindTable::isRequest.
    std::optional<nostr::Event> nested;

    const MatchedRequest &matched() const { return *this; }
};

/// Finds the request that a result or feedback answers. Never by `p`. `isKnownRequest` says whether an id is
/// a stored request: the match is a function of the event and of that set, and is made again when a request
/// comes in late.
Match matchRequest(const nostr::Event &event,
                   const std::function<bool(const nostr::EventId &)> &isKnownRequest);

/// What a job needs to know of one result or feedback; lean enough to be kept as a row.
struct Answer {
    nostr::EventId id;
    nostr::PublicKey author;
    std::int64_t created_at = 0;
    std::int64_t received_ms = 0;
    bool live = false; ///< received as it happened, so received_ms is a measurement
    int kind = 0;      ///< 7000 or a result kind
    Status status = Status::None;
    std::optional<std::int64_t> amount_msat;      ///< asked for; the invoice wins over the amount tag
    std::optional<std::int64_t> payment_deadline; ///< Unix seconds, from the invoice
    std::uint64_t content_hash = 0; ///< first 8 bytes of SHA-256 over content, to tell duplicate from revised
    bool empty = false;             ///< nothing but white space in content
    bool encrypted = false;
    bool operator==(const Answer &) const = default;
    bool isResult() const { return kind != 7000; }
};

/// Reads a result or feedback. `flags` gains EventFlags of dvm/role.h: FlagAmountMismatch, FlagUnknownUnit,
/// and for a feedback FlagUnknownStatus and FlagOpaque. The status of a result is its `status` tag, else `s`.
Answer readAnswer(const nostr::Event &event, std::int64_t received_ms, bool live,
                  std::uint32_t *flags = nullptr);

/// What a job needs to know of its request.
struct Request {
    nostr::EventId id;
    nostr::PublicKey customer;
    std::int64_t created_at = 0;
    std::int64_t received_ms = 0;
    bool live = false;
    int kind = 0;
    std::vector<nostr::PublicKey> targets; ///< from `p`, without repetition, in order
    bool encrypted = false;
    bool operator==(const Request &) const = default;
};
Request readRequest(const nostr::Event &event, std::int64_t received_ms, bool live);

/// A kind 7000 by the customer, who did not ask for their own work: a note, not the state of a DVM.
bool isCustomerNote(const Answer &answer, const Request &request);

/// `amount` tag of NIP-90: ["amount", millisats, bolt11?] as it is met in the wild (section 5). Of several
/// tags the first one that can be read counts.
struct Amount {
    std::optional<std::int64_t> msat; ///< nothing: unknown unit, invoice of a test network, or no amount
    std::optional<std::int64_t> invoice_expires; ///< Unix seconds
    bool mismatch = false;                       ///< digits and invoice differ; the invoice counts
    bool unknownUnit = false;                    ///< sums nothing
    bool present = false;
    bool operator==(const Amount &) const = default;
};
Amount readAmount(const nostr::Event &event);

} // namespace dvmdash::dvm
