// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/tale.h"

#include "demo/wording.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace dvmdash::demo
{

namespace
{

constexpr int feedbackKind = 7000;
constexpr int deletionKind = 5;
constexpr int zapReceiptKind = 9735;
constexpr int nutzapKind = 9321;
constexpr int redemptionKind = 7376;
constexpr std::int64_t deadlineMargin = 5; ///< seconds by which the truth waits longer than the rules do
constexpr std::int64_t shortestWorkMs = 1'100;

void append(nostr::Tags &tags, nostr::Tags more)
{
    std::ranges::move(more, std::back_inserter(tags));
}

} // namespace

JobTale::JobTale(Story &story, Random &random, JobPlan plan)
    : m_story(story)
    , m_random(random)
    , m_plan(std::move(plan))
{
    publishRequest();
    m_truth.request = m_request.id;
    m_truth.kind = m_plan.kind;
    m_truth.customer = m_request.pubkey;
    m_truth.chain = m_plan.chain;
    m_truth.inputs = m_plan.consumes;
    for (const Dvm *dvm : m_plan.targets)
        m_truth.attempts.push_back({.dvm = dvm->key(), .targeted = true});
}

void JobTale::publishRequest()
{
    Draft draft{.kind = m_plan.kind, .content = m_plan.content, .clock_s = m_plan.clock_s};
    if (m_plan.encrypted) {
        draft.tags.push_back({"encrypted"});
        draft.content = ciphertext(m_random, 120);
    } else {
        append(draft.tags, m_plan.inputs.empty() ? requestTags(m_plan.kind, m_random)
                                                 : parameterTags(m_plan.kind, m_random));
    }
    append(draft.tags, m_plan.inputs);
    for (const Dvm *dvm : m_plan.targets)
        draft.tags.push_back({"p", dvm->key().hex()});
    if (const std::string &relay = m_story.settings().relay; !relay.empty())
        draft.tags.push_back({"relays", relay});
    if (m_random.chance(12))
        draft.tags.push_back({"bid", std::to_string(m_random.between(1, 500) * 1000)});
    append(draft.tags, m_plan.extra);
    const nostr::Signer &author = m_plan.customer->signer;
    m_request = m_plan.published ? m_story.publish(m_plan.at_ms, author, std::move(draft))
                                 : m_story.keepBack(m_plan.at_ms, author, std::move(draft));
    m_story.judgeAfter(m_request.created_at + timeouts().response + deadlineMargin);
}

AttemptTruth &JobTale::attempt(const Dvm &dvm)
{
    const auto found = std::ranges::find(m_truth.attempts, dvm.key(), &AttemptTruth::dvm);
    if (found != m_truth.attempts.end())
        return *found;
    AttemptTruth &opened = m_truth.attempts.emplace_back(AttemptTruth{.dvm = dvm.key()});
    // Nobody asked this DVM, and somebody else was asked.
    if (!m_plan.targets.empty())
        opened.flags |= dvm::AttemptUnsolicited;
    return opened;
}

nostr::Tags JobTale::answerTags()
{
    nostr::Tags tags;
    nostr::Tag reference{"e", m_request.id.hex()};
    if (const std::string &relay = m_story.settings().relay; !relay.empty())
        reference.push_back(relay);
    if (m_random.chance(15)) {
        reference.resize(3);
        reference.push_back("job");
    }
    tags.push_back(std::move(reference));
    tags.push_back({"p", m_request.pubkey.hex()});
    if (m_plan.encrypted)
        tags.push_back({"encrypted"});
    return tags;
}

nostr::Event JobTale::answer(const Dvm &dvm, std::int64_t at_ms, Draft draft)
{
    nostr::Event event = m_story.publish(at_ms, dvm.signer, std::move(draft));
    const dvm::Timeouts limits = timeouts();
    m_story.judgeAfter(std::max(event.created_at, m_story.unixAt(at_ms)) + limits.response + limits.result +
                       limits.paidToResult + deadlineMargin);
    return event;
}

nostr::Event JobTale::feedback(const Dvm &dvm, std::int64_t at_ms, std::string_view status,
                               std::string content, nostr::Tags extra)
{
    attempt(dvm);
    Draft draft{.kind = feedbackKind, .tags = answerTags(), .content = std::move(content)};
    if (!status.empty())
        draft.tags.push_back({"status", std::string(status)});
    append(draft.tags, std::move(extra));
    return answer(dvm, at_ms, std::move(draft));
}

void JobTale::workedOn(AttemptTruth &truth)
{
    if (truth.payment == dvm::PaymentState::Requested)
        truth.payment = dvm::PaymentState::Inferred;
}

/// A DVM that nobody asked does what a target was asked for.
void JobTale::takesPlace(AttemptTruth &truth)
{
    if ((truth.flags & dvm::AttemptUnsolicited) != 0)
        truth.flags |= dvm::AttemptImpostor;
}

nostr::Event JobTale::processing(const Dvm &dvm, std::int64_t at_ms)
{
    AttemptTruth &truth = attempt(dvm);
    truth.state = dvm::State::Accepted;
    workedOn(truth);
    // The wild writes the word in several ways; the rules read them all.
    static constexpr std::array<std::string_view, 6> words{"processing", "processing", "processing",
                                                           "processing", "Processing", " processing "};
    const std::string_view word = m_random.pick(words);
    return feedback(dvm, at_ms, word, progressText(m_random));
}

nostr::Event JobTale::partial(const Dvm &dvm, std::int64_t at_ms)
{
    AttemptTruth &truth = attempt(dvm);
    truth.state = dvm::State::Partial;
    workedOn(truth);
    return feedback(dvm, at_ms, "partial", partialText(m_random));
}

nostr::Event JobTale::error(const Dvm &dvm, std::int64_t at_ms)
{
    attempt(dvm).state = dvm::State::Failed;
    return feedback(dvm, at_ms, "error", errorText(m_random));
}

nostr::Event JobTale::success(const Dvm &dvm, std::int64_t at_ms)
{
    AttemptTruth &truth = attempt(dvm);
    truth.state = dvm::State::ClaimedSuccess;
    workedOn(truth);
    takesPlace(truth);
    return feedback(dvm, at_ms, "success", {});
}

void JobTale::delivered(AttemptTruth &truth, const nostr::Event &result)
{
    switch (truth.state) {
    case dvm::State::Failed:
        truth.flags |= dvm::AttemptRecovered;
        break;
    case dvm::State::Ignored:
    case dvm::State::Stalled:
    case dvm::State::PaidUndelivered:
        truth.flags |= dvm::AttemptLate;
        break;
    case dvm::State::Cancelled:
        truth.flags |= dvm::AttemptWasted;
        break;
    case dvm::State::Waiting:
    case dvm::State::Accepted:
    case dvm::State::Partial:
    case dvm::State::ClaimedSuccess:
    case dvm::State::Delivered:
    case dvm::State::Unobserved:
    case dvm::State::Unserved:
    case dvm::State::Missing:
        break;
    }
    const auto earlier = [&](const auto &entry) { return entry.first == truth.dvm; };
    const auto same = [&](const auto &entry) { return earlier(entry) && entry.second == result.content; };
    if (std::ranges::any_of(m_contents, same))
        truth.flags |= dvm::AttemptDuplicate;
    else if (std::ranges::any_of(m_contents, earlier))
        truth.flags |= dvm::AttemptRevised;
    m_contents.emplace_back(truth.dvm, result.content);
    truth.state = dvm::State::Delivered;
    workedOn(truth);
}

nostr::Event JobTale::result(const Dvm &dvm, std::int64_t at_ms, const ResultShapeOptions &options)
{
    AttemptTruth &truth = attempt(dvm);
    const int due = m_story.kinds().resultKind(m_plan.kind);
    Draft draft{.kind = options.kind != 0 ? options.kind : due, .clock_s = options.clock_s};
    if (!options.blank && options.content.empty())
        draft.content = m_plan.encrypted ? ciphertext(m_random, 200) : resultContent(m_plan.kind, m_random);
    else if (!options.blank)
        draft.content = options.content;
    if (options.with_request)
        draft.tags.push_back({"request", nostr::toJson(m_request)});
    if (options.with_e)
        append(draft.tags, answerTags());
    else
        draft.tags.push_back({"p", m_request.pubkey.hex()});
    for (const nostr::Tag &tag : m_request.tags)
        if (!tag.empty() && tag.front() == "i" && m_random.chance(80))
            draft.tags.push_back(tag);
    append(draft.tags, options.extra);
    const nostr::Event event = answer(dvm, at_ms, std::move(draft));
    if (event.kind != due) {
        truth.flags |= dvm::AttemptKindMismatch;
        return event;
    }
    delivered(truth, event);
    takesPlace(truth);
    if (options.blank)
        truth.flags |= dvm::AttemptEmptyResult;
    if (event.created_at < m_request.created_at)
        truth.flags |= dvm::AttemptClockSkew;
    return event;
}

nostr::Event JobTale::failingResult(const Dvm &dvm, std::int64_t at_ms)
{
    Draft draft{.kind = m_story.kinds().resultKind(m_plan.kind),
                .tags = answerTags(),
                .content = errorText(m_random)};
    draft.tags.push_back({m_random.chance(50) ? "status" : "s", "error"});
    attempt(dvm).state = dvm::State::Failed;
    return answer(dvm, at_ms, std::move(draft));
}

void JobTale::cancel(std::int64_t at_ms)
{
    Draft draft{.kind = deletionKind,
                .tags = {{"e", m_request.id.hex()}, {"k", std::to_string(m_plan.kind)}},
                .content = m_random.chance(30) ? "changed my mind" : ""};
    m_story.publish(at_ms, m_plan.customer->signer, std::move(draft));
    for (AttemptTruth &truth : m_truth.attempts)
        if (dvm::isOpen(truth.state))
            truth.state = dvm::State::Cancelled;
}

nostr::Event JobTale::askPayment(const Dvm &dvm, std::int64_t at_ms, std::int64_t msat, std::int64_t expiry)
{
    attempt(dvm).payment = dvm::PaymentState::Requested;
    nostr::Tag amount{"amount", std::to_string(msat)};
    if (expiry > 0) {
        const std::int64_t now = m_story.unixAt(at_ms);
        amount.push_back(makeInvoice(m_random, msat, now, expiry, "job " + m_request.id.hex().substr(0, 8)));
        m_story.judgeAfter(now + expiry + timeouts().paidToResult + deadlineMargin);
    }
    const std::string_view word = m_random.chance(20) ? "payment_required" : "payment-required";
    return feedback(dvm, at_ms, word, m_random.chance(50) ? "Please pay to go on" : "", {std::move(amount)});
}

nostr::Event JobTale::zap(std::int64_t at_ms, Zap zap, const nostr::Signer &wallet)
{
    zap.created_at = m_story.unixAt(at_ms) - 1;
    zap.relay = m_story.settings().relay;
    return m_story.publish(at_ms, wallet, {.kind = zapReceiptKind, .tags = zapReceiptTags(m_random, zap)});
}

nostr::Event JobTale::pay(const Dvm &dvm, std::int64_t at_ms, const nostr::Event &about, std::int64_t msat,
                          ZapFault fault)
{
    if (fault == ZapFault::None || fault == ZapFault::SelfSigned)
        attempt(dvm).payment = dvm::PaymentState::Claimed;
    m_story.judgeAfter(m_story.unixAt(at_ms) + timeouts().paidToResult + deadlineMargin);
    const nostr::Signer &wallet =
        fault == ZapFault::SelfSigned ? dvm.signer : m_story.cast().wallets[dvm.wallet].signer;
    return zap(at_ms,
               {.payer = &m_plan.customer->signer,
                .recipient = dvm.key(),
                .about = &about,
                .msat = msat,
                .relay = {},
                .fault = fault},
               wallet);
}

nostr::Event JobTale::payNutzap(const Dvm &dvm, std::int64_t at_ms, const nostr::Event &about,
                                std::int64_t sats)
{
    attempt(dvm).payment = dvm::PaymentState::Claimed;
    m_story.judgeAfter(m_story.unixAt(at_ms) + timeouts().paidToResult + deadlineMargin);
    return m_story.publish(
        at_ms, m_plan.customer->signer,
        {.kind = nutzapKind, .tags = nutzapTags(m_random, dvm.key(), about, sats), .content = "thanks"});
}

void JobTale::redeem(const Dvm &dvm, std::int64_t at_ms, const nostr::Event &nutzap)
{
    attempt(dvm).payment = dvm::PaymentState::Confirmed;
    m_story.publish(at_ms, dvm.signer,
                    {.kind = redemptionKind,
                     .tags = {{"e", nutzap.id.hex(), m_story.settings().relay, "redeemed"},
                              {"p", m_plan.customer->signer.publicKey().hex()}}});
}

void JobTale::refund(const Dvm &dvm, std::int64_t at_ms, std::int64_t msat)
{
    attempt(dvm).payment = dvm::PaymentState::Refunded;
    zap(at_ms,
        {.payer = &dvm.signer, .recipient = m_request.pubkey, .about = &m_request, .msat = msat, .relay = {}},
        m_story.cast().wallets.front().signer);
}

void JobTale::ignored(const Dvm &dvm)
{
    attempt(dvm).state = dvm::State::Ignored;
}

void JobTale::stalled(const Dvm &dvm)
{
    attempt(dvm).state = dvm::State::Stalled;
}

void JobTale::paidUndelivered(const Dvm &dvm)
{
    attempt(dvm).state = dvm::State::PaidUndelivered;
}

void JobTale::end(std::string scenario, dvm::State state)
{
    m_truth.scenario = std::move(scenario);
    m_truth.state = state;
    m_story.add(std::move(m_truth));
}

std::int64_t JobTale::acceptAt(const Dvm &dvm)
{
    const std::int64_t most = std::max<std::int64_t>(1, timeouts().response - 5) * 1000;
    return at() + std::min(dvm.accept_ms * m_random.between(50, 150) / 100, most);
}

std::int64_t JobTale::workFor(const Dvm &dvm)
{
    const dvm::Timeouts limits = timeouts();
    const std::int64_t most =
        std::max<std::int64_t>(2, std::min(limits.result, limits.paidToResult) - 15) * 1000;
    return std::clamp(dvm.work_ms * m_random.between(50, 150) / 100, shortestWorkMs, most);
}

} // namespace dvmdash::demo
