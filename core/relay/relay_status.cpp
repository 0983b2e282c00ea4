// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_status.h"

namespace dvmdash::relay
{

QString linkStateName(LinkState state)
{
    switch (state) {
    case LinkState::Disabled:
        return QStringLiteral("disabled");
    case LinkState::Connecting:
        return QStringLiteral("connecting");
    case LinkState::Subscribing:
        return QStringLiteral("subscribing");
    case LinkState::Live:
        return QStringLiteral("live");
    case LinkState::Refused:
        return QStringLiteral("refused");
    case LinkState::Waiting:
        return QStringLiteral("waiting");
    case LinkState::Quarantined:
        return QStringLiteral("quarantined");
    case LinkState::Stopped:
        return QStringLiteral("stopped");
    }
    return QString();
}

} // namespace dvmdash::relay
