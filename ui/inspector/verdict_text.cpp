// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/verdict_text.h"

#include "ui/inspector/cause_words.h"
#include "ui/inspector/event_words.h"
#include "ui/inspector/job_words.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>

namespace dvmdash::ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("verdict", text);
}

QString shortJob(const nostr::EventId &id)
{
    return tr("job %1").arg(format::shortId(QString::fromStdString(id.hex())));
}

QString nameOf(const dvm::Chain &chain, const nostr::EventId &id)
{
    const auto at = chain.indexOf(id);
    return at ? jobName(chain.nodes[*at]) : shortJob(id);
}

/// Of the request of the job, by the authors' clocks.
QString whenWords(const dvm::Chain &chain, const dvm::RootCause &cause)
{
    constexpr qint64 second = 1000;
    const auto at = chain.indexOf(cause.job);
    if (!at || !cause.dvm || cause.since == 0 || chain.nodes[*at].created_at == 0)
        return {};
    const qint64 after = cause.since - chain.nodes[*at].created_at;
    // Authors' clocks may be absurd, and what is no length is left away.
    if (after < 0 || after > std::numeric_limits<qint64>::max() / second)
        return {};
    return after == 0 ? tr("in the same second as the request")
                      : tr("%1 after the request").arg(format::durationMs(after * second));
}

QString whatHappened(const dvm::Chain &chain, const dvm::RootCause &cause)
{
    const auto at = chain.indexOf(cause.job);
    const bool isGhost = !at || chain.nodes[*at].ghost;
    return cause.reason == dvm::Reason::BeyondObserved && isGhost ? tr("was never seen: no relay gave it")
                                                                  : reasonWords(cause.reason);
}

/// Where nobody and nothing is a cause.
QString peacefulHeadline(const dvm::ChainNode &node)
{
    switch (node.state) {
    case dvm::State::Delivered:
        return tr("Nothing broke: delivered");
    case dvm::State::Waiting:
    case dvm::State::Accepted:
    case dvm::State::Partial:
        return tr("Nothing broke so far: %1").arg(stateWord(node.state));
    case dvm::State::ClaimedSuccess:
        return tr("Nothing broke: a DVM says that it is done, but no result was seen");
    case dvm::State::Cancelled:
        return tr("Nothing broke: the customer withdrew the request");
    case dvm::State::Unserved:
        return tr("No DVM is at fault: it was meant for anybody, and nobody took it");
    case dvm::State::Unobserved:
        return tr("Not known: nothing was heard, and DVMDash was not listening all the time");
    case dvm::State::Missing:
        return tr("Not known: the request was never seen");
    case dvm::State::Failed:
    case dvm::State::Ignored:
    case dvm::State::Stalled:
    case dvm::State::PaidUndelivered:
        return tr("It broke, and no DVM is at fault: an input never came");
    }
    return {};
}

void writeHeadline(VerdictText &text, const engine::ChainAnswer &answer)
{
    const auto &causes = answer.verdict.root_causes;
    const dvm::ChainNode &node = answer.chain.nodes[answer.job];
    if (causes.empty()) {
        text.tone = stateTone(node.state);
        text.headline = peacefulHeadline(node);
        text.rule = stateMeaning(node.state);
        return;
    }
    const auto all = [&](dvm::Reason reason) {
        return std::all_of(causes.begin(), causes.end(),
                           [&](const dvm::RootCause &cause) { return cause.reason == reason; });
    };
    const bool blamesNobody = std::none_of(causes.begin(), causes.end(),
                                           [](const dvm::RootCause &cause) { return cause.dvm.has_value(); });
    text.tone = reasonTone(causes.front().reason);
    text.rule = reasonRule(causes.front().reason);
    if (all(dvm::Reason::AwaitingPayment))
        text.headline = tr("No DVM is at fault: waiting for a payment that was not seen");
    else if (all(dvm::Reason::NotObservable))
        text.headline = tr("Not observable: what was said is encrypted");
    else if (blamesNobody)
        text.headline = tr("The cause lies beyond what was observed");
    else if (causes.size() == 1)
        text.headline = tr("Root cause");
    else
        text.headline = tr("%1 root causes, the earliest first").arg(format::count(qint64(causes.size())));
}

} // namespace

QString jobName(const dvm::ChainNode &node)
{
    return node.ghost || node.kind == 0 ? shortJob(node.id) : kindName(node.kind);
}

VerdictText verdictText(const engine::ChainAnswer &answer)
{
    VerdictText text;
    writeHeadline(text, answer);
    text.asked_at = answer.chain.nodes[answer.job].created_at;
    for (const dvm::RootCause &cause : answer.verdict.root_causes)
        text.causes.push_back({cause.job, cause.dvm, reasonTone(cause.reason),
                               nameOf(answer.chain, cause.job), whatHappened(answer.chain, cause),
                               whenWords(answer.chain, cause), reasonRule(cause.reason)});
    for (const dvm::VerdictNote &note : answer.verdict.notes)
        text.notes.push_back({note.job,
                              nameOf(answer.chain, note.job) + QLatin1Char(' ') + noteWords(note.kind),
                              noteRule(note.kind)});
    return text;
}

} // namespace dvmdash::ui
