// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bundle/import_words.h"

#include "ui/widgets/format.h"
#include "ui/widgets/safe_text.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

constexpr qint64 msPerSecond = 1'000;

QString tr(const char *text)
{
    return QCoreApplication::translate("ImportWords", text);
}

QString nameOf(const engine::ImportStatus &status, int file)
{
    return safeText(QFileInfo(status.files.value(file)).fileName());
}

/// "malformed json 12, bad signature 3": the most frequent reason first.
QString reasonsOf(const ingest::SourceCounters &counters)
{
    std::vector<std::pair<qint64, QString>> reasons;
    for (int i = 0; i < nostr::rejectCount; ++i) {
        const std::string_view name = nostr::rejectName(static_cast<nostr::Reject>(i));
        if (const qint64 count = counters.rejected[static_cast<std::size_t>(i)]; count > 0)
            reasons.emplace_back(
                count, QString::fromLatin1(name.data(), static_cast<int>(name.size())).replace(u'_', u' '));
    }
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](const auto &a, const auto &b) { return a.first > b.first; });
    QStringList words;
    for (const auto &[count, name] : reasons)
        words.append(QStringLiteral("%1 %2").arg(name, format::count(count)));
    return words.join(QStringLiteral(", "));
}

QString countsOf(const ingest::SourceCounters &counters)
{
    QStringList parts{counters.accepted == 1 ? tr("1 new event")
                                             : tr("%1 new events").arg(format::count(counters.accepted))};
    if (counters.duplicate > 0)
        parts.append(counters.duplicate == 1
                         ? tr("1 was there already")
                         : tr("%1 were there already").arg(format::count(counters.duplicate)));
    if (const qint64 refused = counters.rejectedTotal(); refused > 0)
        parts.append(tr("%1 refused (%2)").arg(format::count(refused), reasonsOf(counters)));
    return parts.join(QStringLiteral(", "));
}

} // namespace

int importPermille(const engine::ImportProgress &progress)
{
    constexpr std::int64_t whole = 1'000;
    if (progress.bytes_total <= 0)
        return 0;
    return static_cast<int>(
        std::clamp<std::int64_t>(whole * progress.bytes_read / progress.bytes_total, 0, whole));
}

QString importProgressWords(const engine::ImportStatus &status)
{
    const engine::ImportProgress &progress = status.progress;
    if (status.stopping)
        return tr("The import is being stopped\u2026");
    if (progress.files == 0)
        return tr("The import begins\u2026");
    const QString file = progress.files == 1 ? nameOf(status, 0)
                                             : tr("%1 (%2 of %3 files)")
                                                   .arg(nameOf(status, progress.file))
                                                   .arg(progress.file + 1)
                                                   .arg(progress.files);
    QStringList parts;
    if (const auto share = format::percent(progress.bytes_read, progress.bytes_total))
        parts.append(tr("%1 of %2").arg(*share, format::bytes(progress.bytes_total)));
    parts.append(tr("%1 events read").arg(format::count(progress.counters.read)));
    parts.append(tr("%1 a second").arg(format::count(static_cast<qint64>(progress.eventsPerSecond()))));
    if (const auto left = progress.secondsLeft())
        parts.append(tr("%1 left").arg(format::durationMs(*left * msPerSecond)));
    return tr("%1: %2").arg(file, parts.join(QStringLiteral(", ")));
}

BundleNotice importOutcome(const engine::ImportStatus &status)
{
    const engine::ImportResult &result = *status.result;
    const QString source =
        status.files.size() == 1 ? nameOf(status, 0) : tr("%1 files").arg(status.files.size());
    QStringList sentences;
    if (result.counters.read > 0)
        sentences.append(tr("Imported from %1: %2, in %3.")
                             .arg(source, countsOf(result.counters),
                                  format::durationMs(static_cast<qint64>(result.seconds * msPerSecond))));
    else if (result.ok)
        sentences.append(tr("%1: there is nothing in it.").arg(source));
    if (result.stopped)
        sentences.append(tr("It was stopped; what was read until then is stored."));
    else
        for (const QString &problem : result.error.split(u'\n', Qt::SkipEmptyParts))
            sentences.append(safeText(problem) + u'.');
    const bool hasSome = result.counters.accepted + result.counters.duplicate > 0;
    const bool isClean = result.ok && result.counters.rejectedTotal() == 0;
    return {isClean                     ? Tone::Delivered
            : hasSome || result.stopped ? Tone::Suspect
                                        : Tone::Failed,
            sentences.join(u' ')};
}

} // namespace dvmdash::ui
