// SPDX-License-Identifier: GPL-3.0-or-later
#include "collection.h"

#include "arguments.h"
#include "command.h"
#include "format.h"
#include "output.h"
#include "relay/relay_list.h"
#include "shared/stop_signal.h"

#include <QCoreApplication>
#include <QTimer>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <limits>

namespace dvmdash::cli
{

namespace
{

/// The relays of the kept list that are switched on. Empty, having complained, when there are none or the
/// list cannot be used: without a window nobody would see that other relays are asked.
relay::RelayList keptRelays(const CollectionArguments &arguments)
{
    relay::KeptRelays kept = relay::readKeptRelays(relaysFileFromArgument(arguments.relaysFile));
    if (!kept.problem.isEmpty()) {
        complain(kept.problem + QStringLiteral(" Mend it, take the default list with 'dvmdash-cli relays "
                                               "--default', or name relays with --relay."));
        return {};
    }
    kept.relays.removeIf([](const relay::RelayEntry &entry) { return !entry.enabled; });
    if (kept.relays.isEmpty())
        complain(QStringLiteral("no relay of the kept list is switched on: name one with --relay, or add or "
                                "enable one with 'dvmdash-cli relays --add URL' or '--enable URL'"));
    return kept.relays;
}

relay::RelayList relaysFrom(const CollectionArguments &arguments)
{
    if (arguments.relays.empty())
        return keptRelays(arguments);
    relay::RelayList list;
    const QStringList urls = relayUrlsFromArguments("--relay", arguments.relays);
    for (const QString &url : urls)
        list.append({url, true});
    return list;
}

int durationMilliseconds(const std::string &text)
{
    constexpr std::int64_t most = std::numeric_limits<int>::max() / 1000;
    const std::int64_t seconds = durationFromText("--for", text);
    if (seconds > most)
        throw UsageError(QStringLiteral("--for takes at most %1 days; leave it out to collect until Ctrl+C")
                             .arg(most / 86'400));
    return static_cast<int>(seconds * 1000);
}

nlohmann::ordered_json toJson(const engine::RelayActivity &relay)
{
    const relay::RelayStatus &status = relay.status;
    nlohmann::ordered_json json;
    json["url"] = status.url.toStdString();
    json["state"] = relay::linkStateName(status.state).toStdString();
    json["detail"] = status.detail.toStdString();
    json["frames"] = status.frames;
    json["bytes"] = status.bytes;
    json["accepted"] = relay.accepted;
    json["duplicate"] = relay.duplicates;
    json["rejected"] = relay.rejected;
    json["connections"] = status.connected_count;
    json["errors"] = status.error_count;
    json["auth_challenged"] = status.auth_challenged;
    json["latency_ms"] = status.latency_ms ? nlohmann::ordered_json(*status.latency_ms) : nullptr;
    return json;
}

void printSummary(Output &output, const CollectionSummary &summary, bool json)
{
    const auto &counters = summary.counters;
    if (json) {
        nlohmann::ordered_json result;
        result["seconds"] = rounded(summary.seconds, 3);
        result["relays"] = nlohmann::ordered_json::array();
        for (const auto &relay : summary.relays)
            result["relays"].push_back(toJson(relay));
        result["read"] = counters.read;
        result["accepted"] = counters.accepted;
        result["duplicate"] = counters.duplicate;
        result["rejected"] = rejectedToJson(counters);
        if (!summary.recording.file.isEmpty())
            result["recorded"] = {{"file", summary.recording.file.toStdString()},
                                  {"events", summary.recording.events},
                                  {"bytes", summary.recording.bytes}};
        output.jsonLine(result);
        return;
    }
    output.line(field(QStringLiteral("seconds"), QString::number(summary.seconds, 'f', 1)));
    for (const auto &relay : summary.relays)
        output.line(field(relay::linkStateName(relay.status.state),
                          QStringLiteral("%1  %2 frames, %3 new, %4 known, %5 rejected")
                              .arg(relay.status.url, grouped(relay.status.frames), grouped(relay.accepted),
                                   grouped(relay.duplicates), grouped(relay.rejected))));
    for (const QString &line : counterLines(counters))
        output.line(line);
    if (!summary.recording.file.isEmpty())
        output.line(field(QStringLiteral("recorded"),
                          QStringLiteral("%1 events, %2 bytes, last to %3")
                              .arg(grouped(summary.recording.events), grouped(summary.recording.bytes),
                                   summary.recording.file)));
}

/// Nothing was collected for no relay was ever reached.
bool nobodyAnswered(const CollectionSummary &summary)
{
    return std::none_of(summary.relays.begin(), summary.relays.end(), [](const auto &relay) {
        return relay.status.connected_count > 0 || relay.status.frames > 0;
    });
}

} // namespace

engine::EngineConfig collectionFrom(const CollectionArguments &arguments)
{
    engine::EngineConfig config;
    if (!arguments.since.empty())
        config.since = std::max<std::int64_t>(1, timeFromText("--since", arguments.since, unixNow()));
    config.relays = relaysFrom(arguments);
    config.key = secretKeyFromFile("--key-file", arguments.keyFile);
    config.proxies = proxiesFromArguments(arguments.connection);
    config.ask_system_network = true;
    config.lookups = {arguments.checkLnurl, arguments.checkNip05, !arguments.leaveHints};
    return config;
}

int runCollection(engine::EngineConfig config, const CollectionArguments &arguments, bool json)
{
    const int forMs = arguments.duration.empty() ? 0 : durationMilliseconds(arguments.duration);
    if (config.relays.isEmpty())
        return Failed;
    Collector collector(std::move(config));
    app::StopSignal stopSignal;
    QTimer end;
    end.setSingleShot(true);
    QObject::connect(&end, &QTimer::timeout, &collector, &Collector::stop);
    QObject::connect(&stopSignal, &app::StopSignal::requested, &collector, &Collector::stop);
    QObject::connect(&collector, &Collector::running, &end, [&end, forMs] {
        if (forMs > 0)
            end.start(forMs);
    });
    QObject::connect(&collector, &Collector::finished, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    collector.start();
    QCoreApplication::exec();

    const CollectionSummary &summary = collector.summary();
    Output output;
    if (!collector.failed() || summary.counters.read > 0)
        printSummary(output, summary, json);
    const int written = output.finish();
    if (!summary.recording.problem.isEmpty()) {
        complain(summary.recording.problem);
        return Failed;
    }
    if (collector.failed()) {
        complain(collector.errorText());
        return Failed;
    }
    if (nobodyAnswered(summary)) {
        complain(
            QStringLiteral("no relay could be reached: see the reasons above, check the addresses and the "
                           "network"));
        return Failed;
    }
    return written;
}

void addCollectionOptions(CLI::App &command, CollectionArguments &arguments)
{
    CLI::Option *relay =
        command
            .add_option("--relay", arguments.relays,
                        "Relay to listen to; may be repeated (default: those of the kept list that are on)")
            ->type_name("URL")
            ->expected(1)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command
        .add_option("--relays-file", arguments.relaysFile, "Kept list of relays (default: the desktop's own)")
        ->type_name("FILE")
        ->excludes(relay);
    command
        .add_option("--since", arguments.since,
                    "Also ask for stored events from this time on, such as 1d (ago)")
        ->type_name("TIME");
    command
        .add_option("--for", arguments.duration, "Stop after so long, such as 60s or 2h (default: at Ctrl+C)")
        ->type_name("DURATION");
    addKeyOption(command, arguments.keyFile);
    addConnectionOptions(command, arguments.connection);
    command.add_flag("--check-lnurl", arguments.checkLnurl,
                     "Ask the domains of the Lightning addresses of DVMs that were paid who signs their "
                     "receipts, so that receipts can be confirmed; they learn your network address");
    command.add_flag(
        "--check-nip05", arguments.checkNip05,
        "Ask the domains of the names of announced DVMs whether these are theirs; they learn your "
        "network address");
    command.add_flag(
        "--no-hints", arguments.leaveHints,
        "Do not visit relays that hints name for requests and inputs that no relay of the list had");
}

} // namespace dvmdash::cli
