// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/network_banner.h"

#include "engine/connection.h"

namespace dvmdash::ui
{

namespace
{

constexpr int newsMs = 120'000;
constexpr int mostSentences = 2; ///< the gravest

} // namespace

NetworkBanner::NetworkBanner(engine::Engine &engine, QWidget *parent)
    : Banner(parent)
    , m_engine(engine)
{
    setObjectName(QStringLiteral("relays.network"));
    setDismissible(true);
    m_newsEnd.setSingleShot(true);
    m_newsEnd.setInterval(newsMs);
    connect(&m_newsEnd, &QTimer::timeout, this, [this] { showNetwork(m_shown); });
    connect(&engine, &engine::Engine::networkChanged, this, &NetworkBanner::showNetwork);
    connect(this, &Banner::actionTriggered, this, &NetworkBanner::act);
    connect(this, &Banner::dismissed, &m_newsEnd, &QTimer::stop);
    showNetwork(engine.network());
}

void NetworkBanner::showNetwork(const relay::NetworkState &network)
{
    if (network.clock != m_shown.clock)
        m_newsEnd.start();
    m_shown = network;
    const QStringList troubles = relay::NetworkWords::troubles(network);
    const bool isUnreached = network.offline || network.captive;
    const bool isForConnection = network.behind_proxy > 0 || network.needs_tor > 0;
    m_leadsToConnection = isForConnection && !isUnreached;
    if (!troubles.isEmpty())
        setMessage(isUnreached ? Tone::Failed : Tone::Suspect,
                   troubles.mid(0, mostSentences).join(QLatin1Char(' ')),
                   m_leadsToConnection ? tr("Connection")
                   : isUnreached       ? tr("Try now")
                                       : QString());
    else if (network.clock && m_newsEnd.isActive())
        setMessage(Tone::Waiting, relay::NetworkWords::change(*network.clock));
    else
        hide();
}

void NetworkBanner::act()
{
    if (m_leadsToConnection)
        Q_EMIT connectionWanted();
    else
        m_engine.tryNow();
}

} // namespace dvmdash::ui
