// SPDX-License-Identifier: GPL-3.0-or-later
// bundle: what a file with a chain holds, and whether its verdict follows from its events.
#include "answers.h"
#include "engine/job_json.h"
#include "engine/json_values.h"
#include "engine/opened_bundle.h"
#include "format.h"
#include "output.h"
#include "safe_text.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace dvmdash::cli
{

namespace
{

using engine::secondsOrNull;
using engine::textOrNull;
using nlohmann::ordered_json;

ordered_json textList(const QStringList &texts)
{
    ordered_json json = ordered_json::array();
    for (const QString &text : texts)
        json.push_back(text.toStdString());
    return json;
}

ordered_json toJson(const engine::OpenedBundle &bundle, const QString &path)
{
    auto archive = engine::Archive::open(bundle.database);
    if (!archive)
        throw store::Error(archive.error.toStdString());
    const auto detail = ask(*archive.value, engine::JobQuestion{bundle.job});
    const Names names(*archive.value, engine::peopleIn(bundle.ours));
    ordered_json json;
    json["file"] = path.toStdString();
    json["program"] = textOrNull(bundle.program.toStdString());
    json["made_at"] = secondsOrNull(bundle.made_at);
    json["judged_at"] = secondsOrNull(bundle.judging.now.value_or(0));
    json["job"] = bundle.job.hex();
    json["verified"] = bundle.verified;
    json["redacted"] = bundle.redacted;
    json["refused"] = bundle.refused;
    json["refused_because"] = textList(bundle.reasons);
    json["duplicates"] = bundle.duplicates;
    json["incomplete"] = bundle.incomplete;
    json["agrees"] = bundle.agrees();
    json["differences"] = textList(bundle.differences);
    json["theirs"] = ordered_json::parse(bundle.theirVerdict.toStdString());
    json["ours"] = engine::jobJson(bundle.ours, detail.events, names.asFunction());
    return json;
}

void printText(Output &output, const engine::OpenedBundle &bundle, const QString &path)
{
    const auto line = [&](const QString &name, const QString &value) {
        output.line(field(name, safeLine(value)));
    };
    line(QStringLiteral("bundle"), path);
    line(QStringLiteral("written"),
         QStringLiteral("%1 by %2")
             .arg(QString::fromStdString(isoSeconds(bundle.made_at)),
                  bundle.program.isEmpty() ? QStringLiteral("unknown") : bundle.program));
    line(QStringLiteral("judged as of"), QString::fromStdString(isoSeconds(bundle.judging.now.value_or(0))));
    line(QStringLiteral("job"), QString::fromStdString(bundle.job.hex()));
    line(QStringLiteral("events"),
         QStringLiteral("%1 verified, %2 redacted, which nobody can verify, %3 refused")
             .arg(grouped(bundle.verified), grouped(bundle.redacted), grouped(bundle.refused)));
    for (const QString &reason : bundle.reasons)
        line(QString(), reason);
    if (bundle.incomplete)
        line(QStringLiteral("incomplete"),
             QStringLiteral("its writer could not put all of the chain into it"));
    line(QStringLiteral("their verdict"), bundle.theirText);
    line(QStringLiteral("our verdict"), bundle.ourText);
    line(QStringLiteral("they agree"), bundle.agrees() ? QStringLiteral("yes") : QStringLiteral("no"));
    for (const QString &difference : bundle.differences)
        line(QString(), difference);
}

int runBundle(const Invocation &invocation, const std::string &file)
{
    const QString path = QString::fromStdString(file);
    const auto opened = engine::openBundle(path);
    if (!opened) {
        complain(safeLine(opened.error));
        return Failed;
    }
    const engine::OpenedBundle &bundle = **opened;
    Output output;
    if (invocation.json)
        output.jsonLine(toJson(bundle, path));
    else
        printText(output, bundle, path);
    const int written = output.finish();
    return bundle.refused > 0 || !bundle.agrees() ? Failed : written;
}

} // namespace

void addBundleCommand(CLI::App &app, Invocation &invocation)
{
    auto file = std::make_shared<std::string>();
    CLI::App &command =
        addCommand(app, invocation, "bundle", "Check the bundle of a chain: its events, its verdict and ours",
                   [&invocation, file] { return runBundle(invocation, *file); });
    command.add_option("FILE", *file, "NAME.dvmchain.json, as 'job ID --bundle' and the window write it")
        ->required();
    command.footer(
        "Nothing is stored: 'import FILE' does that, unless the bundle is redacted. Ends with 1 when "
        "an event is refused or the verdicts differ.");
}

} // namespace dvmdash::cli
