// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_url.h"

#include "relay/link_words.h"

#include <QHostAddress>
#include <QUrl>

#include <algorithm>

namespace dvmdash::relay
{
namespace
{

constexpr int longestUrl = 1024;

std::optional<QString> fail(QString *error, const QString &words)
{
    if (error)
        *error = words;
    return std::nullopt;
}

bool hasOddCharacters(const QString &text)
{
    return std::any_of(text.cbegin(), text.cend(), [](QChar c) {
        return c.isSpace() || c.category() == QChar::Other_Control || c.category() == QChar::Other_Format ||
               c == QLatin1Char('\\');
    });
}

/// What someone types without a scheme must at least look like a host, so that a word or an npub does not
/// become a relay.
bool looksLikeHost(const QString &host)
{
    return host.contains(QLatin1Char('.')) || host == QLatin1String("localhost") ||
           !QHostAddress(host).isNull();
}

} // namespace

std::optional<QString> normalizeRelayUrl(const QString &text, QString *error)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return fail(error, LinkWords::urlEmpty());
    if (trimmed.size() > longestUrl || hasOddCharacters(trimmed))
        return fail(error, LinkWords::urlUnreadable(trimmed));

    const bool bare = !trimmed.contains(QLatin1String("://"));
    QUrl url((bare ? QStringLiteral("wss://") : QString()) + trimmed, QUrl::StrictMode);
    const QString scheme = url.scheme().toLower();
    if (!url.isValid())
        return fail(error, LinkWords::urlUnreadable(trimmed));
    if (scheme != QLatin1String("ws") && scheme != QLatin1String("wss"))
        return fail(error, LinkWords::urlScheme(scheme));
    if (!url.userInfo().isEmpty())
        return fail(error, LinkWords::urlUser());

    QString host = url.host(QUrl::FullyEncoded).toLower();
    if (host.endsWith(QLatin1Char('.')))
        host.chop(1);
    if (host.isEmpty() || host.contains(QLatin1String("..")) || (bare && !looksLikeHost(url.host())) ||
        url.port() == 0)
        return fail(error, LinkWords::urlUnreadable(trimmed));

    url.setScheme(scheme);
    url.setHost(host);
    url.setFragment(QString());
    if (url.port() == (scheme == QLatin1String("wss") ? 443 : 80))
        url.setPort(-1);
    if (url.query().isEmpty())
        url.setQuery(QString());
    if (url.path() == QLatin1String("/") && !url.hasQuery())
        url.setPath(QString());
    else if (url.path().isEmpty() && url.hasQuery())
        url.setPath(QStringLiteral("/"));
    // Escapes make it longer, and what is too long to be read again must not get into a list.
    const QString normal = url.toString(QUrl::FullyEncoded);
    return normal.size() > longestUrl ? fail(error, LinkWords::urlUnreadable(trimmed)) : normal;
}

} // namespace dvmdash::relay
