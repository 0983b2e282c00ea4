// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relay_words.h"

#include <QCoreApplication>

namespace dvmdash::ui
{

namespace
{

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("relay", text, nullptr, n);
}

} // namespace

QString linkWord(relay::LinkState state)
{
    switch (state) {
    case relay::LinkState::Disabled:
        return tr("off");
    case relay::LinkState::Connecting:
        return tr("connecting");
    case relay::LinkState::Subscribing:
        return tr("catching up");
    case relay::LinkState::Live:
        return tr("live");
    case relay::LinkState::Refused:
        return tr("refused");
    case relay::LinkState::Waiting:
        return tr("not reached");
    case relay::LinkState::Quarantined:
        return tr("quarantined");
    case relay::LinkState::Stopped:
        return tr("stopped");
    }
    return {};
}

QString linkMeaning(relay::LinkState state)
{
    switch (state) {
    case relay::LinkState::Disabled:
        return tr("Switched off: nothing is asked of this relay.");
    case relay::LinkState::Connecting:
        return tr("The connection is being made.");
    case relay::LinkState::Subscribing:
        return tr("Connected; stored events are still coming in.");
    case relay::LinkState::Live:
        return tr("Connected and caught up: everything new arrives.");
    case relay::LinkState::Refused:
        return tr("Connected, but the relay does not serve what was asked.");
    case relay::LinkState::Waiting:
        return tr("The connection failed or was lost; it is tried again.");
    case relay::LinkState::Quarantined:
        return tr("The relay misbehaved and is left alone for a while; then it is tried again. Switch it off "
                  "and on to try at once.");
    case relay::LinkState::Stopped:
        return tr("Closed with the program's network.");
    }
    return {};
}

Tone linkTone(relay::LinkState state)
{
    switch (state) {
    case relay::LinkState::Disabled:
    case relay::LinkState::Stopped:
        return Tone::Waiting;
    case relay::LinkState::Connecting:
    case relay::LinkState::Subscribing:
        return Tone::Running;
    case relay::LinkState::Live:
        return Tone::Delivered;
    case relay::LinkState::Refused:
    case relay::LinkState::Waiting:
    case relay::LinkState::Quarantined:
        return Tone::Failed;
    }
    return Tone::Waiting;
}

RelayTally tallyOf(const engine::Engine &engine)
{
    RelayTally tally;
    const auto activities = engine.relayActivity();
    for (const auto &activity : activities) {
        switch (activity.status.state) {
        case relay::LinkState::Disabled:
            continue;
        case relay::LinkState::Connecting:
        case relay::LinkState::Subscribing:
            ++tally.settling;
            break;
        case relay::LinkState::Live:
            ++tally.live;
            break;
        case relay::LinkState::Refused:
        case relay::LinkState::Waiting:
        case relay::LinkState::Quarantined:
        case relay::LinkState::Stopped:
            ++tally.down;
            break;
        }
        ++tally.enabled;
    }
    return tally;
}

QString tallyWords(const RelayTally &tally)
{
    if (tally.enabled == 0)
        return tr("no relay on");
    return tr("%1 of %2 relays live").arg(tally.live).arg(tally.enabled);
}

QString softwareWords(const relay::RelayInformation &information)
{
    QString name = information.software.trimmed();
    if (const auto slash = name.lastIndexOf(QLatin1Char('/')); slash >= 0 && slash + 1 < name.size())
        name = name.mid(slash + 1);
    if (name.endsWith(QLatin1String(".git")))
        name.chop(4);
    const QString version = information.version.trimmed();
    if (name.isEmpty() || version.isEmpty())
        return name + version;
    return name + QLatin1Char(' ') + version;
}

} // namespace dvmdash::ui
