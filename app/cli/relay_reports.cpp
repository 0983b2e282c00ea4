// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay_reports.h"

#include "arguments.h"
#include "engine/archive.h"
#include "format.h"
#include "output.h"
#include "safe_text.h"
#include "table.h"

#include <algorithm>
#include <array>

namespace dvmdash::cli
{

namespace
{

QString timeOrDash(std::int64_t milliseconds)
{
    return milliseconds == 0 ? QStringLiteral("-") : QString::fromStdString(isoSeconds(milliseconds / 1000));
}

void printTable(Output &output, const std::vector<engine::KnownRelay> &relays)
{
    if (relays.empty()) {
        output.line(QStringLiteral("No relay has given anything yet: collect or import first."));
        return;
    }
    constexpr int timeWidth = 20;
    constexpr int numberWidth = 12;
    qsizetype width = 5;
    for (const auto &relay : relays)
        width = std::max(width, safeLine(relay.url).size());
    const auto row = [&](const QString &url, const QString &events, const QString &first, const QString &last,
                         const QString &covered) {
        output.line(url.leftJustified(width) + events.rightJustified(numberWidth) + QStringLiteral("  ") +
                    first.leftJustified(timeWidth) + QStringLiteral("  ") + last.leftJustified(timeWidth) +
                    QStringLiteral("  ") + covered);
    };
    row(QStringLiteral("relay"), QStringLiteral("events"), QStringLiteral("first"), QStringLiteral("last"),
        QStringLiteral("covered"));
    for (const auto &relay : relays)
        row(safeLine(relay.url), grouped(relay.events), timeOrDash(relay.first_ms), timeOrDash(relay.last_ms),
            roughDuration(relay.covered_seconds));
}

nlohmann::ordered_json toJson(const std::vector<engine::KnownRelay> &relays)
{
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const auto &relay : relays)
        list.push_back({{"url", relay.url},
                        {"events", relay.events},
                        {"first_seen", isoOrNull(relay.first_ms)},
                        {"last_seen", isoOrNull(relay.last_ms)},
                        {"covered_seconds", relay.covered_seconds}});
    return {{"relays", list}};
}

/// The window of `--window`; everything without.
engine::TimeWindow windowOf(const std::string &text)
{
    if (text.empty())
        return engine::TimeWindow::everything();
    const WindowArgument window = windowFromArguments(text, {}, {}, unixNow());
    return {window.since, window.until};
}

nlohmann::ordered_json shareOrNull(const metrics::Rate &rate)
{
    const auto percent = rate.percent();
    return percent ? nlohmann::ordered_json(rounded(*percent / 100, 4)) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json toJson(const engine::RelayGiven &given)
{
    nlohmann::ordered_json json;
    json["url"] = given.url;
    json["events"] = given.events;
    json["looked_at"] = given.looked;
    json["only_here"] = given.only;
    json["only_here_share"] = shareOrNull(given.onlyShare());
    json["raced"] = given.raced;
    json["first"] = given.first;
    json["first_share"] = shareOrNull(given.firstShare());
    json["duplicates"] = given.late;
    json["duplicates_share"] = shareOrNull(given.duplicateShare());
    json["kinds_all"] = given.kinds_all;
    json["kinds"] = nlohmann::ordered_json::array();
    for (const auto &kind : given.kinds)
        json["kinds"].push_back({{"kind", kind.kind}, {"events", kind.events}});
    json["dvms_all"] = given.dvms_all;
    json["dvms"] = nlohmann::ordered_json::array();
    for (const auto &dvm : given.dvms)
        json["dvms"].push_back({{"pubkey", dvm.dvm.hex()}, {"events", dvm.events}});
    return json;
}

} // namespace

int showSeenRelays(const Invocation &invocation)
{
    auto archive = engine::Archive::open(invocation.databasePath());
    if (!archive) {
        complain(archive.error);
        return Failed;
    }
    const auto relays = archive.value->relays();
    if (!relays) {
        complain(relays.error);
        return Failed;
    }
    Output output;
    if (invocation.json)
        output.jsonLine(toJson(*relays));
    else
        printTable(output, *relays);
    return output.finish();
}

int showGiven(const Invocation &invocation, const std::string &window)
{
    auto archive = engine::Archive::open(invocation.databasePath());
    if (!archive) {
        complain(archive.error);
        return Failed;
    }
    const auto answer = archive.value->ask(engine::RelaysGivenQuestion{windowOf(window)});
    if (!answer) {
        complain(answer.error);
        return Failed;
    }
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const auto &given : answer->rows)
        rows.push_back(toJson(given));
    Output output;
    if (invocation.json) {
        output.jsonLine({{"since", isoSeconds(answer->window.since)},
                         {"until", isoSeconds(answer->window.until)},
                         {"looked_at_since", isoSeconds(answer->looked.since)},
                         {"looked_at", answer->looked_events},
                         {"relays", rows}});
        return output.finish();
    }
    if (rows.empty()) {
        output.line(QStringLiteral("No relay gave anything of this time."));
        return output.finish();
    }
    if (answer->looked.since > answer->window.since)
        output.line(QStringLiteral("Shares are those of the newest %1 events, since %2.")
                        .arg(grouped(answer->looked_events),
                             QString::fromStdString(isoSeconds(answer->looked.since))));
    constexpr std::array<TextColumn, 7> columns{{{"events", "/events", Show::Count},
                                                 {"only here", "/only_here_share", Show::Percent},
                                                 {"first", "/first_share", Show::Percent},
                                                 {"duplicates", "/duplicates_share", Show::Percent},
                                                 {"kinds", "/kinds_all", Show::Count},
                                                 {"dvms", "/dvms_all", Show::Count},
                                                 {"relay", "/url", Show::Text}}};
    cli::printTable(output, rows, columns);
    return output.finish();
}

int showNamed(const Invocation &invocation, const std::string &window, const relay::RelayList &kept)
{
    auto archive = engine::Archive::open(invocation.databasePath());
    if (!archive) {
        complain(archive.error);
        return Failed;
    }
    const auto answer = archive.value->ask(engine::NamedRelaysQuestion{windowOf(window)});
    if (!answer) {
        complain(answer.error);
        return Failed;
    }
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const auto &relay : answer->named.relays) {
        const bool isKept = std::any_of(kept.begin(), kept.end(), [&](const relay::RelayEntry &entry) {
            return entry.url == QString::fromStdString(relay.url);
        });
        if (!isKept)
            rows.push_back({{"url", relay.url},
                            {"customers", relay.people},
                            {"dvms", relay.dvms},
                            {"requests", relay.requests},
                            {"results", relay.answers},
                            {"last_named", isoOrNull(relay.last_at * 1000)}});
    }
    Output output;
    if (invocation.json) {
        output.jsonLine({{"requests_read", answer->named.requests},
                         {"results_read", answer->named.answers},
                         {"announcements_read", answer->named.of_dvms},
                         {"left_out", answer->left_out},
                         {"relays", rows}});
        return output.finish();
    }
    constexpr std::array<TextColumn, 6> columns{{{"customers", "/customers", Show::Count},
                                                 {"dvms", "/dvms", Show::Count},
                                                 {"requests", "/requests", Show::Count},
                                                 {"results", "/results", Show::Count},
                                                 {"last named", "/last_named", Show::Time},
                                                 {"relay", "/url", Show::Text}}};
    if (rows.empty())
        output.line(QStringLiteral("No relay is named that is not on the list."));
    else
        cli::printTable(output, rows, columns);
    return output.finish();
}

} // namespace dvmdash::cli
