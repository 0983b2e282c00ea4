// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/deletion.h"

#include "ui/storage/storage_words.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

constexpr std::int64_t hour = 3'600;
constexpr std::int64_t day = 24 * hour;
/// Enough to find the time from which on a size is kept: days without an event are not counted.
constexpr int mostDays = 3'660;

QString tr(const char *text)
{
    return QCoreApplication::translate("storage", text);
}

std::int64_t floorTo(std::int64_t time, std::int64_t step)
{
    return time - time % step;
}

/// A limit of 0 is none.
template<typename Number>
bool isTighter(Number next, Number now)
{
    return next > 0 && (now == 0 || next < now);
}

/// The last day is always kept.
std::int64_t latestHorizon(std::int64_t now)
{
    return floorTo(now - day, hour);
}

std::int64_t eventsBefore(std::int64_t time, const engine::Storage &storage)
{
    if (storage.oldest_event_at >= time)
        return 0;
    std::int64_t later = 0;
    for (const auto &one : storage.days) {
        if (one.day >= time)
            later += one.events;
        else if (one.day + day > time)
            later += one.events * (one.day + day - time) / day;
    }
    return std::max<std::int64_t>(0, storage.events - later);
}

/// From where on as many events are left as the size has room for, in whole hours.
std::int64_t horizonOfSize(std::int64_t max_bytes, const engine::Storage &storage, std::int64_t now)
{
    if (storage.used_bytes <= max_bytes || storage.bytes_per_event <= 0)
        return 0;
    const std::int64_t kept = max_bytes / storage.bytes_per_event;
    std::int64_t newer = 0;
    for (const auto &one : storage.days) {
        if (newer + one.events > kept) {
            const std::int64_t part = one.events > 0 ? (kept - newer) * day / one.events : 0;
            return std::min(floorTo(one.day + day - part, hour), latestHorizon(now));
        }
        newer += one.events;
    }
    return 0;
}

} // namespace

bool keepsLess(const engine::RetentionPolicy &next, const engine::RetentionPolicy &now)
{
    return isTighter(next.max_bytes, now.max_bytes) || isTighter(next.max_days, now.max_days) ||
           isTighter(next.minute_days, now.minute_days);
}

engine::StorageQuestion questionFor(const engine::RetentionPolicy &next, const engine::Storage &storage)
{
    const bool isTooLarge = next.max_bytes > 0 && storage.used_bytes > next.max_bytes;
    // The day that is cut, the one that runs, and those between.
    const int byAge = next.max_days > 0 ? std::min(next.max_days + 2, mostDays) : 0;
    return {false, isTooLarge ? mostDays : byAge};
}

Deletion deletionBy(const engine::RetentionPolicy &next, const engine::Storage &storage, std::int64_t now)
{
    const engine::RetentionPolicy &holds = storage.policy;
    Deletion deletion;
    if (isTighter(next.max_days, holds.max_days))
        deletion.before = std::min(floorTo(now - next.max_days * day, hour), latestHorizon(now));
    if (isTighter(next.max_bytes, holds.max_bytes)) {
        const std::int64_t bySize = horizonOfSize(next.max_bytes, storage, now);
        deletion.bySize = bySize > deletion.before;
        deletion.before = std::max(deletion.before, bySize);
    }
    // What is older than the horizon is gone already.
    if (deletion.before > storage.horizon)
        deletion.events = eventsBefore(deletion.before, storage);
    if (deletion.events == 0)
        deletion.before = 0;
    if (isTighter(next.minute_days, holds.minute_days)) {
        const std::int64_t from = floorTo(now - next.minute_days * day, day);
        // Numbers by the minute outlive their events.
        const std::int64_t first = storage.horizon > 0
                                       ? storage.minutes_from
                                       : std::max(storage.oldest_event_at, storage.minutes_from);
        if (storage.events > 0 && first < from)
            deletion.minutes_before = from;
    }
    return deletion;
}

QString deletionWords(const Deletion &deletion, const engine::Storage &storage,
                      const engine::RetentionPolicy &next)
{
    QStringList sentences;
    if (deletion.before > 0) {
        const QString pattern = deletion.bySize ? tr("At least about %1 of %2 events will be deleted, those "
                                                     "from before about %3, and cannot be "
                                                     "brought back.")
                                                : tr("About %1 of %2 events will be deleted, those from "
                                                     "before %3, and cannot be brought back.");
        sentences.append(pattern.arg(format::count(deletion.events), format::count(storage.events),
                                     hourText(deletion.before)));
        sentences.append(tr("Their jobs stay for %1 more; profiles and announcements stay.")
                             .arg(daysText(next.inactive_days)));
    }
    if (deletion.minutes_before > 0)
        sentences.append(tr("Numbers by the minute from before %1 will be deleted.")
                             .arg(dateText(deletion.minutes_before)));
    if (!deletion.isNothing())
        sentences.append(tr("All numbers of 15 minutes and longer stay."));
    return sentences.join(QLatin1Char(' '));
}

} // namespace dvmdash::ui
