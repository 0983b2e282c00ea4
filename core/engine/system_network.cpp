// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/system_network.h"

#include <QNetworkInformation>

#include <utility>

namespace dvmdash::engine
{

SystemNetworkWatch::SystemNetworkWatch(Tell tell)
    : m_tell(std::move(tell))
{
    if (!QNetworkInformation::loadDefaultBackend())
        return;
    const QNetworkInformation *system = QNetworkInformation::instance();
    connect(system, &QNetworkInformation::reachabilityChanged, this, &SystemNetworkWatch::look);
    connect(system, &QNetworkInformation::isBehindCaptivePortalChanged, this, &SystemNetworkWatch::look);
    connect(system, &QNetworkInformation::transportMediumChanged, this, &SystemNetworkWatch::look);
    look();
}

void SystemNetworkWatch::look()
{
    const QNetworkInformation *system = QNetworkInformation::instance();
    relay::SystemNetwork network;
    if (system->supports(QNetworkInformation::Feature::Reachability) &&
        system->reachability() != QNetworkInformation::Reachability::Unknown)
        network.online = system->reachability() != QNetworkInformation::Reachability::Disconnected;
    if (system->supports(QNetworkInformation::Feature::CaptivePortal))
        network.captive = system->isBehindCaptivePortal();
    if (system->supports(QNetworkInformation::Feature::TransportMedium))
        network.medium = static_cast<int>(system->transportMedium());
    m_tell(network);
}

} // namespace dvmdash::engine
