// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/network_words.h"

#include <QDateTime>

#include <cstdlib>

namespace dvmdash::relay
{

namespace
{

constexpr std::int64_t msPerSecond = 1'000;
constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;

/// With the day where it is not the same as that of `beside`.
QString clockTime(std::int64_t ms, std::int64_t beside_ms)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(ms);
    const bool isSameDay = time.date() == QDateTime::fromMSecsSinceEpoch(beside_ms).date();
    return time.toString(isSameDay ? QStringLiteral("HH:mm") : QStringLiteral("yyyy-MM-dd HH:mm"));
}

} // namespace

QString NetworkWords::duration(std::int64_t seconds)
{
    if (seconds < 2 * minute)
        return tr("%1 s").arg(seconds);
    if (seconds < 2 * hour)
        return tr("%1 min").arg((seconds + minute / 2) / minute);
    if (seconds < 2 * day) {
        const std::int64_t minutes = (seconds + minute / 2) / minute;
        return minutes % 60 == 0 ? tr("%1 h").arg(minutes / 60)
                                 : tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
    }
    return tr("%1 days").arg((seconds + day / 2) / day);
}

QStringList NetworkWords::troubles(const NetworkState &state)
{
    QStringList words;
    if (state.captive)
        words << tr(
            "A login page of this network seems to answer in place of the relays. Open a browser and log "
            "in.");
    if (state.offline)
        words << tr(
            "This computer is offline: no relay can be reached. They are tried again, and at once when the "
            "network is back.");
    if (state.clock_offset) {
        const std::int64_t off = std::abs(state.clock_offset->ahead_s);
        const QString who = state.clock_offset->relays == 1
                                ? tr("what a relay says")
                                : tr("what %1 relays say").arg(state.clock_offset->relays);
        const QString what = state.clock_offset->ahead_s > 0
                                 ? tr("The clock of this computer is %1 ahead of %2.")
                                 : tr("The clock of this computer is %1 behind %2.");
        words << what.arg(duration(off), who) + QLatin1Char(' ') +
                     tr("Times, rates and coverage here are wrong by as much: set the clock.");
    }
    if (state.out_of_time > 0)
        words << tr("The certificates of %1 relays are not valid at the time of this computer's clock, %2. "
                    "Is the "
                    "clock right?")
                     .arg(state.out_of_time)
                     .arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm")));
    if (state.behind_proxy > 0)
        words << (state.behind_proxy == 1
                      ? tr("A relay is not reached through the proxy.")
                      : tr("%1 relays are not reached through the proxy.").arg(state.behind_proxy)) +
                     QLatin1Char(' ') +
                     tr("Each relay says what went wrong; check the proxy, or choose another way.");
    if (state.needs_tor > 0)
        words << (state.needs_tor == 1
                      ? tr("A relay has an .onion address, which only Tor reaches.")
                      : tr("%1 relays have .onion addresses, which only Tor reaches.").arg(state.needs_tor)) +
                     QLatin1Char(' ') + tr("Start Tor and say where it listens.");
    return words;
}

QString NetworkWords::inShort(const NetworkState &state)
{
    if (state.captive)
        return tr("login page");
    if (state.offline)
        return tr("offline");
    if (state.clock_offset || state.out_of_time > 0)
        return tr("clock is wrong");
    if (state.behind_proxy > 0)
        return tr("proxy fails");
    return {};
}

QString NetworkWords::change(const ClockChange &change)
{
    QString words;
    if (change.slept_ms > 0)
        words =
            tr("This computer slept for %1, until %2. What relays have of that time is asked for now; what "
               "they do not give is not covered.")
                .arg(duration(change.slept_ms / msPerSecond),
                     clockTime(change.until_ms, QDateTime::currentMSecsSinceEpoch()));
    if (change.set_ms == 0)
        return words;
    const QString set = change.set_ms > 0
                            ? tr("The clock of this computer was set forward by %1, to %2.")
                            : tr("The clock of this computer was set back by %1, to %2. What was "
                                 "covered after that is taken back.");
    if (!words.isEmpty())
        words += QLatin1Char(' ');
    return words + set.arg(duration(std::abs(change.set_ms) / msPerSecond),
                           clockTime(change.until_ms, QDateTime::currentMSecsSinceEpoch()));
}

} // namespace dvmdash::relay
