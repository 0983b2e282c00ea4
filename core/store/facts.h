// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/answer.h"
#include "dvm/job.h"
#include "dvm/role.h"
#include "store/rows.h"

#include <cstdint>
#include <optional>
#include <vector>

/// What can be counted: lean values, with pids in place of keys.
namespace dvmdash::store
{

/// A request, result or feedback that counts: not suspect, no customer's note, and its time has come.
struct EventFact {
    dvm::Role role = dvm::Role::Request;    ///< Request, Result or Feedback
    dvm::Status status = dvm::Status::None; ///< of feedback
    int kind = 0;                           ///< the event's own
    std::int64_t pid = 0;                   ///< author
    std::int64_t created_at = 0;
    std::int64_t received_ms = 0; ///< 0 when it was not read
    bool operator==(const EventFact &) const = default;
};

struct AttemptFact {
    std::int64_t pid = 0; ///< DVM
    bool targeted = false;
    dvm::State state = dvm::State::Waiting;
    dvm::PaymentState payment = dvm::PaymentState::None;
    std::optional<std::int64_t> response_s;
    std::optional<std::int64_t> response_ms;
    std::optional<std::int64_t> requested_msat;
    bool operator==(const AttemptFact &) const = default;
};

struct JobFact {
    int kind = 0;                         ///< of the request; 0: not known
    std::optional<std::int64_t> customer; ///< pid; none: the request was never seen
    std::int64_t created_at = 0;          ///< the request's, or of the first answer
    dvm::State state = dvm::State::Waiting;
    std::vector<AttemptFact> attempts; ///< by pid
    bool operator==(const JobFact &) const = default;
};

/// A receipt that counts.
struct PaymentFact {
    std::int64_t payee = 0; ///< pid
    std::int64_t payer = 0;
    std::int64_t msat = 0;
    dvm::Tier tier = dvm::Tier::Claimed;
    std::int64_t created_at = 0;
    dvm::Purpose purpose = dvm::Purpose::None;
    int kind = 0; ///< request kind of the job it is for; 0: none or not known
    bool operator==(const PaymentFact &) const = default;
};

} // namespace dvmdash::store
