// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/chain.h"

#include <optional>
#include <string_view>
#include <vector>

/// Root cause: where a chain of jobs broke, and what shows it (jobs and chains, section 4). Where that page
/// leaves a choice, these rules decide:
///
/// - Asked of a job that failed (isFailure), the walk goes upstream over edges of type Job, never over weaker
///   ones. A failed job all of whose inputs came is a root cause, each of its failed attempts by itself.
/// - An input came when its job is delivered. Which answer was used is the pinned one, else the first that
/// was
///   delivered. If that one is empty, the root is its author (BadResult); if its author was not asked, while
///   others were, the root is that author too (UnauthorisedInput). The job that used it is noted as
///   secondary.
/// - A job that failed by its own word before its inputs came (it began before the result of an input, which
///   came later or is still awaited) is a root cause, noted as premature.
/// - An attempt that failed and had sent a result of the wrong kind is blamed for that (KindMismatch).
/// - An input that waits for a payment that was not seen is the root with no DVM at fault; so is a ghost, and
///   an input of which nothing could be heard (BeyondObserved), or not be read (NotObservable). Asked of a
///   job that is UNOBSERVED itself, only what cannot be read is a cause.
/// - An input that the customer cancelled, that nobody served, or that is still in progress is no cause; it
///   is noted.
/// - In a circle of jobs that name each other the edges inside the circle block nobody.
/// - Causes come by the time at which they struck, then job, then DVM.
namespace dvmdash::dvm
{

enum class Reason : std::uint8_t {
    Error,
    Ignored,
    Stalled,
    PaidUndelivered,
    KindMismatch,
    BadResult,
    UnauthorisedInput,
    AwaitingPayment,
    BeyondObserved,
    NotObservable,
};
std::string_view reasonName(Reason reason); ///< "paid_undelivered"

struct RootCause {
    nostr::EventId job;
    std::optional<nostr::PublicKey> dvm; ///< nothing: no DVM is at fault
    Reason reason = Reason::Error;
    std::int64_t since = 0;               ///< when it struck, Unix seconds; 0: not known
    std::vector<nostr::EventId> evidence; ///< request first, then answers and payments, by time
    bool operator==(const RootCause &) const = default;
};

enum class NoteKind : std::uint8_t {
    Premature,      ///< began before its input was there
    Secondary,      ///< failed because of what it was given
    InputCancelled, ///< by the customer
    InputUnserved,  ///< nobody took it
    InputOpen,      ///< still in progress
    Cycle,          ///< names itself over others
};
std::string_view noteName(NoteKind kind); ///< "input_open"

struct VerdictNote {
    NoteKind kind = NoteKind::Premature;
    nostr::EventId job;
    bool operator==(const VerdictNote &) const = default;
};

struct Verdict {
    std::vector<RootCause> root_causes;
    std::vector<VerdictNote> notes;
    bool operator==(const Verdict &) const = default;
};

/// Open, and a payment that was asked for was never seen.
bool awaitsPayment(const Attempt &attempt);
/// A job that is open because a payment that was asked for was never seen.
bool awaitsPayment(const ChainNode &node);

/// Who broke the job at this index. A delivered, cancelled or unserved job has no root cause. A pure function
/// of the chain.
Verdict verdictOf(const Chain &chain, std::size_t job);

} // namespace dvmdash::dvm
