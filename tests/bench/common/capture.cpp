// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/capture.h"

#include "demo/scenario.h"
#include "nostr/verifier.h"

#include <QFile>

#include <algorithm>
#include <atomic>
#include <thread>

namespace dvmdash::bench
{
namespace
{

constexpr int eventsOfAJob = 4; ///< about

} // namespace

Capture makeCapture(const QString &folder, const CaptureSettings &settings)
{
    demo::ScenarioSettings scenario;
    scenario.seed = settings.seed;
    scenario.cast_seed = settings.cast_seed;
    scenario.jobs = settings.events / eventsOfAJob;
    scenario.start = settings.start;
    scenario.span = static_cast<std::int64_t>(settings.secondsPerJob * scenario.jobs);
    scenario.heartbeats = settings.heartbeats;
    Capture capture;
    capture.path = folder + QStringLiteral("/capture-%1.jsonl").arg(settings.seed);
    QFile file(capture.path);
    require(file.open(QIODevice::WriteOnly), "the file of events cannot be written");
    const demo::Scenario made = demo::makeScenario(scenario);
    for (const auto &timed : made.events) {
        capture.lines.push_back(nostr::toJson(timed.event));
        file.write(QByteArray::fromStdString(capture.lines.back() + '\n'));
        capture.events.push_back(timed.event);
    }
    return capture;
}

Spent checkAll(const std::vector<nostr::Event> &events)
{
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    std::vector<nostr::Verifier> verifiers(cores);
    const auto check = [](nostr::Verifier &verifier, const nostr::Event &event) {
        return !verifier.checkSignature(event.pubkey, event.id.view(), event.sig);
    };
    for (auto &verifier : verifiers)
        for (std::size_t i = 0; i < std::min<std::size_t>(events.size(), 2'000); ++i)
            check(verifier, events[i]);
    std::atomic_size_t next = 0;
    std::atomic_size_t good = 0;
    const Spent spent = measured([&] {
        std::vector<std::thread> workers;
        for (auto &verifier : verifiers)
            workers.emplace_back([&] {
                for (std::size_t at = next++; at < events.size(); at = next++)
                    good += check(verifier, events[at]) ? 1 : 0;
            });
        for (auto &worker : workers)
            worker.join();
    });
    require(good == events.size(), "a signature does not hold");
    return spent;
}

} // namespace dvmdash::bench
