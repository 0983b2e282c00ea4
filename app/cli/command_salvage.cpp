// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "engine/salvage.h"
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

struct SalvageArguments {
    std::string out;
};

nlohmann::ordered_json toJson(const engine::SalvageReport &report)
{
    nlohmann::ordered_json json;
    json["stored"] = report.stored;
    json["lost"] = report.lost;
    json["lost_is_estimate"] = report.lost_is_estimate;
    json["read"] = report.read;
    json["refused"] = report.refused;
    json["rejected"] = rejectedToJson(report.counters);
    json["relays"] = report.relays;
    json["pages"] = report.pages;
    json["unreadable_pages"] = report.unreadable_pages;
    json["horizon"] = isoOrNull(report.horizon * 1000);
    json["seconds"] = rounded(report.seconds, 3);
    return json;
}

void printText(Output &output, const engine::SalvageReport &report, const std::string &out)
{
    output.line(field(QStringLiteral("events stored"), grouped(report.stored)));
    output.line(
        field(QStringLiteral("events lost"),
              report.lost_is_estimate
                  ? QStringLiteral("%1 or more: the file's own count is lost").arg(grouped(report.lost))
                  : grouped(report.lost)));
    output.line(field(QStringLiteral("events refused"), grouped(report.refused)));
    const nlohmann::ordered_json rejected = rejectedToJson(report.counters);
    for (const auto &[reason, count] : rejected.items())
        output.line("  " + reason + " " + count.dump());
    output.line(field(QStringLiteral("relays"), grouped(report.relays)));
    output.line(field(QStringLiteral("pages read"), grouped(report.pages - report.unreadable_pages)));
    output.line(field(QStringLiteral("pages unreadable"), grouped(report.unreadable_pages)));
    if (report.horizon > 0)
        output.line(
            field(QStringLiteral("numbers from"), QString::fromStdString(isoSeconds(report.horizon))));
    output.line(field(QStringLiteral("seconds"), QString::number(report.seconds, 'f', 1)));
    output.line(field(QStringLiteral("new file"), QString::fromStdString(out)));
}

QString stepWords(engine::SalvageStep step)
{
    switch (step) {
    case engine::SalvageStep::Reading:
        return QStringLiteral("looking for rows");
    case engine::SalvageStep::Writing:
        return QStringLiteral("checking and writing events");
    }
    return {};
}

int runSalvage(const Invocation &invocation, const SalvageArguments &arguments)
{
    if (arguments.out.empty())
        throw UsageError(QStringLiteral("the name of the new file is empty"));
    const app::StopSignal stop;
    ProgressLine line;
    const auto report = engine::salvageDatabase(
        invocation.databasePath(), QString::fromStdString(arguments.out),
        [&](const engine::SalvageProgress &now) {
            const std::int64_t percent = now.total > 0 ? 100 * now.done / now.total : 0;
            line.show(QStringLiteral("%1 %  %2").arg(percent, 3).arg(stepWords(now.step)));
            return !stop.isRequested();
        });
    line.clear();
    if (!report.ok) {
        complain(report.error);
        return Failed;
    }
    Output output;
    if (invocation.json)
        output.jsonLine(toJson(report));
    else
        printText(output, report, arguments.out);
    return output.finish();
}

} // namespace

void addSalvageCommand(CLI::App &app, Invocation &invocation)
{
    auto arguments = std::make_shared<SalvageArguments>();
    CLI::App &command =
        addCommand(app, invocation, "salvage", "Save what can be read of a damaged database into a new one",
                   [&invocation, arguments] { return runSalvage(invocation, *arguments); });
    command.add_option("--out", arguments->out, "The new database; must not exist")->required();
    command.footer(
        "The damaged file is only read, and must not be in use. Every event is checked again by its id "
        "and signature; jobs and numbers are made from what holds. Numbers of a time whose events had "
        "been deleted are not taken over, nor what domains answered, nor how much of the past is "
        "kept: set that with prune.");
}

} // namespace dvmdash::cli
