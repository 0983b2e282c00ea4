// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lookup/finding.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dvmdash::lookup
{

/// An answer is good for a day; where none came it is tried again after an hour, then after ever longer, up
/// to a day. Milliseconds.
inline constexpr std::int64_t answerLifeMs = 24LL * 3600 * 1000;
inline constexpr std::int64_t firstRetryMs = 3600LL * 1000;

/// A key that could not be confirmed for so long holds no longer: what comes in after that is CLAIMED.
inline constexpr std::int64_t keyLifeMs = 7 * answerLifeMs;

/// When it is to be asked again, Unix milliseconds.
std::int64_t dueAt(const Known &known);

/// What is to be asked at `now_ms` of what keys name: first what was never asked, then what waits longest; at
/// most `most`. Each once.
std::vector<Subject> due(const std::vector<Subject> &named, const std::vector<Known> &known,
                         const Permission &permission, std::int64_t now_ms, std::size_t most);

/// Of what is known: what its key does not name any more.
std::vector<Subject> noLongerNamed(const std::vector<Subject> &named, const std::vector<Known> &known);

} // namespace dvmdash::lookup
