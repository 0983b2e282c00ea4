// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"
#include "command.h"
#include "engine/archive.h"
#include "event_report.h"
#include "output.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace dvmdash::cli
{

namespace
{

int failWith(const QString &text)
{
    complain(text);
    return Failed;
}

QString unknownText(const nostr::EventId &id, const engine::EventDetail &detail)
{
    QString text = QStringLiteral("event %1 is not in this database").arg(QString::fromStdString(id.hex()));
    if (!detail.referred_by.empty())
        text += QStringLiteral(", but %1 stored events refer to it: try 'event %2'")
                    .arg(detail.referred_by.size())
                    .arg(QString::fromStdString(detail.referred_by.front().id.hex()));
    else
        text += QStringLiteral(": collect or import it first");
    return text;
}

int runEvent(const Invocation &invocation, const std::string &idText)
{
    const nostr::EventId id = eventIdFromArgument("ID", idText);
    auto archive = engine::Archive::open(invocation.databasePath());
    if (!archive)
        return failWith(archive.error);
    const auto detail = archive.value->ask(engine::EventQuestion{id});
    if (!detail)
        return failWith(detail.error);
    if (!detail->known)
        return failWith(unknownText(id, *detail));

    EventReport report;
    report.detail = *detail;
    if (detail->job) {
        const auto job = archive.value->ask(engine::JobQuestion{*detail->job});
        if (!job)
            return failWith(job.error);
        report.job = *job;
    }
    const auto names = archive.value->ask(engine::NamesQuestion{{detail->event.pubkey}});
    if (!names)
        return failWith(names.error);
    if (!names->names.empty())
        report.author_name = names->names.front().second;

    Output output;
    if (invocation.json)
        output.jsonText(eventReportJson(report));
    else
        for (const QString &line : eventReportLines(report))
            output.line(line);
    return output.finish();
}

} // namespace

void addEventCommand(CLI::App &app, Invocation &invocation)
{
    auto id = std::make_shared<std::string>();
    CLI::App &command = addCommand(app, invocation, "event", "Show one event with everything known around it",
                                   [&invocation, id] { return runEvent(invocation, *id); });
    command.add_option("ID", *id, "64 hex characters, note or nevent")->required();
}

} // namespace dvmdash::cli
