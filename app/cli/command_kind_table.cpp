// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"
#include "command.h"
#include "engine/kinds_in_use.h"
#include "engine/kinds_of_file.h"
#include "format.h"
#include "output.h"
#include "progress_line.h"
#include "shared/stop_signal.h"
#include "store/error.h"

#include <QFile>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <set>

namespace dvmdash::cli
{

namespace
{

struct KindTableArguments {
    std::string file;
    std::string preset;
    std::vector<std::string> leaveOut;
    std::vector<std::string> takeIn;
};

constexpr qint64 mostBytes = 1024 * 1024;

dvm::KindChanges fromFile(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        throw store::Error("Cannot read " + path + ": " + file.errorString().toStdString());
    std::string why;
    auto changes = dvm::KindChanges::parse(file.read(mostBytes).toStdString(), &why);
    if (!changes)
        throw store::Error(path + " is no table of kinds (" + why +
                           "). 'dvmdash-cli kind-table --json' prints one under \"changes\"");
    return *std::move(changes);
}

dvm::KindChanges fromPreset(const std::string &name)
{
    if (name == "standard")
        return {};
    if (name == "nip90")
        return dvm::wholeRangeOfNip90();
    if (name == "named")
        return dvm::namedKindsOnly(dvm::KindTable::standard());
    throw UsageError(QStringLiteral("--preset takes standard, nip90 or named"));
}

dvm::KindChanges current(const QString &database)
{
    // A file that is not there yet has the standard table.
    if (!QFile::exists(database))
        return {};
    const auto changes = engine::kindChangesOf(database);
    if (!changes)
        throw store::Error(changes.error.toStdString());
    return *changes;
}

/// What the options change; nothing: the table is only shown.
std::optional<dvm::KindChanges> wanted(const QString &database, const KindTableArguments &arguments)
{
    if (!arguments.file.empty() && !arguments.preset.empty())
        throw UsageError(QStringLiteral("give either --set or --preset"));
    std::optional<dvm::KindChanges> changes;
    if (!arguments.file.empty())
        changes = fromFile(arguments.file);
    else if (!arguments.preset.empty())
        changes = fromPreset(arguments.preset);
    if (arguments.leaveOut.empty() && arguments.takeIn.empty())
        return changes;
    if (!changes)
        changes = current(database);
    auto &excluded = changes->excluded;
    if (!excluded)
        excluded = dvm::KindTable::standard().excluded();
    const dvm::KindTable &table = engine::kindsInUse();
    const auto withResults = [&](const std::vector<int> &kinds) {
        std::set<int> all(kinds.begin(), kinds.end());
        for (const int kind : kinds)
            if (std::any_of(table.ranges().begin(), table.ranges().end(),
                            [kind](const auto &range) { return kind >= range.first && kind <= range.last; }))
                all.insert(table.resultKind(kind));
        return all;
    };
    excluded->merge(withResults(kindsFromText("--leave-out", arguments.leaveOut)));
    for (const int kind : withResults(kindsFromText("--take-in", arguments.takeIn)))
        excluded->erase(kind);
    if (*excluded == dvm::KindTable::standard().excluded())
        excluded.reset();
    return changes;
}

void change(const QString &database, const dvm::KindChanges &changes)
{
    std::string why;
    if (!dvm::changed(dvm::KindTable::standard(), changes, &why))
        throw store::Error("These kinds do not go together: " + why);
    const app::StopSignal stop;
    ProgressLine line;
    const auto report = engine::changeKinds(database, changes, [&](const engine::RebuildProgress &now) {
        const std::int64_t percent = now.events > 0 ? 100 * now.done / now.events : 100;
        line.show(QStringLiteral("%1 %  %2").arg(percent, 3).arg(now.step));
        return !stop.isRequested();
    });
    line.clear();
    if (report.stopped)
        throw store::Error(
            "Stopped. The file has the new table; its jobs and numbers still follow the former "
            "one, until 'dvmdash-cli rebuild' or the next program that writes to it is through");
    if (!report.ok)
        throw store::Error(report.error.toStdString());
    engine::useKindsOfFile(database);
}

nlohmann::ordered_json toJson(const dvm::KindChanges &changes)
{
    return nlohmann::ordered_json::parse(changes.toJson());
}

QString secondsText(std::int64_t seconds)
{
    return QStringLiteral("%1 s").arg(grouped(seconds));
}

QString timeoutsText(const dvm::Timeouts &timeouts)
{
    return QStringLiteral("answer %1, result %2, payment %3, result once paid %4")
        .arg(secondsText(timeouts.response), secondsText(timeouts.result), secondsText(timeouts.payment),
             secondsText(timeouts.paidToResult));
}

void printText(Output &output, const dvm::KindTable &table, const dvm::KindChanges &changes)
{
    output.line(field(QStringLiteral("table"), changes.isEmpty() ? QStringLiteral("the standard one")
                                                                 : QStringLiteral("changed by its owner")));
    for (const dvm::KindRange &range : table.ranges())
        output.line(field(QStringLiteral("requests"), QStringLiteral("%1 to %2, results %3 higher")
                                                          .arg(range.first)
                                                          .arg(range.last)
                                                          .arg(range.offset)));
    QStringList excluded;
    for (const int kind : table.excluded())
        excluded.append(QString::number(kind));
    output.line(field(QStringLiteral("left out"),
                      excluded.isEmpty() ? QStringLiteral("none") : excluded.join(QStringLiteral(", "))));
    output.line(field(QStringLiteral("deadlines"), timeoutsText(table.timeouts())));
    for (const auto &[kind, row] : changes.kinds) {
        QString text = QString::fromStdString(table.name(kind));
        if (row.timeouts)
            text += QStringLiteral("; ") + timeoutsText(*row.timeouts);
        output.line(field(QStringLiteral("kind %1").arg(kind), text));
    }
}

int runKindTable(const Invocation &invocation, const KindTableArguments &arguments)
{
    const QString database = invocation.databasePath();
    if (const auto changes = wanted(database, arguments))
        change(invocation.databasePathForWriting(), *changes);
    const dvm::KindChanges changes = current(database);
    const dvm::KindTable &table = engine::kindsInUse();
    Output output;
    if (invocation.json) {
        nlohmann::ordered_json json;
        json["changes"] = toJson(changes);
        json["rules"] = toJson(dvm::rulesOf(table));
        auto &kinds = json["kinds"] = nlohmann::ordered_json::array();
        for (const dvm::KindInfo &info : table.kinds())
            if (table.isRequest(info.request))
                kinds.push_back({{"kind", info.request},
                                 {"result_kind", table.resultKind(info.request)},
                                 {"name", info.name}});
        output.jsonLine(json);
    } else {
        printText(output, table, changes);
    }
    return output.finish();
}

} // namespace

void addKindTableCommand(CLI::App &app, Invocation &invocation)
{
    auto arguments = std::make_shared<KindTableArguments>();
    CLI::App &command =
        addCommand(app, invocation, "kind-table", "Which kinds are jobs in this file; changes it",
                   [&invocation, arguments] { return runKindTable(invocation, *arguments); });
    command.add_option("--preset", arguments->preset,
                       "standard (NIP-90 without the kinds of other protocols), nip90 (all of 5000-5999) or "
                       "named (only kinds that have a name)");
    command
        .add_option("--set", arguments->file,
                    "JSON with what is other than in the standard table, as --json prints under \"changes\"")
        ->type_name("FILE");
    command
        .add_option("--leave-out", arguments->leaveOut,
                    "Kinds that are no jobs, beside those of the table; of requests their results, too")
        ->type_name("KIND,...");
    command
        .add_option("--take-in", arguments->takeIn, "Kinds that are no longer left out, and their results")
        ->type_name("KIND,...");
    command.footer("The table belongs to the file. A change needs the file for itself and makes jobs and "
                   "numbers anew; nothing that is stored goes. Kinds that were not asked for before are not "
                   "covered for the past: 'backfill' asks for them.");
}

} // namespace dvmdash::cli
