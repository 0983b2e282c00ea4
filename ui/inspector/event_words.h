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

/// How an event refers, by what it is: "Answers", "Takes the output of".
QString relationWord(store::Relation relation, dvm::Role referrer);
/// The same from the other side: "Answered by", "Output taken by".
QString referrerWord(store::Relation relation, dvm::Role referrer);

/// What stands where a summary is empty: "(nothing in it)".
QString summaryOrNote(const engine::EventRow &row);

} // namespace dvmdash::ui
