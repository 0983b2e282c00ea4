// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers.h"
#include "dvm/kinds.h"
#include "engine/kinds_in_use.h"
#include "figures_json.h"
#include "figures_text.h"
#include "format.h"
#include "store/reader.h"
#include "store/store_file.h"
#include "window_options.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace dvmdash::cli
{

namespace
{

using nlohmann::ordered_json;

/// A leader among kinds: itself, its name, and by how much it leads.
template<typename Leader>
void addKind(ordered_json &json, const std::string &member, const std::optional<Leader> &leader)
{
    json[member] = leader ? ordered_json(leader->kind) : ordered_json(nullptr);
    json[member + "_name"] =
        leader ? ordered_json(engine::kindsInUse().name(leader->kind)) : ordered_json(nullptr);
}

template<typename Leader>
std::int64_t valueOf(const std::optional<Leader> &leader)
{
    return leader ? leader->value : 0;
}

template<typename Leader>
std::optional<nostr::PublicKey> dvmOf(const std::optional<Leader> &leader)
{
    return leader ? std::optional(leader->dvm) : std::nullopt;
}

template<typename Leader>
metrics::Money moneyOf(const std::optional<Leader> &leader)
{
    return leader ? leader->money : metrics::Money();
}

void addLeaders(ordered_json &json, const metrics::Leaders &leaders, const Names &names)
{
    addPerson(json, "popular_dvm", dvmOf(leaders.popular_dvm), names);
    json["popular_dvm_results"] = valueOf(leaders.popular_dvm);
    addKind(json, "popular_kind", leaders.popular_kind);
    json["popular_kind_requests"] = valueOf(leaders.popular_kind);
    addKind(json, "competitive_kind", leaders.competitive_kind);
    json["competitive_kind_dvms"] = valueOf(leaders.competitive_kind);
    addPerson(json, "paid_dvm", dvmOf(leaders.paid_dvm), names);
    addMoney(json, "paid_dvm_", moneyOf(leaders.paid_dvm), Subject::Dvm);
    addKind(json, "paid_kind", leaders.paid_kind);
    addMoney(json, "paid_kind_", moneyOf(leaders.paid_kind), Subject::Kind);
}

ordered_json statsJson(engine::Archive &archive, const QString &database, const metrics::TimeWindow &window)
{
    engine::OverviewQuestion question;
    question.window = window;
    question.step = metrics::Step::Month; // its course over time is not shown
    const engine::Overview overview = ask(archive, question);
    std::vector<nostr::PublicKey> leaders;
    for (const auto &leader : {dvmOf(overview.leaders.popular_dvm), dvmOf(overview.leaders.paid_dvm)})
        if (leader)
            leaders.push_back(*leader);
    ordered_json json;
    addFigures(json, overview.totals, Subject::Network);
    addLeaders(json, overview.leaders, Names(archive, leaders));
    json["window"] = windowJson(overview.window);
    json["freshness"] = freshnessJson(overview.freshness);
    json["events_total"] = store::Reader(database.toStdString()).eventCount();
    json["file_bytes"] = store::bytesOnDisk(database.toStdString());
    return json;
}

QString text(const ordered_json &json, const std::string &member, Show show)
{
    return shown(json.at(member), show);
}

void printKind(Output &output, const QString &title, const ordered_json &json, const std::string &member,
               const QString &by)
{
    if (!json.at(member).is_null())
        output.line(field(title, text(json, member, Show::Text) + u' ' +
                                     text(json, member + "_name", Show::Text) + QStringLiteral(", ") + by));
}

QString satsText(const ordered_json &sats)
{
    return QStringLiteral("sats confirmed %1, claimed %2, inferred %3")
        .arg(text(sats, "confirmed", Show::Count), text(sats, "claimed", Show::Count),
             text(sats, "inferred", Show::Count));
}

void printText(Output &output, const ordered_json &json)
{
    printWindow(output, json);
    printFigures(output, json);
    printPerson(output, "popular DVM", json, "popular_dvm",
                text(json, "popular_dvm_results", Show::Count) + QStringLiteral(" results"));
    printKind(output, QStringLiteral("popular kind"), json, "popular_kind",
              text(json, "popular_kind_requests", Show::Count) + QStringLiteral(" requests"));
    printKind(output, QStringLiteral("competitive kind"), json, "competitive_kind",
              text(json, "competitive_kind_dvms", Show::Count) + QStringLiteral(" DVMs"));
    printPerson(output, "most paid DVM", json, "paid_dvm", satsText(json.at("paid_dvm_sats")));
    printKind(output, QStringLiteral("most paid kind"), json, "paid_kind",
              satsText(json.at("paid_kind_sats")));
    printField(output, "events in the file", json, "/events_total", Show::Count);
    printField(output, "bytes on disk", json, "/file_bytes", Show::Count);
    printFreshness(output, json);
}

int runStats(const Invocation &invocation, const WindowOptions &options)
{
    const metrics::TimeWindow window = options.meant();
    engine::Archive archive = openArchive(invocation);
    const ordered_json json = statsJson(archive, invocation.databasePath(), window);
    return printAnswer(invocation, json, printText);
}

} // namespace

void addStatsCommand(CLI::App &app, Invocation &invocation)
{
    auto options = std::make_shared<WindowOptions>();
    CLI::App &command =
        addCommand(app, invocation, "stats", "Totals of the whole file or of a window of time",
                   [&invocation, options] { return runStats(invocation, *options); });
    addWindowOptions(command, *options);
    command.footer(windowFooter);
}

} // namespace dvmdash::cli
