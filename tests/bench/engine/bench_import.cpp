// SPDX-License-Identifier: GPL-3.0-or-later
// A capture through the whole of core, from a file to a committed database, beside the bare signature checks
// of the same events on all cores (L, with parsed keys). What the rows mean stands in tests/bench/README.md.
//
//     bench_import [--events N] [--rounds N] [--json FILE]
#include "common/capture.h"
#include "dvm/kinds.h"
#include "engine/answers.h"
#include "engine/import.h"
#include "nostr/parser.h"
#include "nostr/verifier.h"
#include "store/prepared.h"
#include "store/writer_thread.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

using namespace dvmdash;
using namespace dvmdash::bench;

namespace
{

constexpr std::size_t eventsOfStages = 40'000;
constexpr std::size_t itemsAtOnce = 64;

Spent importInto(const QString &database, const Capture &capture, bool again)
{
    return measured([&] {
        const auto result = engine::importFiles(database, {capture.path});
        const auto all = static_cast<std::int64_t>(capture.events.size());
        require(result.ok && (again ? result.counters.duplicate : result.counters.accepted) == all,
                qPrintable(result.error));
    });
}

/// What each stage takes of one core, in microseconds an event.
class Stages
{
public:
    explicit Stages(const Capture &capture)
        : m_capture(capture)
        , m_count(std::min(eventsOfStages, capture.events.size()))
    {
    }

    std::vector<std::pair<std::string, double>> run(const QString &folder)
    {
        nostr::EventParser parser;
        nostr::Verifier verifier;
        nostr::Verifier forgetful(1);
        const auto check = [this](nostr::Verifier &with, std::size_t i) {
            const nostr::Event &event = m_capture.events[i];
            require(!with.checkSignature(event.pubkey, event.id.view(), event.sig), "a signature");
        };
        std::vector<std::pair<std::string, double>> rows;
        const auto add = [&](const char *name, double us) { rows.emplace_back(name, us); };
        add("JSON",
            each([&](std::size_t i) { require(parser.parse(m_capture.lines[i]).index() == 0, "a line"); }));
        add("id (SHA-256)",
            each([&](std::size_t i) { require(nostr::idMatches(m_capture.events[i]), "an id"); }));
        each([&](std::size_t i) { check(verifier, i); });
        const double signature = each([&](std::size_t i) { check(verifier, i); });
        add("signature, key parsed", signature);
        add("parsing the key", each([&](std::size_t i) { check(forgetful, i); }) - signature);
        const double compress = each([&](std::size_t i) {
            store::encodePayload(m_capture.events[i].tags, m_capture.events[i].content);
        });
        add("compression", compress);
        const double prepare = each([&](std::size_t i) {
            store::prepare({m_capture.events[i], 0, m_capture.events[i].created_at * 1000, false},
                           dvm::KindTable::standard());
        });
        add("reading it as a DVM's, with a copy", prepare - compress);
        const double bare = written(folder + QStringLiteral("/bare.sqlite"), false);
        add("rows, indexes, job state (writer)", bare);
        add("rollups (writer)", written(folder + QStringLiteral("/counted.sqlite"), true) - bare);
        return rows;
    }

private:
    double each(const std::function<void(std::size_t)> &work) const
    {
        const Spent spent = measured([&] {
            for (std::size_t i = 0; i < m_count; ++i)
                work(i);
        });
        return spent.cpu * 1e6 / static_cast<double>(m_count);
    }

    /// By the writer's own clock.
    double written(const QString &database, bool counted) const
    {
        ingest::CounterBoard counters;
        store::WriterSettings settings;
        settings.commit_interval_ms = 2'000;
        settings.commit_items = 48'000;
        settings.notice_rows = 0;
        if (counted)
            settings.makeListener = engine::countInRollups;
        store::WriterThread writer(store::StoreFile(database.toStdString()), dvm::KindTable::standard(),
                                   counters, settings, {}, {});
        writer.nameRelay(0, "file:bench");
        ingest::Batch batch;
        for (std::size_t i = 0; i < m_count; ++i) {
            const nostr::Event &event = m_capture.events[i];
            batch.emplace_back(writer.prepare({event, 0, event.created_at * 1000, false}));
            if (batch.size() == itemsAtOnce || i + 1 == m_count)
                writer.deliver(std::exchange(batch, {}));
        }
        require(writer.finish() == 0, "events could not be written");
        return static_cast<double>(counters.snapshot().write_us) / static_cast<double>(m_count);
    }

    const Capture &m_capture;
    const std::size_t m_count;
};

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser options;
    options.addOption({QStringLiteral("events"), QString(), QStringLiteral("N"), QStringLiteral("200000")});
    options.addOption({QStringLiteral("rounds"), QString(), QStringLiteral("N"), QStringLiteral("3")});
    options.addOption({QStringLiteral("json"), QString(), QStringLiteral("FILE")});
    options.process(application);
    const int rounds = std::max(1, options.value(QStringLiteral("rounds")).toInt());

    const QTemporaryDir folder;
    CaptureSettings wanted;
    wanted.events = std::max(1'000, options.value(QStringLiteral("events")).toInt());
    const Capture capture = makeCapture(folder.path(), wanted);
    const auto count = static_cast<double>(capture.events.size());
    std::vector<double> limits, shares, cpuShares, faster;
    std::int64_t bytes = 0;
    for (int round = 0; round < rounds; ++round) {
        const QString database = folder.filePath(QStringLiteral("%1.sqlite").arg(round));
        const Spent checks = checkAll(capture.events);
        const Spent first = importInto(database, capture, false);
        const Spent again = importInto(database, capture, true);
        limits.push_back(count / checks.wall);
        shares.push_back(checks.wall / first.wall);
        cpuShares.push_back(checks.cpu / first.cpu);
        faster.push_back(first.wall / again.wall);
        bytes = QFileInfo(database).size();
        QFile::remove(database);
    }
    const double json = static_cast<double>(QFileInfo(capture.path).size()) / count;
    const double perEvent = static_cast<double>(bytes) / count;
    std::printf("%.0f events, %u cores, median of %d rounds\n", count, std::thread::hardware_concurrency(),
                rounds);
    std::printf("%-44s %10.0f events/s\n", "L: signatures alone, keys parsed", median(limits));
    std::printf("%-44s %10.2f L\n", "import into an empty file", median(shares));
    std::printf("%-44s %10.2f L\n", "the same, by processor time", median(cpuShares));
    std::printf("%-44s %10.1f times as fast\n", "import of the same again", median(faster));
    std::printf("%-44s %10.0f (JSON %.0f)\n", "bytes of the file for an event", perEvent, json);
    std::printf("\nof one core, for an event\n");
    nlohmann::json stages = nlohmann::json::object();
    for (const auto &[name, us] : Stages(capture).run(folder.path())) {
        std::printf("%-44s %10.2f us\n", name.c_str(), us);
        stages[name] = us;
    }
    if (!options.isSet(QStringLiteral("json")))
        return 0;
    const nlohmann::json result{{"events", count},
                                {"cores", std::thread::hardware_concurrency()},
                                {"limit_per_second", median(limits)},
                                {"import_of_limit", median(shares)},
                                {"import_of_limit_by_cpu", median(cpuShares)},
                                {"again_times_as_fast", median(faster)},
                                {"bytes_per_event", perEvent},
                                {"json_bytes_per_event", json},
                                {"stages_us", stages}};
    QFile file(options.value(QStringLiteral("json")));
    require(file.open(QIODevice::WriteOnly), "the JSON file cannot be written");
    file.write(QByteArray::fromStdString(result.dump(2)) + '\n');
    return 0;
}
