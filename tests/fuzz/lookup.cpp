// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses and documents of strangers: what may be asked over HTTP, what comes back, and relays. The first
// line is an address, the rest a document.
#include "fuzz.h"
#include "lookup/address.h"
#include "lookup/document.h"
#include "lookup/public_address.h"
#include "nostr/bech32.h"
#include "relay/relay_information.h"
#include "relay/relay_list.h"
#include "relay/relay_url.h"

#include <QHostAddress>
#include <QUrl>

#include <algorithm>
#include <string>

namespace dvmdash::fuzz
{

namespace
{

using namespace lookup;

constexpr std::size_t longestError = 300;

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

/// What Qt will connect to is what we have looked at.
void examineUrl(std::string_view address)
{
    if (problemOfUrl(address))
        return;
    const QUrl url(text(address));
    promise(url.isValid(), "a URL that may be asked is one");
    const std::string host = url.host(QUrl::FullyEncoded).toStdString();
    promise(url.scheme() == QStringLiteral("https") ||
                (url.scheme() == QStringLiteral("http") && isOnion(host)),
            "only https may be asked");
    promise(isPublicName(host), "only a public name may be asked");
    promise(QHostAddress(url.host()).isNull(), "no IP address may be asked, however it is written");
    promise(url.userInfo().isEmpty(), "nobody is named to a server");
    const int usual = url.scheme() == QStringLiteral("https") ? 443 : 80;
    promise(url.port(usual) == usual, "only the usual port may be asked");
}

void examineSubject(const Subject &subject, std::string_view document)
{
    const auto url = urlOf(subject);
    if (const auto *asked = std::get_if<std::string>(&url))
        promise(!problemOfUrl(*asked), "what is asked may be asked");
    else
        promise(!unaskableText(std::get<Unaskable>(url)).empty(), "every reason has words");
    const Reading reading = readDocument(subject, document);
    promise((reading.outcome == Outcome::Key) == reading.key.has_value(), "a key is named or not");
    promise((reading.outcome == Outcome::Failed) == !reading.error.empty(), "a failure has words");
    promise(reading.error.size() <= longestError, "words of a server are cut");
}

void examineAddress(std::string_view address, std::string_view document)
{
    if (const auto name = readNameAtDomain(address)) {
        promise(readNameAtDomain(name->name + "@" + name->domain) == name,
                "an address is written and read as the same");
        promise(name->name.find('@') == std::string::npos, "a name has no @");
    }
    if (isPublicName(address))
        promise(QHostAddress(text(address)).isNull(), "an IP address is no public name");
    examineUrl(address);
    const auto lnurl = nostr::encodeBech32("lnurl", nostr::groupsFromBytes(address));
    for (const What what : {What::Lnurl, What::Nip05})
        for (const std::string &given : {std::string(address), lnurl})
            examineSubject({what, {}, given}, document);
}

void examineHostAddress(std::string_view bytes)
{
    if (bytes.size() < 16)
        return;
    Q_IPV6ADDR six;
    std::copy_n(bytes.begin(), 16, std::begin(six.c));
    const bool isPublic = isPublicAddress(QHostAddress(six));
    const QHostAddress address(six);
    promise(!isPublic || !(address.isLoopback() || address.isLinkLocal() || address.isUniqueLocalUnicast() ||
                           address.isMulticast() || address.isNull()),
            "an address of this machine or network is not public");
    const quint32 four = static_cast<quint32>(six[12]) << 24 | static_cast<quint32>(six[13]) << 16 |
                         static_cast<quint32>(six[14]) << 8 | six[15];
    const bool isPublicFour = isPublicAddress(QHostAddress(four));
    Q_IPV6ADDR mapped{};
    mapped[10] = mapped[11] = 0xff;
    std::copy_n(std::begin(six.c) + 12, 4, std::begin(mapped.c) + 12);
    promise(isPublicAddress(QHostAddress(mapped)) == isPublicFour, "a mapped address is the one inside");
}

void examineRelays(std::string_view address, std::string_view document)
{
    QString error;
    if (const auto url = relay::normalizeRelayUrl(text(address), &error)) {
        promise(relay::normalizeRelayUrl(*url) == url, "a relay has one spelling");
        const QUrl parsed(*url);
        promise(parsed.isValid() && !parsed.host().isEmpty() && parsed.userInfo().isEmpty() &&
                    (parsed.scheme() == QStringLiteral("wss") || parsed.scheme() == QStringLiteral("ws")),
                "a relay is a ws or wss address");
    } else {
        promise(!error.isEmpty(), "what is no relay comes with the reason");
    }
    const QByteArray bytes(document.data(), static_cast<qsizetype>(document.size()));
    if (const auto list = relay::relayListFromJson(bytes))
        promise(relay::relayListFromJson(relay::toJson(*list)) == list,
                "a list of relays is written and read as the same");
    relay::relayInformationFromJson(bytes);
}

} // namespace

void examine(std::string_view input)
{
    const std::size_t lineEnd = std::min(input.find('\n'), input.size());
    const std::string_view address = input.substr(0, lineEnd);
    const std::string_view document = input.substr(std::min(lineEnd + 1, input.size()));
    examineAddress(address, document);
    examineHostAddress(input);
    examineRelays(address, document);
}

} // namespace dvmdash::fuzz
