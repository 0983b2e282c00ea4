// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/answer.h"
#include "dvm/kinds.h"
#include "dvm/payment.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

/// The attempt machine: what a job and its attempts are, judged from the events that are known (jobs and
/// chains, section 3). Where that page leaves a choice, these rules decide:
///
/// Order and time
/// - Inside an attempt events come by created_at, then first seen, then id; in the same second answers come
///   before payments, and payments before cancellations.
/// - An event dated at a deadline is in time. The timeout strikes when now has reached the deadline and
/// nothing
///   dated up to it prevents that. An answer cannot be later than our receipt of it: where its author's clock
///   runs ahead, the receipt is compared with the deadline.
/// - Every fact counts as having happened, also one dated after now: hold such events back before calling.
///
/// Attempts
/// - Each `p` opens a targeted attempt, each other author of an answer an unsolicited one. A customer's own
/// 7000
///   opens none (isCustomerNote).
/// - An unsolicited result delivers, also at a targeted job: the customer got an answer and the job's state
/// is
///   its best attempt's. AttemptUnsolicited and AttemptImpostor say that it was not asked for.
///
/// Moves
/// - Open, for feedback and cancellation, are WAITING, ACCEPTED, PARTIAL, CLAIMED_SUCCESS and UNOBSERVED.
///   A state that a timeout closed is left only by a result: later feedback shows in first_answer_at, in the
///   payment and in the flags.
/// - Processing moves WAITING to ACCEPTED. In ACCEPTED and PARTIAL it starts the result timeout again, as
/// does
///   each partial: a DVM that keeps reporting is not silent.
/// - A result whose own status is error, partial, processing, or asks for payment or time, is read as that
///   feedback and delivers nothing. Any other result delivers: no status, success, or a word nobody knows.
/// - A result of another kind than request + 1000 delivers nothing, but shows work: it is read as processing.
/// - CLAIMED_SUCCESS never stalls: the DVM says that it is done, and a result sent elsewhere cannot be seen.
/// - After DELIVERED only a further result matters (DUPLICATE or REVISED).
///
/// Silence
/// - IGNORED needs a targeted attempt with no answer at all. Any answer, also an opaque or unknown one,
/// prevents
///   it.
/// - A DVM that asked for payment or a subscription, or put the job on a schedule, waits with reason: no
/// timeout
///   runs until it works on or a payment by the customer is seen. An attempt whose payment was never seen
///   stays WAITING or ACCEPTED with payment REQUESTED, for ever; payment_until says how long it could be
///   paid.
/// - A DVM in WAITING that said only what cannot be read (opaque, no or unknown status) becomes UNOBSERVED at
/// the
///   result timeout after its last word.
/// - Where nobody listened during the whole timeout, WAITING, ACCEPTED and PARTIAL become UNOBSERVED.
/// - A broadcast without any attempt is judged like one silent attempt, with UNSERVED in place of IGNORED.
///
/// Payment
/// - Payment seen is a receipt or nutzap from the customer to the DVM that names the request or one of the
/// DVM's
///   answers; money from others to its answers is counted in the amounts and moves nothing, so that nobody
///   else can make a DVM look paid. When the request was never seen, anybody may be the customer.
/// - 120 s (paidToResult) after the first payment, with no result, every state becomes PAID_UNDELIVERED,
/// FAILED
///   and CANCELLED too. Not where nobody listened, not where an opaque answer followed the payment (it may be
///   the delivery), and not once the DVM has paid back as much as was paid.
/// - INFERRED: processing, partial, success or a result after an earlier answer that asked for payment.
///
/// Missing: while the request was never seen the job is MISSING; its attempts are judged from the answers
/// alone, every result counts as of the right kind, and no response timeout runs.
namespace dvmdash::dvm
{

/// Where an attempt, or a job, stands (section 3). Stored: never renumber.
enum class State : std::uint8_t {
    Waiting = 1,
    Accepted = 2,
    Partial = 3,
    ClaimedSuccess = 4, ///< says success, no result: not delivered
    Delivered = 5,
    Failed = 6,
    Ignored = 7,
    Stalled = 8,
    PaidUndelivered = 9,
    Cancelled = 10,
    Unobserved = 11, ///< silence while nobody listened, or words that cannot be read
    Unserved = 12,   ///< jobs only: a broadcast that nobody answered
    Missing = 13,    ///< jobs only: referred to, never seen
};
std::string_view stateName(State state); ///< "CLAIMED_SUCCESS"
bool isOpen(State state);                ///< in progress: Waiting, Accepted, Partial, ClaimedSuccess
bool isFailure(State state);             ///< Failed, Ignored, Stalled, PaidUndelivered
/// Best to worst: Delivered, ClaimedSuccess, Partial, Accepted, Waiting, Unobserved, Cancelled,
/// PaidUndelivered, Stalled, Ignored, Failed. The job's state is the one of its best attempt.
bool isBetter(State a, State b);

enum class PaymentState : std::uint8_t {
    None = 0,
    Requested = 1,
    Inferred = 2,
    Claimed = 3,
    Confirmed = 4,
    Refunded = 5, ///< the DVM zapped the customer, naming the request
};
std::string_view paymentStateName(PaymentState state); ///< "REQUESTED"

/// Bits; stored: never renumber.
enum AttemptFlag : std::uint32_t {
    AttemptRecovered = 1u << 0,    ///< a result after FAILED
    AttemptLate = 1u << 1,         ///< a result after a timeout
    AttemptWasted = 1u << 2,       ///< a result after CANCELLED
    AttemptDuplicate = 1u << 3,    ///< the same content again under another id
    AttemptRevised = 1u << 4,      ///< another result; the latest wins
    AttemptKindMismatch = 1u << 5, ///< a result of another kind than request + 1000
    AttemptClockSkew = 1u << 6,    ///< negative response time by the authors' clocks
    AttemptEmptyResult = 1u << 7,  ///< the result that counts holds nothing but white space
    AttemptUnsolicited = 1u << 8,  ///< answered a request that targets others
    AttemptNotObserved = 1u << 9,  ///< sent opaque feedback: what it said could not be read
    AttemptImpostor = 1u << 10,    ///< unsolicited, and sent a result or claimed success in a target's place
};
std::vector<std::string_view> attemptFlagNames(std::uint32_t flags); ///< "RECOVERED", in bit order

struct Attempt {
    nostr::PublicKey dvm;
    bool targeted = false;
    State state = State::Waiting;
    PaymentState payment = PaymentState::None;
    std::uint32_t flags = 0;
    std::int64_t since = 0;                 ///< when it came into this state, Unix seconds
    std::optional<nostr::EventId> evidence; ///< the event that put it there; the payment when that was not
                                            ///< served; none for other timeouts and for a silent attempt
    std::optional<std::int64_t> first_answer_at; ///< Unix seconds, author's clock
    std::optional<std::int64_t> delivered_at;    ///< created_at of the first result that delivered
    std::optional<nostr::EventId> result;        ///< the result that counts: the latest that is no duplicate
    std::optional<std::int64_t> response_s;  ///< first result by the authors' clocks; negative: see ClockSkew
    std::optional<std::int64_t> response_ms; ///< by our receipt, when both were received live, never negative
    std::optional<std::int64_t> requested_msat; ///< the latest amount asked for, when above zero
    std::optional<std::int64_t> payment_until;  ///< when the latest ask runs out: invoice expiry, else a day
    std::int64_t claimed_msat = 0;
    std::int64_t confirmed_msat = 0;
    std::int64_t refunded_msat = 0;
    bool operator==(const Attempt &) const = default;
};

struct Cancellation {
    nostr::EventId event;
    nostr::PublicKey author; ///< counts only when it is the customer
    std::int64_t created_at = 0;
    bool operator==(const Cancellation &) const = default;
};

/// All that is known of one job. The order of the lists does not matter: judge() sorts.
struct JobFacts {
    nostr::EventId id;
    std::optional<Request> request; ///< nothing: referred to, never seen
    std::vector<Answer> answers;
    std::vector<Payment> payments;           ///< those whose target is the request or one of the answers
    std::vector<Cancellation> cancellations; ///< kind 5 events that name the request
};

/// Was anybody listening during the whole of [from, until) (Unix seconds)? Absence is inferred only then. It
/// is asked about the past only (until <= now), and never about an empty interval.
using Listening = std::function<bool(std::int64_t from, std::int64_t until)>;

/// What one of the job's payments was for.
struct PaymentCredit {
    nostr::EventId receipt;
    Purpose purpose = Purpose::None;
    bool operator==(const PaymentCredit &) const = default;
};

struct JobJudgement {
    State state = State::Waiting;
    std::vector<Attempt> attempts; ///< targeted first, in the request's order, then by first answer
    /// The earliest time after now at which time alone may change something, Unix seconds. Before it nothing
    /// changes; at it something does, unless nobody listened meanwhile.
    std::optional<std::int64_t> deadline;
    std::optional<std::int64_t> response_s;  ///< of the attempt that delivered first; none when negative
    std::optional<std::int64_t> response_ms; ///< of the same attempt
    std::vector<PaymentCredit> credits;      ///< of each payment once, by created_at, then receipt
    std::int64_t last_change =
        0; ///< when the job, or any attempt of it, last came into its state; Unix seconds
    bool operator==(const JobJudgement &) const = default;
};

/// A pure function of what is known and of now (Unix seconds). The same facts in any order, with any
/// repetition, give the same judgement. `listening` may be empty: then nobody listened.
JobJudgement judge(const JobFacts &facts, const KindTable &kinds, const Listening &listening,
                   std::int64_t now);

} // namespace dvmdash::dvm
