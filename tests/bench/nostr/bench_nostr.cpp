// SPDX-License-Identifier: GPL-3.0-or-later
// What one event costs on its way through core/nostr, step by step.
#include "nostr/event.h"
#include "nostr/message.h"
#include "nostr/parser.h"
#include "nostr/signer.h"
#include "nostr/verifier.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

using namespace dvmdash::nostr;

namespace
{

constexpr std::size_t eventCount = 2000;
constexpr std::uint64_t keyCount = 50;
constexpr int rounds = 7;

struct Sample {
    std::vector<Event> events;
    std::vector<std::string> frames; ///< as a relay sends them
};

Signer signerOf(std::uint64_t number)
{
    SecretKey secret;
    secret.data[0] = 1;
    secret.data[31] = static_cast<unsigned char>(number);
    return std::move(*Signer::fromSecret(secret));
}

std::string words(std::mt19937_64 &random, std::size_t bytes)
{
    static const std::vector<std::string> vocabulary = {
        "summary", "of",      "the",    "nostr",       "feed\n",           "with",
        "a",       "\"job\"", "result", "caf\xc3\xa9", "\xf0\x9f\x98\x80", "42"};
    std::string text;
    while (text.size() < bytes)
        text += vocabulary[random() % vocabulary.size()] + ' ';
    return text;
}

/// Requests, results and feedback as DVMs send them: 400 to 900 bytes of JSON.
Event dvmEvent(std::mt19937_64 &random, const Signer &signer)
{
    const auto hex = [&random] {
        EventId id;
        for (unsigned char &byte : id.data)
            byte = static_cast<unsigned char>(random());
        return id.hex();
    };
    Event event;
    event.created_at = 1'700'000'000 + static_cast<std::int64_t>(random() % 10'000'000);
    switch (random() % 3) {
    case 0:
        event.kind = 5050;
        event.tags = {{"i", words(random, random() % 250), "text"},
                      {"output", "text/plain"},
                      {"relays", "wss://relay.example.com"}};
        break;
    case 1:
        event.kind = 6050;
        event.tags = {{"e", hex(), "wss://relay.example.com"}, {"p", hex()}};
        event.content = words(random, random() % 250);
        break;
    case 2:
        event.kind = 7000;
        event.tags = {{"status", "processing", "working on it"}, {"e", hex()}, {"p", hex()}};
        break;
    }
    signer.sign(event);
    return event;
}

Sample makeSample()
{
    std::mt19937_64 random(7);
    std::vector<Signer> signers;
    for (std::uint64_t number = 1; number <= keyCount; ++number)
        signers.push_back(signerOf(number));
    Sample sample;
    while (sample.events.size() < eventCount) {
        sample.events.push_back(dvmEvent(random, signers[random() % keyCount]));
        sample.frames.push_back(eventFrame("live", sample.events.back()));
    }
    return sample;
}

void require(bool good)
{
    if (!good) {
        std::fputs("a sample event was refused\n", stderr);
        std::exit(1);
    }
}

struct Step {
    const char *name;
    std::function<void(std::size_t)> run; ///< over event number n
    std::vector<double> nanoseconds;      ///< an event, one entry a round

    double median()
    {
        std::sort(nanoseconds.begin(), nanoseconds.end());
        return nanoseconds[nanoseconds.size() / 2];
    }
};

void runRound(Step &step)
{
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < eventCount; ++i)
        step.run(i);
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - begin;
    step.nanoseconds.push_back(spent.count() / eventCount);
}

} // namespace

int main()
{
    const Sample sample = makeSample();
    EventParser parser;
    Verifier verifier;
    Verifier forgetful(1); // room for one key: nearly every look-up lifts
    std::size_t bytes = 0;
    for (const std::string &frame : sample.frames)
        bytes += frame.size();

    const auto signatureWith = [&sample](Verifier &with, std::size_t i) {
        const Event &event = sample.events[i];
        require(!with.checkSignature(event.pubkey, event.id.view(), event.sig));
    };
    std::vector<Step> steps = {
        {"nlohmann parse",
         [&](std::size_t i) { require(nlohmann::json::parse(sample.frames[i]).is_array()); },
         {}},
        {"EventParser::parse",
         [&](std::size_t i) { require(parser.parse(sample.frames[i]).index() == 0); },
         {}},
        {"peekId", [&](std::size_t i) { require(peekId(sample.frames[i]).has_value()); }, {}},
        {"id hash", [&](std::size_t i) { require(idMatches(sample.events[i])); }, {}},
        {"toJson", [&](std::size_t i) { require(!toJson(sample.events[i]).empty()); }, {}},
        {"signature, key not cached", [&](std::size_t i) { signatureWith(forgetful, i); }, {}},
        {"signature, key cached", [&](std::size_t i) { signatureWith(verifier, i); }, {}},
        {"full path: parse, id, signature",
         [&](std::size_t i) {
             const auto parsed = parser.parse(sample.frames[i]);
             require(parsed.index() == 0 && !verifier.check(std::get<ParsedEvent>(parsed).event));
         },
         {}},
    };
    for (int round = 0; round < rounds; ++round) {
        for (Step &step : steps)
            runRound(step);
    }

    std::printf("%zu events of %zu bytes on average, %llu keys, median of %d rounds\n", eventCount,
                bytes / eventCount, static_cast<unsigned long long>(keyCount), rounds);
    for (Step &step : steps) {
        const double each = step.median();
        std::printf("%-34s %10.0f ns/event %12.0f events/s\n", step.name, each, 1e9 / each);
    }
    std::printf("full path / signature alone: %.3f\n",
                steps.back().median() / steps[steps.size() - 2].median());
    return 0;
}
