// SPDX-License-Identifier: GPL-3.0-or-later
// Events over real WebSockets on loopback, from a relay in a process of its own: how many are stored a
// second, what a copy costs, how long a row takes to be seen, and what answers cost meanwhile. What the rows
// mean stands in tests/bench/README.md.
//
//     bench_stream [--events N] [--rounds N] [--only flood|copies|questions|start|window] [--over FILE]
//     [--json FILE]
//
// With --over questions and the window are measured on this database, to which the events are added.
#include "common/capture.h"
#include "stream/asked_questions.h"
#include "stream/busy_probe.h"
#include "stream/flood.h"
#include "stream/raw_relay.h"
#include "stream/relay_process.h"
#include "stream/run_until.h"
#include "stream/window_latency.h"

#include <QCommandLineParser>
#include <QDateTime>
#include <QFile>
#include <QTemporaryDir>

#include <cstdio>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

using namespace dvmdash;
using namespace dvmdash::bench;

namespace
{

constexpr std::int64_t day = 86'400;
const QString moneyAsked = QStringLiteral("money");

class Program
{
public:
    Program(ProbedApplication &application, QCommandLineParser &options)
        : m_application(application)
        , m_only(options.value(QStringLiteral("only")))
        , m_over(options.value(QStringLiteral("over")))
        , m_rounds(std::max(1, options.value(QStringLiteral("rounds")).toInt()))
    {
        CaptureSettings wanted;
        wanted.events = std::max(1'000, options.value(QStringLiteral("events")).toInt());
        // All of it in the last two days: what pages show by default is full of it.
        wanted.start = QDateTime::currentSecsSinceEpoch() - 2 * day;
        wanted.secondsPerJob = static_cast<double>(2 * day - 3'600) / (wanted.events / 4);
        m_capture = makeCapture(m_folder.path(), wanted);
        m_json["cores"] = std::thread::hardware_concurrency();
        std::printf("%zu events, %u cores, median of %d rounds\n", m_capture.events.size(),
                    std::thread::hardware_concurrency(), m_rounds);
    }

    void run()
    {
        if (wants("flood") || wants("copies"))
            measureFloods();
        if (wants("questions"))
            measureQuestions();
        if (wants("start") && !m_over.isEmpty())
            measureStarts();
        if (wants("window"))
            measureWindows();
    }
    const nlohmann::json &json() const { return m_json; }

private:
    bool wants(const char *what) const { return m_only.isEmpty() || m_only == QLatin1String(what); }
    QString database(const char *name, int round) const
    {
        return m_folder.filePath(QStringLiteral("%1-%2.sqlite").arg(QLatin1String(name)).arg(round));
    }
    QString databaseOr(const char *name) const { return m_over.isEmpty() ? database(name, 0) : m_over; }
    std::int64_t since() const { return m_capture.events.front().created_at - 1; }

    void row(const char *key, const char *name, double value, const char *unit, int digits = 2)
    {
        std::printf("%-52s %10.*f %s\n", name, digits, value, unit);
        std::fflush(stdout);
        m_json[key] = value;
    }

    /// One value a round for each name.
    using Series = std::map<std::string, std::vector<double>>;

    static void noteParts(Series &series, const std::string &name, const Flood &flood)
    {
        series[name].push_back(flood.usOf(flood.spent.cpu));
        series[name + "_network"].push_back(flood.usOf(flood.network));
        series[name + "_workers"].push_back(flood.usOf(flood.workers));
        series[name + "_writer"].push_back(flood.usOf(flood.rest));
    }

    void rowsOfParts(const Series &series, const std::string &name, const char *words)
    {
        const auto part = [&](const std::string &key, const char *text) {
            row((key + "_us").c_str(), text, median(series.at(key)), "us");
        };
        part(name, words);
        part(name + "_network", "  network thread, with its QWebSocket");
        part(name + "_workers", "  verify workers");
        part(name + "_writer", "  writer, and the little that is left");
    }

    void measureFloods()
    {
        Series series;
        for (int round = 0; round < m_rounds; ++round) {
            const Spent checks = checkAll(m_capture.events);
            const auto events = static_cast<double>(m_capture.events.size());
            CountingEngine engine(database("flood", round), since());
            RelayProcess relay(m_capture.path);
            engine.addRelay(relay.url());
            relay.waitUntilAsked(moneyAsked);
            const Flood first = engine.flood(relay);
            require(first.counted.rejectedTotal() == 0, "a good frame was rejected");
            const auto frames = static_cast<double>(first.frames);
            series["limit"].push_back(events / checks.wall);
            series["wall"].push_back(checks.wall / events / (first.spent.wall / frames));
            series["cpu"].push_back(checks.cpu / events / (first.spent.cpu / frames));
            series["relay"].push_back(first.usOf(first.relayCpu));
            noteParts(series, "frame", first);
            m_json["frames"] = first.frames;
            if (!wants("copies"))
                continue;
            series["socket"].push_back(bareSocket());
            noteParts(series, "copy", copiesFrom(engine));
            noteParts(series, "again", engine.flood(relay));
        }
        row("limit_per_second", "L: signatures alone, keys parsed", median(series["limit"]), "events/s", 0);
        row("stored_of_limit", "stored from a relay that floods", median(series["wall"]), "L");
        row("stored_of_limit_by_cpu", "the same, by processor time of ours", median(series["cpu"]), "L");
        rowsOfParts(series, "frame", "all our threads, for a frame");
        row("frame_relay_us", "the serving process, besides", median(series["relay"]), "us");
        if (!wants("copies"))
            return;
        const double socket = median(series["socket"]);
        row("socket_us", "a bare QWebSocket that reads the same, for a frame", socket, "us");
        rowsOfParts(series, "copy", "a copy from a second relay, all our threads");
        row("copy_core_us", "  without what the bare QWebSocket takes", median(series["copy"]) - socket,
            "us");
        rowsOfParts(series, "again", "a copy from the same relay, all our threads");
        row("again_core_us", "  without what the bare QWebSocket takes", median(series["again"]) - socket,
            "us");
    }

    double bareSocket() const
    {
        RelayProcess relay(m_capture.path);
        const Flood flood = floodBareSocket(relay);
        return flood.usOf(flood.spent.cpu);
    }

    Flood copiesFrom(CountingEngine &engine) const
    {
        RelayProcess relay(m_capture.path);
        engine.addRelay(relay.url());
        relay.waitUntilAsked(moneyAsked);
        const Flood flood = engine.flood(relay);
        // By now more DVMs are known, so the second relay is asked for a little more than the first.
        require(flood.counted.duplicate >= flood.frames * 99 / 100, "copies were taken for something else");
        return flood;
    }

    void measureQuestions()
    {
        CountingEngine engine(databaseOr("asked"), since());
        RelayProcess relay(m_capture.path);
        engine.addRelay(relay.url());
        relay.waitUntilAsked(moneyAsked);
        AskedQuestions questions(engine.engine());
        questions.start();
        const Flood flood = engine.flood(relay);
        questions.stop();
        require(!questions.hasFailed(), "a question was not answered");
        std::printf("\nwhile %.0f events a second are stored, from a question to its answer\n",
                    static_cast<double>(flood.frames) / flood.spent.wall);
        const std::vector<double> all = questions.all();
        row("asked_median_ms", "all questions of the pages, median", median(all), "ms", 1);
        row("asked_p99_ms", "  99th percentile", percentile(all, 0.99), "ms", 1);
        row("asked_most_ms", "  longest", percentile(all, 1), "ms", 1);
        for (const auto &[question, waits] : questions.waits())
            if (!waits.empty())
                row(("asked_most_ms_" + question).c_str(), ("  " + question + ": longest").c_str(),
                    percentile(waits, 1), "ms", 1);
    }

    void measureStarts()
    {
        LatencySettings settings;
        settings.folder = m_folder.path();
        settings.database = m_over;
        Series series;
        for (int round = 0; round < m_rounds; ++round) {
            const StartMeasured start = measureStart(m_application, settings);
            series["running"].push_back(start.running);
            series["numbers"].push_back(start.numbers);
        }
        std::printf("\nfrom nothing, over that file\n");
        row("start_running_ms", "to the window, with the file open", median(series["running"]), "ms", 0);
        row("start_numbers_ms", "to the numbers of the file on it", median(series["numbers"]), "ms", 0);
    }

    void measureWindows()
    {
        LatencySettings settings;
        settings.folder = m_folder.path();
        settings.database = databaseOr("window");
        CaptureSettings wanted;
        wanted.seed = 12;
        wanted.events = 60 * settings.perSecond;
        // The newest jobs are what a page shows first, whatever the file holds; what is dated ahead it does not.
        wanted.start = QDateTime::currentSecsSinceEpoch() - 120;
        wanted.secondsPerJob = 60.0 / (wanted.events / 4);
        wanted.heartbeats = false;
        const Capture capture = makeCapture(m_folder.path(), wanted);
        if (m_over.isEmpty()) {
            CountingEngine filled(settings.database, since());
            RelayProcess relay(m_capture.path);
            filled.addRelay(relay.url());
            relay.waitUntilAsked(moneyAsked);
            filled.flood(relay);
        }
        const WindowMeasured measured = measureWindow(m_application, capture, settings);
        std::printf("\n%d events a second with the window open, over a file of %lld\n", settings.perSecond,
                    static_cast<long long>(measured.stored));
        for (const PageLatency &page : measured.pages) {
            std::printf("%s page, %zu of %lld rows were shown\n", page.page.c_str(), page.ms.size(),
                        static_cast<long long>(page.expected));
            const auto add = [&](const char *key, const char *name, double value) {
                row((page.page + '_' + key).c_str(), name, value, "ms", 1);
            };
            add("rows_shown_of_all", "  share of the rows that were shown, of 1",
                static_cast<double>(page.ms.size()) / static_cast<double>(page.expected));
            add("row_median_ms", "  from the frame sent to its row, median", median(page.ms));
            add("row_p99_ms", "  99th percentile", percentile(page.ms, 0.99));
            add("row_most_ms", "  longest", percentile(page.ms, 1));
            add("busy_wall_ms", "  longest busy stretch of the GUI thread", page.busy.byWall.wall_ms);
            add("busy_cpu_ms", "  the same, by its processor time", page.busy.byCpu.cpu_ms);
            std::printf("    most of it: %s\n", page.busy.byCpu.most.c_str());
        }
    }

    ProbedApplication &m_application;
    const QString m_only;
    const QString m_over; ///< may be empty
    const int m_rounds;
    QTemporaryDir m_folder;
    Capture m_capture;
    nlohmann::json m_json = nlohmann::json::object();
};

} // namespace

int main(int argc, char *argv[])
{
    if (argc > 2 && std::strcmp(argv[1], "--serve") == 0) {
        const QCoreApplication application(argc, argv);
        return serveFrom(argv[2]);
    }
    ProbedApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    QCommandLineParser options;
    options.addOption({QStringLiteral("events"), QString(), QStringLiteral("N"), QStringLiteral("120000")});
    options.addOption({QStringLiteral("rounds"), QString(), QStringLiteral("N"), QStringLiteral("3")});
    options.addOption({QStringLiteral("only"), QString(), QStringLiteral("PART")});
    options.addOption({QStringLiteral("over"), QString(), QStringLiteral("FILE")});
    options.addOption({QStringLiteral("json"), QString(), QStringLiteral("FILE")});
    options.process(application);
    Program program(application, options);
    program.run();
    if (!options.isSet(QStringLiteral("json")))
        return 0;
    QFile file(options.value(QStringLiteral("json")));
    require(file.open(QIODevice::WriteOnly), "the JSON file cannot be written");
    file.write(QByteArray::fromStdString(program.json().dump(2)) + '\n');
    return 0;
}
