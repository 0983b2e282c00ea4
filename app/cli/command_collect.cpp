// SPDX-License-Identifier: GPL-3.0-or-later
// What relays give: `collect` keeps it in the database, `record` writes it as a capture.
#include "arguments.h"
#include "collection.h"
#include "command.h"

#include <QTemporaryDir>

#include <CLI/CLI.hpp>
#include <memory>

namespace dvmdash::cli
{

namespace
{

constexpr const char *collectionFooter =
    "Without --check-lnurl and --check-nip05 no domain is asked, with --no-hints nobody but the "
    "relays. Changes of the relays' states are told on standard error, the summary on standard output. "
    "Ctrl+C stops and loses nothing. 'dvmdash-cli relays --list' prints the kept list of relays.";

// --- collect -----------------------------------------------------------------------------------------------

struct CollectArguments {
    CollectionArguments collection;
    std::string record;
};

int runCollect(const Invocation &invocation, const CollectArguments &arguments)
{
    engine::EngineConfig config = collectionFrom(arguments.collection);
    config.recording.path = QString::fromStdString(arguments.record);
    config.database = invocation.databasePathForWriting();
    return runCollection(std::move(config), arguments.collection, invocation.json);
}

// --- record ------------------------------------------------------------------------------------------------

struct RecordArguments {
    CollectionArguments collection;
    std::string out;
    std::string size;
    std::string every;
    int keep = 0;
};

/// In a folder files follow each other, of a single file only when that is asked for.
engine::RecordingSettings recordingFrom(const RecordArguments &arguments)
{
    constexpr std::int64_t usualBytes = 256'000'000;
    constexpr std::int64_t usualSeconds = 86'400;
    engine::RecordingSettings settings;
    settings.path = QString::fromStdString(arguments.out);
    if (settings.path.isEmpty())
        throw UsageError(QStringLiteral("--out needs the name of a file or a folder"));
    const bool isFolder = settings.namesFolder();
    settings.max_bytes = !arguments.size.empty() ? bytesFromText(arguments.size) : isFolder ? usualBytes : 0;
    settings.max_seconds = !arguments.every.empty() ? durationFromText("--rotate-every", arguments.every)
                           : isFolder               ? usualSeconds
                                                    : 0;
    settings.keep = arguments.keep;
    if (settings.keep > 0 && !settings.rotates())
        throw UsageError(QStringLiteral("--keep deletes older files, so it needs --rotate-size, "
                                        "--rotate-every or a folder for --out"));
    return settings;
}

int runRecord(const Invocation &invocation, const RecordArguments &arguments)
{
    engine::EngineConfig config = collectionFrom(arguments.collection);
    config.recording = recordingFrom(arguments);
    // A passing one: a window that collects meanwhile is not disturbed, and the capture holds all.
    const QTemporaryDir passing;
    config.database = invocation.database.empty() ? passing.filePath(QStringLiteral("record.sqlite"))
                                                  : invocation.databasePathForWriting();
    return runCollection(std::move(config), arguments.collection, invocation.json);
}

} // namespace

void addCollectCommand(CLI::App &app, Invocation &invocation)
{
    auto arguments = std::make_shared<CollectArguments>();
    CLI::App &command = addCommand(app, invocation, "collect", "Collect from relays without a window",
                                   [&invocation, arguments] { return runCollect(invocation, *arguments); });
    addCollectionOptions(command, arguments->collection);
    command
        .add_option("--record", arguments->record,
                    "Also record what is new to this file, see 'dvmdash-cli record'")
        ->type_name("FILE");
    command.footer(collectionFooter);
}

void addRecordCommand(CLI::App &app, Invocation &invocation)
{
    auto arguments = std::make_shared<RecordArguments>();
    CLI::App &command =
        addCommand(app, invocation, "record",
                   "Record what relays give as a capture: events with receipt times, relays and coverage",
                   [&invocation, arguments] { return runRecord(invocation, *arguments); });
    command
        .add_option("--out", arguments->out,
                    "File to append to, or a folder (ending with /) for files that follow each other")
        ->type_name("FILE_OR_FOLDER")
        ->required();
    command
        .add_option("--rotate-size", arguments->size,
                    "Begin another file, NAME-TIME.jsonl, above this size (in a folder: 256MB; 0: never)")
        ->type_name("SIZE");
    command.add_option("--rotate-every", arguments->every, "The same after so long (in a folder: 1d)")
        ->type_name("DURATION");
    command
        .add_option("--keep", arguments->keep, "Keep so many files of that name, the newest (default: all)")
        ->check(CLI::NonNegativeNumber);
    addCollectionOptions(command, arguments->collection);
    command.footer(std::string("What is recorded is stored nowhere else unless --db names a database. While "
                               "the disk is full recording waits, and nothing is left out. ") +
                   collectionFooter);
}

} // namespace dvmdash::cli
