// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/liveness.h"
#include "metrics/figures.h"
#include "metrics/freshness.h"
#include "store/reader.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What goes wrong with one DVM, job by job: what the numbers of its page (boards.h) are made of.
namespace dvmdash::metrics
{

/// The states that dvm::isFailure names, in the order in which they are shown: said so, silent, fell silent,
/// money is gone.
inline constexpr std::array failureStates{dvm::State::Failed, dvm::State::Ignored, dvm::State::Stalled,
                                          dvm::State::PaidUndelivered};

/// One job of a DVM that went wrong, or that it paid back. Money is of this DVM's attempt, in millisatoshi,
/// and of a refund of that one payment.
struct TroubledJob {
    nostr::EventId key; ///< the request; of a refund its receipt
    nostr::EventId request;
    bool request_seen = false;
    int kind = 0; ///< 0: not known
    std::optional<nostr::PublicKey> customer;
    std::int64_t created_at = 0;            ///< the request's
    dvm::State state = dvm::State::Waiting; ///< of this DVM's attempt, whatever became of the job; Missing:
                                            ///< the job is not known
    std::int64_t since = 0; ///< when the attempt came into this state; of a refund its receipt's time
    dvm::PaymentState payment = dvm::PaymentState::None; ///< of a refund how sure it is: claimed or confirmed
    std::int64_t confirmed = 0;
    std::int64_t claimed = 0;
    std::int64_t requested = 0;
    std::int64_t refunded = 0;
    bool operator==(const TroubledJob &) const = default;
};

/// Failed attempts for the same reason, in the same words but for numbers and ids.
struct FailureGroup {
    dvm::State state = dvm::State::Failed;
    std::string
        text; ///< dvm::foldedFailureText; empty: it said nothing that can be read. Not made safe to show
    std::int64_t count = 0;
    std::int64_t last_at = 0; ///< when an attempt last came into this state
    std::vector<int> kinds;   ///< of the requests, ascending
    nostr::EventId example;   ///< the request of the newest
    bool operator==(const FailureGroup &) const = default;
};

struct DvmTroublesQuestion {
    nostr::PublicKey dvm;
    TimeWindow window;
    int limit = 200;          ///< jobs in each list
    int mostExplained = 2000; ///< newest failed attempts that are put into groups
    bool operator==(const DvmTroublesQuestion &) const = default;
};
/// Attempts count at the time of their request and refunds at their own, as everywhere. Of time whose jobs
/// were deleted the numbers are left and the lists are not.
struct DvmTroubles {
    DvmTroublesQuestion question;
    TimeWindow window;                                     ///< that was meant
    bool known = false;                                    ///< its key was met anywhere
    dvm::Health health;                                    ///< now, whatever the window
    Figures figures;                                       ///< as on its page
    std::map<dvm::State, std::vector<TroubledJob>> failed; ///< each of failureStates, newest request first
    std::vector<TroubledJob> refunds;                      ///< newest first
    bool more_refunds = false;
    std::vector<FailureGroup> groups; ///< most attempts first
    std::int64_t explained =
        0; ///< attempts in the groups; all failed ones when it is figures.attemptsFailed()
    Freshness freshness;
};
DvmTroubles readDvmTroubles(store::Reader &reader, const DvmTroublesQuestion &question, std::int64_t now_ms);

} // namespace dvmdash::metrics
