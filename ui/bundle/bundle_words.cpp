// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bundle/bundle_words.h"

#include "ui/widgets/format.h"
#include "ui/widgets/safe_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>

namespace dvmdash::ui
{

namespace
{

constexpr auto utc = Qt::UTC;

QString tr(const char *text)
{
    return QCoreApplication::translate("BundleWords", text);
}

QString counted(qint64 count, const char *one, const char *many)
{
    return count == 1 ? tr(one) : tr(many).arg(format::count(count));
}

} // namespace

QString bundleTime(std::int64_t seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, utc).toString(QStringLiteral("yyyy-MM-dd HH:mm")) +
           QStringLiteral(" UTC");
}

BundleNotice bundleSummary(const engine::OpenedBundle &bundle, const QString &path)
{
    const QString name = safeText(QFileInfo(path).fileName());
    QStringList sentences;
    sentences.append(tr("From %1, made %2.").arg(name, bundleTime(bundle.made_at)));
    if (bundle.redacted == 0)
        sentences.append(counted(bundle.verified,
                                 QT_TRANSLATE_NOOP("BundleWords", "Its one event is verified."),
                                 QT_TRANSLATE_NOOP("BundleWords", "All %1 events verified.")));
    else
        sentences.append(tr("%1 verified, %2 redacted, which nobody can verify.")
                             .arg(counted(bundle.verified, QT_TRANSLATE_NOOP("BundleWords", "1 event"),
                                          QT_TRANSLATE_NOOP("BundleWords", "%1 events")),
                                  format::count(bundle.redacted)));
    if (bundle.incomplete)
        sentences.append(tr("Its writer could not put all of the chain into it."));
    if (bundle.agrees())
        sentences.append(tr("The same verdict is found here."));
    return {bundle.redacted == 0 && bundle.agrees() && bundle.refused == 0 ? Tone::Delivered : Tone::Waiting,
            sentences.join(u' ')};
}

BundleNotice bundleTrouble(const engine::OpenedBundle &bundle)
{
    QStringList sentences;
    if (bundle.refused > 0)
        sentences.append(counted(bundle.refused,
                                 QT_TRANSLATE_NOOP("BundleWords", "1 entry was refused and left out."),
                                 QT_TRANSLATE_NOOP("BundleWords", "%1 entries were refused and left out.")) +
                         u' ' + safeText(bundle.reasons.join(QStringLiteral(" "))));
    if (!bundle.agrees())
        sentences.append(tr("The verdict in the file does not follow from its events. In the file: %1. "
                            "Found here: %2.")
                             .arg(safeText(bundle.theirText), safeText(bundle.ourText)));
    return {bundle.refused > 0 ? Tone::Failed : Tone::Suspect, sentences.join(u' ')};
}

QString bundleDifferences(const engine::OpenedBundle &bundle)
{
    return bundle.differences.join(u'\n');
}

BundleNotice addedWords(const QString &source, const ingest::SourceCounters &counters)
{
    const qint64 good = counters.accepted + counters.duplicate;
    const qint64 bad = counters.rejectedTotal();
    if (good == 0)
        return {Tone::Failed,
                counted(bad,
                        QT_TRANSLATE_NOOP("BundleWords",
                                          "The event was refused: its id or its signature does not hold."),
                        QT_TRANSLATE_NOOP("BundleWords", "All %1 events were refused: their ids or "
                                                         "signatures do not hold.")) +
                    u' ' + tr("From %1.").arg(safeText(source))};
    QStringList parts;
    if (counters.accepted > 0)
        parts.append(counted(counters.accepted, QT_TRANSLATE_NOOP("BundleWords", "1 new event"),
                             QT_TRANSLATE_NOOP("BundleWords", "%1 new events")));
    if (counters.duplicate > 0)
        parts.append(counted(counters.duplicate, QT_TRANSLATE_NOOP("BundleWords", "1 was there already"),
                             QT_TRANSLATE_NOOP("BundleWords", "%1 were there already")));
    if (bad > 0)
        parts.append(counted(bad, QT_TRANSLATE_NOOP("BundleWords", "1 refused"),
                             QT_TRANSLATE_NOOP("BundleWords", "%1 refused")));
    return {bad > 0 ? Tone::Suspect : Tone::Delivered,
            tr("Verified and taken in from %1: %2.").arg(safeText(source), parts.join(QStringLiteral(", ")))};
}

} // namespace dvmdash::ui
