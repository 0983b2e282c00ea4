// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/theme/colors.h"
#include "ui/theme/icons.h"

#include <QColor>
#include <QString>

#include <string_view>

/// How events are called and drawn, the same on every page. Pure functions but for a cache of kind names; GUI
/// thread.
namespace dvmdash::ui
{

class Theme;

/// "Request", "Zap receipt"
QString roleWord(dvm::Role role);
Icon roleIcon(dvm::Role role);

/// "Summarization"
QString kindName(int kind);
/// One colour for a request kind and its results; grey for what is no part of a job.
QColor kindSwatch(const Theme &theme, int kind);

/// The status that a feedback says, as it is compared ("payment-required"); empty when it says none, and for
/// everything that is no feedback. Read from the summary, which begins with it.
std::string statusOf(const engine::EventRow &row);
Tone statusTone(std::string_view status);

/// What an event does to the one it refers to: "answers it", "takes its output"; `role` is that of the event
/// that refers.
QString relationWord(store::Relation relation, dvm::Role role);

/// What stands where a summary is empty: "(nothing in it)".
QString summaryOrNote(const engine::EventRow &row);

} // namespace dvmdash::ui
