// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/socks_server.h"

namespace dvmdash::test
{

namespace
{

constexpr char version = 5;
constexpr char ipv4 = 1;
constexpr char domain = 3;
constexpr char ipv6 = 4;
constexpr std::uint8_t hostUnreachable = 4;
constexpr qsizetype head = 4; ///< version, command, reserved, kind of address
constexpr qsizetype portBytes = 2;

QByteArray reply(std::uint8_t code)
{
    return QByteArray::fromHex("05") + static_cast<char>(code) + QByteArray::fromHex("0001000000000000");
}

} // namespace

SocksServer::SocksServer()
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        QTcpSocket *client = m_server.nextPendingConnection();
        connect(client, &QTcpSocket::readyRead, this, [this, client] { greet(client); });
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    });
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("the proxy cannot listen");
}

QString SocksServer::text() const
{
    return QStringLiteral("socks5://127.0.0.1:%1").arg(port());
}

void SocksServer::greet(QTcpSocket *client)
{
    const QByteArray hello = client->peek(2);
    if (hello.size() < 2 || client->bytesAvailable() < 2 + hello.at(1))
        return;
    client->read(2 + hello.at(1));
    client->disconnect(this);
    connect(client, &QTcpSocket::readyRead, this, [this, client] { take(client); });
    client->write(QByteArray(1, version) + '\0');
}

void SocksServer::take(QTcpSocket *client)
{
    const QByteArray said = client->peek(512);
    if (said.size() <= head)
        return;
    const char kind = said.at(3);
    const qsizetype from = kind == domain ? head + 1 : head;
    const qsizetype length = kind == domain ? said.at(head) : kind == ipv4 ? 4 : 16;
    if (said.size() < from + length + portBytes)
        return;
    const QByteArray address = said.mid(from, length);
    client->read(from + length + portBytes);
    client->disconnect(this);
    QString host;
    if (kind == domain) {
        host = QString::fromLatin1(address);
        asked << QStringLiteral("domain ") + host;
    } else if (kind == ipv4) {
        host = QStringLiteral("%1.%2.%3.%4")
                   .arg(static_cast<uchar>(address.at(0)))
                   .arg(static_cast<uchar>(address.at(1)))
                   .arg(static_cast<uchar>(address.at(2)))
                   .arg(static_cast<uchar>(address.at(3)));
        asked << QStringLiteral("ipv4 ") + host;
    } else if (kind == ipv6) {
        host = QHostAddress(reinterpret_cast<const quint8 *>(address.constData())).toString();
        asked << QStringLiteral("ipv6 ") + host;
    }
    answer(client, host);
}

void SocksServer::answer(QTcpSocket *client, const QString &host)
{
    const auto lead = m_leads.constFind(host);
    if (m_refusal != 0 || lead == m_leads.cend()) {
        client->write(reply(m_refusal != 0 ? m_refusal : hostUnreachable));
        client->disconnectFromHost();
        return;
    }
    auto *target = new QTcpSocket(client);
    connect(target, &QTcpSocket::connected, client, [client] { client->write(reply(0)); });
    connect(target, &QTcpSocket::readyRead, client, [client, target] { client->write(target->readAll()); });
    connect(client, &QTcpSocket::readyRead, target, [client, target] { target->write(client->readAll()); });
    connect(target, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
    connect(client, &QTcpSocket::disconnected, target, &QTcpSocket::disconnectFromHost);
    target->connectToHost(QHostAddress::LocalHost, *lead);
}

} // namespace dvmdash::test
