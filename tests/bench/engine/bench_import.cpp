// SPDX-License-Identifier: GPL-3.0-or-later
// A capture through the whole of core, from a file to a committed database, beside the bare signature checks
// of the same events on the same number of threads. The ratio is what everything but the checks costs.
#include "demo/scenario.h"
#include "engine/import.h"
#include "nostr/parser.h"
#include "nostr/verifier.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

using namespace dvmdash;

namespace
{

constexpr int captureJobs = 10'000;
constexpr int rounds = 5;

struct Capture {
    QString path;
    std::vector<nostr::Event> events;
};

Capture makeCapture(const QString &folder)
{
    demo::ScenarioSettings settings;
    settings.seed = 11;
    settings.jobs = captureJobs;
    settings.span = captureJobs * 6;
    const demo::Scenario scenario = demo::makeScenario(settings);
    Capture capture{folder + QStringLiteral("/capture.jsonl"), {}};
    QFile file(capture.path);
    if (!file.open(QIODevice::WriteOnly))
        std::exit(1);
    for (const auto &timed : scenario.events) {
        file.write(QByteArray::fromStdString(nostr::toJson(timed.event) + '\n'));
        capture.events.push_back(timed.event);
    }
    return capture;
}

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// Ids and signatures of all events, shared out over the threads.
double checkAll(const std::vector<nostr::Event> &events, unsigned threads)
{
    const auto start = std::chrono::steady_clock::now();
    std::atomic_size_t next = 0;
    std::atomic_size_t good = 0;
    std::vector<std::thread> workers;
    for (unsigned i = 0; i < threads; ++i)
        workers.emplace_back([&] {
            nostr::Verifier verifier;
            for (std::size_t at = next++; at < events.size(); at = next++)
                good += verifier.check(events[at]) ? 0 : 1;
        });
    for (auto &worker : workers)
        worker.join();
    if (good != events.size())
        std::exit(1);
    return secondsSince(start);
}

struct Imported {
    double seconds = 0;
    std::int64_t bytes = 0;
};

Imported importInto(const QString &database, const Capture &capture)
{
    const auto result = engine::importFiles(database, {capture.path});
    if (!result.ok || result.counters.accepted != static_cast<std::int64_t>(capture.events.size())) {
        std::fprintf(stderr, "import: %s\n", qPrintable(result.error));
        std::exit(1);
    }
    return {result.seconds, QFileInfo(database).size()};
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QTemporaryDir folder;
    const Capture capture = makeCapture(folder.path());
    const unsigned threads = std::max(1u, std::thread::hardware_concurrency());
    const auto count = static_cast<double>(capture.events.size());

    std::vector<double> checks;
    std::vector<double> imports;
    std::int64_t bytes = 0;
    for (int round = 0; round < rounds; ++round) {
        checks.push_back(checkAll(capture.events, threads));
        const auto imported = importInto(folder.filePath(QStringLiteral("%1.sqlite").arg(round)), capture);
        imports.push_back(imported.seconds);
        bytes = imported.bytes;
    }
    const double check = median(checks);
    const double import = median(imports);
    std::printf("%zu events of %d jobs, %u threads, median of %d rounds\n", capture.events.size(),
                captureJobs, threads, rounds);
    std::printf("%-42s %8.0f events/s\n", "signature checks alone", count / check);
    std::printf("%-42s %8.0f events/s  %.2f x the checks\n", "import: file to committed database",
                count / import, import / check);
    std::printf("%-42s %8.0f bytes (JSON %.0f)\n", "file size for an event",
                static_cast<double>(bytes) / count,
                static_cast<double>(QFileInfo(capture.path).size()) / count);
    return 0;
}
