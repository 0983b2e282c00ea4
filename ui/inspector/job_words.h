// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/theme/colors.h"

#include <QString>
#include <QStringList>

/// How the states of jobs and attempts are called, the same on every page. Pure functions.
namespace dvmdash::ui
{

/// "delivered", "paid, not delivered"
QString stateWord(dvm::State state);
Tone stateTone(dvm::State state);
/// The same of what may wait for a payment that was not seen: "awaiting payment".
QString stateWord(dvm::State state, bool awaitsPayment);
Tone stateTone(dvm::State state, bool awaitsPayment);
/// The job is open because of a payment that was asked for and not seen.
bool awaitsPayment(const engine::JobDetail &job);
/// One sentence: what the state means.
QString stateMeaning(dvm::State state);
QString stateMeaning(dvm::State state, bool awaitsPayment);

/// "asked", "confirmed"; empty for none.
QString paymentWord(dvm::PaymentState payment);
QString paymentMeaning(dvm::PaymentState payment);

/// "late", "revised": what is odd about an attempt, in bit order.
QStringList attemptFlagWords(std::uint32_t flags);

/// Milliseconds from request to result, by our receipt where it was observed, else by the authors' clocks
/// (whole seconds).
std::optional<qint64> responseMs(const std::optional<std::int64_t> &observedMs,
                                 const std::optional<std::int64_t> &claimedSeconds);

} // namespace dvmdash::ui
