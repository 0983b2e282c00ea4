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

struct KindOptions {
    WindowOptions window;
    std::string kind;
    std::string step;
};

constexpr TextColumn dvmColumns[] = {
    {"DVM", "/npub", Show::Text},
    {"results", "/results", Show::Count},
    {"share", "/share", Show::Percent},
    {"success", "/success_rate", Show::Percent},
    {"p50", "/response_ms/p50", Show::Duration},
    {"p95", "/response_ms/p95", Show::Duration},
    {"sats", "/sats/confirmed", Show::Count},
    {"ignored", "/attempts/IGNORED", Show::Count},
    {"name", "/name", Show::Text},
};

bool hasAny(const metrics::Figures &figures)
{
    metrics::Figures nothing;
    return !(figures == nothing);
}

/// Was anything of this kind ever counted?
bool isKnownKind(engine::Archive &archive, const engine::Kind &answer)
{
    if (answer.row.first_seen_at != 0 || answer.row.dvms_ever > 0 || hasAny(answer.row.figures))
        return true;
    const engine::KindQuestion ever{answer.question.kind, metrics::TimeWindow::everything(),
                                    metrics::Step::Month};
    return hasAny(ask(archive, ever).row.figures);
}

void printText(Output &output, const ordered_json &json)
{
    printField(output, "kind", json, "/kind", Show::Text);
    printField(output, "name", json, "/kind_name", Show::Text);
    printField(output, "first request", json, "/first_seen_at", Show::Time);
    printField(output, "last request", json, "/last_seen_at", Show::Time);
    printWindow(output, json);
    printFigures(output, json);
    printField(output, "DVMs ever", json, "/dvms_ever", Show::Count);
    printPerson(output, "fastest", json, "fastest");
    printPerson(output, "top earning", json, "top_earning");
    printPrevious(output, json);
    output.line(QString());
    if (!json.at("dvms").empty()) {
        printTable(output, json.at("dvms"), dvmColumns);
        output.line(QString());
    }
    printFreshness(output, json);
}

int runKind(const Invocation &invocation, const KindOptions &options)
{
    engine::KindQuestion question;
    question.kind = requestKindFromText("N", options.kind);
    question.window = options.window.meant();
    if (!options.step.empty())
        question.step = stepFromText("--step", options.step);
    engine::Archive archive = openArchive(invocation);
    const engine::Kind kind = ask(archive, question);
    if (!isKnownKind(archive, kind))
        throw store::Error("kind " + std::to_string(question.kind) +
                           " was never met in this database: no request, result or job of it is stored");
    const ordered_json json = toJson(kind, archive);
    return printAnswer(invocation, json, printText);
}

} // namespace

void addKindCommand(CLI::App &app, Invocation &invocation)
{
    auto options = std::make_shared<KindOptions>();
    CLI::App &command =
        addCommand(app, invocation, "kind", "One kind of jobs: its figures and who works on it",
                   [&invocation, options] { return runKind(invocation, *options); });
    command.add_option("N", options->kind, "Kind of a request, or of its results")->required();
    addWindowOptions(command, options->window);
    command
        .add_option("--step", options->step, "Length of the points in --json: 1m, 5m, 15m, 1h, 4h, 1d, month")
        ->type_name("STEP");
    command.footer(windowFooter);
}

} // namespace dvmdash::cli
