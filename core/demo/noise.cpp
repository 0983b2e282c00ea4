// SPDX-License-Identifier: GPL-3.0-or-later
// What passes by on the relays and belongs to no job.
#include "demo/stage.h"
#include "demo/wording.h"

#include <array>

namespace dvmdash::demo
{

namespace
{

/// 7007 asks whether a DVM lives, 7000 with status pong says so: liveness, no job.
void pingAndPong(Stage &stage)
{
    const Dvm &dvm = stage.dvm(5300);
    const nostr::Event ping =
        stage.story().publish(stage.at(), stage.customer().signer,
                              {.kind = 7007, .tags = {{"p", dvm.key().hex()}}, .content = "ping"});
    stage.story().publish(
        stage.at() + 700, dvm.signer,
        {.kind = 7000, .tags = {{"e", ping.id.hex()}, {"p", ping.pubkey.hex()}, {"status", "pong"}}});
}

/// Looks like a result and answers nothing.
void spontaneousResult(Stage &stage)
{
    const Dvm &dvm = stage.dvm(5300);
    stage.story().publish(stage.at(), dvm.signer,
                          {.kind = 6300,
                           .tags = {{"alt", "Popular today, for everybody"}},
                           .content = resultContent(5300, stage.random())});
}

/// Events of other protocols whose kinds lie in the range of results.
void otherResults(Stage &stage)
{
    static constexpr std::array<int, 6> kinds{6153, 6013, 6006, 6276, 6503, 6927};
    const int kind = stage.random().pick(kinds);
    stage.story().publish(
        stage.at(), stage.customer().signer,
        {.kind = kind,
         .tags = {{"t", "telemetry"}, {"nonce", std::to_string(stage.random().below(1000))}},
         .content = "{\"c\":" + std::to_string(stage.random().between(-20, 40)) + "}"});
}

/// Kinds that are excluded although they lie in the ranges.
void excludedKinds(Stage &stage)
{
    static constexpr std::array<int, 4> kinds{5666, 6969, 5128, 6666};
    stage.story().publish(stage.at(), stage.customer().signer,
                          {.kind = stage.random().pick(kinds), .tags = {{"d", "record"}}, .content = "{}"});
}

void note(Stage &stage)
{
    static constexpr std::array<std::string_view, 5> notes{
        "Good morning! Anybody tried the new summary DVM?", "おはよう ☀️",
        "zap me <script>alert(1)</script>", "The feed is full of bees today.", "صباح الخير"};
    std::string content(stage.random().pick(notes));
    content += " " + std::to_string(stage.random().below(1000));
    stage.story().publish(stage.at(), stage.customer().signer,
                          {.kind = 1, .tags = {{"t", "dvm"}}, .content = std::move(content)});
}

/// Money for a DVM that names no job.
void profileZap(Stage &stage)
{
    const Dvm &dvm = stage.dvm(5300);
    const Zap zap{.payer = &stage.customer().signer,
                  .recipient = dvm.key(),
                  .msat = stage.random().between(1, 50) * 1000,
                  .created_at = stage.story().unixAt(stage.at()) - 1,
                  .relay = stage.story().settings().relay};
    stage.story().publish(stage.at(), stage.story().cast().wallets[dvm.wallet].signer,
                          {.kind = 9735, .tags = zapReceiptTags(stage.random(), zap)});
}

/// Feedback that names nothing at all.
void lostFeedback(Stage &stage)
{
    const Dvm &dvm = stage.unreliable(5050);
    stage.story().publish(
        stage.at(), dvm.signer,
        {.kind = 7000,
         .tags = {{"status", "processing"}, {"p", stage.customer().signer.publicKey().hex()}},
         .content = ""});
}

} // namespace

void tellNoise(Stage &stage, std::uint64_t number)
{
    static constexpr std::array<void (*)(Stage &), 7> sorts{
        pingAndPong, spontaneousResult, otherResults, excludedKinds, note, profileZap, lostFeedback};
    sorts[static_cast<std::size_t>(number % sorts.size())](stage);
}

} // namespace dvmdash::demo
