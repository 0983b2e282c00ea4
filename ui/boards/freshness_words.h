// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QString>

/// What an answer rests on, in words. Pure functions.
namespace dvmdash::ui
{

/// For the line under the title: "as of 3 s ago, newest event 5 s ago, 92.1 % covered by 3 relays, partial".
QString basisWords(const metrics::Freshness &fresh, qint64 nowMs);
/// What is missing and why, a sentence a reason; empty when nothing is.
QString partialWords(const metrics::Freshness &fresh);
/// The same for a banner: seconds that were missed in hours say nothing to a reader who looks at numbers.
QString partialNotice(const metrics::Freshness &fresh);
/// For the tool tip of a number: the times, exactly.
QString freshnessWords(const metrics::Freshness &fresh);

} // namespace dvmdash::ui
