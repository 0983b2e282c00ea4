// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs that end badly, or in nothing.
#include "demo/stage.h"
#include "demo/wording.h"

#include <array>

namespace dvmdash::demo
{

namespace
{

using dvm::State;

void ignored(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.silent(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    job.ignored(dvm);
    job.end(std::string(name), State::Ignored);
}

/// Asked of everybody, answered by nobody: nobody's fault.
void unserved(Stage &stage, std::string_view name, int kind)
{
    JobTale job(stage.story(), stage.random(), stage.plan(kind));
    job.end(std::string(name), State::Unserved);
}

void stalled(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    job.processing(dvm, job.acceptAt(dvm));
    job.stalled(dvm);
    job.end(std::string(name), State::Stalled);
}

void stalledHalfway(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t at = job.acceptAt(dvm);
    job.processing(dvm, at);
    job.partial(dvm, at + job.workFor(dvm));
    job.stalled(dvm);
    job.end(std::string(name), State::Stalled);
}

void error(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    std::int64_t at = job.acceptAt(dvm);
    if (stage.random().chance(60)) {
        job.processing(dvm, at);
        at += job.workFor(dvm);
    }
    job.error(dvm, at);
    job.end(std::string(name), State::Failed);
}

/// The kind of a result, and the word error in it.
void failingResult(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t at = job.acceptAt(dvm);
    job.processing(dvm, at);
    job.failingResult(dvm, at + job.workFor(dvm));
    job.end(std::string(name), State::Failed);
}

/// Asked of everybody; everybody who came failed.
void allFailed(Stage &stage, std::string_view name, int kind)
{
    JobTale job(stage.story(), stage.random(), stage.plan(kind));
    for (int left = 2; left > 0; --left) {
        const Dvm &dvm = stage.unreliable(kind);
        const std::int64_t at = job.acceptAt(dvm);
        job.processing(dvm, at);
        job.error(dvm, at + job.workFor(dvm));
    }
    job.end(std::string(name), State::Failed);
}

/// "Success", and nothing to show for it.
void claimedSuccess(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t at = job.acceptAt(dvm);
    job.processing(dvm, at);
    job.success(dvm, at + job.workFor(dvm));
    job.end(std::string(name), State::ClaimedSuccess);
}

/// Accepted, then a result of a kind that was not asked for.
void wrongKind(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t at = job.acceptAt(dvm);
    job.processing(dvm, at);
    job.result(dvm, at + job.workFor(dvm), {.kind = kind == 5050 ? 6001 : 6050});
    job.stalled(dvm);
    job.end(std::string(name), State::Stalled);
}

/// One was asked; another, whom nobody asked, delivers.
void impostor(Stage &stage, std::string_view name, int kind)
{
    const Dvm &asked = stage.silent(kind);
    const Dvm &other = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&asked}));
    job.result(other, job.acceptAt(other) + 1'100);
    job.ignored(asked);
    job.end(std::string(name), State::Delivered);
}

void cancelled(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    std::int64_t at = job.at() + stage.random().between(3'000, 12'000);
    if (stage.random().chance(40)) {
        at = job.acceptAt(dvm);
        job.processing(dvm, at);
        at += 5'000;
    }
    job.cancel(at);
    job.end(std::string(name), State::Cancelled);
}

/// Cancelled, and delivered all the same.
void wasted(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.dvm(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::int64_t at = job.acceptAt(dvm);
    job.processing(dvm, at);
    job.cancel(at + 2'000);
    job.result(dvm, at + 4'000 + job.workFor(dvm));
    job.end(std::string(name), State::Delivered);
}

void subscriptionRequired(Stage &stage, std::string_view name, int kind)
{
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    job.feedback(dvm, job.acceptAt(dvm), "subscription-required", "Members only");
    job.attempt(dvm).payment = dvm::PaymentState::Requested;
    job.end(std::string(name), State::Waiting);
}

/// Words that no rule knows are kept and move nothing. The DVM did answer, so it is not ignored: what became
/// of the job cannot be read.
void unknownStatus(Stage &stage, std::string_view name, int kind)
{
    static constexpr std::array<std::string_view, 4> words{"thinking", "ok!", "процесс", "status:200"};
    const Dvm &dvm = stage.unreliable(kind);
    JobTale job(stage.story(), stage.random(), stage.plan(kind, {&dvm}));
    const std::string_view word = stage.random().pick(words);
    job.feedback(dvm, job.acceptAt(dvm), word, {});
    job.attempt(dvm).state = State::Unobserved;
    job.end(std::string(name), State::Unobserved);
}

constexpr std::array<Scene, 14> scenes{{
    {"ignored", 60, ignored},
    {"unserved", 36, unserved},
    {"stalled", 24, stalled},
    {"stalled-halfway", 5, stalledHalfway},
    {"error", 36, error},
    {"failing-result", 6, failingResult},
    {"all-failed", 8, allFailed},
    {"claimed-success", 7, claimedSuccess},
    {"wrong-kind", 7, wrongKind},
    {"impostor", 10, impostor},
    {"cancelled", 11, cancelled},
    {"wasted", 6, wasted},
    {"subscription-required", 4, subscriptionRequired},
    {"unknown-status", 5, unknownStatus},
}};

} // namespace

std::span<const Scene> failureScenes()
{
    return scenes;
}

} // namespace dvmdash::demo
