// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers.h"
#include "arguments.h"
#include "command.h"
#include "engine/upkeep.h"
#include "format.h"
#include "output.h"
#include "progress_line.h"
#include "shared/stop_signal.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

namespace dvmdash::cli
{

namespace
{

constexpr int secondsPerDay = 86'400;

struct StorageArguments {
    bool tables = false;
    int days = 14;
};

struct PruneArguments {
    std::string size;
    std::optional<int> days;
    std::optional<int> minuteDays;
    bool compact = false;
};

nlohmann::ordered_json timeOrNull(std::int64_t seconds)
{
    return seconds > 0 ? nlohmann::ordered_json(isoSeconds(seconds)) : nlohmann::ordered_json();
}

nlohmann::ordered_json policyToJson(const engine::RetentionPolicy &policy)
{
    return {{"max_bytes", policy.max_bytes},
            {"max_days", policy.max_days},
            {"minute_days", policy.minute_days},
            {"inactive_days", policy.inactive_days}};
}

nlohmann::ordered_json toJson(const engine::Storage &storage)
{
    nlohmann::ordered_json json;
    json["file_bytes"] = storage.file_bytes;
    json["wal_bytes"] = storage.wal_bytes;
    json["used_bytes"] = storage.used_bytes;
    json["events"] = storage.events;
    json["bytes_per_event"] = storage.bytes_per_event;
    json["oldest_event_at"] = timeOrNull(storage.oldest_event_at);
    json["newest_event_at"] = timeOrNull(storage.newest_event_at);
    json["received_last_day"] = storage.received_last_day;
    json["policy"] = policyToJson(storage.policy);
    json["horizon"] = timeOrNull(storage.horizon);
    json["minutes_from"] = timeOrNull(storage.minutes_from);
    json["full_at"] = timeOrNull(storage.full_at);
    auto &days = json["days"] = nlohmann::ordered_json::array();
    for (const auto &day : storage.days)
        days.push_back({{"day", isoSeconds(day.day)},
                        {"events", day.events},
                        {"bytes", day.events * storage.bytes_per_event}});
    if (!storage.tables.empty()) {
        auto &tables = json["tables"] = nlohmann::ordered_json::object();
        for (const auto &table : storage.tables)
            tables[table.name] = table.bytes;
    }
    return json;
}

QString forecast(const engine::Storage &storage)
{
    if (storage.policy.max_bytes == 0)
        return QStringLiteral("no limit of size");
    const QString budget = bytesText(storage.policy.max_bytes);
    if (storage.used_bytes >= storage.policy.max_bytes)
        return QStringLiteral("%1 are reached: the oldest events go").arg(budget);
    if (storage.full_at == 0)
        return QStringLiteral("%1, and nothing came in during the last 24 hours").arg(budget);
    return QStringLiteral("%1, reached on %2 at the rate of the last 24 hours (%3 events)")
        .arg(budget, QString::fromStdString(isoSeconds(storage.full_at)).left(10),
             grouped(storage.received_last_day));
}

void printText(Output &output, const engine::Storage &storage)
{
    const auto line = [&](const char *name, const QString &value) {
        output.line(field(QString::fromLatin1(name), value));
    };
    line("file", bytesText(storage.file_bytes));
    line("not yet worked in", bytesText(storage.wal_bytes));
    line("in use", bytesText(storage.used_bytes));
    line("events", QStringLiteral("%1, %2 bytes each with all that follows from them")
                       .arg(grouped(storage.events), grouped(storage.bytes_per_event)));
    if (storage.oldest_event_at > 0)
        line("time", QString::fromStdString(isoSeconds(storage.oldest_event_at) + " to " +
                                            isoSeconds(storage.newest_event_at)));
    line("limit", forecast(storage));
    if (storage.policy.max_days > 0)
        line("events are kept", QStringLiteral("%1 days").arg(storage.policy.max_days));
    if (storage.horizon > 0)
        line("events deleted", QString::fromStdString("before " + isoSeconds(storage.horizon)));
    line("minutes are kept", storage.policy.minute_days > 0
                                 ? QStringLiteral("%1 days").arg(storage.policy.minute_days)
                                 : QStringLiteral("for ever"));
    for (const auto &table : storage.tables)
        output.line(field(QString::fromStdString(table.name), bytesText(table.bytes)));
    for (const auto &day : storage.days)
        output.line(field(QString::fromStdString(isoSeconds(day.day)).left(10),
                          QStringLiteral("%1 events, about %2")
                              .arg(grouped(day.events), bytesText(day.events * storage.bytes_per_event))));
}

int runStorage(const Invocation &invocation, const StorageArguments &arguments)
{
    if (arguments.days < 0)
        throw UsageError(QStringLiteral("--days counts days: write 0 or more"));
    auto archive = openArchive(invocation);
    const auto storage = ask(archive, engine::StorageQuestion{arguments.tables, arguments.days});
    Output output;
    if (invocation.json)
        output.jsonLine(toJson(storage));
    else
        printText(output, storage);
    return output.finish();
}

/// What the options change of the policy of the file; nothing: it stays.
std::optional<engine::RetentionPolicy> newPolicy(const PruneArguments &arguments,
                                                 const engine::RetentionPolicy &old)
{
    engine::RetentionPolicy policy = old;
    if (!arguments.size.empty())
        policy.max_bytes = bytesFromText(arguments.size);
    for (const auto &days : {arguments.days, arguments.minuteDays})
        if (days && (*days < 0 || *days > 100'000))
            throw UsageError(QStringLiteral("days are counted from 0, which is no limit"));
    policy.max_days = arguments.days.value_or(policy.max_days);
    policy.minute_days = arguments.minuteDays.value_or(policy.minute_days);
    return policy == old ? std::nullopt : std::optional(policy);
}

void printPruned(Output &output, const engine::PruneReport &report, bool json)
{
    if (json) {
        output.jsonLine({{"deleted_events", report.events},
                         {"horizon", timeOrNull(report.horizon)},
                         {"bytes_before", report.bytes_before},
                         {"bytes_after", report.bytes_after},
                         {"policy", policyToJson(report.policy)}});
        return;
    }
    output.line(field(QStringLiteral("events deleted"), grouped(report.events)));
    if (report.horizon > 0)
        output.line(field(QStringLiteral("all before"), QString::fromStdString(isoSeconds(report.horizon))));
    output.line(field(
        QStringLiteral("in use"),
        QStringLiteral("%1, before %2").arg(bytesText(report.bytes_after), bytesText(report.bytes_before))));
}

int runPrune(const Invocation &invocation, const PruneArguments &arguments)
{
    const QString database = invocation.databasePath();
    auto archive = openArchive(invocation);
    const auto policy = newPolicy(arguments, ask(archive, engine::StorageQuestion{false, 0}).policy);
    const app::StopSignal stop;
    ProgressLine line;
    const auto report = engine::pruneDatabase(database, policy, arguments.compact, [&](std::int64_t events) {
        line.show(QStringLiteral("%1 events deleted").arg(grouped(events)));
        return !stop.isRequested();
    });
    line.clear();
    if (!report.ok) {
        complain(report.error);
        return Failed;
    }
    Output output;
    printPruned(output, report, invocation.json);
    return output.finish();
}

} // namespace

void addStorageCommand(CLI::App &app, Invocation &invocation)
{
    auto arguments = std::make_shared<StorageArguments>();
    CLI::App &command =
        addCommand(app, invocation, "storage",
                   "What the database takes on disk, by day and by table, and how long it lasts",
                   [&invocation, arguments] { return runStorage(invocation, *arguments); });
    command.add_flag("--tables", arguments->tables, "Also by table, for which the whole file is read");
    command.add_option("--days", arguments->days, "How many days to list (default: 14)")->type_name("N");
}

void addPruneCommand(CLI::App &app, Invocation &invocation)
{
    auto arguments = std::make_shared<PruneArguments>();
    CLI::App &command = addCommand(app, invocation, "prune",
                                   "Set how much of the past the file keeps, and delete the rest now",
                                   [&invocation, arguments] { return runPrune(invocation, *arguments); });
    command
        .add_option("--keep-size", arguments->size,
                    "Oldest events go above this size: 10GB (the default), 0: no limit")
        ->type_name("SIZE");
    command.add_option("--keep-days", arguments->days, "Older events go; 0: no limit (the default)")
        ->type_name("N");
    command
        .add_option("--keep-minutes", arguments->minuteDays, "Older numbers by the minute go (default: 14)")
        ->type_name("DAYS");
    command.add_flag("--compact", arguments->compact,
                     "Give the room back to the disk; for a while as much of it is needed again");
    command.footer(
        "Without options, what the file was told to keep before holds. Collecting and the window keep to it "
        "by themselves. Numbers of 15 minutes and longer are kept for ever; events from before the deleted "
        "time are refused from then on (too_old).");
}

} // namespace dvmdash::cli
