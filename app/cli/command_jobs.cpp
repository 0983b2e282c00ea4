// SPDX-License-Identifier: GPL-3.0-or-later
// jobs: a list; job: one with its chain and who broke it.
#include "answers.h"
#include "arguments.h"
#include "comparison_json.h"
#include "engine/job_json.h"
#include "format.h"
#include "job_words.h"
#include "nostr/nip19.h"
#include "out_file.h"
#include "safe_text.h"
#include "table.h"
#include "window_options.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace dvmdash::cli
{

namespace
{

using nlohmann::ordered_json;

/// As of when, and resting on what.
struct JudgingOptions {
    std::string now;
    bool assumeCoverage = false;

    store::Judging meant() const
    {
        store::Judging judging;
        judging.all_heard = assumeCoverage;
        if (!now.empty())
            judging.now = timeFromText("--now", now, unixNow());
        else if (assumeCoverage)
            judging.now = unixNow();
        return judging;
    }
};

void addJudgingOptions(CLI::App &command, JudgingOptions &options)
{
    command
        .add_option(
            "--now", options.now,
            "Judge as of this time, which fixes the clock for a capture (default: as the file stands)")
        ->type_name("TIME");
    command.add_flag("--assume-coverage", options.assumeCoverage,
                     "The file holds all that was sent: silence in it counts");
}

struct JobsOptions {
    WindowOptions window;
    JudgingOptions judging;
    std::vector<std::string> states;
    std::vector<std::string> causes;
    std::string kind;
    std::string dvm;
    int limit = 50;
};

struct JobOptions {
    JudgingOptions judging;
    std::string id;
    std::string compare;
    std::string bundle;
    bool redact = false;
    bool redactRelays = false;

    engine::Redaction redaction() const
    {
        if (redactRelays)
            return engine::Redaction::TextsAndRelays;
        return redact ? engine::Redaction::Texts : engine::Redaction::None;
    }
};

constexpr TextColumn jobColumns[] = {
    {"request", "/id", Show::Text},
    {"requested", "/created_at", Show::Time},
    {"kind", "/kind", Show::Number},
    {"state", "/state", Show::Text},
    {"cause", "/cause", Show::Text},
    {"attempts", "/attempts", Show::Number},
    {"payment", "/payment", Show::Text},
    {"chain", "/chain_jobs", Show::Number},
    {"name of kind", "/kind_name", Show::Text},
};

QString text(const ordered_json &value)
{
    return value.is_string() ? safeLine(value.get<std::string>()) : QStringLiteral("-");
}

int runJobs(const Invocation &invocation, const JobsOptions &options)
{
    engine::JobsQuestion question;
    question.window = options.window.meant();
    question.chains = true;
    question.judging = options.judging.meant();
    const StateWords states = statesFromText("--state", options.states);
    question.states = states.states;
    question.awaiting_payment = states.awaiting_payment;
    question.causes = reasonsFromText("--cause", options.causes);
    if (!options.kind.empty())
        question.kinds = {requestKindFromText("--kind", options.kind)};
    if (!options.dvm.empty())
        question.dvms = {publicKeyFromArgument("--dvm", options.dvm)};
    if (options.limit < 1)
        throw UsageError(QStringLiteral("--limit counts jobs: write 1 or more"));
    question.limit = options.limit;

    engine::Archive archive = openArchive(invocation);
    const engine::Jobs jobs = ask(archive, question);
    std::vector<nostr::PublicKey> people;
    for (const auto &row : jobs.rows) {
        if (row.customer)
            people.push_back(*row.customer);
        for (const auto &cause : row.causes)
            if (cause.dvm)
                people.push_back(*cause.dvm);
    }
    const Names names(archive, std::move(people));
    ordered_json json;
    json["matching"] = jobs.matching;
    auto &rows = json["jobs"] = ordered_json::array();
    for (const auto &row : jobs.rows)
        rows.push_back(engine::jobJson(row, names.asFunction()));
    return printAnswer(invocation, json, [&](Output &output, const ordered_json &) {
        printTable(output, rows, jobColumns);
        const auto listed = static_cast<std::int64_t>(jobs.rows.size());
        if (jobs.matching > listed)
            output.line(QStringLiteral("%1 of %2 jobs; --limit shows more")
                            .arg(grouped(listed), grouped(jobs.matching)));
    });
}

QString personText(const ordered_json &json, const char *member)
{
    if (!json.at(member).is_string())
        return QStringLiteral("nobody");
    const auto key = nostr::PublicKey::fromHex(json.at(member).get<std::string>());
    const QString npub = QString::fromStdString(nostr::nip19::encode(nostr::nip19::Npub{*key}));
    const auto &name = json.at(std::string(member) + "_name");
    return name.is_string() ? QStringLiteral("%1 (%2)").arg(npub, text(name)) : npub;
}

void printAttempt(Output &output, const ordered_json &attempt)
{
    QString flags;
    for (const auto &flag : attempt.at("flags"))
        flags += u' ' + text(flag);
    output.line(
        field(QStringLiteral("attempt"),
              QStringLiteral("%1  %2%3").arg(personText(attempt, "dvm"), text(attempt.at("state")), flags)));
    for (const auto &step : attempt.at("timeline"))
        output.line(
            field(QString(), QStringLiteral("%1  %2  %3")
                                 .arg(text(step.at("time")), text(step.at("what")), text(step.at("event")))));
}

void printText(Output &output, const ordered_json &json)
{
    output.line(field(QStringLiteral("job"), text(json.at("id"))));
    output.line(field(QStringLiteral("kind"),
                      QStringLiteral("%1  %2").arg(json.at("kind").is_null()
                                                       ? QStringLiteral("-")
                                                       : QString::number(json.at("kind").get<int>()),
                                                   text(json.at("kind_name")))));
    output.line(field(QStringLiteral("customer"), personText(json, "customer")));
    output.line(field(QStringLiteral("requested"), text(json.at("created_at"))));
    output.line(field(QStringLiteral("state"), text(json.at("state"))));
    for (const auto &cause : json.at("verdict").at("root_causes"))
        output.line(
            field(QStringLiteral("root cause"),
                  QStringLiteral("%1 at %2, job %3")
                      .arg(text(cause.at("reason")), personText(cause, "dvm"), text(cause.at("job")))));
    for (const auto &note : json.at("verdict").at("notes"))
        output.line(field(QStringLiteral("note"),
                          QStringLiteral("%1, job %2").arg(text(note.at("note")), text(note.at("job")))));
    for (const auto &attempt : json.at("attempts"))
        printAttempt(output, attempt);
    const auto &chain = json.at("chain");
    if (chain.at("nodes").size() > 1) {
        output.line(field(QStringLiteral("chain"),
                          QStringLiteral("%1 jobs%2")
                              .arg(chain.at("nodes").size())
                              .arg(chain.at("more").get<bool>() ? QStringLiteral(", and more") : QString())));
        for (const auto &node : chain.at("nodes"))
            output.line(field(QString(), QStringLiteral("%1  %2").arg(text(node.at("id")),
                                                                      node.at("ghost").get<bool>()
                                                                          ? QStringLiteral("never seen")
                                                                          : text(node.at("state")))));
        for (const auto &edge : chain.at("edges"))
            output.line(field(QString(), QStringLiteral("%1... -> %2...  %3")
                                             .arg(text(edge.at("from")).left(8), text(edge.at("to")).left(8),
                                                  text(edge.at("type")))));
    }
}

/// What the option names: an id, or "similar".
nostr::EventId chosenReference(engine::Archive &archive, const nostr::EventId &id, const std::string &option)
{
    if (option != "similar")
        return eventIdFromArgument("--compare", option);
    const engine::SimilarChains similar = ask(archive, engine::SimilarChainsQuestion{id, 1});
    if (similar.chains.empty())
        throw store::Error("No delivered job of the kind of " + id.hex() +
                           " is stored. Name the one to compare with");
    return similar.chains.front().job;
}

int runComparison(const Invocation &invocation, const JobOptions &options)
{
    const nostr::EventId id = eventIdFromArgument("ID", options.id);
    if (options.compare != "similar")
        eventIdFromArgument("--compare", options.compare); // before the file is opened
    engine::Archive archive = openArchive(invocation);
    const nostr::EventId before = chosenReference(archive, id, options.compare);
    const engine::ChainsCompared compared =
        ask(archive, engine::CompareChainsQuestion{before, id, options.judging.meant()});
    const ordered_json json = toJson(compared, Names(archive, peopleIn(compared)));
    return printAnswer(invocation, json, printComparison);
}

int writeBundle(const Invocation &invocation, const JobOptions &options, const nostr::EventId &id)
{
    engine::Archive archive = openArchive(invocation);
    const auto bundle =
        ask(archive, engine::BundleQuestion{id, options.judging.meant(), options.redaction()});
    Output output;
    if (bundle.incomplete)
        tell(QStringLiteral("not all of this chain can be handed on: its verdict may not follow from "
                            "the bundle"));
    if (options.bundle == "-") {
        output.write(bundle.text.toStdString());
        return output.finish();
    }
    const QString path = QString::fromStdString(options.bundle);
    OutFile file(path);
    if (!file.open() || !file.write(bundle.text.toStdString()) || !file.finish())
        return file.complainOfWriting();
    if (invocation.json)
        output.jsonLine({{"file", options.bundle},
                         {"jobs", bundle.jobs},
                         {"events", bundle.events},
                         {"redacted", bundle.redacted},
                         {"bytes", bundle.text.size()},
                         {"incomplete", bundle.incomplete}});
    else
        output.line(QStringLiteral("%1 events of %2 jobs written to %3, %4 of them redacted")
                        .arg(bundle.events)
                        .arg(bundle.jobs)
                        .arg(path)
                        .arg(bundle.redacted));
    return output.finish();
}

int runJob(const Invocation &invocation, const JobOptions &options)
{
    if (!options.compare.empty() && !options.bundle.empty())
        throw UsageError(QStringLiteral("--compare and --bundle are two questions: ask one at a time"));
    if (!options.compare.empty())
        return runComparison(invocation, options);
    const nostr::EventId id = eventIdFromArgument("ID", options.id);
    if (!options.bundle.empty())
        return writeBundle(invocation, options, id);
    if (options.redaction() != engine::Redaction::None)
        throw UsageError(QStringLiteral("--redact and --redact-relays belong to --bundle FILE"));
    engine::Archive archive = openArchive(invocation);
    const engine::ChainAnswer answer = ask(archive, engine::ChainQuestion{id, options.judging.meant()});
    const engine::JobDetail detail = ask(archive, engine::JobQuestion{answer.chain.nodes[answer.job].id});
    const Names names(archive, engine::peopleIn(answer));
    const ordered_json json = engine::jobJson(answer, detail.events, names.asFunction());
    return printAnswer(invocation, json, printText);
}

constexpr const char *judgingFooter = "Without --now jobs are as the file stands. With it, or with "
                                      "--assume-coverage, they are judged anew from "
                                      "the stored events, and nothing is changed.";

} // namespace

void addJobCommands(CLI::App &app, Invocation &invocation)
{
    auto list = std::make_shared<JobsOptions>();
    CLI::App &jobs = addCommand(app, invocation, "jobs", "Jobs, newest first, with what broke each of them",
                                [&invocation, list] { return runJobs(invocation, *list); });
    jobs.add_option("--state", list->states, "Only in these states, such as failed,stalled,awaiting_payment")
        ->type_name("STATE");
    jobs.add_option("--cause", list->causes, "Only with one of these root causes, such as error,ignored")
        ->type_name("CAUSE");
    jobs.add_option("--kind", list->kind, "Only of this request kind")->type_name("N");
    jobs.add_option("--dvm", list->dvm, "Only those that this DVM was asked for or answered")
        ->type_name("ID");
    jobs.add_option("--limit", list->limit, "How many to list (default: 50)")->type_name("N");
    addWindowOptions(jobs, list->window);
    addJudgingOptions(jobs, list->judging);
    jobs.footer(judgingFooter);

    auto one = std::make_shared<JobOptions>();
    CLI::App &job =
        addCommand(app, invocation, "job", "One job: its attempts, the chain around it, and who broke it",
                   [&invocation, one] { return runJob(invocation, *one); });
    job.add_option("ID", one->id, "The request or any answer: 64 hex characters, note or nevent")->required();
    job.add_option("--compare", one->compare,
                   "What is different from this job's chain, which is the reference: an id, or 'similar' for "
                   "a delivered one like it")
        ->type_name("JOB");
    job.add_option("--bundle", one->bundle,
                   "Write the chain with its signed events and the verdict to this file, NAME.dvmchain.json, "
                   "for another installation; - is standard output")
        ->type_name("FILE");
    job.add_flag("--redact", one->redact,
                 "Take texts out of the bundle: contents, inputs, outputs, parameters, invoices, names. Ids, "
                 "authors, times, states and amounts stay, and so does the verdict");
    job.add_flag("--redact-relays", one->redactRelays, "The same, and by which relays the events came");
    addJudgingOptions(job, one->judging);
    job.footer(judgingFooter);
}

} // namespace dvmdash::cli
