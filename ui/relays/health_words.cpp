// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/health_words.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QStringList>

namespace dvmdash::ui
{

namespace
{

constexpr int goodScore = 90;
constexpr int fairScore = 70;

QString tr(const char *text)
{
    return QCoreApplication::translate("relay_health", text);
}

/// "98.1 %"
QString permilleWords(std::int64_t permille)
{
    return tr("%1 %").arg(format::locale().toString(static_cast<double>(permille) / 10, 'f', 1));
}

QString lostWords(const relay::RelayHealth &health, relay::RelayHealth::Part part)
{
    const int lost = health.lost[static_cast<std::size_t>(part)];
    return lost == 0 ? QString() : tr(" (%1 lost)").arg(lost);
}

} // namespace

QString relayHealthWord(const relay::RelayHealth &health)
{
    if (!health.score)
        return {};
    return *health.score >= goodScore ? tr("good") : *health.score >= fairScore ? tr("fair") : tr("poor");
}

Tone relayHealthTone(const relay::RelayHealth &health)
{
    if (!health.score)
        return Tone::Waiting;
    return *health.score >= goodScore   ? Tone::Delivered
           : *health.score >= fairScore ? Tone::Suspect
                                        : Tone::Failed;
}

QString relayHealthSentence(const relay::RelayHealth &health, const relay::RelayConduct &conduct)
{
    if (!conduct.enabled)
        return tr("It is switched off, so it is not judged.");
    if (!health.score)
        return tr("It is watched for less than a minute, too short to judge it.");
    using Health = relay::RelayHealth;
    QStringList parts;
    parts.append(tr("connected %1 of the %2 watched%3")
                     .arg(permilleWords(health.connected_permille), format::durationMs(conduct.watched_ms),
                          lostWords(health, Health::Uptime)));
    if (conduct.latency_ms)
        parts.append(
            tr("ping %1%2").arg(format::durationMs(*conduct.latency_ms), lostWords(health, Health::Latency)));
    parts.append(conduct.errors == 0
                     ? tr("no lost or failed connection")
                     : tr("%1 lost or failed connections%2")
                           .arg(format::count(conduct.errors), lostWords(health, Health::Errors)));
    parts.append(conduct.refused == 0
                     ? tr("nothing refused")
                     : tr("%1 of its frames refused%2")
                           .arg(permilleWords(health.refused_permille), lostWords(health, Health::Refused)));
    return tr("%1 of 100: %2.").arg(*health.score).arg(parts.join(QStringLiteral(", ")));
}

QString relayHealthRule()
{
    return tr(
        "100 points, less up to 50 for the time it was on and not connected, up to 20 for lost and failed "
        "connections (4 for each an hour), up to 15 for a ping over 300 ms, up to 15 for refused frames "
        "(all where a tenth was). Since the program started.");
}

} // namespace dvmdash::ui
