// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <vector>

/// The list of jobs has thousands of rows with their chains and takes its time; what is new stands at its
/// top. So the newest rows are asked for often and the whole seldom. These put the answers together. All
/// lists are newest first, as answers are; pure.
namespace dvmdash::ui
{

using JobRows = std::vector<engine::JobRow>;

/// What is shown with its top as `newest` says, which holds all jobs down to its last one, or all there are.
/// At most `most` rows.
JobRows withNewest(const JobRows &newest, bool areAll, const JobRows &shown, std::size_t most);

/// The whole list, which was read before some of what is shown already: what came after it stays.
JobRows withLater(const JobRows &whole, const JobRows &shown);

} // namespace dvmdash::ui
