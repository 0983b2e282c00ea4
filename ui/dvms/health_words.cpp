// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dvms/health_words.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QDateTime>

namespace dvmdash::ui
{

namespace
{

constexpr qint64 msPerSecond = 1000;

QString tr(const char *text)
{
    return QCoreApplication::translate("health", text);
}

QString ignoredWords(const dvm::Signal &signal, qint64 nowMs)
{
    const QString since = momentWords(signal.at, nowMs);
    if (signal.more)
        return tr("at least %1 requests ignored since %2").arg(format::count(signal.count), since);
    if (signal.count == 1)
        return tr("a request ignored at %1").arg(since);
    return tr("%1 requests ignored since %2").arg(format::count(signal.count), since);
}

/// `otherDay`: how a moment of another day of this year is written.
QString momentText(qint64 seconds, qint64 nowMs, const QString &otherDay)
{
    const QDateTime at = QDateTime::fromSecsSinceEpoch(seconds);
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(nowMs);
    const QLocale locale = format::locale();
    if (at.date() == now.date())
        return locale.toString(at, QStringLiteral("HH:mm"));
    if (at.date().year() == now.date().year())
        return locale.toString(at, otherDay);
    return locale.toString(at, QStringLiteral("yyyy-MM-dd"));
}

QString bearingWord(dvm::Bearing bearing)
{
    switch (bearing) {
    case dvm::Bearing::Alive:
        return tr("for being alive");
    case dvm::Bearing::Down:
        return tr("for being down");
    case dvm::Bearing::Neither:
        return tr("decides nothing");
    }
    return {};
}

} // namespace

QString livenessWord(dvm::Liveness liveness)
{
    switch (liveness) {
    case dvm::Liveness::Alive:
        return tr("alive");
    case dvm::Liveness::Quiet:
        return tr("quiet");
    case dvm::Liveness::PossiblyDown:
        return tr("possibly down");
    case dvm::Liveness::Unknown:
        return tr("not known");
    }
    return {};
}

Tone livenessTone(dvm::Liveness liveness)
{
    switch (liveness) {
    case dvm::Liveness::Alive:
        return Tone::Delivered;
    case dvm::Liveness::Quiet:
        return Tone::Waiting;
    case dvm::Liveness::PossiblyDown:
        return Tone::Suspect;
    case dvm::Liveness::Unknown:
        return Tone::Ghost;
    }
    return Tone::Ghost;
}

QString livenessMeaning(dvm::Liveness liveness)
{
    switch (liveness) {
    case dvm::Liveness::Alive:
        return tr("It answered somebody, or sent a heartbeat, within the last 15 minutes.");
    case dvm::Liveness::Quiet:
        return tr("Nothing was heard of it lately, but it left no request unanswered either.");
    case dvm::Liveness::PossiblyDown:
        return tr(
            "Requests that name it were ignored, and a second sign speaks for it being down: it answered "
            "nobody since, or its heartbeats (kind 11998) stopped for 15 minutes.");
    case dvm::Liveness::Unknown:
        return tr("DVMDash was not listening all the time, so silence means nothing.");
    }
    return {};
}

QString momentWords(qint64 seconds, qint64 nowMs)
{
    return momentText(seconds, nowMs, QStringLiteral("MMM d, HH:mm"));
}

QString briefMomentWords(qint64 seconds, qint64 nowMs)
{
    return momentText(seconds, nowMs, QStringLiteral("MMM d"));
}

QString signalWords(const dvm::Signal &signal, qint64 nowMs)
{
    const QString at = momentWords(signal.at, nowMs);
    const QString ago = format::relativeTime(signal.at * msPerSecond, nowMs);
    switch (signal.kind) {
    case dvm::SignalKind::IgnoredRequests:
        return ignoredWords(signal, nowMs);
    case dvm::SignalKind::NoAnswerSince:
        return signal.at > 0 ? tr("no answer to anybody since %1").arg(at) : tr("never an answer to anybody");
    case dvm::SignalKind::NoHeartbeat:
        return tr("no heartbeat since %1").arg(at);
    case dvm::SignalKind::Answer:
        return tr("last answer %1").arg(ago);
    case dvm::SignalKind::Heartbeat:
        return tr("heartbeat %1").arg(ago);
    case dvm::SignalKind::Announcement:
        return tr("announced itself %1").arg(ago);
    case dvm::SignalKind::NothingAsked:
        return tr("no request left unanswered since");
    case dvm::SignalKind::NotHeard:
        return signal.at > 0 ? tr("listening without a break only since %1").arg(at)
                             : tr("nobody listens now");
    }
    return {};
}

QString healthWords(const dvm::Health &health, qint64 nowMs)
{
    QStringList parts;
    for (const dvm::Signal &signal : health.signals)
        if (signal.kind != dvm::SignalKind::Announcement)
            parts.append(signalWords(signal, nowMs));
    return parts.join(QStringLiteral("; "));
}

QString healthToolTip(const dvm::Health &health, qint64 nowMs)
{
    QStringList lines{livenessWord(health.state), livenessMeaning(health.state)};
    for (const dvm::Signal &signal : health.signals)
        lines.append(tr("%1: %2").arg(bearingWord(signal.bearing), signalWords(signal, nowMs)));
    return lines.join(QLatin1Char('\n'));
}

} // namespace dvmdash::ui
