// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "engine/import.h"
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

struct ImportArguments {
    std::vector<std::string> files;
    bool excerpt = false;
};

QString progressText(const engine::ImportProgress &progress)
{
    const auto &counters = progress.counters;
    QString text =
        QStringLiteral("%1 read, %2 new, %3 rejected")
            .arg(grouped(counters.read), grouped(counters.accepted), grouped(counters.rejectedTotal()));
    if (progress.bytes_total > 0)
        text = QStringLiteral("%1 %  ").arg(100 * progress.bytes_read / progress.bytes_total, 3) + text;
    if (progress.seconds > 0)
        text += QStringLiteral(", %1/s").arg(
            grouped(static_cast<std::int64_t>(static_cast<double>(counters.read) / progress.seconds)));
    return text;
}

QStringList fileNames(const ImportArguments &arguments)
{
    QStringList files;
    for (const std::string &file : arguments.files)
        files.append(QString::fromStdString(file));
    if (files.count(QStringLiteral("-")) > 1)
        throw UsageError(QStringLiteral("standard input can be read only once: name '-' a single time"));
    if (files.contains(QString()))
        throw UsageError(QStringLiteral("a file name is empty"));
    return files;
}

void printSummary(Output &output, const engine::ImportResult &result, bool json)
{
    const auto &counters = result.counters;
    if (json) {
        nlohmann::ordered_json summary;
        summary["read"] = counters.read;
        summary["accepted"] = counters.accepted;
        summary["duplicate"] = counters.duplicate;
        summary["rejected"] = rejectedToJson(counters);
        summary["seconds"] = rounded(result.seconds, 6);
        summary["events_per_second"] = rounded(result.eventsPerSecond(), 1);
        output.jsonLine(summary);
        return;
    }
    for (const QString &line : counterLines(counters))
        output.line(line);
    output.line(field(QStringLiteral("seconds"), QString::number(result.seconds, 'f', 2)));
    output.line(field(QStringLiteral("events a second"),
                      grouped(static_cast<std::int64_t>(result.eventsPerSecond()))));
}

int runImport(const Invocation &invocation, const ImportArguments &arguments)
{
    const QStringList files = fileNames(arguments);
    engine::ImportOptions options;
    options.recording = !arguments.excerpt;
    const app::StopSignal stop;
    ProgressLine progressLine;
    const auto result = engine::importFiles(invocation.databasePathForWriting(), files, options,
                                            [&](const engine::ImportProgress &progress) {
                                                progressLine.show(progressText(progress));
                                                return !stop.isRequested();
                                            });
    progressLine.clear();
    Output output;
    if (result.ok || result.counters.read > 0)
        printSummary(output, result, invocation.json);
    const int written = output.finish();
    if (result.ok)
        return written;
    complain(result.error);
    return Failed;
}

} // namespace

void addImportCommand(CLI::App &app, Invocation &invocation)
{
    auto arguments = std::make_shared<ImportArguments>();
    CLI::App &command = addCommand(app, invocation, "import",
                                   "Read events from files into the database, with the checks of the wire",
                                   [&invocation, arguments] { return runImport(invocation, *arguments); });
    command
        .add_option(
            "FILE", arguments->files,
            "Files with one event, or one [\"EVENT\",id,{...}] frame, a line, or a bundle that is not "
            "redacted; - is standard input")
        ->required();
    command.add_flag("--excerpt", arguments->excerpt,
                     "The files are samples, not recordings: silence in them means nothing");
    command.footer(
        "A bad line is counted by its reason and never fatal. What was read before is kept when the import "
        "is stopped; importing the same again adds nothing twice.");
}

} // namespace dvmdash::cli
