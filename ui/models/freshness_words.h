// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QString>

/// What an answer rests on, in words: the same on every page. Pure functions.
namespace dvmdash::ui
{

/// "4 relays, 98.2 % covered": who gave it, and for which share of the window's past somebody surely
/// delivered everything.
QString coverageWords(const metrics::Freshness &fresh);
/// "rests on 4 relays, 98.2 % covered", and in few words what is missing.
QString restsOnWords(const metrics::Freshness &fresh);
/// Thin text above a page: coverage, what is missing, "as of 3 s ago", the newest event. `nowMs` is Unix
/// milliseconds.
QString basisWords(const metrics::Freshness &fresh, qint64 nowMs);
/// For tool tips, two or three lines with exact times.
QString freshnessWords(const metrics::Freshness &fresh);
/// What is missing in the answer and why, a sentence each; empty when nothing is.
QString partialWords(const metrics::Freshness &fresh);
/// So much is missing that the numbers are misread without knowing: raw events are gone, or for over a tenth
/// of the window nobody listened.
bool isSeverelyPartial(const metrics::Freshness &fresh);

} // namespace dvmdash::ui
