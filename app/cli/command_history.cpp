// SPDX-License-Identifier: GPL-3.0-or-later
// What was there before: `backfill` fetches it from relays, `coverage` says what was surely heard.
#include "answers.h"
#include "arguments.h"
#include "collector.h"
#include "command.h"
#include "format.h"
#include "output.h"
#include "progress_line.h"
#include "shared/stop_signal.h"
#include "window_options.h"

#include <QCoreApplication>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>

namespace dvmdash::cli
{

namespace
{

using engine::HistoryProgress;
using State = relay::HistoryStatus::State;

// --- backfill ----------------------------------------------------------------------------------------------

struct BackfillArguments {
    std::vector<std::string> relays;
    std::string since;
    std::string until;
    std::string keyFile;
    ConnectionArguments connection;
    bool oldestFirst = false;
};

/// Has each relay give its past, and stops the collector when all have.
class Backfill : public QObject
{
public:
    Backfill(Collector &collector, const QStringList &relays, const BackfillArguments &arguments)
        : m_collector(collector)
    {
        const std::int64_t now = unixNow();
        engine::HistoryRequest request;
        request.from = timeFromText("--since", arguments.since, now);
        request.until = arguments.until.empty() ? now + 1 : timeFromText("--until", arguments.until, now);
        request.oldest_first = arguments.oldestFirst;
        if (request.from >= request.until)
            throw UsageError(QStringLiteral("--since must lie before --until"));
        for (const QString &url : relays) {
            request.relay = url;
            m_progress[url].request = request;
        }
        connect(&collector, &Collector::running, this, [this] {
            for (const auto &[url, progress] : m_progress)
                m_collector.engine().fetchHistory(progress.request);
        });
        connect(&collector.engine(), &engine::Engine::historyChanged, this,
                [this](const HistoryProgress &progress) { note(progress); });
    }

    const std::map<QString, HistoryProgress> &progress() const { return m_progress; }
    void clearLine() { m_line.clear(); }

private:
    void note(const HistoryProgress &progress)
    {
        m_progress[progress.request.relay] = progress;
        double share = 0;
        std::int64_t events = 0;
        double rate = 0;
        std::int64_t remaining = 0; // they go on beside each other
        for (const auto &[url, one] : m_progress) {
            share += one.isOver() ? 1 : one.share;
            events += one.events;
            rate += one.isOver() ? 0 : one.events_per_second;
            remaining = std::max(remaining, one.isOver() ? 0 : one.remaining_s);
        }
        QString text = QStringLiteral("%1 % of the past, %2 events, %3/s")
                           .arg(static_cast<int>(100 * share / static_cast<double>(m_progress.size())))
                           .arg(grouped(events), grouped(static_cast<std::int64_t>(rate)));
        if (remaining > 0)
            text += QStringLiteral(", some %1 left").arg(roughDuration(remaining));
        m_line.show(text);
        const bool isOver = std::all_of(m_progress.begin(), m_progress.end(),
                                        [](const auto &one) { return one.second.isOver(); });
        if (isOver)
            m_collector.stop();
    }

    Collector &m_collector;
    ProgressLine m_line;
    std::map<QString, HistoryProgress> m_progress;
};

const char *wordFor(State state)
{
    switch (state) {
    case State::Waiting:
        return "waiting";
    case State::Going:
        return "broken off";
    case State::Done:
        return "done";
    case State::Failed:
        return "failed";
    }
    return "?";
}

nlohmann::ordered_json toJson(const HistoryProgress &progress)
{
    nlohmann::ordered_json json;
    json["url"] = progress.request.relay.toStdString();
    json["state"] = wordFor(progress.state);
    json["detail"] = progress.words.toStdString();
    json["since"] = isoSeconds(progress.request.from);
    json["until"] = isoSeconds(progress.request.until);
    json["share"] = rounded(progress.share, 4);
    json["events"] = progress.events;
    json["pages"] = progress.pages;
    json["unproven_seconds"] = progress.unproven;
    json["counted_by_relay"] = progress.counted;
    json["counted_and_missing"] = progress.uncounted;
    return json;
}

void printBackfill(Output &output, const Backfill &backfill, const ingest::SourceCounters &counters,
                   bool json)
{
    if (json) {
        nlohmann::ordered_json result;
        result["relays"] = nlohmann::ordered_json::array();
        for (const auto &[url, progress] : backfill.progress())
            result["relays"].push_back(toJson(progress));
        result["read"] = counters.read;
        result["accepted"] = counters.accepted;
        result["duplicate"] = counters.duplicate;
        result["rejected"] = rejectedToJson(counters);
        output.jsonLine(result);
        return;
    }
    for (const auto &[url, progress] : backfill.progress()) {
        QString text = QStringLiteral("%1  %2 events in %3 pages")
                           .arg(url, grouped(progress.events), grouped(progress.pages));
        if (progress.state == State::Going)
            text += QStringLiteral(", %1 % of the time").arg(static_cast<int>(100 * progress.share));
        if (progress.unproven > 0)
            text += QStringLiteral(", %1 without proof that all came").arg(roughDuration(progress.unproven));
        if (progress.uncounted > 0)
            text += QStringLiteral(", %1 fewer than the relay counts").arg(grouped(progress.uncounted));
        if (!progress.words.isEmpty())
            text += QStringLiteral(". ") + progress.words;
        output.line(field(QString::fromLatin1(wordFor(progress.state)), text));
    }
    for (const QString &line : counterLines(counters))
        output.line(line);
}

int runBackfill(const Invocation &invocation, const BackfillArguments &arguments)
{
    const QStringList urls = relayUrlsFromArguments("--relay", arguments.relays);
    engine::EngineConfig config;
    for (const QString &url : urls)
        config.relays.append({url, true});
    config.lookups.hinted_relays = false;
    config.proxies = proxiesFromArguments(arguments.connection);
    config.ask_system_network = true;
    config.key = secretKeyFromFile("--key-file", arguments.keyFile);
    config.database = invocation.databasePathForWriting();

    Collector collector(std::move(config));
    Backfill backfill(collector, urls, arguments);
    app::StopSignal stopSignal;
    QObject::connect(&stopSignal, &app::StopSignal::requested, &collector, &Collector::stop);
    QObject::connect(&collector, &Collector::finished, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    collector.start();
    QCoreApplication::exec();
    backfill.clearLine();

    Output output;
    if (!collector.failed())
        printBackfill(output, backfill, collector.summary().counters, invocation.json);
    const int written = output.finish();
    if (collector.failed()) {
        complain(collector.errorText());
        return Failed;
    }
    const auto &all = backfill.progress();
    const bool cameThrough =
        std::any_of(all.begin(), all.end(), [](const auto &one) { return one.second.state == State::Done; });
    return cameThrough ? written : Failed;
}

// --- coverage ----------------------------------------------------------------------------------------------

struct CoverageArguments {
    std::vector<std::string> relays;
    WindowOptions window;
};

struct Covered {
    std::string relay;
    store::IntervalSet inside; ///< of the window
};

std::vector<Covered> coveredIn(const engine::Coverages &coverages, const metrics::TimeWindow &window,
                               const QStringList &relays)
{
    std::vector<Covered> found;
    for (const auto &one : coverages.relays) {
        if (!relays.isEmpty() && !relays.contains(QString::fromStdString(one.relay)))
            continue;
        Covered covered{one.relay, {}};
        for (const auto &[from, until] : one.covered.intervals())
            covered.inside.add(std::max(from, window.since), std::min(until, window.until));
        if (covered.inside.total() > 0)
            found.push_back(std::move(covered));
    }
    return found;
}

int runCoverage(const Invocation &invocation, const CoverageArguments &arguments)
{
    const metrics::TimeWindow window = arguments.window.meant();
    const QStringList relays =
        arguments.relays.empty() ? QStringList() : relayUrlsFromArguments("--relay", arguments.relays);
    auto archive = openArchive(invocation);
    const auto found = coveredIn(ask(archive, engine::CoverageQuestion{}), window, relays);
    store::IntervalSet together;
    for (const Covered &one : found)
        for (const auto &[from, until] : one.inside.intervals())
            together.add(from, until);
    const bool isBounded = window.until != metrics::TimeWindow::forever && window.since > 0;
    const auto share = [&](const store::IntervalSet &covered) {
        return static_cast<double>(covered.total()) / static_cast<double>(window.length());
    };
    Output output;
    if (invocation.json) {
        const auto listed = [&](const store::IntervalSet &covered) {
            nlohmann::ordered_json json;
            json["seconds"] = covered.total();
            json["share"] = isBounded ? nlohmann::ordered_json(rounded(share(covered), 6)) : nullptr;
            json["intervals"] = nlohmann::ordered_json::array();
            for (const auto &[from, until] : covered.intervals())
                json["intervals"].push_back({isoSeconds(from), isoSeconds(until)});
            return json;
        };
        nlohmann::ordered_json result;
        result["together"] = listed(together);
        result["relays"] = nlohmann::ordered_json::array();
        for (const Covered &one : found) {
            nlohmann::ordered_json json{{"url", one.relay}};
            json.update(listed(one.inside));
            result["relays"].push_back(std::move(json));
        }
        output.jsonLine(result);
        return output.finish();
    }
    const auto summary = [&](const store::IntervalSet &covered) {
        QString text = roughDuration(covered.total());
        if (isBounded)
            text += QStringLiteral(", %1 % of the window").arg(100 * share(covered), 0, 'f', 1);
        return text;
    };
    output.line(field(QStringLiteral("together"), summary(together)));
    for (const Covered &one : found) {
        output.line(field(QStringLiteral("relay"),
                          QString::fromStdString(one.relay) + QStringLiteral("  ") + summary(one.inside)));
        for (const auto &[from, until] : one.inside.intervals())
            output.line(
                field(QString(), QString::fromStdString(isoSeconds(from) + " to " + isoSeconds(until))));
    }
    return output.finish();
}

CLI::Option *addRelayOption(CLI::App &command, std::vector<std::string> &relays, const char *words)
{
    return command.add_option("--relay", relays, words)
        ->type_name("URL")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

} // namespace

void addBackfillCommand(CLI::App &app, Invocation &invocation)
{
    auto arguments = std::make_shared<BackfillArguments>();
    CLI::App &command = addCommand(app, invocation, "backfill", "Fetch what relays have of the past",
                                   [&invocation, arguments] { return runBackfill(invocation, *arguments); });
    addRelayOption(command, arguments->relays, "Relay to ask; may be repeated")->required();
    command.add_option("--since", arguments->since, "From this time on, such as 30d (ago)")
        ->type_name("TIME")
        ->required();
    command.add_option("--until", arguments->until, "Up to this time (default: now)")->type_name("TIME");
    addKeyOption(command, arguments->keyFile);
    addConnectionOptions(command, arguments->connection);
    command.add_flag("--oldest-first", arguments->oldestFirst,
                     "Day by day from the oldest on; relays give the newest first, so this takes more pages");
    command.footer(
        "What a relay surely gave before is not asked again: broken off with Ctrl+C, or killed, the same "
        "command goes on where it was. Live events are taken in meanwhile. 'dvmdash-cli coverage' shows "
        "what is covered then.");
}

void addCoverageCommand(CLI::App &app, Invocation &invocation)
{
    auto arguments = std::make_shared<CoverageArguments>();
    CLI::App &command =
        addCommand(app, invocation, "coverage", "For which times all was surely heard, by relay",
                   [&invocation, arguments] { return runCoverage(invocation, *arguments); });
    addRelayOption(command, arguments->relays, "Only this relay; may be repeated");
    addWindowOptions(command, arguments->window);
    command.footer(
        "Requests, results and feedback are meant. Silence is only judged where somebody listened.");
}

} // namespace dvmdash::cli
