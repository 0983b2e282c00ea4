// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"
#include "board_json.h"
#include "figures_text.h"
#include "format.h"
#include "table.h"
#include "trouble_json.h"
#include "window_options.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace dvmdash::cli
{

namespace
{

using nlohmann::ordered_json;

/// What --json holds beyond the figures.
constexpr const char *jsonFooter = "\n\n--json also gives: health (now: state alive, quiet, possibly_down or "
                                   "unknown, and the signals behind "
                                   "it);\nfailures (attempts of the window by reason); failure_messages (the "
                                   "newest 2,000 failed attempts, by "
                                   "reason\nand words, numbers and ids as #); failed, ignored, stalled, "
                                   "paid_undelivered and refunds (the newest "
                                   "200 of\neach, with customer, times and money by tier).";

struct DvmOptions {
    WindowOptions window;
    std::string key;
    std::string step;
};

constexpr TextColumn kindColumns[] = {
    {"kind", "/kind", Show::Number},
    {"results", "/results", Show::Count},
    {"share", "/share", Show::Percent},
    {"success", "/success_rate", Show::Percent},
    {"p50", "/response_ms/p50", Show::Duration},
    {"p95", "/response_ms/p95", Show::Duration},
    {"sats", "/sats/confirmed", Show::Count},
    {"ignored", "/attempts/IGNORED", Show::Count},
    {"name", "/kind_name", Show::Text},
};
constexpr TextColumn competitorColumns[] = {
    {"competitor", "/npub", Show::Text},
    {"results", "/results", Show::Count},
    {"success", "/success_rate", Show::Percent},
    {"p50", "/response_ms/p50", Show::Duration},
    {"sats", "/sats/confirmed", Show::Count},
    {"kinds", "/kinds", Show::Text},
    {"price", "/price", Show::Text},
    {"name", "/name", Show::Text},
};

/// Of the newest failures of a window, which may have very many words.
constexpr std::size_t mostMessages = 10;
constexpr TextColumn messageColumns[] = {
    {"failures", "/count", Show::Count}, {"reason", "/reason", Show::Text},
    {"last", "/last_at", Show::Time},    {"kinds", "/kinds", Show::Text},
    {"message", "/message", Show::Text},
};

/// "possibly down: 14 ignored requests since 2026-11-21T10:04:00Z, ..."
QString healthText(const ordered_json &health)
{
    QStringList parts;
    for (const auto &signal : health.at("signals")) {
        QString words = shown(signal.at("signal"), Show::Text).replace(u'_', u' ');
        if (signal.contains("count"))
            words.prepend(shown(signal.at("count"), Show::Count) + u' ');
        if (!signal.at("at").is_null())
            words += u' ' + shown(signal.at("at"), Show::Time);
        parts.append(words);
    }
    return shown(health.at("state"), Show::Text).replace(u'_', u' ') + QStringLiteral(": ") +
           parts.join(QStringLiteral(", "));
}

void printMessages(Output &output, const ordered_json &json)
{
    ordered_json rows = json.at("failure_messages");
    if (rows.empty())
        return;
    if (rows.size() > mostMessages)
        rows.erase(rows.begin() + mostMessages, rows.end());
    output.line(QString());
    printTable(output, rows, messageColumns);
}

/// What it says of itself, as far as it does.
void printProfile(Output &output, const ordered_json &json)
{
    struct Line {
        const char *name;
        const char *pointer;
        Show show;
    };
    constexpr Line lines[] = {
        {"name", "/name", Show::Text},
        {"about", "/profile/about", Show::Text},
        {"nip05", "/profile/nip05", Show::Text},
        {"lud16", "/profile/lud16", Show::Text},
        {"price as claimed", "/profile/price", Show::Text},
        {"announced kinds", "/profile/kinds", Show::Text},
        {"encryption", "/profile/encryption", Show::Text},
        {"nutzaps", "/profile/nutzaps", Show::Text},
        {"last announcement", "/profile/announced_at", Show::Time},
        {"last heartbeat", "/profile/last_heartbeat_at", Show::Time},
        {"first answer", "/first_seen_at", Show::Time},
        {"last answer", "/last_seen_at", Show::Time},
        {"last completed job", "/last_completed_at", Show::Time},
    };
    for (const Line &line : lines) {
        const auto &value = json.at(ordered_json::json_pointer(line.pointer));
        if (!value.is_null() && !(value.is_array() && value.empty()))
            printField(output, line.name, json, line.pointer, line.show);
    }
}

void printText(Output &output, const ordered_json &json)
{
    printField(output, "DVM", json, "/npub", Show::Text);
    printField(output, "key", json, "/dvm", Show::Text);
    printProfile(output, json);
    output.line(field(QStringLiteral("health"), healthText(json.at("health"))));
    printWindow(output, json);
    printFigures(output, json);
    printPrevious(output, json);
    printMessages(output, json);
    if (!json.at("by_kind").empty()) {
        output.line(QString());
        printTable(output, json.at("by_kind"), kindColumns);
    }
    if (!json.at("competitors").empty()) {
        output.line(QString());
        printTable(output, json.at("competitors"), competitorColumns);
    }
    output.line(QString());
    printFreshness(output, json);
}

int runDvm(const Invocation &invocation, const DvmOptions &options)
{
    engine::DvmQuestion question;
    question.dvm = publicKeyFromArgument("ID", options.key);
    question.window = options.window.meant();
    if (!options.step.empty())
        question.step = stepFromText("--step", options.step);
    engine::Archive archive = openArchive(invocation);
    const engine::Dvm dvm = ask(archive, question);
    if (!dvm.known)
        refuseUnknownDvm(question.dvm);
    ordered_json json = toJson(dvm, archive);
    const auto troubles = ask(archive, engine::DvmTroublesQuestion{question.dvm, question.window});
    addTroubles(json, troubles, Names(archive, peopleIn(troubles)));
    return printAnswer(invocation, json, printText);
}

} // namespace

void addDvmCommand(CLI::App &app, Invocation &invocation)
{
    auto options = std::make_shared<DvmOptions>();
    CLI::App &command =
        addCommand(app, invocation, "dvm",
                   "One DVM: its figures, whether it is there, why it fails, kinds, competitors "
                   "and what it says of itself",
                   [&invocation, options] { return runDvm(invocation, *options); });
    command.add_option("ID", options->key, "npub, 64 hex characters or nprofile")->required();
    addWindowOptions(command, options->window);
    command
        .add_option("--step", options->step, "Length of the points in --json: 1m, 5m, 15m, 1h, 4h, 1d, month")
        ->type_name("STEP");
    command.footer(std::string(windowFooter) + jsonFooter);
}

} // namespace dvmdash::cli
