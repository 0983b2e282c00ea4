// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "engine/archive.h"
#include "format.h"
#include "output.h"
#include "safe_text.h"

#include <CLI/CLI.hpp>
#include <algorithm>

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

int runRelays(const Invocation &invocation)
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

} // namespace

void addRelaysCommand(CLI::App &app, Invocation &invocation)
{
    CLI::App &command = addCommand(app, invocation, "relays", "Relays and files that gave events",
                                   [&invocation] { return runRelays(invocation); });
    command.footer(
        "Covered is how long all that was asked of the relay was surely delivered. What was read from a "
        "file stands as file:NAME.");
}

} // namespace dvmdash::cli
