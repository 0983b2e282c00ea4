// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs that end well, each in its own way.
#include "demo/stage.h"
#include "demo/wording.h"

#include <array>

namespace dvmdash::demo
{

namespace
{

using dvm::State;

/// Asked by name, accepted, delivered; some DVMs skip the accepting.
void delivered(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    std::int64_t at = job.acceptAt(dvm);
    if (stage.random().chance(65)) {
        job.processing(dvm, at);
        at += job.workFor(dvm);
    }
    job.result(dvm, at);
    if (stage.random().chance(8))
        job.feedback(dvm, at + 200, "success", {}); // annotates what is delivered already
    job.end(std::string(name), State::Delivered);
}

/// Asked of everybody: one to four answer.
void broadcast(Stage &stage, std::string_view name, int kind)
{
    JobTale job(stage.story(), stage.random(), stage.plan(kind));
    for (std::int64_t left = stage.random().between(1, 4); left > 0; --left) {
        const Dvm &dvm = stage.dvm(kind);
        const std::int64_t at = job.acceptAt(dvm);
        if (stage.random().chance(50))
            job.processing(dvm, at);
        job.result(dvm, at + job.workFor(dvm));
    }
    job.end(std::string(name), State::Delivered);
}

/// Several DVMs asked by name; one says nothing, one fails, one delivers.
void severalAsked(Stage &stage, std::string_view name, int kind)
{
    const Dvm &quiet = stage.silent(kind);
    const Dvm &broken = stage.unreliable(kind);
    const Dvm &good = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&good, &quiet, &broken}));
    job.error(broken, job.acceptAt(broken));
    const std::int64_t at = job.acceptAt(good);
    job.processing(good, at);
    job.result(good, at + job.workFor(good));
    job.ignored(quiet);
    job.end(std::string(name), State::Delivered);
}

void partialFirst(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    std::int64_t at = job.acceptAt(dvm);
    job.processing(dvm, at);
    for (std::int64_t left = stage.random().between(1, 3); left > 0; --left)
        job.partial(dvm, at += job.workFor(dvm) / 3 + 1'100);
    job.result(dvm, at + job.workFor(dvm) / 3 + 1'100);
    job.end(std::string(name), State::Delivered);
}

/// Request, feedback and result are all closed to readers; the states can still be told.
void encrypted(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobPlan plan = stage.plan(kind, {&dvm});
    plan.encrypted = true;
    JobTale job(stage.story(), stage.random(), std::move(plan));
    const std::int64_t at = job.acceptAt(dvm);
    job.processing(dvm, at);
    job.result(dvm, at + job.workFor(dvm), {.with_request = false});
    job.end(std::string(name), State::Delivered);
}

/// A feedback that says where the job stands to its customer only, then the result.
void opaque(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobPlan plan = stage.plan(kind, {&dvm});
    plan.encrypted = true;
    JobTale job(stage.story(), stage.random(), std::move(plan));
    const std::int64_t at = job.acceptAt(dvm);
    job.feedback(dvm, at, {}, ciphertext(stage.random(), 60));
    job.attempt(dvm).flags |= dvm::AttemptNotObserved;
    job.result(dvm, at + job.workFor(dvm), {.with_request = false});
    job.end(std::string(name), State::Delivered);
}

/// Will be done later: known words that move nothing.
void scheduled(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    std::int64_t at = job.acceptAt(dvm);
    job.feedback(dvm, at, stage.random().chance(50) ? "scheduled" : "chain-scheduled", {});
    job.processing(dvm, at += 2'000);
    job.result(dvm, at + job.workFor(dvm));
    job.end(std::string(name), State::Delivered);
}

void recovered(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t at = job.acceptAt(dvm);
    job.error(dvm, at);
    job.result(dvm, at + job.workFor(dvm) + 1'100);
    job.end(std::string(name), State::Delivered);
}

/// Nothing within the response timeout, then the result after all.
void late(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    job.ignored(dvm);
    job.result(dvm, job.at() + (job.timeouts().response + stage.random().between(5, 90)) * 1000);
    job.end(std::string(name), State::Delivered);
}

/// Accepted, then silent until after the result timeout.
void lateAfterStall(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t at = job.acceptAt(dvm);
    job.processing(dvm, at);
    job.stalled(dvm);
    job.result(dvm, at + (job.timeouts().result + stage.random().between(5, 200)) * 1000);
    job.end(std::string(name), State::Delivered);
}

/// The same content twice under two ids: not a relay's copy.
void duplicate(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t accepted = job.acceptAt(dvm);
    const std::int64_t at = accepted + job.workFor(dvm) / 4;
    const nostr::Event first = job.result(dvm, at);
    job.result(dvm, at + stage.random().between(1'100, 9'000),
               {.content = first.content, .extra = {{"nonce", "again"}}});
    job.end(std::string(name), State::Delivered);
}

void revised(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t accepted = job.acceptAt(dvm);
    const std::int64_t at = accepted + job.workFor(dvm) / 4;
    job.result(dvm, at);
    job.result(dvm, at + stage.random().between(1'100, 20'000), {.extra = {{"version", "2"}}});
    job.end(std::string(name), State::Delivered);
}

void emptyResult(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t at = job.acceptAt(dvm);
    job.processing(dvm, at);
    job.result(dvm, at + job.workFor(dvm), {.blank = true});
    job.end(std::string(name), State::Delivered);
}

/// The request reaches the relay after its answer: the answer waits as an orphan.
void answeredFirst(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobPlan plan = stage.plan(kind, {&dvm});
    plan.published = false;
    JobTale job(stage.story(), stage.random(), std::move(plan));
    const std::int64_t at = job.acceptAt(dvm);
    job.processing(dvm, at);
    job.result(dvm, at + 3'000, {.with_request = false});
    stage.story().release(at + stage.random().between(3'500, 25'000), job.request());
    job.end(std::string(name), State::Delivered);
}

constexpr std::array<Scene, 14> scenes{{
    {"delivered", 380, delivered},
    {"broadcast", 130, broadcast},
    {"several-asked", 18, severalAsked},
    {"partial", 14, partialFirst},
    {"encrypted", 26, encrypted},
    {"opaque", 8, opaque},
    {"scheduled", 5, scheduled},
    {"recovered", 8, recovered},
    {"late", 14, late},
    {"late-after-stall", 7, lateAfterStall},
    {"duplicate", 10, duplicate},
    {"revised", 10, revised},
    {"empty-result", 6, emptyResult},
    {"answered-first", 4, answeredFirst},
}};

} // namespace

std::span<const Scene> deliveryScenes()
{
    return scenes;
}

} // namespace dvmdash::demo
