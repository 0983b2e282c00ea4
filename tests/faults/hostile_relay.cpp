// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostile_relay.h"

#include "relay/subscription.h"

#include <QTcpSocket>

#include <utility>

namespace dvmdash::test
{
namespace
{

/// What it keeps in memory for a client that does not read.
constexpr qint64 mostWaiting = 256 * 1024;

} // namespace

HostileRelay::HostileRelay(TrickMaker trick)
    : m_timer(new QTimer)
    , m_maker(std::move(trick))
{
    m_timer->setSingleShot(true);
    QObject::connect(m_timer, &QTimer::timeout, m_timer, [this] { pump(); });
    m_timer->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_timer, &QObject::deleteLater);
    m_thread.start();
    run([this] {
        m_relay = std::make_unique<FakeRelay>();
        m_url = m_relay->url();
        m_relay->onConnected = [this] {
            ++m_connections;
            m_timer->stop();
            m_trick = m_maker();
            m_begun = false;
            m_lasts = static_cast<bool>(m_trick.next);
            m_done = !m_lasts;
            if (m_trick.closes_at_once)
                m_relay->closeClient(QWebSocketProtocol::CloseCodeNormal, {});
        };
        m_relay->onRequest = [this](const nostr::ReqMessage &request) {
            if (m_trick.says_eose)
                m_relay->eose(request.subscription);
            if (request.subscription == relay::jobsSubscriptionId && !std::exchange(m_begun, true))
                begin();
        };
    });
}

HostileRelay::~HostileRelay()
{
    run([this] { m_relay.reset(); });
    m_end.wait();
}

void HostileRelay::become(TrickMaker trick)
{
    run([&] { m_maker = std::move(trick); });
}

void HostileRelay::begin()
{
    QTcpSocket *wire = m_relay->wire();
    // The context ends with the relay's thread, the sender with its connection.
    QObject::connect(wire, &QTcpSocket::bytesWritten, m_timer, [this, wire](qint64 bytes) {
        m_sent += bytes;
        if (m_relay && wire == m_relay->wire() && !m_timer->isActive())
            pump();
    });
    pump();
}

void HostileRelay::pump()
{
    QTcpSocket *wire = m_relay->wire();
    while (m_lasts && wire && wire->state() == QAbstractSocket::ConnectedState &&
           wire->bytesToWrite() < mostWaiting) {
        const QByteArray bytes = m_trick.next();
        m_lasts = !bytes.isEmpty();
        if (m_lasts)
            wire->write(bytes);
        if (m_lasts && m_trick.pause_ms > 0) {
            m_timer->start(m_trick.pause_ms);
            return;
        }
    }
    if (m_lasts || !wire || wire->bytesToWrite() > 0)
        return;
    m_done = true;
    if (m_trick.breaks_off)
        m_relay->dropClient();
}

} // namespace dvmdash::test
