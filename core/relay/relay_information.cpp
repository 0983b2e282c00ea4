// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_information.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>

#include <cmath>
#include <limits>

namespace dvmdash::relay
{
namespace
{

constexpr int longestName = 200;
constexpr int longestDescription = 2000;
constexpr int mostNips = 500;

std::optional<int> countOf(const QJsonValue &value)
{
    const double number = value.toDouble(-1);
    if (number < 0 || number > std::numeric_limits<int>::max() || number != std::floor(number))
        return std::nullopt;
    return static_cast<int>(number);
}

std::optional<bool> flagOf(const QJsonValue &value)
{
    return value.isBool() ? std::optional<bool>(value.toBool()) : std::nullopt;
}

} // namespace

QUrl relayInformationUrl(const QString &relayUrl)
{
    QUrl url(relayUrl);
    url.setScheme(url.scheme() == QLatin1String("wss") ? QStringLiteral("https") : QStringLiteral("http"));
    if (url.path().isEmpty())
        url.setPath(QStringLiteral("/"));
    return url;
}

std::optional<RelayInformation> relayInformationFromJson(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return std::nullopt;
    const QJsonObject object = document.object();
    const QJsonObject limits = object.value(QLatin1String("limitation")).toObject();

    RelayInformation information;
    information.name = object.value(QLatin1String("name")).toString().left(longestName);
    information.description = object.value(QLatin1String("description")).toString().left(longestDescription);
    information.software = object.value(QLatin1String("software")).toString().left(longestName);
    information.version = object.value(QLatin1String("version")).toString().left(longestName);
    const QJsonArray nips = object.value(QLatin1String("supported_nips")).toArray();
    for (const QJsonValue &value : nips) {
        const auto nip = countOf(value);
        if (nip && information.nips.size() < mostNips)
            information.nips.append(*nip);
    }
    information.max_message_length = countOf(limits.value(QLatin1String("max_message_length")));
    information.max_subscriptions = countOf(limits.value(QLatin1String("max_subscriptions")));
    information.max_filters = countOf(limits.value(QLatin1String("max_filters")));
    information.max_limit = countOf(limits.value(QLatin1String("max_limit")));
    information.default_limit = countOf(limits.value(QLatin1String("default_limit")));
    information.auth_required = flagOf(limits.value(QLatin1String("auth_required")));
    information.payment_required = flagOf(limits.value(QLatin1String("payment_required")));
    return information;
}

RelayInformationFetch::RelayInformationFetch(QNetworkAccessManager &http, const QString &relayUrl,
                                             int timeout_ms, QObject *parent)
    : QObject(parent)
{
    QNetworkRequest request(relayInformationUrl(relayUrl));
    request.setRawHeader("Accept", "application/nostr+json");
    request.setTransferTimeout(timeout_ms);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    m_reply = http.get(request);
    m_reply->setParent(this);
    m_reply->setReadBufferSize(mostInformationBytes + 1);
    connect(m_reply, &QNetworkReply::readyRead, this, &RelayInformationFetch::read);
    connect(m_reply, &QNetworkReply::finished, this, &RelayInformationFetch::finish);
}

RelayInformationFetch::~RelayInformationFetch()
{
    m_reply->disconnect(this);
}

void RelayInformationFetch::read()
{
    m_body += m_reply->read(mostInformationBytes + 1 - m_body.size());
    if (m_body.size() > mostInformationBytes && !m_tooLarge) {
        m_tooLarge = true;
        m_reply->abort(); // tells finished at once
    }
}

void RelayInformationFetch::finish()
{
    const bool answered = m_reply->error() == QNetworkReply::NoError &&
                          m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 200;
    if (answered)
        m_body += m_reply->read(mostInformationBytes + 1 - m_body.size());
    if (!answered || m_tooLarge || m_body.size() > mostInformationBytes)
        Q_EMIT finished(std::nullopt);
    else
        Q_EMIT finished(relayInformationFromJson(m_body));
}

} // namespace dvmdash::relay
