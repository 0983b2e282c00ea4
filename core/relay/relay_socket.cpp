// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_socket.h"

#include "relay/link_words.h"

#include <QCoreApplication>
#include <QNetworkRequest>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace dvmdash::relay
{
namespace
{

constexpr int closeGrace_ms = 5'000;
/// Qt hands a WebSocket frame on when all of it is in the read buffer: a smaller buffer would wait for ever.
constexpr qint64 readBufferSlack = 64 * 1024;
/// The longest header of a frame that a client sends (RFC 6455, section 5.2).
constexpr qint64 longestHeader = 14;

/// Qt closes with these reasons when it refuses a frame for its size; a relay that closes with code 1009
/// because our REQ was too long has other words.
bool isOwnSizeRefusal(const QString &reason)
{
    const char *const frame = "Maximum framesize exceeded.";
    const char *const message = "Received message is too big.";
    return reason == QLatin1String(frame) || reason == QLatin1String(message) ||
           reason == QCoreApplication::translate("QWebSocketFrame", frame) ||
           reason == QCoreApplication::translate("QWebSocketDataProcessor", message);
}

/// And so some seconds after a frame that began and does not go on.
bool isOwnTimeout(const QString &reason)
{
    const char *const words = "Timeout when reading data from socket.";
    return reason == QLatin1String(words) ||
           reason == QCoreApplication::translate("QWebSocketDataProcessor", words);
}

/// A login page stands in the way with a certificate of its own; a relay's that ran out is another matter.
LinkTrouble troubleOf(const QList<QSslError> &errors)
{
    LinkTrouble trouble = LinkTrouble::Other;
    for (const QSslError &error : errors) {
        switch (error.error()) {
        case QSslError::CertificateExpired:
        case QSslError::CertificateNotYetValid:
            trouble = LinkTrouble::CertificateTime;
            break;
        case QSslError::HostNameMismatch:
        case QSslError::SelfSignedCertificate:
        case QSslError::SelfSignedCertificateInChain:
        case QSslError::UnableToGetLocalIssuerCertificate:
        case QSslError::UnableToGetIssuerCertificate:
        case QSslError::UnableToVerifyFirstCertificate:
        case QSslError::CertificateUntrusted:
            return LinkTrouble::Intercepted;
        default: // dozens that say nothing of the network
            break;
        }
    }
    return trouble;
}

LinkTrouble troubleOf(QAbstractSocket::SocketError error, const QString &text)
{
    constexpr int loginRequired = 511; // RFC 6585
    const int status = LinkWords::statusIn(text);
    if (status == 200 || (status >= 300 && status < 400) || status == loginRequired)
        return LinkTrouble::Intercepted;
    if (status == 0 && error == QAbstractSocket::HostNotFoundError)
        return LinkTrouble::NameUnknown;
    if (status == 0 && error == QAbstractSocket::NetworkError)
        return LinkTrouble::Unreachable;
    return LinkTrouble::Other;
}

} // namespace

RelaySocket::RelaySocket(const QUrl &url, const http::Way &way, std::int64_t maxFrameBytes, QObject *parent)
    : QObject(parent)
    , m_url(url)
    , m_way(way)
    , m_maxFrameBytes(maxFrameBytes)
{
    const auto cap = static_cast<quint64>(maxFrameBytes);
    m_socket.setMaxAllowedIncomingFrameSize(cap);
    m_socket.setMaxAllowedIncomingMessageSize(cap);
    m_socket.setProxy(way.proxy);
    m_socket.setReadBufferSize(maxFrameBytes + readBufferSlack);
    connect(&m_socket, &QWebSocket::connected, this, &RelaySocket::onOpened);
    connect(&m_socket, &QWebSocket::disconnected, this, &RelaySocket::onDisconnected);
    connect(&m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this,
            &RelaySocket::onError);
    connect(&m_socket, &QWebSocket::textMessageReceived, this, &RelaySocket::textReceived);
    connect(&m_socket, &QWebSocket::binaryMessageReceived, this, &RelaySocket::binaryReceived);
    const auto onFrame = [this](bool isLast) {
        if (!isLast)
            Q_EMIT pieceReceived();
    };
    connect(&m_socket, &QWebSocket::textFrameReceived, this,
            [onFrame](const QString &, bool isLast) { onFrame(isLast); });
    connect(&m_socket, &QWebSocket::binaryFrameReceived, this,
            [onFrame](const QByteArray &, bool isLast) { onFrame(isLast); });
    connect(&m_socket, &QWebSocket::bytesWritten, this, [this](qint64 bytes) { m_written += bytes; });
    connect(&m_socket, &QWebSocket::pong, this,
            [this](quint64, const QByteArray &payload) { Q_EMIT pong(payload); });
    connect(&m_socket, &QWebSocket::sslErrors, this, &RelaySocket::onTlsErrors);
}

RelaySocket::~RelaySocket()
{
    m_socket.disconnect(this);
}

void RelaySocket::open()
{
    if (m_way.is_closed) {
        const auto tell = [this] { tellLost({LinkWords::needsTor(), LinkTrouble::NeedsTor, {}}); };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
        return;
    }
    QNetworkRequest request(m_url);
    request.setRawHeader("User-Agent", "DVMDash/" DVMDASH_VERSION);
    m_socket.open(request);
}

void RelaySocket::sendText(const QString &text)
{
    m_asked += m_socket.sendTextMessage(text) + longestHeader;
}

void RelaySocket::ping(const QByteArray &payload)
{
    m_socket.ping(payload);
    m_asked += payload.size() + longestHeader;
}

void RelaySocket::onOpened()
{
    // The handshake is over, and does not count.
    m_written = 0;
    m_asked = m_socket.bytesToWrite();
    Q_EMIT opened();
}

std::int64_t RelaySocket::answered() const
{
    return std::max<std::int64_t>(0, m_written + m_socket.bytesToWrite() - m_asked);
}

/// Closing and deletion wait for the event loop, since this is mostly called from inside a callback of the
/// socket, whose loop over the frames it has read goes on afterwards.
void RelaySocket::release(bool politely)
{
    m_done = true;
    m_socket.disconnect(this);
    if (!politely || m_socket.state() != QAbstractSocket::ConnectedState) {
        QMetaObject::invokeMethod(this, &RelaySocket::abort, Qt::QueuedConnection);
        return;
    }
    connect(&m_socket, &QWebSocket::disconnected, this, &QObject::deleteLater);
    QTimer::singleShot(closeGrace_ms, this, &RelaySocket::abort);
    const auto close = [this] { m_socket.close(QWebSocketProtocol::CloseCodeNormal); };
    QMetaObject::invokeMethod(this, close, Qt::QueuedConnection);
}

void RelaySocket::abort()
{
    m_socket.abort();
    deleteLater();
}

/// Qt tells a refused connection by `disconnected` first and `error` after it, others the other way round.
/// The error knows more, so it goes first: what is left after this turn of the loop had no error.
void RelaySocket::onDisconnected()
{
    QMetaObject::invokeMethod(this, &RelaySocket::concludeClosed, Qt::QueuedConnection);
}

void RelaySocket::concludeClosed()
{
    const auto code = m_socket.closeCode();
    const QString reason = m_socket.closeReason();
    if (code == QWebSocketProtocol::CloseCodeTooMuchData && isOwnSizeRefusal(reason))
        tellLost(
            {LinkWords::frameTooLarge(m_maxFrameBytes), LinkTrouble::Other, nostr::Reject::FrameTooLarge});
    else if (code == QWebSocketProtocol::CloseCodeWrongDatatype)
        tellLost({LinkWords::notUtf8(), LinkTrouble::Other, nostr::Reject::InvalidUtf8});
    else if (code == QWebSocketProtocol::CloseCodeGoingAway && isOwnTimeout(reason))
        tellLost({LinkWords::unfinished(), LinkTrouble::Other, {}});
    else if (code == QWebSocketProtocol::CloseCodeProtocolError)
        tellLost({LinkWords::protocolError(reason), LinkTrouble::Other, {}});
    else
        tellLost({LinkWords::closedByRelay(code, reason), LinkTrouble::Other, {}});
}

void RelaySocket::onError(QAbstractSocket::SocketError error)
{
    const QString text = m_socket.errorString();
    if (m_tls) {
        tellLost(*m_tls);
        return;
    }
    if (!m_way.name.isEmpty()) {
        const bool isAnswer = LinkWords::statusIn(text) != 0;
        tellLost({LinkWords::proxyError(error, text, m_url, m_way.name),
                  isAnswer ? troubleOf(error, text) : LinkTrouble::Proxy,
                  {}});
        return;
    }
    const bool connected = !m_socket.peerAddress().isNull();
    tellLost({LinkWords::socketError(error, text, m_url, connected), troubleOf(error, text), {}});
}

/// Never ignored: the handshake fails after this, and these are the words for it.
void RelaySocket::onTlsErrors(const QList<QSslError> &errors)
{
    m_tls = LinkLoss{LinkWords::tls(errors, m_url), troubleOf(errors), {}};
}

void RelaySocket::tellLost(const LinkLoss &loss)
{
    if (!std::exchange(m_done, true))
        Q_EMIT lost(loss);
}

} // namespace dvmdash::relay
