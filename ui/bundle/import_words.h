// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/background_import.h"
#include "ui/bundle/bundle_words.h"

/// An import in words. Pure functions; safe to show.
namespace dvmdash::ui
{

/// "may.jsonl.gz (2 of 12 files): 34.2 % of 4.1 GB, 1,234,000 events read, 18,000 a second, 3 min left"
QString importProgressWords(const engine::ImportStatus &status);
/// How much of it is read, 0 to 1000.
int importPermille(const engine::ImportProgress &progress);

/// What was taken in of one that has ended, and what went wrong.
BundleNotice importOutcome(const engine::ImportStatus &status);

} // namespace dvmdash::ui
