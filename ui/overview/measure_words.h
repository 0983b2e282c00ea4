// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QString>

/// What the numbers of a window count, in words. Pure functions.
namespace dvmdash::ui
{

enum class Measure { Requests, Results, Feedback, Users, Dvms, Kinds, Completion, Confirmed, Claimed, P50 };

/// One or two sentences: the definition.
QString measureMeaning(Measure measure);
/// "n = 12,480 events": how many the number was made of.
QString sampleWords(Measure measure, const metrics::Figures &figures);
/// All tiers below each other, for tool tips: they are never added up.
QString moneyWords(const metrics::Money &money);
/// The best tier in which something was paid, as isPaidLess() compares: "41,200 sats confirmed", "8 sats
/// claimed"; empty when nothing was.
QString paidWords(const metrics::Money &money);
/// "confirmed", "claimed", "inferred" of that tier, or empty, and its sum in millisatoshi.
struct PaidTier {
    QString word;
    std::int64_t millisats = 0;
};
PaidTier paidTier(const metrics::Money &money);

} // namespace dvmdash::ui
