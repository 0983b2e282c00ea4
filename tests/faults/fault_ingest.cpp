// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture.h"
#include "dvm/kinds.h"
#include "engine/answers.h"
#include "ingest/pipeline.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <thread>

/// Takes a capture into a database as fast as it can, to be killed meanwhile: `fault_ingest DATABASE JOBS
/// SEED`. The id of every event that the writer acknowledges goes to standard output before the next commit.
/// What the file holds already is not given again, so killed and started often enough it comes to an end.
namespace
{

using namespace dvmdash;

/// Small commits, so that there are many moments between two of them.
constexpr int commitIntervalMs = 3;
constexpr std::size_t eventsAtOnce = 40;

void acknowledge(const store::CommitNotice &notice)
{
    std::string lines;
    for (const auto &row : notice.events)
        lines += row.id.hex() + '\n';
    std::fwrite(lines.data(), 1, lines.size(), stdout);
    std::fflush(stdout);
}

int ingestAll(const QString &database, int jobs, std::uint64_t seed)
{
    auto events = test::captureOf(jobs, seed);
    if (QFileInfo::exists(database)) {
        const auto known = test::storedIds(database);
        std::erase_if(events, [&](const nostr::Event &event) { return known.contains(event.id.hex()); });
    }
    std::puts("opening");
    std::fflush(stdout);
    ingest::CounterBoard counters;
    store::WriterSettings settings;
    settings.commit_interval_ms = commitIntervalMs;
    settings.deadline_interval_ms = 20;
    settings.notice_rows = events.size();
    settings.makeListener = engine::countInRollups;
    settings.now_ms = [] { return test::afterCapture * 1000; };
    store::WriterThread writer(store::StoreFile(database.toStdString()), dvm::KindTable::standard(), counters,
                               settings, acknowledge,
                               [](const std::string &text) { std::fprintf(stderr, "%s\n", text.c_str()); });
    test::nameRelays(writer);
    ingest::PipelineSettings pipelineSettings;
    pipelineSettings.workers = 1;
    ingest::Pipeline pipeline(writer, counters, pipelineSettings);
    for (std::size_t i = 0; i < events.size(); ++i) {
        const std::int64_t received_ms = events[i].created_at * 1000 + 250;
        pipeline.accept({0, nullptr, nostr::toJson(events[i]), received_ms, i % 2 == 0});
        if (i % 8 == 0)
            pipeline.accept({1, nullptr, nostr::toJson(events[i]), received_ms + 40, false});
        if (i % eventsAtOnce != 0)
            continue;
        writer.cover({0, events[0].created_at, events[i].created_at});
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    pipeline.finish();
    return writer.finish() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    if (arguments.size() != 4) {
        std::fprintf(stderr, "fault_ingest DATABASE JOBS SEED\n");
        return 2;
    }
    try {
        return ingestAll(arguments.at(1), arguments.at(2).toInt(), arguments.at(3).toULongLong());
    } catch (const store::Error &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return EXIT_FAILURE;
    }
}
