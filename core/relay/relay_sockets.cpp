// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_sockets.h"

#include "relay/relay_socket.h"

#include <utility>

namespace dvmdash::relay
{

RelaySockets::RelaySockets(QObject *parent)
    : QObject(parent)
{
}

RelaySockets::~RelaySockets()
{
    if (m_current)
        m_current->disconnect();
    for (RelaySocket *socket : m_closing)
        socket->disconnect();
}

RelaySocket *RelaySockets::make(const QUrl &url, const http::Way &way, std::int64_t maxFrameBytes)
{
    m_current = new RelaySocket(url, way, maxFrameBytes, this);
    return m_current;
}

void RelaySockets::release(bool politely)
{
    RelaySocket *socket = std::exchange(m_current, nullptr);
    if (!socket)
        return;
    socket->disconnect();
    m_closing.insert(socket);
    connect(socket, &QObject::destroyed, this, [this, socket] {
        m_closing.erase(socket);
        if (areClosed())
            Q_EMIT closed();
    });
    socket->release(politely);
}

void RelaySockets::abortClosing()
{
    const auto closing = m_closing;
    for (RelaySocket *socket : closing)
        socket->abort();
}

} // namespace dvmdash::relay
