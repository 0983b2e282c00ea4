// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fake_web.h"

#include <QSslSocket>

namespace dvmdash::test
{

FakeWeb::FakeWeb(const std::optional<QSslConfiguration> &tls)
    : m_tls(tls)
{
    listen(QHostAddress::LocalHost);
}

std::function<QUrl(const QUrl &)> FakeWeb::reroute() const
{
    const QString scheme = m_tls ? QStringLiteral("https") : QStringLiteral("http");
    return [scheme, port = serverPort()](const QUrl &url) {
        QUrl here = url;
        here.setScheme(scheme);
        here.setHost(QStringLiteral("127.0.0.1"));
        here.setPort(port);
        here.setPath(QStringLiteral("/") + url.host() + url.path(QUrl::FullyEncoded), QUrl::StrictMode);
        return here;
    };
}

QByteArray FakeWeb::status(int code, const QByteArray &headers, const QByteArray &body)
{
    return "HTTP/1.1 " + QByteArray::number(code) +
           " X\r\nConnection: close\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" +
           headers + "\r\n" + body;
}

QByteArray FakeWeb::json(const QByteArray &body)
{
    return status(200, "Content-Type: application/json\r\n", body);
}

void FakeWeb::incomingConnection(qintptr handle)
{
    QTcpSocket *socket = nullptr;
    if (m_tls) {
        auto *secure = new QSslSocket(this);
        secure->setSslConfiguration(*m_tls);
        secure->setSocketDescriptor(handle);
        secure->startServerEncryption();
        socket = secure;
    } else {
        socket = new QTcpSocket(this);
        socket->setSocketDescriptor(handle);
    }
    mostAtOnce = std::max(mostAtOnce, ++m_open);
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        --m_open;
        socket->deleteLater();
    });
}

void FakeWeb::read(QTcpSocket *socket)
{
    QByteArray head = socket->property("head").toByteArray() + socket->readAll();
    socket->setProperty("head", head);
    if (!head.contains("\r\n\r\n"))
        return;
    const QString target = QString::fromLatin1(head.split(' ').value(1)).mid(1);
    requests.append(target);
    heads.append(head);
    const auto answer = answers.constFind(target);
    const QByteArray text = answer == answers.constEnd() ? status(404) : *answer;
    if (text.isEmpty())
        return;
    socket->write(text);
    socket->disconnectFromHost();
}

} // namespace dvmdash::test
