// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"
#include "board_json.h"
#include "figures_text.h"
#include "table.h"
#include "window_options.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace dvmdash::cli
{

namespace
{

using nlohmann::ordered_json;

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
    printWindow(output, json);
    printFigures(output, json);
    printPrevious(output, json);
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
    const ordered_json json = toJson(dvm, archive);
    Output output;
    if (invocation.json)
        output.jsonLine(json);
    else
        printText(output, json);
    return output.finish();
}

} // namespace

void addDvmCommand(CLI::App &app, Invocation &invocation)
{
    auto options = std::make_shared<DvmOptions>();
    CLI::App &command = addCommand(app, invocation, "dvm",
                                   "One DVM: its figures, kinds, competitors and what it says of itself",
                                   [&invocation, options] { return runDvm(invocation, *options); });
    command.add_option("ID", options->key, "npub, 64 hex characters or nprofile")->required();
    addWindowOptions(command, options->window);
    command
        .add_option("--step", options->step, "Length of the points in --json: 1m, 5m, 15m, 1h, 4h, 1d, month")
        ->type_name("STEP");
    command.footer(windowFooter);
}

} // namespace dvmdash::cli
