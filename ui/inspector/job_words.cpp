// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/job_words.h"

#include "ui/inspector/cause_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <utility>

namespace dvmdash::ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("job", text);
}

} // namespace

QString stateWord(dvm::State state)
{
    switch (state) {
    case dvm::State::Waiting:
        return tr("waiting");
    case dvm::State::Accepted:
        return tr("accepted");
    case dvm::State::Partial:
        return tr("partial");
    case dvm::State::ClaimedSuccess:
        return tr("says done");
    case dvm::State::Delivered:
        return tr("delivered");
    case dvm::State::Failed:
        return tr("failed");
    case dvm::State::Ignored:
        return tr("ignored");
    case dvm::State::Stalled:
        return tr("stalled");
    case dvm::State::PaidUndelivered:
        return tr("paid, not delivered");
    case dvm::State::Cancelled:
        return tr("cancelled");
    case dvm::State::Unobserved:
        return tr("not observed");
    case dvm::State::Unserved:
        return tr("unserved");
    case dvm::State::Missing:
        return tr("never seen");
    }
    return {};
}

Tone stateTone(dvm::State state)
{
    switch (state) {
    case dvm::State::Waiting:
    case dvm::State::Cancelled:
    case dvm::State::Unobserved:
    case dvm::State::Unserved:
        return Tone::Waiting;
    case dvm::State::Accepted:
    case dvm::State::Partial:
    case dvm::State::ClaimedSuccess:
        return Tone::Running;
    case dvm::State::Delivered:
        return Tone::Delivered;
    case dvm::State::Failed:
    case dvm::State::PaidUndelivered:
        return Tone::Failed;
    case dvm::State::Ignored:
    case dvm::State::Stalled:
        return Tone::Stalled;
    case dvm::State::Missing:
        return Tone::Ghost;
    }
    return Tone::Waiting;
}

QString stateWord(dvm::State state, bool awaitsPayment)
{
    return awaitsPayment ? tr("awaiting payment") : stateWord(state);
}

Tone stateTone(dvm::State state, bool awaitsPayment)
{
    return awaitsPayment ? Tone::Payment : stateTone(state);
}

bool awaitsPayment(const engine::JobDetail &job)
{
    return dvm::isOpen(job.row.state) &&
           std::any_of(job.attempts.begin(), job.attempts.end(),
                       [](const dvm::Attempt &attempt) { return dvm::awaitsPayment(attempt); });
}

QString stateMeaning(dvm::State state)
{
    switch (state) {
    case dvm::State::Waiting:
        return tr("No DVM has said anything yet, and there is still time.");
    case dvm::State::Accepted:
        return tr("A DVM said that it works on it.");
    case dvm::State::Partial:
        return tr("A DVM sent a part of the result and goes on.");
    case dvm::State::ClaimedSuccess:
        return tr("A DVM says that it is done, but no result was seen.");
    case dvm::State::Delivered:
        return tr("A result of the right kind was seen.");
    case dvm::State::Failed:
        return tr("The DVM said that it failed.");
    case dvm::State::Ignored:
        return tr("The DVM it was meant for said nothing in time, while DVMDash was listening.");
    case dvm::State::Stalled:
        return tr("A DVM accepted it and then fell silent.");
    case dvm::State::PaidUndelivered:
        return tr("A payment was seen, and no result in time after it.");
    case dvm::State::Cancelled:
        return tr("The customer withdrew the request.");
    case dvm::State::Unobserved:
        return tr("Nothing was heard, but DVMDash was not listening all the time, or could not read what was "
                  "said.");
    case dvm::State::Unserved:
        return tr("It was meant for anybody, and nobody answered in time.");
    case dvm::State::Missing:
        return tr("Answers name this request, but it was never seen.");
    }
    return {};
}

QString stateMeaning(dvm::State state, bool awaitsPayment)
{
    return awaitsPayment ? reasonRule(dvm::Reason::AwaitingPayment) : stateMeaning(state);
}

QString paymentWord(dvm::PaymentState payment)
{
    switch (payment) {
    case dvm::PaymentState::None:
        return {};
    case dvm::PaymentState::Requested:
        return tr("asked");
    case dvm::PaymentState::Inferred:
        return tr("inferred");
    case dvm::PaymentState::Claimed:
        return tr("claimed");
    case dvm::PaymentState::Confirmed:
        return tr("confirmed");
    case dvm::PaymentState::Refunded:
        return tr("refunded");
    }
    return {};
}

QString paymentMeaning(dvm::PaymentState payment)
{
    switch (payment) {
    case dvm::PaymentState::None:
        return tr("No payment was asked for or seen.");
    case dvm::PaymentState::Requested:
        return tr("A DVM asked for payment; none was seen. A paid invoice leaves no trace on Nostr.");
    case dvm::PaymentState::Inferred:
        return tr("A DVM asked for payment and then went on: somebody must have paid.");
    case dvm::PaymentState::Claimed:
        return tr("A receipt was seen whose signer could not be checked, or a nutzap not yet redeemed.");
    case dvm::PaymentState::Confirmed:
        return tr("A valid zap receipt or a redeemed nutzap was seen.");
    case dvm::PaymentState::Refunded:
        return tr("The DVM paid the customer back.");
    }
    return {};
}

QStringList attemptFlagWords(std::uint32_t flags)
{
    static constexpr std::array<std::pair<std::uint32_t, const char *>, 11> words{{
        {dvm::AttemptRecovered, QT_TRANSLATE_NOOP("job", "after an error")},
        {dvm::AttemptLate, QT_TRANSLATE_NOOP("job", "late")},
        {dvm::AttemptWasted, QT_TRANSLATE_NOOP("job", "after it was cancelled")},
        {dvm::AttemptDuplicate, QT_TRANSLATE_NOOP("job", "sent twice")},
        {dvm::AttemptRevised, QT_TRANSLATE_NOOP("job", "revised")},
        {dvm::AttemptKindMismatch, QT_TRANSLATE_NOOP("job", "wrong kind")},
        {dvm::AttemptClockSkew, QT_TRANSLATE_NOOP("job", "clock skew")},
        {dvm::AttemptEmptyResult, QT_TRANSLATE_NOOP("job", "empty result")},
        {dvm::AttemptUnsolicited, QT_TRANSLATE_NOOP("job", "not asked")},
        {dvm::AttemptNotObserved, QT_TRANSLATE_NOOP("job", "words not readable")},
        {dvm::AttemptImpostor, QT_TRANSLATE_NOOP("job", "in another's place")},
    }};
    QStringList found;
    for (const auto &[flag, word] : words)
        if (flags & flag)
            found.append(tr(word));
    return found;
}

std::optional<qint64> responseMs(const std::optional<std::int64_t> &observedMs,
                                 const std::optional<std::int64_t> &claimedSeconds)
{
    constexpr qint64 second = 1000;
    if (observedMs)
        return *observedMs;
    if (claimedSeconds)
        return *claimedSeconds * second;
    return std::nullopt;
}

} // namespace dvmdash::ui
