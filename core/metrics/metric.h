// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/answer.h"
#include "dvm/job.h"
#include "metrics/level.h"

#include <cstddef>
#include <cstdint>
#include <span>

/// What is counted, along what, and how finely. All numbers here are stored: never renumber.
namespace dvmdash::metrics
{

/// What a number is about. k1 and k2 are the two keys of its row.
enum class Dimension : int {
    Global = 0,  ///< 0, 0
    Kind = 1,    ///< request kind, 0
    Dvm = 2,     ///< pid, 0
    KindDvm = 3, ///< request kind, pid
    User = 4,    ///< pid, 0
    Relay = 5,   ///< row of `relay`, 0
};
inline constexpr std::size_t dimensionCount = 6;

/// The levels that are kept for a dimension, the coarsest first.
std::span<const Level> levelsOf(Dimension dimension);

/// Keys of SparseCounts. Events count at their created_at, jobs and attempts at that of their request (so
/// that rates have the same jobs above and below the line), payments at that of their receipt.
namespace metric
{
inline constexpr std::uint32_t Requests = 0;
inline constexpr std::uint32_t Results = 1;
/// Events that we received more than 15 minutes after their own time: imported, backfilled or held up. Global
/// only.
inline constexpr std::uint32_t Late = 2;
/// Relay only: requests, results and feedback that the relay gave.
inline constexpr std::uint32_t Sightings = 3;
/// Attempts that a `p` of the request opened.
inline constexpr std::uint32_t Targeted = 4;
/// Responses with a negative time, left out of the durations.
inline constexpr std::uint32_t ClockSkew = 5;
/// Feedback by status.
constexpr std::uint32_t feedback(dvm::Status status)
{
    return 16 + static_cast<std::uint32_t>(status);
}
inline constexpr int feedbackCount = 11;
/// Jobs by state; the request's customer is the user.
constexpr std::uint32_t jobs(dvm::State state)
{
    return 32 + static_cast<std::uint32_t>(state);
}
/// Attempts by state.
constexpr std::uint32_t attempts(dvm::State state)
{
    return 48 + static_cast<std::uint32_t>(state);
}
inline constexpr int stateCount = 14; ///< with the unused 0
/// Money, in millisatoshi; the tiers are never added up.
inline constexpr std::uint32_t Requested = 64; ///< latest amount that each attempt asked for
inline constexpr std::uint32_t Inferred = 65;  ///< of it: where work went on after the request, nothing seen
inline constexpr std::uint32_t Claimed = 66;
inline constexpr std::uint32_t Confirmed = 67;
inline constexpr std::uint32_t Refunded = 68; ///< by the DVM
/// To a key, but for no job that is known (profile zaps). Global and Dvm only.
inline constexpr std::uint32_t UnattributedClaimed = 69;
inline constexpr std::uint32_t UnattributedConfirmed = 70;
} // namespace metric

/// Sets of keys that are united over any window.
enum class Members : int {
    Users = 0,       ///< pids of authors of requests
    UsersOfKind = 1, ///< the same for one request kind (k1)
    Dvms = 2,        ///< pids of authors of results and feedback
    DvmsOfKind = 3,  ///< pids of authors of results for one request kind (k1)
    Kinds = 4,       ///< request kinds
};
std::span<const Level> levelsOfMembers();

/// When something was first and last seen, ever.
enum class Seen : int {
    Requests = 0,    ///< of a user (k1)
    Results = 1,     ///< of a DVM (k1)
    Feedback = 2,    ///< of a DVM (k1)
    KindRequest = 3, ///< of a request kind (k1)
    KindResult = 4,  ///< of a DVM (k2) for a request kind (k1)
};

} // namespace dvmdash::metrics
