// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/theme/colors.h"

#include <QString>

#include <optional>

/// What was asked of domains over HTTP, in words.
namespace dvmdash::ui
{

/// "12 of 14 addresses answered, 2 could not be asked".
QString lookupCounts(const engine::LookupState &state, lookup::What what);

/// A mark beside an address: shape, word, and what it means.
struct LookupMark {
    Tone tone = Tone::Waiting;
    QString word;
    QString toolTip; ///< safe to show
};
/// Of an address of this kind; nothing while nobody may ask and nobody has. `nowMs`: Unix milliseconds.
std::optional<LookupMark> lookupMark(const std::vector<lookup::Known> &known, lookup::What what,
                                     const std::string &address, bool isAllowed, qint64 nowMs);

/// How a zap receipt or nutzap stands by what is known now.
LookupMark paymentMark(const store::PaymentRow &payment);

/// What would make claimed money confirmed, for tool tips.
QString confirmationWords();

} // namespace dvmdash::ui
