// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_information.h"

#include "http/small_get.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <limits>

namespace dvmdash::relay
{
namespace
{

constexpr int longestName = 200;
constexpr int longestDescription = 2000;
constexpr int mostNips = 500;
/// What relays give for one filter when NIP-11 does not say; the common cap of relay software.
constexpr int usualLimit = 500;
/// The smallest cap that is met with.
constexpr int smallLimit = 100;

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

std::int64_t mostStoredEvents(const std::optional<RelayInformation> &information)
{
    if (!information)
        return usualLimit;
    return std::min({usualLimit, information->max_limit.value_or(usualLimit),
                     information->default_limit.value_or(usualLimit)});
}

std::int64_t surelyGivenWhole(const std::optional<RelayInformation> &information)
{
    const bool isSaid = information && (information->max_limit || information->default_limit);
    return isSaid ? mostStoredEvents(information) : smallLimit;
}

RelayInformationFetch::RelayInformationFetch(QNetworkAccessManager &manager, const QString &relayUrl,
                                             int timeout_ms, QObject *parent)
    : QObject(parent)
{
    const http::SmallGetLimits limits{timeout_ms, mostInformationBytes};
    auto *get =
        new http::SmallGet(manager, relayInformationUrl(relayUrl), "application/nostr+json", limits, this);
    connect(get, &http::SmallGet::finished, this, [this](const http::SmallReply &reply) {
        if (reply.clock_ahead_s)
            Q_EMIT clockRead(*reply.clock_ahead_s);
        Q_EMIT finished(reply.isGood() ? relayInformationFromJson(reply.body) : std::nullopt);
    });
}

RelayInformationAsker::RelayInformationAsker(QNetworkAccessManager &manager, const QString &relayUrl,
                                             const RelayLimits &limits, QObject *parent)
    : QObject(parent)
    , m_manager(manager)
    , m_relayUrl(relayUrl)
    , m_limits(limits)
{
}

void RelayInformationAsker::ask(std::int64_t now_ms)
{
    const bool asked = m_asked_ms >= 0 && now_ms - m_asked_ms < m_limits.information_interval_ms;
    if (!m_limits.fetch_information || m_fetch || asked)
        return;
    m_asked_ms = now_ms;
    m_fetch = new RelayInformationFetch(m_manager, m_relayUrl, m_limits.information_timeout_ms, this);
    connect(m_fetch, &RelayInformationFetch::clockRead, this, &RelayInformationAsker::clockRead);
    connect(m_fetch, &RelayInformationFetch::finished, this,
            [this](const std::optional<RelayInformation> &information) {
                m_fetch->deleteLater();
                m_fetch = nullptr;
                if (information)
                    Q_EMIT learned(*information);
            });
}

} // namespace dvmdash::relay
