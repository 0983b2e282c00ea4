// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"

#include <cstdint>
#include <vector>

/// Events that fall over each other on purpose, for the promise that arrival order does not matter.
namespace dvmdash::test
{

/// Which collisions to make. Requests, answers and feedback are always there.
struct Tangle {
    bool answersNameSeveral = false; ///< unmarked `e` tags of requests, of unseen ids and of other events
    bool receiptsShareKeys = false;  ///< receipts and nutzaps of one payment that name different events
    bool paymentsNameAnswers = false;
    bool nestedAndDeleted =
        false; ///< requests seen only inside answers, and kind 5 by the customer and others
    /// Receipts of two providers (providerA, providerB), nutzaps of two mints, what their recipients say of
    /// nutzaps (10019, replaced ones too), and redemptions (7376) by them and by others.
    bool moneyIsChecked = false;
};

/// Who signs zap receipts: identity() of these.
inline constexpr unsigned char providerA = 99;
inline constexpr unsigned char providerB = 98;
/// Customers and DVMs: identity() of 1 to this.
inline constexpr unsigned char tangledPeople = 6;

/// Groups of a few requests and all that names them, dated within seconds of each other, so that ties are
/// common; some of the requests are left out. The same for the same seed.
std::vector<nostr::Event> tangledEvents(const Tangle &tangle, std::uint64_t seed, int groups);

} // namespace dvmdash::test
