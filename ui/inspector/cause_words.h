// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/theme/colors.h"

#include <QString>

#include <vector>

/// How causes and notes of a verdict are called, the same on every page. Pure functions.
namespace dvmdash::ui
{

class NameBook;

/// Every reason there is, as the reader chooses among them.
const std::vector<dvm::Reason> &allReasons();

/// What happened, to stand behind the name of a DVM: "said that it failed", "did not answer in time"; of
/// reasons that blame nobody: "waiting for a payment that was not seen".
QString reasonWords(dvm::Reason reason);
/// The same in a word or two, for choices and narrow cells: "error", "ignored".
QString reasonWord(dvm::Reason reason);
/// The rule by which it is found, in one or two sentences.
QString reasonRule(dvm::Reason reason);
Tone reasonTone(dvm::Reason reason);

/// "Painter: did not answer in time"; without a DVM the words alone. The name is made safe.
QString causeWords(const dvm::RootCause &cause, NameBook &names);

/// What is noted of a job, to stand behind its name: "began before its input was there".
QString noteWords(dvm::NoteKind note);
QString noteRule(dvm::NoteKind note);

} // namespace dvmdash::ui
