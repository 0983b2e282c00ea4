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
        QStringLiteral("%1 read, %2 new, %3 rejected, %4/s")
            .arg(grouped(counters.read), grouped(counters.accepted), grouped(counters.rejectedTotal()),
                 grouped(static_cast<std::int64_t>(progress.eventsPerSecond())));
    if (progress.bytes_total > 0)
        text = QStringLiteral("%1 % of %2  ")
                   .arg(100 * progress.bytes_read / progress.bytes_total, 3)
                   .arg(bytesText(progress.bytes_total)) +
               text;
    if (progress.files > 1)
        text = QStringLiteral("file %1 of %2  ").arg(progress.file + 1).arg(progress.files) + text;
    if (const auto left = progress.secondsLeft())
        text += QStringLiteral(", %1 left").arg(roughDuration(*left));
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
    for (const QString &problem : result.error.split(u'\n'))
        complain(problem);
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
            "Files of events, or [\"EVENT\",id,{...}] frames: one a line, or a JSON array of them (also as "
            "the "
            "member \"events\" of an object); each also compressed with gzip or zstd. Or bundles that are "
            "not redacted. - is standard input")
        ->required();
    command.add_flag("--excerpt", arguments->excerpt,
                     "The files are samples, not recordings: silence in them means nothing");
    command.footer(
        "What a file is, it tells itself, whatever its name; it may be of any size. What is no event is "
        "counted by its reason and never fatal. What was read before is kept when the import is stopped, or "
        "a file is cut off; importing the same again adds nothing twice.");
}

} // namespace dvmdash::cli
