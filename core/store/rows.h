// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/lifecycle.h"
#include "dvm/material.h"
#include "dvm/payment.h"
#include "dvm/role.h"
#include "dvm/verdict.h"
#include "lookup/finding.h"
#include "nostr/event.h"
#include "store/interval_set.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What readers give back: plain values.
namespace dvmdash::store
{

using RowId = std::int64_t;

/// A relay gave a copy of an event that was stored before.
struct NotedSighting {
    RowId rid = 0;
    std::int64_t relay = 0; ///< its row
    std::int64_t first_ms = 0;
};

/// One event in a list.
struct EventRow {
    RowId rid = 0;
    nostr::EventId id;
    nostr::PublicKey author;
    int kind = 0;
    dvm::Role role = dvm::Role::Other;
    std::uint32_t flags = 0;                ///< dvm::EventFlag
    std::int64_t created_at = 0;            ///< Unix seconds, author's clock
    std::int64_t received_ms = 0;           ///< Unix milliseconds, ours
    std::optional<std::int64_t> expires_at; ///< Unix seconds, see dvm/lifecycle.h
    std::string summary; ///< up to 160 bytes of what it says: input, status and message, or content. Not made
                         ///< safe to show
    bool operator==(const EventRow &) const = default;
};

/// What a relay, or a file, surely delivered of "jobs".
struct RelayCoverage {
    std::string relay; ///< URL, or "file:NAME"
    IntervalSet covered;
};

/// A relay, or an imported file, that gave an event.
struct Sighting {
    std::string relay; ///< URL, or "file:NAME"
    std::int64_t first_ms = 0;
    bool operator==(const Sighting &) const = default;
};

/// One event as it was received.
struct StoredEvent {
    nostr::Event event;
    std::int64_t received_ms = 0; ///< Unix milliseconds
    bool live = false;            ///< as it happened, so received_ms is a measurement
    std::vector<Sighting> sightings;
};

/// How one event refers to another. Stored: never renumber.
enum class Relation : std::uint8_t {
    Event = 1,         ///< `e`
    Quote = 2,         ///< `q`; of a request also what its text quotes
    JobInput = 3,      ///< `i` of type job
    EventInput = 4,    ///< `i` of type event
    NestedRequest = 5, ///< id inside a verified `request` tag
};
std::string_view relationName(Relation relation);

struct Reference {
    nostr::EventId id;
    Relation relation = Relation::Event;
    std::optional<EventRow> row; ///< nothing: never seen
};

/// How a zap receipt or nutzap stands by what is known now.
struct PaymentRow {
    std::int64_t msat = 0;
    dvm::Tier tier = dvm::Tier::Claimed;
    std::optional<dvm::PaymentReject> refused; ///< it counts nowhere
    bool counted = false;                      ///< of several receipts of one payment one counts
    dvm::Purpose purpose = dvm::Purpose::None;
    bool description_mismatch = false; ///< see dvm::Payment
    bool self_signed = false;
    bool operator==(const PaymentRow &) const = default;
};

struct EventDetail {
    bool known = false;
    bool intact = false; ///< its id is the hash of what is here; not so of one out of a redacted bundle
    nostr::Event event;  ///< only id when not known
    EventRow row;
    std::vector<Sighting> sightings;    ///< by time
    std::vector<Reference> refers_to;   ///< in tag order
    std::vector<Reference> referred_by; ///< oldest first, at most 500
    bool more_references = false;
    std::optional<nostr::EventId> job; ///< request of the job it belongs to
    std::optional<PaymentRow> payment; ///< nothing: it is none that can be read
    dvm::Lifecycle lifecycle;          ///< as of now
};

/// What may be asked of domains over HTTP, and what they answered.
struct LookupState {
    std::vector<lookup::Subject> named; ///< by DVMs, as of now
    std::vector<lookup::Known> known;   ///< by key
};

struct JobRow {
    nostr::EventId request;
    bool request_seen = false;
    int kind = 0; ///< 0 when the request was never seen and no result tells
    std::optional<nostr::PublicKey> customer;
    std::int64_t created_at = 0; ///< request's; of its first answer when the request was never seen
    dvm::State state = dvm::State::Waiting;
    dvm::PaymentState payment = dvm::PaymentState::None; ///< the furthest of its attempts
    std::vector<nostr::PublicKey> dvms;                  ///< up to 4, those that answered first
    int attempts = 0;
    int targeted = 0;
    std::optional<std::int64_t> response_s;
    std::optional<std::int64_t> response_ms;
    std::int64_t last_change = 0; ///< Unix seconds
    std::uint32_t standing = 0;   ///< FlagDeleted and FlagLapsed of its request, only when asked for
    /// Only when chains were asked for.
    bool awaits_payment = false;
    std::vector<dvm::RootCause> causes; ///< see dvm/verdict.h
    int chain_jobs = 0;                 ///< in the chain around it, itself included, at most mostChainNodes
    bool operator==(const JobRow &) const = default;
};

/// Where a job stands in a list that is newest first.
struct JobPlace {
    bool failed = false; ///< its state is a failure; tells only where those come first
    std::int64_t created_at = 0;
    std::int64_t row = 0; ///< among those of one second
    bool operator==(const JobPlace &) const = default;
};

struct JobDetail {
    JobRow row;
    std::vector<dvm::Attempt> attempts;
    std::vector<EventRow> events; ///< request, answers, payments, deletions, by time
};

/// A receipt that belongs to a job.
struct JobPayment {
    dvm::Payment payment;
    PaymentRow standing;
    bool operator==(const JobPayment &) const = default;
};

/// What a job was asked with and what came of it, read from the events themselves.
struct JobMaterial {
    std::optional<dvm::RequestMaterial> request; ///< nothing: never seen, or deleted
    std::vector<dvm::AnswerMaterial> answers;    ///< by created_at, then receipt
    bool more = false;                           ///< there are more answers
    std::vector<JobPayment> payments;            ///< by created_at, then receipt
};

} // namespace dvmdash::store
