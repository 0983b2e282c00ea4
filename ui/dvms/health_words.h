// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/theme/colors.h"

#include <QString>
#include <QStringList>

/// How it is said whether a DVM may be down. Pure functions.
namespace dvmdash::ui
{

/// "possibly down"
QString livenessWord(dvm::Liveness liveness);
Tone livenessTone(dvm::Liveness liveness);
/// The rule by which it is found, in one or two sentences.
QString livenessMeaning(dvm::Liveness liveness);

/// A moment of the past in few words: "10:04" of today, "Nov 20, 10:04" before.
QString momentWords(qint64 seconds, qint64 nowMs);
/// The same without the hour of another day, for narrow places: "10:04", "Nov 20".
QString briefMomentWords(qint64 seconds, qint64 nowMs);

/// "14 requests ignored since 10:04", "no heartbeat for 23 min"
QString signalWords(const dvm::Signal &signal, qint64 nowMs);
/// What decided, in one line: "14 requests ignored since 10:04; no answer to anybody since 10:01".
QString healthWords(const dvm::Health &health, qint64 nowMs);
/// All of it, for a tool tip: the state, its rule, and each signal with what it speaks for.
QString healthToolTip(const dvm::Health &health, qint64 nowMs);

} // namespace dvmdash::ui
