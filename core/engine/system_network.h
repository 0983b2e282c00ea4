// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/network_state.h"

#include <QObject>

#include <functional>

namespace dvmdash::engine
{

/// Tells what the system says of the network (QNetworkInformation): at once, and with every change. Systems
/// without a service for it say nothing, and then only the relays tell. On the thread of the application.
class SystemNetworkWatch : public QObject
{
public:
    using Tell = std::function<void(const relay::SystemNetwork &network)>;
    explicit SystemNetworkWatch(Tell tell);

private:
    void look();

    const Tell m_tell;
};

} // namespace dvmdash::engine
