// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/rebuild_words.h"

#include "ui/widgets/format.h"
#include "ui/widgets/safe_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace dvmdash::ui
{

namespace
{

constexpr double msPerSecond = 1'000;
constexpr std::int64_t whole = 1'000;

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("rebuild", text, nullptr, n);
}

bool isRepair(const engine::RebuildStatus &status)
{
    return status.task == engine::RebuildTask::Repair;
}

QString counted(std::int64_t number, const QString &one, const QString &many)
{
    return number == 1 ? one : many.arg(format::count(number));
}

} // namespace

QString progressWords(const engine::RebuildStatus &status)
{
    if (status.stopping)
        return tr("Stopping ...");
    const QString task = isRepair(status) ? tr("Repairing") : tr("Checking");
    if (status.progress.step.isEmpty())
        return tr("%1 ...").arg(task);
    if (status.progress.events <= 0)
        return tr("%1: %2").arg(task, safeText(status.progress.step));
    return tr("%1: %2, %3 of %4 events")
        .arg(task, safeText(status.progress.step), format::count(status.progress.done),
             format::count(status.progress.events));
}

int progressPermille(const engine::RebuildProgress &progress)
{
    if (progress.events <= 0)
        return 0;
    return static_cast<int>(std::clamp<std::int64_t>(whole * progress.done / progress.events, 0, whole));
}

QString outcomeWords(const engine::RebuildStatus &status)
{
    if (!status.report)
        return {};
    const engine::RebuildReport &report = *status.report;
    if (report.stopped)
        return isRepair(status) ? tr("Stopped; nothing was changed, and the next repair goes on from here.")
                                : tr("Stopped; the next check begins anew.");
    if (!report.ok)
        return isRepair(status)
                   ? tr("The repair did not succeed: %1. Nothing was changed.").arg(safeText(report.error))
                   : tr("The check did not succeed: %1. Nothing was changed.").arg(safeText(report.error));
    const std::int64_t differences = report.differences();
    if (differences == 0)
        return tr("No difference: everything that is counted is what the %1 stored events say.")
            .arg(format::count(report.events));
    const auto tables = std::count_if(report.tables.begin(), report.tables.end(),
                                      [](const store::TableDifference &table) { return table.total() > 0; });
    const QString inTables = counted(tables, tr("1 table"), tr("%1 tables"));
    if (isRepair(status))
        return counted(report.repaired, tr("1 row in %1 was repaired.").arg(inTables),
                       tr("%2 rows in %1 were repaired.").arg(inTables, QStringLiteral("%1")));
    return counted(differences,
                   tr("1 row in %1 is not what the events say. Repair writes it anew.").arg(inTables),
                   tr("%2 rows in %1 are not what the events say. Repair writes them anew.")
                       .arg(inTables, QStringLiteral("%1")));
}

Tone outcomeTone(const engine::RebuildStatus &status)
{
    if (!status.report || status.report->stopped)
        return Tone::Waiting;
    if (!status.report->ok)
        return Tone::Failed;
    return status.report->differences() > 0 && !isRepair(status) ? Tone::Suspect : Tone::Delivered;
}

QString outcomeNote(const engine::RebuildStatus &status, qint64 endedMs, qint64 nowMs)
{
    if (!status.report)
        return {};
    const QString pattern = isRepair(status) ? tr("repair of %1, took %2") : tr("check of %1, took %2");
    return pattern.arg(format::relativeTime(endedMs, nowMs),
                       format::durationMs(std::llround(status.report->seconds * msPerSecond)));
}

} // namespace dvmdash::ui
