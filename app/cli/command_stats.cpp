// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"
#include "command.h"
#include "dvm/kinds.h"
#include "engine/archive.h"
#include "format.h"
#include "nostr/nip19.h"
#include "output.h"
#include "safe_text.h"
#include "store/error.h"
#include "store/reader.h"
#include "store/store_file.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace dvmdash::cli
{

namespace
{

struct StatsArguments {
    std::string window;
    std::string since;
    std::string until;
};

struct Stats {
    engine::Overview overview;
    QString popular_dvm_name; ///< empty: none known
    std::int64_t events_total = 0;
    std::int64_t file_bytes = 0;
};

QString kindText(int kind)
{
    return QStringLiteral("%1 %2").arg(kind).arg(
        QString::fromStdString(dvm::KindTable::standard().name(kind)));
}

nlohmann::ordered_json kindName(const std::optional<metrics::KindLeader> &leader)
{
    if (!leader)
        return nullptr;
    return dvm::KindTable::standard().name(leader->kind);
}

nlohmann::ordered_json toJson(const Stats &stats)
{
    const auto &totals = stats.overview.totals;
    const auto &window = stats.overview.window;
    const auto &leaders = stats.overview.leaders;
    const auto &freshness = stats.overview.freshness;
    nlohmann::ordered_json json;
    json["requests"] = totals.requests;
    json["results"] = totals.results;
    json["feedback"] = totals.feedback;
    json["unique_users"] = totals.users;
    json["unique_dvms"] = totals.dvms;
    json["unique_kinds"] = totals.kinds;
    json["popular_dvm"] = nullptr;
    if (leaders.popular_dvm)
        json["popular_dvm"] = leaders.popular_dvm->dvm.hex();
    json["popular_dvm_name"] = nullptr;
    if (!stats.popular_dvm_name.isEmpty())
        json["popular_dvm_name"] = stats.popular_dvm_name.toStdString();
    json["popular_dvm_results"] = (leaders.popular_dvm ? leaders.popular_dvm->value : 0);
    json["popular_kind"] = nullptr;
    if (leaders.popular_kind)
        json["popular_kind"] = leaders.popular_kind->kind;
    json["popular_kind_name"] = kindName(leaders.popular_kind);
    json["popular_kind_requests"] = (leaders.popular_kind ? leaders.popular_kind->value : 0);
    json["competitive_kind"] = nullptr;
    if (leaders.competitive_kind)
        json["competitive_kind"] = leaders.competitive_kind->kind;
    json["competitive_kind_name"] = kindName(leaders.competitive_kind);
    json["competitive_kind_dvms"] = (leaders.competitive_kind ? leaders.competitive_kind->value : 0);
    json["window"] = {{"since", isoSeconds(window.since)}, {"until", isoSeconds(window.until)}};
    auto &fresh = json["freshness"];
    fresh["sequence"] = freshness.sequence;
    fresh["as_of"] = isoOrNull(freshness.as_of_ms);
    fresh["newest_event_at"] = nullptr;
    if (freshness.newest_event_at != 0)
        fresh["newest_event_at"] = isoSeconds(freshness.newest_event_at);
    json["events_total"] = stats.events_total;
    json["file_bytes"] = stats.file_bytes;
    return json;
}

void printText(Output &output, const Stats &stats)
{
    const auto &totals = stats.overview.totals;
    const auto &window = stats.overview.window;
    const auto &leaders = stats.overview.leaders;
    const auto count = [&output](const QString &name, std::int64_t value) {
        output.line(field(name, grouped(value)));
    };
    output.line(field(QStringLiteral("window"),
                      window.length() > 0 ? QString::fromStdString(isoSeconds(window.since) + " to " +
                                                                   isoSeconds(window.until))
                                          : QStringLiteral("nothing counted yet: collect or import first")));
    count(QStringLiteral("requests"), totals.requests);
    count(QStringLiteral("results"), totals.results);
    count(QStringLiteral("feedback"), totals.feedback);
    count(QStringLiteral("unique users"), totals.users);
    count(QStringLiteral("unique DVMs"), totals.dvms);
    count(QStringLiteral("unique kinds"), totals.kinds);
    if (leaders.popular_dvm) {
        QString dvm =
            QString::fromStdString(nostr::nip19::encode(nostr::nip19::Npub{leaders.popular_dvm->dvm}));
        if (!stats.popular_dvm_name.isEmpty())
            dvm = safeLine(stats.popular_dvm_name) + u' ' + dvm;
        output.line(field(QStringLiteral("popular DVM"),
                          QStringLiteral("%1, %2 results")
                              .arg(dvm, grouped((leaders.popular_dvm ? leaders.popular_dvm->value : 0)))));
    }
    if (leaders.popular_kind)
        output.line(field(QStringLiteral("popular kind"),
                          QStringLiteral("%1, %2 requests")
                              .arg(kindText(leaders.popular_kind->kind),
                                   grouped((leaders.popular_kind ? leaders.popular_kind->value : 0)))));
    if (leaders.competitive_kind)
        output.line(
            field(QStringLiteral("competitive kind"),
                  QStringLiteral("%1, %2 DVMs")
                      .arg(kindText(leaders.competitive_kind->kind),
                           grouped((leaders.competitive_kind ? leaders.competitive_kind->value : 0)))));
    count(QStringLiteral("events in the file"), stats.events_total);
    count(QStringLiteral("bytes on disk"), stats.file_bytes);
    if (stats.overview.freshness.newest_event_at > 0)
        output.line(field(QStringLiteral("newest event"),
                          QString::fromStdString(isoSeconds(stats.overview.freshness.newest_event_at))));
}

/// Throws store::Error.
Stats readStats(engine::Archive &archive, const QString &database, const WindowArgument &argument)
{
    const auto orThrow = [](const auto &result) -> const auto &
    {
        if (!result)
            throw store::Error(result.error.toStdString());
        return *result;
    };
    engine::OverviewQuestion question;
    question.window =
        argument.all ? engine::TimeWindow::everything() : engine::TimeWindow{argument.since, argument.until};
    const auto overview = archive.ask(question);
    Stats stats;
    stats.overview = orThrow(overview);
    if (const auto &dvm = stats.overview.leaders.popular_dvm) {
        const auto names = archive.ask(engine::NamesQuestion{{dvm->dvm}});
        if (const auto &known = orThrow(names).names; !known.empty())
            stats.popular_dvm_name = known.front().second;
    }
    stats.events_total = store::Reader(database.toStdString()).eventCount();
    stats.file_bytes = store::bytesOnDisk(database.toStdString());
    return stats;
}

int runStats(const Invocation &invocation, const StatsArguments &arguments)
{
    const WindowArgument window =
        windowFromArguments(arguments.window, arguments.since, arguments.until, unixNow());
    const QString database = invocation.databasePath();
    auto archive = engine::Archive::open(database);
    if (!archive) {
        complain(archive.error);
        return Failed;
    }
    try {
        const Stats stats = readStats(*archive.value, database, window);
        Output output;
        if (invocation.json)
            output.jsonLine(toJson(stats));
        else
            printText(output, stats);
        return output.finish();
    } catch (const store::Error &error) {
        complain(QString::fromStdString(error.what()));
        return Failed;
    }
}

} // namespace

void addStatsCommand(CLI::App &app, Invocation &invocation)
{
    auto arguments = std::make_shared<StatsArguments>();
    CLI::App &command =
        addCommand(app, invocation, "stats", "Totals of the whole file or of a window of time",
                   [&invocation, arguments] { return runStats(invocation, *arguments); });
    command
        .add_option("--window", arguments->window,
                    "The last 1h, 24h, 7d, ...; all for everything (the default)")
        ->type_name("DURATION");
    command.add_option("--since", arguments->since, "From this time on")->type_name("TIME");
    command.add_option("--until", arguments->until, "Until before this time (default: now)")
        ->type_name("TIME");
    command.footer(
        "Counts events with since <= created_at < until. TIME is 2024-05-01, 2024-05-01T12:30:00Z (UTC), "
        "Unix seconds, or 2h, 3d (ago).");
}

} // namespace dvmdash::cli
