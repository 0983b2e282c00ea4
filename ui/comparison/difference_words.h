// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/comparison_questions.h"
#include "ui/chain/box_words.h"
#include "ui/inspector/mark_delegate.h"

#include <QString>

#include <vector>

/// How the differences between two chains are called and drawn, the same in the graphs, the table and above
/// them. Pure functions.
namespace dvmdash::ui
{

const std::vector<dvm::Difference> &allDifferences();

/// "failed", "another DVM"
QString differenceWord(dvm::Difference difference);
/// The rule by which it is found, in one sentence.
QString differenceRule(dvm::Difference difference);
Icon differenceIcon(dvm::Difference difference);
Tone differenceTone(dvm::Difference difference);

/// All differences of a job, the gravest first.
Marks differenceMarks(const dvm::ComparedJob &job);

/// What the boxes of one side say: the gravest difference of each job, and how many more there are.
JobMarks boxMarks(const dvm::ChainComparison &comparison, const dvm::Chain &chain,
                  std::optional<std::size_t> dvm::ComparedJob::*side);

/// "12 s", or "not ended"
QString durationWords(const std::optional<std::int64_t> &seconds);

} // namespace dvmdash::ui
