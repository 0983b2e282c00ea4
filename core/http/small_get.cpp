// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/small_get.h"

#include <QDateTime>
#include <QLocale>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslError>

namespace dvmdash::http
{

namespace
{
constexpr int statusOk = 200;
constexpr int firstRedirect = 300;
constexpr int firstError = 400;
/// An answer that took longer says little of the time at which it was written.
constexpr qint64 promptly_ms = 5'000;
} // namespace

SmallGet::SmallGet(QNetworkAccessManager &manager, const QUrl &url, const QByteArray &accept,
                   const SmallGetLimits &limits, QObject *parent)
    : QObject(parent)
    , m_limits(limits)
{
    QNetworkRequest request(url);
    request.setRawHeader("Accept", accept);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    m_asked_ms = QDateTime::currentMSecsSinceEpoch();
    m_took.start();
    m_reply = manager.get(request);
    m_reply->setParent(this);
    m_reply->setReadBufferSize(m_limits.most_bytes + 1);
    connect(m_reply, &QNetworkReply::readyRead, this, &SmallGet::read);
    connect(m_reply, &QNetworkReply::finished, this, &SmallGet::finish);
    // Left as they are, they end it; by itself it would only say that the handshake failed.
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        if (!errors.isEmpty())
            m_tlsError = errors.first().errorString();
    });
    // A transfer timeout of Qt begins anew with each byte: one that drips would never end.
    m_end.setSingleShot(true);
    connect(&m_end, &QTimer::timeout, this, [this] {
        m_tooSlow = true;
        m_reply->abort(); // tells finished at once
    });
    m_end.start(m_limits.timeout_ms);
}

SmallGet::~SmallGet()
{
    m_reply->disconnect(this);
}

void SmallGet::read()
{
    m_body += m_reply->read(m_limits.most_bytes + 1 - m_body.size());
    if (m_body.size() > m_limits.most_bytes && !m_tooLarge) {
        m_tooLarge = true;
        m_reply->abort(); // tells finished at once
    }
}

std::optional<std::int64_t> SmallGet::clockAhead() const
{
    const qint64 took = m_took.elapsed();
    // RFC 9110, section 5.6.7.
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(m_reply->rawHeader("Date")),
                                             QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    date.setTimeSpec(Qt::UTC);
    if (!date.isValid() || took > promptly_ms)
        return std::nullopt;
    const qint64 age = m_reply->rawHeader("Age").trimmed().toLongLong();
    constexpr qint64 msPerSecond = 1'000;
    const std::int64_t ours_ms = m_asked_ms + took / 2;
    constexpr qint64 longestAge_s = 86'400;
    return ours_ms / msPerSecond - date.toSecsSinceEpoch() - qBound<qint64>(0, age, longestAge_s);
}

void SmallGet::finish()
{
    m_end.stop();
    SmallReply reply;
    reply.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    reply.clock_ahead_s = clockAhead();
    if (m_tooSlow) {
        reply.error = tr("No answer within %1 s").arg((m_limits.timeout_ms + 999) / 1000);
    } else if (m_tooLarge) {
        reply.error = tr("The answer is larger than %1 KiB").arg(m_limits.most_bytes / 1024);
    } else if (!m_tlsError.isEmpty()) {
        reply.error = m_tlsError;
    } else if (reply.status >= firstRedirect && reply.status < firstError) {
        const QUrl target = m_reply->attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl();
        reply.redirect = target.isEmpty() ? QUrl() : m_reply->url().resolved(target);
    } else if (reply.status >= firstError) {
        reply.error = tr("The server answered with status %1").arg(reply.status);
    } else if (m_reply->error() != QNetworkReply::NoError) {
        reply.error = m_reply->errorString();
    } else if (reply.status == statusOk) {
        m_body += m_reply->read(m_limits.most_bytes + 1 - m_body.size());
        if (m_body.size() > m_limits.most_bytes)
            reply.error = tr("The answer is larger than %1 KiB").arg(m_limits.most_bytes / 1024);
        else
            reply.body = m_body;
    }
    Q_EMIT finished(reply);
}

} // namespace dvmdash::http
