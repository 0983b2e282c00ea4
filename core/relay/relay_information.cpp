// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_information.h"

#include "http/small_get.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

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

RelayInformationFetch::RelayInformationFetch(QNetworkAccessManager &manager, const QString &relayUrl,
                                             int timeout_ms, QObject *parent)
    : QObject(parent)
{
    const http::SmallGetLimits limits{timeout_ms, mostInformationBytes};
    auto *get =
        new http::SmallGet(manager, relayInformationUrl(relayUrl), "application/nostr+json", limits, this);
    connect(get, &http::SmallGet::finished, this, [this](const http::SmallReply &reply) {
        Q_EMIT finished(reply.isGood() ? relayInformationFromJson(reply.body) : std::nullopt);
    });
}

} // namespace dvmdash::relay
