// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"
#include "command.h"
#include "engine/archive.h"
#include "out_file.h"
#include "output.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace dvmdash::cli
{

namespace
{

struct ExportArguments {
    std::vector<std::string> kinds;
    std::vector<std::string> authors;
    std::vector<std::string> ids;
    std::string since;
    std::string until;
    std::string out;
};

engine::ExportFilter filterFrom(const ExportArguments &arguments)
{
    engine::ExportFilter filter;
    const std::int64_t now = unixNow();
    filter.kinds = kindsFromText("--kind", arguments.kinds);
    for (const std::string &author : arguments.authors)
        filter.authors.push_back(publicKeyFromArgument("--author", author));
    for (const std::string &id : arguments.ids)
        filter.ids.push_back(eventIdFromArgument("--id", id));
    if (!arguments.since.empty())
        filter.since = timeFromText("--since", arguments.since, now);
    if (!arguments.until.empty())
        filter.until = timeFromText("--until", arguments.until, now);
    return filter;
}

int exportToOutput(engine::Archive &archive, const engine::ExportFilter &filter)
{
    Output output;
    const auto exported =
        archive.exportEvents(filter, [&output](std::string_view line) { return output.jsonText(line); });
    const int written = output.finish();
    if (exported)
        return written;
    complain(exported.error);
    return Failed;
}

int exportToFile(engine::Archive &archive, const engine::ExportFilter &filter, const QString &path, bool json)
{
    OutFile file(path);
    if (!file.open())
        return file.complainOfWriting();
    const auto exported = archive.exportEvents(
        filter, [&file](std::string_view line) { return file.write(line) && file.write("\n"); });
    if (!exported) {
        complain(exported.error);
        return Failed;
    }
    if (!file.finish())
        return file.complainOfWriting();
    Output output;
    if (json)
        output.jsonLine(nlohmann::ordered_json{{"events", *exported}, {"file", path.toStdString()}});
    else
        output.line(QStringLiteral("%1 events written to %2").arg(*exported).arg(path));
    return output.finish();
}

int runExport(const Invocation &invocation, const ExportArguments &arguments)
{
    const engine::ExportFilter filter = filterFrom(arguments);
    auto archive = engine::Archive::open(invocation.databasePath());
    if (!archive) {
        complain(archive.error);
        return Failed;
    }
    if (arguments.out.empty() || arguments.out == "-")
        return exportToOutput(*archive.value, filter);
    return exportToFile(*archive.value, filter, QString::fromStdString(arguments.out), invocation.json);
}

} // namespace

void addExportCommand(CLI::App &app, Invocation &invocation)
{
    auto arguments = std::make_shared<ExportArguments>();
    CLI::App &command =
        addCommand(app, invocation, "export", "Write stored events as NIP-01 JSON lines, as signed",
                   [&invocation, arguments] { return runExport(invocation, *arguments); });
    const auto each = [](CLI::Option *option, const char *type) {
        // One value for each time the option stands: what follows is never swallowed.
        option->type_name(type)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    };
    each(command.add_option("--kind", arguments->kinds, "Only these kinds; repeat, or separate with commas"),
         "KIND");
    each(command.add_option("--author", arguments->authors,
                            "Only events of this key, hex or npub; may be repeated"),
         "KEY");
    each(command.add_option("--id", arguments->ids, "Only this event, hex, note or nevent; may be repeated"),
         "ID");
    command.add_option("--since", arguments->since, "Only created at this time or later")->type_name("TIME");
    command.add_option("--until", arguments->until, "Only created before this time")->type_name("TIME");
    command.add_option("--out", arguments->out, "Write to this file instead of standard output")
        ->type_name("FILE");
    command.footer(
        "TIME is 2024-05-01, 2024-05-01T12:30:00Z (UTC), Unix seconds, or 2h, 3d (ago). Ordered by "
        "created_at, then id. Works beside a running program.");
}

} // namespace dvmdash::cli
