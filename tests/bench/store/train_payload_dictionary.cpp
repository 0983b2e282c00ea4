// SPDX-License-Identifier: GPL-3.0-or-later
// Trains a zstd dictionary for core/store/payload_codec and prints what it gains.
//   train_payload_dictionary OUT     a dictionary from many demo networks, each with people of its own
//   train_payload_dictionary         measures the one in use, on networks that it was not trained on
// A dictionary in use is never replaced: files hold its number. A better one gets a new number.
#include "demo/scenario.h"
#include "nostr/parser.h"
#include "store/payload_codec.h"
#include "store/payload_packing.h"

#include <zdict.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

using namespace dvmdash;

namespace
{

constexpr std::size_t dictionaryBytes = 16 * 1024;
constexpr int networks = 40;
constexpr int jobsOfNetwork = 400;

/// Without heartbeats: there are many, and they hold next to nothing.
std::vector<nostr::Event> demoEvents(std::uint64_t seed)
{
    demo::ScenarioSettings settings;
    settings.seed = seed;
    settings.jobs = jobsOfNetwork;
    settings.heartbeats = false;
    std::vector<nostr::Event> events;
    for (const auto &timed : demo::makeScenario(settings).events)
        events.push_back(timed.event);
    return events;
}

int train(const char *path)
{
    std::string samples;
    std::vector<std::size_t> sizes;
    for (std::uint64_t seed = 1000; seed < 1000 + networks; ++seed)
        for (const nostr::Event &event : demoEvents(seed)) {
            const std::string packed = store::packPayload(event.tags, event.content);
            samples += packed;
            sizes.push_back(packed.size());
        }
    std::string dictionary(dictionaryBytes, '\0');
    const std::size_t size = ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), samples.data(),
                                                   sizes.data(), static_cast<unsigned>(sizes.size()));
    if (ZDICT_isError(size)) {
        std::fprintf(stderr, "training failed: %s\n", ZDICT_getErrorName(size));
        return 1;
    }
    std::ofstream file(path, std::ios::binary);
    file.write(dictionary.data(), static_cast<std::streamsize>(size));
    std::printf("%zu bytes trained on %zu payloads of %zu bytes\n", size, sizes.size(), samples.size());
    return file.good() ? 0 : 1;
}

int measure()
{
    std::size_t json = 0;
    std::size_t packed = 0;
    std::size_t encoded = 0;
    std::size_t count = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
        for (const nostr::Event &event : demoEvents(seed)) {
            ++count;
            json += nostr::toJson(event).size();
            packed += store::packPayload(event.tags, event.content).size();
            encoded += store::encodePayload(event.tags, event.content).bytes.size();
        }
    const auto each = [count](std::size_t bytes) {
        return static_cast<double>(bytes) / static_cast<double>(count);
    };
    std::printf("bytes an event: JSON %.0f, tags and content packed %.0f, stored %.0f\n", each(json),
                each(packed), each(encoded));
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    return argc > 1 ? train(argv[1]) : measure();
}
