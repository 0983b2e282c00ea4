// SPDX-License-Identifier: GPL-3.0-or-later
// How the import keeps its pace while the file grows: a million events after the other into one database,
// each beside the bare signature checks of (a part of) the same events. tests/bench/README.md says what the
// columns mean.
//
//     bench_growth [--millions N] [--folder FOLDER] [--json FILE]
//
// With --folder the database stays there, as growth.sqlite, for other measurements on a large file.
#include "common/capture.h"
#include "engine/import.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

using namespace dvmdash;
using namespace dvmdash::bench;

namespace
{

constexpr int eventsAtOnce = 1'000'000;
constexpr std::size_t eventsOfTheLimit = 200'000;
constexpr double secondsPerJob = 6; ///< as in bench_import: 10 million events are half a year

struct Stretch {
    double millions = 0; ///< events in the file, after it
    double limit = 0;    ///< L, events a second
    double perSecond = 0;
    double share = 0; ///< of L, by the clock on the wall
    double cpuShare = 0;
    double bytesPerEvent = 0;
};

/// Makes the next million events, imports them and deletes their file.
Stretch grow(const QString &folder, const QString &database, int index, std::int64_t &start, double &stored)
{
    CaptureSettings wanted;
    wanted.events = eventsAtOnce;
    wanted.seed = 100 + static_cast<std::uint64_t>(index);
    wanted.cast_seed = 100;
    wanted.start = start;
    wanted.secondsPerJob = secondsPerJob;
    const auto made = [&] {
        Capture capture = makeCapture(folder, wanted);
        const auto count = static_cast<double>(capture.events.size());
        start = capture.events.back().created_at + 1;
        capture.events.resize(std::min(capture.events.size(), eventsOfTheLimit));
        return std::tuple(capture.path, count, std::move(capture.events));
    };
    const auto [path, count, events] = made();
    const auto some = static_cast<double>(events.size());
    const Spent checks = checkAll(events);
    const Spent spent = measured([&, &path = path, &count = count] {
        const auto result = engine::importFiles(database, {path});
        require(result.ok && static_cast<double>(result.counters.accepted) == count,
                qPrintable(result.error));
    });
    QFile::remove(path);
    stored += count;
    Stretch stretch;
    stretch.millions = stored / 1e6;
    stretch.limit = some / checks.wall;
    stretch.perSecond = count / spent.wall;
    stretch.share = stretch.perSecond / stretch.limit;
    stretch.cpuShare = (checks.cpu / some) / (spent.cpu / count);
    stretch.bytesPerEvent = static_cast<double>(QFileInfo(database).size()) / stored;
    return stretch;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser options;
    options.addOption({QStringLiteral("millions"), QString(), QStringLiteral("N"), QStringLiteral("3")});
    options.addOption({QStringLiteral("folder"), QString(), QStringLiteral("FOLDER")});
    options.addOption({QStringLiteral("json"), QString(), QStringLiteral("FILE")});
    options.process(application);
    const int millions = std::max(1, options.value(QStringLiteral("millions")).toInt());
    const QTemporaryDir passing;
    const QString folder =
        options.isSet(QStringLiteral("folder")) ? options.value(QStringLiteral("folder")) : passing.path();
    require(QDir().mkpath(folder), "the folder cannot be made");
    const QString database = QDir(folder).filePath(QStringLiteral("growth.sqlite"));
    require(!QFile::exists(database), "the folder holds a growth.sqlite already: remove it or name another");

    std::printf("%10s %12s %12s %8s %8s %12s\n", "million", "L, events/s", "events/s", "of L", "by CPU",
                "bytes/event");
    nlohmann::json rows = nlohmann::json::array();
    // The last event is of shortly before now, as in a file that was written as it all happened.
    constexpr std::int64_t answersAfter = 700; // about as long a million goes on after its last request
    const auto span = (static_cast<std::int64_t>(secondsPerJob * eventsAtOnce / 4) + answersAfter) * millions;
    std::int64_t start = QDateTime::currentSecsSinceEpoch() - span;
    double stored = 0;
    for (int i = 0; i < millions; ++i) {
        const Stretch s = grow(folder, database, i, start, stored);
        std::printf("%10.2f %12.0f %12.0f %8.2f %8.2f %12.0f\n", s.millions, s.limit, s.perSecond, s.share,
                    s.cpuShare, s.bytesPerEvent);
        std::fflush(stdout);
        rows.push_back({{"events_millions", s.millions},
                        {"limit_per_second", s.limit},
                        {"import_per_second", s.perSecond},
                        {"import_of_limit", s.share},
                        {"import_of_limit_by_cpu", s.cpuShare},
                        {"bytes_per_event", s.bytesPerEvent}});
    }
    if (!options.isSet(QStringLiteral("json")))
        return 0;
    QFile file(options.value(QStringLiteral("json")));
    require(file.open(QIODevice::WriteOnly), "the JSON file cannot be written");
    file.write(QByteArray::fromStdString(rows.dump(2)) + '\n');
    return 0;
}
