// SPDX-License-Identifier: GPL-3.0-or-later
#include "job_words.h"

#include "command.h"
#include "engine/job_json.h"

#include <algorithm>
#include <array>

namespace dvmdash::cli
{

namespace
{

using engine::stateWord;

constexpr std::array allStates{
    dvm::State::Waiting,         dvm::State::Accepted,  dvm::State::Partial,    dvm::State::ClaimedSuccess,
    dvm::State::Delivered,       dvm::State::Failed,    dvm::State::Ignored,    dvm::State::Stalled,
    dvm::State::PaidUndelivered, dvm::State::Cancelled, dvm::State::Unobserved, dvm::State::Unserved,
    dvm::State::Missing,
};
constexpr std::array allReasons{
    dvm::Reason::Error,
    dvm::Reason::Ignored,
    dvm::Reason::Stalled,
    dvm::Reason::PaidUndelivered,
    dvm::Reason::KindMismatch,
    dvm::Reason::BadResult,
    dvm::Reason::UnauthorisedInput,
    dvm::Reason::AwaitingPayment,
    dvm::Reason::BeyondObserved,
    dvm::Reason::NotObservable,
};
constexpr const char *awaitingPayment = "awaiting_payment";

[[noreturn]] void refuseWord(const std::string &option, const std::string &given, const QStringList &words)
{
    throw UsageError(QStringLiteral("%1 takes %2, not '%3'")
                         .arg(QString::fromStdString(option), words.join(QStringLiteral(", ")),
                              QString::fromStdString(given)));
}

/// Each argument holds one or several, with commas between.
std::vector<std::string> split(const std::vector<std::string> &texts)
{
    std::vector<std::string> words;
    for (const std::string &text : texts)
        for (const QString &part : QString::fromStdString(text).split(u',', Qt::SkipEmptyParts))
            words.push_back(part.trimmed().toLower().replace(u'-', u'_').toStdString());
    return words;
}

} // namespace

StateWords statesFromText(const std::string &option, const std::vector<std::string> &texts)
{
    StateWords found;
    for (const std::string &word : split(texts)) {
        const auto at = std::find_if(allStates.begin(), allStates.end(),
                                     [&](dvm::State state) { return stateWord(state) == word; });
        if (word == awaitingPayment) {
            found.awaiting_payment = true;
        } else if (at != allStates.end()) {
            found.states.push_back(*at);
        } else {
            QStringList words;
            for (const dvm::State state : allStates)
                words.append(QString::fromStdString(stateWord(state)));
            words.append(QString::fromLatin1(awaitingPayment));
            refuseWord(option, word, words);
        }
    }
    return found;
}

std::vector<dvm::Reason> reasonsFromText(const std::string &option, const std::vector<std::string> &texts)
{
    std::vector<dvm::Reason> found;
    for (const std::string &word : split(texts)) {
        const auto at = std::find_if(allReasons.begin(), allReasons.end(),
                                     [&](dvm::Reason reason) { return dvm::reasonName(reason) == word; });
        if (at == allReasons.end()) {
            QStringList words;
            for (const dvm::Reason reason : allReasons)
                words.append(QString::fromStdString(std::string(dvm::reasonName(reason))));
            refuseWord(option, word, words);
        }
        found.push_back(*at);
    }
    return found;
}

} // namespace dvmdash::cli
