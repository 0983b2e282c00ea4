// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/background_rebuild.h"
#include "ui/theme/colors.h"

#include <QString>

/// A check or repair in words. Pure functions.
namespace dvmdash::ui
{

/// "Checking: reading events, 12,000 of 40,000 events"
QString progressWords(const engine::RebuildStatus &status);
/// How much of it is done, 0 to 1000.
int progressPermille(const engine::RebuildProgress &progress);

/// What came of it, in a sentence or two. Nothing of one that has not ended.
QString outcomeWords(const engine::RebuildStatus &status);
Tone outcomeTone(const engine::RebuildStatus &status);
/// "checked 2 min ago, took 3.2 s"; times are Unix milliseconds.
QString outcomeNote(const engine::RebuildStatus &status, qint64 endedMs, qint64 nowMs);

} // namespace dvmdash::ui
