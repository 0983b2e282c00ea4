// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs whose events are shaped in ways that a reader must survive, and read aright.
#include "demo/stage.h"
#include "demo/wording.h"

#include <array>

namespace dvmdash::demo
{

namespace
{

using dvm::State;

/// Kinds for requests that nobody sees: they must not use up the only request of a rare kind.
int commonKind(Random &random)
{
    static constexpr std::array<int, 4> kinds{5300, 5300, 5100, 5050};
    return random.pick(kinds);
}

/// The request is on no relay; the result carries it, signed, so it can be judged.
void orphanNested(Stage &stage, std::string_view name, int)
{
    const int kind = commonKind(stage.random());
    const Dvm &dvm = stage.dvm(kind);
    JobPlan plan = stage.plan(kind, {&dvm});
    plan.published = false;
    JobTale job(stage.story(), stage.random(), std::move(plan));
    const std::int64_t at = job.acceptAt(dvm);
    job.processing(dvm, at);
    job.result(dvm, at + job.workFor(dvm));
    job.end(std::string(name), State::Delivered);
}

/// Answers to a request that nobody has ever seen.
void orphan(Stage &stage, std::string_view name, int)
{
    const int kind = commonKind(stage.random());
    const Dvm &dvm = stage.dvm(kind);
    JobPlan plan = stage.plan(kind);
    plan.published = false;
    JobTale job(stage.story(), stage.random(), std::move(plan));
    const std::int64_t at = job.acceptAt(dvm);
    job.processing(dvm, at);
    job.result(dvm, at + job.workFor(dvm), {.with_request = false});
    job.end(std::string(name), State::Missing);
}

/// The customer writes feedback on the own request: a note, no DVM's word.
void customerNote(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t at = job.acceptAt(dvm);
    stage.story().publish(
        at + 400, stage.customer().signer,
        {.kind = 7000,
         .tags = {{"e", job.request().id.hex()}, {"p", dvm.key().hex()}, {"status", "error"}},
         .content = "still waiting?"});
    job.processing(dvm, at + 1'500);
    job.result(dvm, at + 1'500 + job.workFor(dvm));
    job.end(std::string(name), State::Delivered);
}

/// The `request` tag names this job and the `e` tag another: the verified one wins, flagged.
void conflict(Stage &stage, std::string_view name, int kind)
{
    JobTale other(stage.story(), stage.random(), stage.plan(kind));
    other.end("unserved", State::Unserved);
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    job.result(dvm, job.acceptAt(dvm) + 1'100, {.with_e = false, .extra = {{"e", other.request().id.hex()}}});
    job.end(std::string(name), State::Delivered);
}

/// By the DVM's clock the result came before the request.
void clockSkew(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t behind = stage.random().between(12, 300);
    job.result(dvm, job.acceptAt(dvm), {.clock_s = -behind});
    job.end(std::string(name), State::Delivered);
}

/// A customer whose clock is twenty minutes ahead asks, and nobody answers.
void futureDated(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.silent(kind);
    JobPlan plan = stage.plan(kind, {&dvm});
    plan.clock_s = 20 * 60;
    JobTale job(stage.story(), stage.random(), std::move(plan));
    job.ignored(dvm);
    job.end(std::string(name), State::Ignored);
}

/// Expired on arrival, and served nevertheless.
void expired(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobPlan plan = stage.plan(kind, {&dvm});
    plan.extra = {{"expiration", std::to_string(stage.story().unixAt(stage.at()) - 60)}};
    JobTale job(stage.story(), stage.random(), std::move(plan));
    job.result(dvm, job.acceptAt(dvm) + 1'100);
    job.end(std::string(name), State::Delivered);
}

/// The DVM copies the decrypted request into its result: the id no longer fits, and the input leaks.
void leakyRequestTag(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobPlan plan = stage.plan(kind, {&dvm});
    plan.encrypted = true;
    JobTale job(stage.story(), stage.random(), std::move(plan));
    nostr::Event opened = job.request();
    opened.content = "[[\"i\",\"my diary, page 14: nobody must read this\",\"text\"]]";
    job.result(dvm, job.acceptAt(dvm) + 1'100,
               {.with_request = false, .extra = {{"request", nostr::toJson(opened)}}});
    job.end(std::string(name), State::Delivered);
}

void brokenRequestTag(Stage &stage, std::string_view name, int kind)
{
    static constexpr std::array<std::string_view, 3> texts{"[object Object]", "{\"id\":\"", ""};
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::string text(stage.random().pick(texts));
    job.result(dvm, job.acceptAt(dvm) + 1'100, {.with_request = false, .extra = {{"request", text}}});
    job.end(std::string(name), State::Delivered);
}

/// Only the `request` tag says what is answered.
void noEventTag(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    job.result(dvm, job.acceptAt(dvm) + 1'100, {.with_e = false});
    job.end(std::string(name), State::Delivered);
}

/// Empty tags, ids of the wrong length, a tag that says nothing.
void oddTags(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobPlan plan = stage.plan(kind, {&dvm});
    plan.extra = {{}, {"e", "abcdef"}, {"p", "not a key"}, {"t"}, {""}};
    JobTale job(stage.story(), stage.random(), std::move(plan));
    job.result(dvm, job.acceptAt(dvm) + 1'100, {.extra = {{"e", ""}, {}}});
    job.end(std::string(name), State::Delivered);
}

/// Asked of a dozen by name; one answers.
void askedMany(Stage &stage, std::string_view name, int kind)
{
    const Dvm &good = stage.dvm(kind);
    std::vector<const Dvm *> targets{&good};
    while (targets.size() < 12)
        targets.push_back(&stage.silent(kind));
    JobTale job(stage.story(), stage.random(), stage.plan(kind, targets));
    job.result(good, job.acceptAt(good) + 1'100);
    for (const Dvm *dvm : targets)
        if (dvm != &good)
            job.ignored(*dvm);
    job.end(std::string(name), State::Delivered);
}

/// Git CI uses two kinds of the table for its own ends; its runs look like jobs and count as such.
void gitPipeline(Stage &stage, std::string_view name, int)
{
    const int kind = stage.random().chance(50) ? 5600 : 5900;
    const Dvm &dvm = stage.dvm(kind);
    const std::string repository = "30617:" + stage.customer().signer.publicKey().hex() + ":garden-tools";
    JobPlan plan = stage.plan(kind, {&dvm});
    plan.inputs = {{"param", "git_address", repository}};
    plan.extra = {{"a", repository}, {"commit", nostr::toHex(stage.random().bytes(20))}};
    JobTale job(stage.story(), stage.random(), std::move(plan));
    const std::int64_t accepted = job.acceptAt(dvm);
    job.result(dvm, accepted + job.workFor(dvm) / 4, {.extra = {{"s", "success"}}});
    job.end(std::string(name), State::Delivered);
}

/// Another protocol's event in the range of requests, without the shape of a job: a broadcast that no DVM
/// answers.
void otherProtocol(Stage &stage, std::string_view name, int)
{
    static constexpr std::array<int, 4> kinds{5391, 5394, 5132, 5183};
    JobPlan plan = stage.plan(stage.random().pick(kinds));
    plan.inputs = {{"d", "level-" + std::to_string(stage.random().between(1, 99))}};
    plan.content = "<!doctype html><title>Maze</title><script>play()</script>";
    JobTale job(stage.story(), stage.random(), std::move(plan));
    job.end(std::string(name), State::Unserved);
}

constexpr std::array<Scene, 14> scenes{{
    {"orphan-nested", 4, orphanNested, true},
    {"orphan", 4, orphan, true},
    {"customer-note", 5, customerNote},
    {"conflict", 4, conflict},
    {"clock-skew", 8, clockSkew},
    {"future-dated", 3, futureDated},
    {"expired", 3, expired},
    {"leaky-request-tag", 4, leakyRequestTag},
    {"broken-request-tag", 3, brokenRequestTag},
    {"no-event-tag", 5, noEventTag},
    {"odd-tags", 3, oddTags},
    {"asked-many", 3, askedMany},
    {"git-pipeline", 5, gitPipeline, true},
    {"other-protocol", 4, otherProtocol, true},
}};

} // namespace

std::span<const Scene> oddityScenes()
{
    return scenes;
}

} // namespace dvmdash::demo
