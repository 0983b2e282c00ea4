// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "engine/rebuild.h"
#include "format.h"
#include "output.h"
#include "progress_line.h"
#include "shared/stop_signal.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace dvmdash::cli
{

namespace
{

struct RebuildArguments {
    bool check = false;
};

nlohmann::ordered_json toJson(const engine::RebuildReport &report, bool check)
{
    nlohmann::ordered_json json;
    json["events"] = report.events;
    json["differences"] = report.differences();
    if (!check)
        json["repaired"] = report.repaired;
    auto &tables = json["tables"] = nlohmann::ordered_json::object();
    for (const auto &table : report.tables)
        tables[table.table] = {{"rows", table.rows},
                               {"missing", table.missing},
                               {"extra", table.extra},
                               {"other", table.other},
                               {"examples", table.examples}};
    json["seconds"] = rounded(report.seconds, 3);
    return json;
}

void printText(Output &output, const engine::RebuildReport &report, bool check)
{
    output.line(field(QStringLiteral("events read"), grouped(report.events)));
    for (const auto &table : report.tables) {
        const QString name = QString::fromStdString(table.table);
        if (table.total() == 0) {
            output.line(field(name, QStringLiteral("%1 rows, no difference").arg(grouped(table.rows))));
            continue;
        }
        output.line(field(name, QStringLiteral("%1 rows, %2 missing, %3 too many, %4 other")
                                    .arg(grouped(table.rows), grouped(table.missing), grouped(table.extra),
                                         grouped(table.other))));
        for (const auto &example : table.examples)
            output.line("  " + example);
    }
    output.line(field(QStringLiteral("differences"), grouped(report.differences())));
    if (!check)
        output.line(field(QStringLiteral("rows repaired"), grouped(report.repaired)));
    output.line(field(QStringLiteral("seconds"), QString::number(report.seconds, 'f', 1)));
}

int runRebuild(const Invocation &invocation, const RebuildArguments &arguments)
{
    const app::StopSignal stop;
    ProgressLine line;
    const auto progress = [&](const engine::RebuildProgress &now) {
        const std::int64_t percent = now.events > 0 ? 100 * now.done / now.events : 100;
        line.show(QStringLiteral("%1 %  %2").arg(percent, 3).arg(now.step));
        return !stop.isRequested();
    };
    const QString database = invocation.databasePath();
    const auto report = arguments.check ? engine::checkDatabase(database, progress)
                                        : engine::rebuildDatabase(database, progress);
    line.clear();
    if (!report.ok) {
        complain(report.stopped && !arguments.check
                     ? QStringLiteral("stopped; nothing was changed, and the next rebuild goes on from here")
                     : report.error);
        return Failed;
    }
    Output output;
    if (invocation.json)
        output.jsonLine(toJson(report, arguments.check));
    else
        printText(output, report, arguments.check);
    const int written = output.finish();
    return arguments.check && report.differences() > 0 ? int(Failed) : written;
}

} // namespace

void addRebuildCommand(CLI::App &app, Invocation &invocation)
{
    auto arguments = std::make_shared<RebuildArguments>();
    CLI::App &command =
        addCommand(app, invocation, "rebuild", "Make jobs, payments and all numbers again from the events",
                   [&invocation, arguments] { return runRebuild(invocation, *arguments); });
    command.add_flag(
        "--check", arguments->check,
        "Only compare with what the file holds, and list differences; ends with 1 when there are any");
    command.footer("--check works while another program writes to the file. A rebuild needs the file for "
                   "itself, goes on "
                   "where it was stopped, and changes only what differs.");
}

} // namespace dvmdash::cli
