// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/theme/colors.h"

#include <QString>

#include <optional>
#include <vector>

/// What a verdict says in plain words. Pure.
namespace dvmdash::ui
{

/// One root cause.
struct CauseText {
    nostr::EventId job;
    std::optional<nostr::PublicKey> dvm; ///< nothing: no DVM is at fault
    Tone tone = Tone::Failed;
    QString kind;   ///< of the job: "Summarization", or the short id of one that was never seen
    QString reason; ///< "said that it failed"
    QString when;   ///< "9 s after the request"; empty: not known
    QString rule;
};

struct NoteText {
    nostr::EventId job;
    QString words; ///< "Text to speech failed because of what it was given"
    QString rule;
};

struct VerdictText {
    Tone tone = Tone::Waiting;
    QString headline; ///< "Root cause", "Nothing broke: delivered"
    QString rule;     ///< why, for the tool tip
    std::vector<CauseText> causes;
    std::vector<NoteText> notes;
    std::int64_t asked_at = 0; ///< when the job was asked for, Unix seconds; 0: never seen
};

VerdictText verdictText(const engine::ChainAnswer &answer);

/// "Summarization", or "job 1a2b3c4d…9f00" of a job of which nothing is known.
QString jobName(const dvm::ChainNode &node);

} // namespace dvmdash::ui
