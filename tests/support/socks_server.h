// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QHostAddress>
#include <QStringList>
#include <QTcpServer>
#include <QTcpSocket>

#include <cstdint>

namespace dvmdash::test
{

/// A SOCKS5 proxy on loopback (RFC 1928), without a login, that leads names and addresses which only it knows
/// to ports of this computer.
class SocksServer : public QObject
{
    Q_OBJECT
public:
    SocksServer();

    quint16 port() const { return m_server.serverPort(); }
    /// "socks5://127.0.0.1:PORT"
    QString text() const;
    /// Whoever asks for this host, at any port, is led to this port here.
    void lead(const QString &host, quint16 port) { m_leads[host] = port; }
    /// Everything is answered with this reply code from now on; 0: no more.
    void refuseWith(std::uint8_t code) { m_refusal = code; }

    /// What was asked for, "domain NAME", "ipv4 ADDRESS" or "ipv6 ADDRESS".
    QStringList asked;

private:
    void greet(QTcpSocket *client);
    void take(QTcpSocket *client);
    void answer(QTcpSocket *client, const QString &host);

    QTcpServer m_server;
    QHash<QString, quint16> m_leads;
    std::uint8_t m_refusal = 0;
};

} // namespace dvmdash::test
