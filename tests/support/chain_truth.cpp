// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/chain_truth.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace dvmdash::test
{

namespace
{

using demo::AttemptTruth;
using demo::ChainTruth;
using demo::JobTruth;

QString blamed(const nostr::EventId &job, const nostr::PublicKey &dvm)
{
    return QString::fromStdString("  " + job.hex().substr(0, 8) + " at " + dvm.hex().substr(0, 8));
}

/// Of the earliest root cause.
std::optional<dvm::Reason> reasonOf(const std::string &word)
{
    using dvm::Reason;
    static const std::map<std::string, Reason> table{
        {"error", Reason::Error},
        {"premature", Reason::Error},
        {"ignored", Reason::Ignored},
        {"paid-undelivered", Reason::PaidUndelivered},
        {"awaiting-payment", Reason::AwaitingPayment},
        {"empty-input", Reason::BadResult},
        {"wrong-kind-input", Reason::KindMismatch},
        {"unauthorised-input", Reason::UnauthorisedInput},
        {"several", Reason::Ignored},
        {"beyond-observed", Reason::BeyondObserved},
        {"not-observable", Reason::NotObservable},
    };
    const auto at = table.find(word);
    return at == table.end() ? std::nullopt : std::optional(at->second);
}

QString chainDisagreement(const ChainTruth &truth,
                          const std::function<JudgedJob(const nostr::EventId &)> &judged)
{
    std::vector<dvm::RootCause> causes;
    bool premature = false;
    for (const nostr::EventId &job : truth.jobs) {
        const dvm::Verdict verdict = judged(job).verdict;
        for (const auto &cause : verdict.root_causes)
            if (std::find(causes.begin(), causes.end(), cause) == causes.end())
                causes.push_back(cause);
        premature =
            premature || std::any_of(verdict.notes.begin(), verdict.notes.end(),
                                     [](const auto &note) { return note.kind == dvm::NoteKind::Premature; });
    }
    std::sort(causes.begin(), causes.end(), [](const auto &a, const auto &b) {
        return std::tie(a.since, a.job, a.dvm) < std::tie(b.since, b.job, b.dvm);
    });
    QStringList expected, actual;
    for (std::size_t i = 0; i < truth.root_jobs.size(); ++i)
        expected << blamed(truth.root_jobs[i], truth.root_dvms[i]);
    for (const auto &cause : causes)
        actual << blamed(cause.job, cause.dvm.value_or(nostr::PublicKey{}));
    const auto reason = causes.empty() ? std::nullopt : std::optional(causes.front().reason);
    if (expected == actual && premature == (truth.reason == "premature") && reason == reasonOf(truth.reason))
        return {};
    return QString::fromStdString(truth.name + ": " + truth.reason) + u'\n' + expected.join(u'\n') +
           QStringLiteral("\n  judged ") +
           QString::fromStdString(reason ? std::string(dvm::reasonName(*reason)) : std::string("nothing")) +
           u'\n' + actual.join(u'\n');
}

/// A job by itself is a cause when it failed, waits for a payment, or cannot be read.
bool blamesSomething(const JobTruth &truth, const dvm::ChainNode &node)
{
    const bool isOpaque =
        std::any_of(truth.attempts.begin(), truth.attempts.end(), [](const AttemptTruth &attempt) {
            return (attempt.flags & dvm::AttemptNotObserved) != 0;
        });
    return dvm::isFailure(truth.state) || dvm::awaitsPayment(node) ||
           (truth.state == dvm::State::Unobserved && (isOpaque || node.encrypted));
}

} // namespace

QStringList verdictDisagreements(const demo::GroundTruth &truth,
                                 const std::function<JudgedJob(const nostr::EventId &)> &judged)
{
    QStringList differences;
    std::set<nostr::EventId> inChains;
    for (const ChainTruth &chain : truth.chains) {
        inChains.insert(chain.jobs.begin(), chain.jobs.end());
        if (const QString difference = chainDisagreement(chain, judged); !difference.isEmpty())
            differences << difference;
    }
    for (const JobTruth &job : truth.jobs) {
        if (inChains.contains(job.request))
            continue;
        const JudgedJob found = judged(job.request);
        const auto &causes = found.verdict.root_causes;
        const bool blamesOthers = std::any_of(causes.begin(), causes.end(),
                                              [&](const auto &cause) { return cause.job != job.request; });
        if (blamesOthers || causes.empty() == blamesSomething(job, found.node))
            differences << QString::fromStdString(job.scenario + " " + job.request.hex().substr(0, 8) +
                                                  (blamesOthers     ? ": blames another job"
                                                   : causes.empty() ? ": blames nobody"
                                                                    : ": is blamed"));
    }
    return differences;
}

} // namespace dvmdash::test
