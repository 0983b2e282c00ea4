// SPDX-License-Identifier: GPL-3.0-or-later
// Chains in which every job is delivered.
#include "demo/chain.h"
#include "nostr/nip19.h"

#include <algorithm>
#include <array>

namespace dvmdash::demo
{

namespace
{

using dvm::State;

void pair(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    std::int64_t at = stage.at();
    const JobTale first = chain.delivered(0, at);
    chain.delivered(1, at, {&first});
    chain.end("none");
}

void line(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    std::int64_t at = stage.at();
    const JobTale first = chain.delivered(0, at);
    const JobTale second = chain.delivered(1, at, {&first});
    const JobTale third = chain.delivered(2, at, {&second});
    chain.delivered(3, at, {&third});
    chain.end("none");
}

/// Three at once, then one that takes all of them.
void fanIn(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    std::int64_t a = stage.at(), b = stage.at() + 400, c = stage.at() + 900;
    const JobTale first = chain.delivered(0, a);
    const JobTale second = chain.delivered(0, b);
    const JobTale third = chain.delivered(2, c);
    std::int64_t last = std::max({a, b, c});
    chain.delivered(1, last, {&first, &second, &third});
    chain.end("none");
}

void diamond(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    std::int64_t at = stage.at();
    const JobTale source = chain.delivered(0, at);
    std::int64_t left = at, right = at + 700;
    const JobTale one = chain.delivered(1, left, {&source});
    const JobTale other = chain.delivered(2, right, {&source});
    std::int64_t last = std::max(left, right);
    chain.delivered(3, last, {&one, &other});
    chain.end("none");
}

/// Six jobs: two sources and a line of two run into one, and one more follows.
void river(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    std::int64_t a = stage.at(), b = stage.at() + 300, c = stage.at() + 600;
    const JobTale first = chain.delivered(0, a);
    const JobTale second = chain.delivered(0, b);
    const JobTale third = chain.delivered(0, c);
    const JobTale fourth = chain.delivered(1, c, {&third});
    std::int64_t at = std::max({a, b, c});
    const JobTale fifth = chain.delivered(2, at, {&first, &second, &fourth});
    chain.delivered(3, at, {&fifth});
    chain.end("none");
}

/// The second job names not the first job but its result, as type job: that result and no other.
void pinnedResult(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    const Dvm &dvm = stage.dvm(chain.kind(0));
    JobTale first = chain.open(chain.plan(0, stage.at(), {&dvm}));
    std::int64_t at = first.acceptAt(dvm) + 1'100;
    const nostr::Event result = first.result(dvm, at);
    first.result(dvm, at + 2'500, {.extra = {{"version", "2"}}});
    first.end("revised", State::Delivered);
    const Dvm &next = stage.dvm(chain.kind(1));
    JobPlan plan = chain.plan(1, at + 4'000 + chain.pause(), {&next});
    plan.inputs = {
        {"i",
         stage.random().chance(50) ? result.id.hex() : nostr::nip19::encode(nostr::nip19::Note{result.id}),
         "job"}};
    plan.consumes = {first.id()};
    JobTale second = chain.open(std::move(plan));
    chain.deliver(second, next);
    chain.end("none");
}

/// An `i` tag of type event that happens to name a result: goes on from there, and carries no failure.
void eventInput(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    const Dvm &dvm = stage.dvm(chain.kind(0));
    JobTale first = chain.open(chain.plan(0, stage.at(), {&dvm}));
    const std::int64_t at = first.acceptAt(dvm) + 1'100;
    const nostr::Event result = first.result(dvm, at);
    first.end("delivered", State::Delivered);
    const Dvm &next = stage.dvm(chain.kind(1));
    JobPlan plan = chain.plan(1, at + chain.pause(), {&next});
    plan.inputs = {{"i", result.id.hex(), "event"}};
    plan.consumes = {first.id()};
    JobTale second = chain.open(std::move(plan));
    chain.deliver(second, next);
    chain.end("none");
}

/// Only hinted at: a quotation in the text of an input, and an `e` tag in a request.
void quoted(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    std::int64_t at = stage.at();
    const JobTale first = chain.delivered(0, at);
    const Dvm &reader = stage.dvm(chain.kind(1));
    JobPlan plan = chain.plan(1, at, {&reader});
    nostr::nip19::Nevent reference{first.id(), {}, first.request().pubkey, first.request().kind};
    plan.inputs = {{"i", "Say it simpler: nostr:" + nostr::nip19::encode(reference) + " please", "text"}};
    JobTale second = chain.open(std::move(plan));
    at = chain.deliver(second, reader);
    at += chain.pause();
    const Dvm &last = stage.dvm(chain.kind(2));
    JobPlan thread = chain.plan(2, at, {&last});
    thread.extra = {{"e", second.id().hex()}};
    JobTale third = chain.open(std::move(thread));
    chain.deliver(third, last);
    chain.end("none");
}

/// The nearest thing to a cycle that true ids allow; see makeScenario.
void cycle(Stage &stage, const std::string &name)
{
    Chain chain(stage, name);
    const Dvm &dvm = stage.unreliable(chain.kind(0));
    JobTale first = chain.open(chain.plan(0, stage.at(), {&dvm}));
    std::int64_t at = first.acceptAt(dvm) + 1'100;
    first.result(dvm, at);
    const Dvm &next = stage.dvm(chain.kind(1));
    JobTale second = chain.open(chain.plan(1, at += chain.pause(), {&next}, {&first}));
    at = chain.deliver(second, next);
    at += chain.pause();
    nostr::nip19::Nevent reference{second.id(), {}, std::nullopt, std::nullopt};
    first.result(dvm, at,
                 {.content = "Continued from nostr:" + nostr::nip19::encode(reference),
                  .extra = {{"i", second.id().hex(), "job"}}});
    first.end("revised", State::Delivered);
    chain.end("cycle");
}

constexpr std::array<ChainScene, 9> scenes{{
    {"pair", 30, 2, pair},
    {"line", 16, 4, line},
    {"fan-in", 10, 4, fanIn},
    {"diamond", 8, 4, diamond},
    {"river", 6, 6, river},
    {"pinned-result", 5, 2, pinnedResult},
    {"event-input", 5, 2, eventInput},
    {"quoted", 5, 3, quoted},
    {"cycle", 3, 2, cycle},
}};

} // namespace

std::span<const ChainScene> chainScenes()
{
    return scenes;
}

} // namespace dvmdash::demo
