// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/freshness_words.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

constexpr std::int64_t msPerSecond = 1000;
const QString between = QStringLiteral("  \u00b7  ");

QString tr(const char *text)
{
    return QCoreApplication::translate("freshness", text);
}

QString reasonWords(metrics::Partial reason, const metrics::Freshness &fresh)
{
    switch (reason) {
    case metrics::Partial::NotCovered:
        return tr("For %1 of this window no relay surely delivered everything; events of that time may be "
                  "missing.")
            .arg(format::durationMs((fresh.past_s - fresh.covered_s) * msPerSecond));
    case metrics::Partial::EventsPruned:
        return tr("Old raw events were deleted to save room; up to 15 minutes at each end of this window are "
                  "left out.");
    case metrics::Partial::HeldBack:
        return tr("Some events are dated in the future and count when their time has come.");
    }
    return {};
}

/// The same in few words, for a thin line.
QString shortReason(metrics::Partial reason, const metrics::Freshness &fresh)
{
    switch (reason) {
    case metrics::Partial::NotCovered:
        return tr("partial: %1 not covered")
            .arg(format::durationMs((fresh.past_s - fresh.covered_s) * msPerSecond));
    case metrics::Partial::EventsPruned:
        return tr("partial: old events were deleted");
    case metrics::Partial::HeldBack:
        return tr("events dated in the future wait");
    }
    return {};
}

} // namespace

QString coverageWords(const metrics::Freshness &fresh)
{
    const QString relays = fresh.relays == 1 ? tr("1 relay") : tr("%1 relays").arg(fresh.relays);
    const auto share = format::percent(fresh.covered_s, fresh.past_s);
    return share ? tr("%1, %2 covered").arg(relays, *share) : relays;
}

QString restsOnWords(const metrics::Freshness &fresh)
{
    QStringList parts{tr("rests on %1").arg(coverageWords(fresh))};
    for (const auto reason : fresh.partial)
        parts.append(shortReason(reason, fresh));
    return parts.join(between);
}

QString basisWords(const metrics::Freshness &fresh, qint64 nowMs)
{
    QStringList parts{restsOnWords(fresh)};
    parts.append(tr("as of %1").arg(format::relativeTime(fresh.as_of_ms, nowMs)));
    if (fresh.newest_event_at > 0)
        parts.append(
            tr("newest event %1").arg(format::relativeTime(fresh.newest_event_at * msPerSecond, nowMs)));
    return parts.join(between);
}

QString freshnessWords(const metrics::Freshness &fresh)
{
    QStringList lines{tr("Rests on %1.").arg(coverageWords(fresh))};
    if (fresh.late > 0)
        lines.last() += QLatin1Char(' ') +
                        tr("%1 of the events came over 15 minutes late.").arg(format::count(fresh.late));
    lines.append(fresh.newest_event_at > 0
                     ? tr("As of %1, newest event %2; %3 since anything came in.")
                           .arg(format::isoUtcMs(fresh.as_of_ms), format::isoUtc(fresh.newest_event_at),
                                format::durationMs(fresh.staleSeconds() * msPerSecond))
                     : tr("As of %1; no event is stored yet.").arg(format::isoUtcMs(fresh.as_of_ms)));
    if (fresh.isPartial())
        lines.append(partialWords(fresh));
    return lines.join(QLatin1Char('\n'));
}

QString partialWords(const metrics::Freshness &fresh)
{
    QStringList sentences;
    for (const auto reason : fresh.partial)
        sentences.append(reasonWords(reason, fresh));
    return sentences.join(QLatin1Char(' '));
}

bool isSeverelyPartial(const metrics::Freshness &fresh)
{
    constexpr std::int64_t mostMissing = 10; // one part of so many
    return std::any_of(fresh.partial.begin(), fresh.partial.end(), [&](metrics::Partial reason) {
        switch (reason) {
        case metrics::Partial::NotCovered:
            return (fresh.past_s - fresh.covered_s) > fresh.past_s / mostMissing;
        case metrics::Partial::EventsPruned:
            return true;
        case metrics::Partial::HeldBack:
            return false;
        }
        return false;
    });
}

} // namespace dvmdash::ui
