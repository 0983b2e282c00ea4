// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/boards/freshness_words.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QStringList>

namespace dvmdash::ui
{

namespace
{

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("freshness", text, nullptr, n);
}

QString partialSentence(metrics::Partial reason, const metrics::Freshness &fresh)
{
    switch (reason) {
    case metrics::Partial::NotCovered: {
        const qint64 missing = fresh.past_s - fresh.covered_s;
        return tr("For %1 of this window nobody listened: what happened then may be missing.")
            .arg(format::durationMs(missing * 1000));
    }
    case metrics::Partial::EventsPruned:
        return tr("Raw events at the ends of this window were deleted: up to a quarter of an hour there is "
                  "left out.");
    case metrics::Partial::HeldBack:
        return tr("Events dated too far ahead wait for their time and are not counted yet.");
    }
    return {};
}

} // namespace

QString basisWords(const metrics::Freshness &fresh, qint64 nowMs)
{
    QStringList parts{tr("as of %1").arg(format::relativeTime(fresh.as_of_ms, nowMs))};
    if (fresh.newest_event_at > 0)
        parts.append(tr("newest event %1").arg(format::relativeTime(fresh.newest_event_at * 1000, nowMs)));
    if (const auto share = format::percent(fresh.covered_s, fresh.past_s))
        parts.append(fresh.relays == 1 ? tr("%1 covered by 1 source").arg(*share)
                                       : tr("%1 covered by %2 sources").arg(*share).arg(fresh.relays));
    if (fresh.isPartial())
        parts.append(tr("partial"));
    return parts.join(QStringLiteral("  \u00b7  "));
}

QString partialWords(const metrics::Freshness &fresh)
{
    QStringList sentences;
    for (const metrics::Partial reason : fresh.partial)
        sentences.append(partialSentence(reason, fresh));
    return sentences.join(QLatin1Char(' '));
}

QString partialNotice(const metrics::Freshness &fresh)
{
    // One in a hundred of the time.
    const bool isSmall = (fresh.past_s - fresh.covered_s) * 100 < fresh.past_s;
    QStringList sentences;
    for (const metrics::Partial reason : fresh.partial)
        if (reason != metrics::Partial::NotCovered || !isSmall)
            sentences.append(partialSentence(reason, fresh));
    return sentences.join(QLatin1Char(' '));
}

QString freshnessWords(const metrics::Freshness &fresh)
{
    QString text = fresh.newest_event_at > 0
                       ? tr("As of %1, newest event %2.")
                             .arg(format::isoUtcMs(fresh.as_of_ms), format::isoUtc(fresh.newest_event_at))
                       : tr("As of %1.").arg(format::isoUtcMs(fresh.as_of_ms));
    if (const QString missing = partialWords(fresh); !missing.isEmpty())
        text += QLatin1Char('\n') + missing;
    return text;
}

} // namespace dvmdash::ui
