// SPDX-License-Identifier: GPL-3.0-or-later
// Chains that break, one for each row of the rules' table of verdicts (jobs and chains, section 4).
#include "demo/chain.h"

#include <algorithm>
#include <array>

namespace dvmdash::demo
{

namespace
{

using dvm::State;

/// A error, B stalls while it waits for A: A.
void upstreamError(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    const Dvm &broken = stage.unreliable(chain.kind(0));
    const Dvm &waiting = stage.dvm(chain.kind(1));
    JobTale first = chain.open(chain.plan(0, stage.at(), {&broken}));
    JobTale second = chain.open(chain.plan(1, stage.at() + 1'200, {&waiting}, {&first}));
    chain.fail(first, broken);
    chain.stall(second, waiting);
    chain.blame(first.id(), &broken);
    chain.end("error");
}

/// The first of three is ignored; the others can but stall.
void upstreamIgnored(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    const Dvm &silent = stage.silent(chain.kind(0));
    const Dvm &second = stage.dvm(chain.kind(1));
    const Dvm &third = stage.dvm(chain.kind(2));
    JobTale a = chain.open(chain.plan(0, stage.at(), {&silent}));
    JobTale b = chain.open(chain.plan(1, stage.at() + 1'200, {&second}, {&a}));
    JobTale c = chain.open(chain.plan(2, stage.at() + 2'400, {&third}, {&b}));
    a.ignored(silent);
    a.end("ignored", State::Ignored);
    chain.stall(b, second);
    chain.stall(c, third);
    chain.blame(a.id(), &silent);
    chain.end("ignored");
}

/// A delivered, B error: B.
void downstreamError(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    std::int64_t at = stage.at();
    const JobTale first = chain.delivered(0, at);
    const Dvm &broken = stage.unreliable(chain.kind(1));
    JobTale second = chain.open(chain.plan(1, at, {&broken}, {&first}));
    chain.fail(second, broken);
    chain.blame(second.id(), &broken);
    chain.end("error");
}

/// B began before A had its result, and failed: B, premature.
void premature(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    const Dvm &slow = stage.dvm(chain.kind(0));
    const Dvm &hasty = stage.unreliable(chain.kind(1));
    JobTale first = chain.open(chain.plan(0, stage.at(), {&slow}));
    const std::int64_t accepted = first.acceptAt(slow);
    first.processing(slow, accepted);
    JobTale second = chain.open(chain.plan(1, accepted + 1'100, {&hasty}, {&first}));
    const std::int64_t began = second.acceptAt(hasty);
    second.processing(hasty, began);
    second.error(hasty, began + 3'000);
    second.end("error", State::Failed);
    first.result(slow, began + 6'000 + first.workFor(slow) / 4);
    first.end("delivered", State::Delivered);
    chain.blame(second.id(), &hasty);
    chain.end("premature");
}

/// A waits for a payment that was not seen: nobody at fault.
void awaitingPayment(Stage &stage, const std::string &name)
{
    constexpr std::int64_t invoiceLife = 600;
    Chain chain(stage, name);
    const Dvm &seller = stage.dvm(chain.kind(0));
    const Dvm &waiting = stage.dvm(chain.kind(1));
    JobTale first = chain.open(chain.plan(0, stage.at(), {&seller}));
    JobTale second = chain.open(chain.plan(1, stage.at() + 1'200, {&waiting}, {&first}));
    first.askPayment(seller, first.acceptAt(seller), 100'000, invoiceLife);
    first.end("payment-never-seen", State::Waiting);
    chain.stall(second, waiting);
    chain.blame(first.id(), nullptr);
    chain.end("awaiting-payment");
}

void upstreamPaidUndelivered(Stage &stage, const std::string &name)
{
    constexpr std::int64_t invoiceLife = 600;
    Chain chain(stage, name);
    const Dvm &seller = stage.unreliable(chain.kind(0));
    const Dvm &waiting = stage.dvm(chain.kind(1));
    JobTale first = chain.open(chain.plan(0, stage.at(), {&seller}));
    JobTale second = chain.open(chain.plan(1, stage.at() + 1'200, {&waiting}, {&first}));
    const std::int64_t asked = first.acceptAt(seller);
    const nostr::Event ask = first.askPayment(seller, asked, 50'000, invoiceLife);
    first.pay(seller, asked + 12'000, ask, 50'000);
    first.paidUndelivered(seller);
    first.end("paid-undelivered", State::PaidUndelivered);
    chain.stall(second, waiting);
    chain.blame(first.id(), &seller);
    chain.end("paid-undelivered");
}

/// A failed at X and was delivered by Y, so A is healthy; C, two steps on, fails by itself.
void servedByAnother(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    const Dvm &broken = stage.unreliable(chain.kind(0));
    const Dvm &good = stage.dvm(chain.kind(0));
    JobTale first = chain.open(chain.plan(0, stage.at(), {&broken, &good}));
    first.error(broken, first.acceptAt(broken));
    const std::int64_t accepted = first.acceptAt(good);
    first.processing(good, accepted);
    std::int64_t at = accepted + first.workFor(good);
    first.result(good, at);
    first.end("several-asked", State::Delivered);
    at += chain.pause();
    const JobTale second = chain.delivered(1, at, {&first});
    const Dvm &last = stage.unreliable(chain.kind(2));
    JobTale third = chain.open(chain.plan(2, at, {&last}, {&second}));
    chain.fail(third, last);
    chain.blame(third.id(), &last);
    chain.end("error");
}

/// A delivered an empty result, B error: A suspect, B secondary.
void emptyInput(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    const Dvm &hollow = stage.unreliable(chain.kind(0));
    JobTale first = chain.open(chain.plan(0, stage.at(), {&hollow}));
    const std::int64_t at = first.acceptAt(hollow) + 1'100;
    first.result(hollow, at, {.blank = true});
    first.end("empty-result", State::Delivered);
    const Dvm &next = stage.dvm(chain.kind(1));
    JobTale second = chain.open(chain.plan(1, at + chain.pause(), {&next}, {&first}));
    chain.fail(second, next);
    chain.blame(first.id(), &hollow);
    chain.end("empty-input");
}

/// A sent a result that says error, B error: A.
void errorInResult(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    const Dvm &broken = stage.unreliable(chain.kind(0));
    JobTale first = chain.open(chain.plan(0, stage.at(), {&broken}));
    const std::int64_t at = first.acceptAt(broken) + 1'100;
    first.failingResult(broken, at);
    first.end("failing-result", State::Failed);
    const Dvm &next = stage.dvm(chain.kind(1));
    JobTale second = chain.open(chain.plan(1, at + chain.pause(), {&next}, {&first}));
    chain.fail(second, next);
    chain.blame(first.id(), &broken);
    chain.end("error");
}

/// A sent a result of the wrong kind, B error: A suspect.
void wrongKindInput(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    const Dvm &mixed = stage.unreliable(chain.kind(0));
    JobTale first = chain.open(chain.plan(0, stage.at(), {&mixed}));
    const std::int64_t at = first.acceptAt(mixed) + 1'100;
    first.result(mixed, at, {.kind = 6999});
    first.stalled(mixed);
    first.end("wrong-kind", State::Stalled);
    const Dvm &next = stage.dvm(chain.kind(1));
    JobTale second = chain.open(chain.plan(1, at + chain.pause(), {&next}, {&first}));
    chain.fail(second, next);
    chain.blame(first.id(), &mixed);
    chain.end("wrong-kind-input");
}

/// A's result came from a DVM that nobody asked, and B took it: unauthorised input, not B.
void unauthorisedInput(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    const Dvm &asked = stage.silent(chain.kind(0));
    const Dvm &impostor = stage.unreliable(chain.kind(0));
    JobTale first = chain.open(chain.plan(0, stage.at(), {&asked}));
    const std::int64_t at = first.acceptAt(impostor) + 1'100;
    const nostr::Event result = first.result(impostor, at);
    first.ignored(asked);
    first.end("impostor", State::Delivered);
    const Dvm &next = stage.dvm(chain.kind(1));
    JobPlan plan = chain.plan(1, at + chain.pause(), {&next}, {&first});
    plan.inputs = {{"i", result.id.hex(), "job"}};
    JobTale second = chain.open(std::move(plan));
    chain.fail(second, next);
    chain.blame(first.id(), &impostor);
    chain.end("unauthorised-input");
}

/// Encrypted all along, but for the names of the inputs: not observable.
void encryptedAllAlong(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    std::int64_t at = stage.at();
    std::vector<JobTale> told;
    for (std::size_t position = 0; position < 3; ++position) {
        const Dvm &dvm = stage.dvm(chain.kind(position));
        JobPlan plan = told.empty() ? chain.plan(position, at, {&dvm})
                                    : chain.plan(position, at, {&dvm}, {&told.back()});
        plan.encrypted = true;
        JobTale &job = told.emplace_back(chain.open(std::move(plan)));
        const std::int64_t accepted = job.acceptAt(dvm);
        job.feedback(dvm, accepted, {}, "bm90IGZvciB5b3U=?iv=AAAAAAAAAAAAAAAAAAAAAA==");
        job.attempt(dvm).flags |= dvm::AttemptNotObserved;
        job.attempt(dvm).state = State::Unobserved;
        at = accepted + chain.pause();
        job.end("opaque-only", State::Unobserved);
    }
    chain.blame(told.front().id(), nullptr);
    chain.end("not-observable");
}

/// Two of three inputs come, the third fails, and the last job stalls: the third.
void fanInOneFails(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    std::int64_t a = stage.at(), b = stage.at() + 300;
    const JobTale first = chain.delivered(0, a);
    const JobTale second = chain.delivered(0, b);
    const Dvm &broken = stage.unreliable(chain.kind(2));
    JobTale third = chain.open(chain.plan(2, stage.at() + 600, {&broken}));
    const std::int64_t c = chain.fail(third, broken);
    const Dvm &last = stage.dvm(chain.kind(1));
    JobTale fourth = chain.open(chain.plan(1, std::max({a, b, c}), {&last}, {&first, &second, &third}));
    chain.stall(fourth, last);
    chain.blame(third.id(), &broken);
    chain.end("error");
}

/// Two inputs fail, the one with the earlier deadline is listed first.
void fanInTwoFail(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    std::int64_t a = stage.at();
    const JobTale good = chain.delivered(0, a);
    const Dvm &silent = stage.silent(chain.kind(0));
    const Dvm &stuck = stage.unreliable(chain.kind(2));
    JobTale ignored = chain.open(chain.plan(0, stage.at() + 1'000, {&silent}));
    ignored.ignored(silent);
    ignored.end("ignored", State::Ignored);
    JobTale stalled = chain.open(chain.plan(2, stage.at() + 2'000, {&stuck}));
    chain.stall(stalled, stuck);
    const Dvm &last = stage.dvm(chain.kind(1));
    JobTale join = chain.open(chain.plan(1, a, {&last}, {&good, &ignored, &stalled}));
    chain.stall(join, last);
    const Dvm &end = stage.dvm(chain.kind(3));
    JobTale after = chain.open(chain.plan(3, a + 1'500, {&end}, {&join}));
    chain.stall(after, end);
    chain.blame(ignored.id(), &silent);
    chain.blame(stalled.id(), &stuck);
    chain.end("several");
}

/// B takes the output of a job that nobody ever saw: the cause lies beyond what was observed.
void ghostInput(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    JobPlan hidden = chain.plan(0, stage.at(), {});
    hidden.published = false;
    const JobTale ghost(stage.story(), stage.random(), std::move(hidden));
    chain.addGhost(ghost.id());
    const Dvm &dvm = stage.dvm(chain.kind(1));
    JobTale second = chain.open(chain.plan(1, stage.at() + 1'500, {&dvm}, {&ghost}));
    chain.stall(second, dvm);
    chain.blame(ghost.id(), nullptr);
    chain.end("beyond-observed");
}

/// A was asked of everybody and failed at each who came: every one of them is listed.
void severalFailedAttempts(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    const Dvm &one = stage.unreliable(chain.kind(0));
    const Dvm &other = stage.unreliable(chain.kind(0));
    JobTale first = chain.open(chain.plan(0, stage.at(), {}));
    const std::int64_t at = first.acceptAt(one);
    first.processing(one, at);
    first.error(one, at + 2'000);
    first.error(other, std::max(first.acceptAt(other), at + 4'000));
    first.end("all-failed", State::Failed);
    const Dvm &waiting = stage.dvm(chain.kind(1));
    JobTale second = chain.open(chain.plan(1, at + 6'000, {&waiting}, {&first}));
    chain.stall(second, waiting);
    chain.blame(first.id(), &one);
    chain.blame(first.id(), &other);
    chain.end("error");
}

constexpr std::array<ChainScene, 16> scenes{{
    {"upstream-error", 6, 2, upstreamError},
    {"upstream-ignored", 4, 3, upstreamIgnored},
    {"downstream-error", 6, 2, downstreamError},
    {"premature", 3, 2, premature},
    {"awaiting-payment", 4, 2, awaitingPayment},
    {"upstream-paid-undelivered", 3, 2, upstreamPaidUndelivered},
    {"served-by-another", 3, 3, servedByAnother},
    {"empty-input", 3, 2, emptyInput},
    {"error-in-result", 3, 2, errorInResult},
    {"wrong-kind-input", 3, 2, wrongKindInput},
    {"unauthorised-input", 3, 2, unauthorisedInput},
    {"encrypted-all-along", 3, 3, encryptedAllAlong},
    {"fan-in-one-fails", 4, 4, fanInOneFails},
    {"fan-in-two-fail", 3, 5, fanInTwoFail},
    {"ghost-input", 4, 2, ghostInput},
    {"several-failed-attempts", 3, 2, severalFailedAttempts},
}};

} // namespace

std::span<const ChainScene> brokenChainScenes()
{
    return scenes;
}

} // namespace dvmdash::demo
