// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QSslConfiguration>
#include <QStringList>
#include <QTcpServer>
#include <QUrl>

#include <functional>
#include <optional>

class QTcpSocket;

namespace dvmdash::test
{

/// All web servers of a test, on one port of loopback: a URL that is rerouted here comes with its host as the
/// first part of the path, "/pay.dev/.well-known/lnurlp/me".
class FakeWeb : public QTcpServer
{
    Q_OBJECT
public:
    /// With a configuration it speaks TLS.
    explicit FakeWeb(const std::optional<QSslConfiguration> &tls = std::nullopt);

    /// For whoever would go out to the real ones.
    std::function<QUrl(const QUrl &)> reroute() const;

    /// Whole answers, headers and all, by host, path and query. Of an empty one nothing is sent, and the
    /// connection stays open. What is not here is not found.
    QMap<QString, QByteArray> answers;

    QStringList requests; ///< host, path and query, as they came
    QByteArrayList heads; ///< all of each request
    int mostAtOnce = 0;   ///< connections

    static QByteArray json(const QByteArray &body);
    static QByteArray status(int code, const QByteArray &headers = {}, const QByteArray &body = {});

protected:
    void incomingConnection(qintptr handle) override;

private:
    void read(QTcpSocket *socket);

    std::optional<QSslConfiguration> m_tls;
    int m_open = 0;
};

} // namespace dvmdash::test
