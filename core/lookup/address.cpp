// SPDX-License-Identifier: GPL-3.0-or-later
#include "lookup/address.h"

#include "nostr/bech32.h"

#include <algorithm>
#include <array>
#include <vector>

namespace dvmdash::lookup
{

namespace
{

constexpr std::size_t longestHost = 253;
constexpr std::size_t longestLabel = 63;
constexpr std::size_t longestName = 64;
constexpr std::size_t longestUrl = 2'000;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return c >= 'a' && c <= 'z';
}

std::string lowercase(std::string_view text)
{
    std::string lower(text);
    for (char &c : lower)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

std::vector<std::string_view> labelsOf(std::string_view host)
{
    std::vector<std::string_view> labels;
    for (;;) {
        const auto dot = host.find('.');
        labels.push_back(host.substr(0, dot));
        if (dot == std::string_view::npos)
            return labels;
        host.remove_prefix(dot + 1);
    }
}

bool isLabel(std::string_view label)
{
    return !label.empty() && label.size() <= longestLabel && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(),
                       [](char c) { return isLetter(c) || isDigit(c) || c == '-'; });
}

/// Top-level names that never are public (RFC 6761, RFC 6762, RFC 8375, ICANN's "internal"), or are not in
/// use but on local networks.
bool isLocalSuffix(std::string_view label)
{
    static constexpr std::array<std::string_view, 14> local{
        "localhost", "local",       "internal", "intranet", "lan",     "home",    "corp",
        "private",   "localdomain", "arpa",     "test",     "invalid", "example", "alt"};
    return std::find(local.begin(), local.end(), label) != local.end();
}

bool isName(std::string_view name)
{
    return !name.empty() && name.size() <= longestName && std::all_of(name.begin(), name.end(), [](char c) {
        return isLetter(c) || isDigit(c) || c == '-' || c == '_' || c == '.' || c == '+';
    });
}

/// In a path or a query a plus may be read as a space.
std::string escaped(std::string_view name)
{
    std::string text;
    for (const char c : name)
        text += c == '+' ? std::string("%2B") : std::string(1, c);
    return text;
}

std::string schemeFor(std::string_view domain)
{
    return isOnion(domain) ? "http://" : "https://";
}

std::variant<std::string, Unaskable> checked(std::string url)
{
    if (const auto problem = problemOfUrl(url))
        return *problem;
    return url;
}

/// The URL inside a lud06 (LUD-01).
std::variant<std::string, Unaskable> urlInLnurl(std::string_view text)
{
    const auto decoded = nostr::decodeBech32(text);
    if (!decoded || decoded->prefix != "lnurl")
        return Unaskable::NoAddress;
    const auto bytes = nostr::bytesFromGroups(decoded->values);
    if (!bytes)
        return Unaskable::NoAddress;
    return checked(*bytes);
}

} // namespace

std::string_view unaskableText(Unaskable reason)
{
    switch (reason) {
    case Unaskable::NoAddress:
        return "This is no address that can be asked";
    case Unaskable::NotHttps:
        return "The address does not lead to an https server";
    case Unaskable::NotPublic:
        return "The address leads to no public name: a number, this machine or a local network";
    case Unaskable::OddPort:
        return "The address names another port than that of https";
    }
    return {};
}

std::optional<NameAtDomain> readNameAtDomain(std::string_view text)
{
    const std::string lower = lowercase(text);
    const auto at = lower.find('@');
    if (at == std::string::npos || lower.find('@', at + 1) != std::string::npos)
        return std::nullopt;
    NameAtDomain address{lower.substr(0, at), lower.substr(at + 1)};
    const bool mayBeHost = std::all_of(address.domain.begin(), address.domain.end(), [](char c) {
        return isLetter(c) || isDigit(c) || std::string_view(".-_:[]").find(c) != std::string_view::npos;
    });
    if (!isName(address.name) || address.domain.empty() || !mayBeHost)
        return std::nullopt;
    return address;
}

bool isOnion(std::string_view host)
{
    constexpr std::string_view suffix = ".onion";
    return host.size() > suffix.size() && lowercase(host.substr(host.size() - suffix.size())) == suffix;
}

bool isPublicName(std::string_view host)
{
    const std::string lower = lowercase(host);
    const auto labels = labelsOf(lower);
    if (lower.size() > longestHost || labels.size() < 2 ||
        !std::all_of(labels.begin(), labels.end(), isLabel))
        return false;
    const std::string_view last = labels.back();
    return last.size() >= 2 && isLetter(last.front()) && !isLocalSuffix(last);
}

std::optional<Unaskable> problemOfUrl(std::string_view url)
{
    const bool isPrintable =
        std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < '\x7f' && c != '\\'; });
    const auto schemeEnd = url.find("://");
    if (url.size() > longestUrl || !isPrintable || schemeEnd == std::string_view::npos)
        return Unaskable::NoAddress;
    const std::string scheme = lowercase(url.substr(0, schemeEnd));
    std::string_view authority = url.substr(schemeEnd + 3);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    if (authority.find('@') != std::string_view::npos)
        return Unaskable::NoAddress;
    const auto colon = authority.rfind(':');
    const std::string_view host = authority.substr(0, colon);
    const std::string_view port =
        colon == std::string_view::npos ? std::string_view() : authority.substr(colon + 1);
    if (scheme != "https" && (scheme != "http" || !isOnion(host)))
        return Unaskable::NotHttps;
    if (!isPublicName(host))
        return Unaskable::NotPublic;
    const std::string_view usual = scheme == "https" ? "443" : "80";
    if (!port.empty() && port != usual)
        return Unaskable::OddPort;
    return std::nullopt;
}

std::variant<std::string, Unaskable> urlOf(const Subject &subject)
{
    const auto address = readNameAtDomain(subject.address);
    switch (subject.what) {
    case What::Lnurl:
        if (!address)
            return urlInLnurl(subject.address);
        return checked(schemeFor(address->domain) + address->domain + "/.well-known/lnurlp/" +
                       escaped(address->name));
    case What::Nip05:
        if (!address || address->name.find('+') != std::string::npos)
            return Unaskable::NoAddress;
        return checked(schemeFor(address->domain) + address->domain +
                       "/.well-known/nostr.json?name=" + address->name);
    }
    return Unaskable::NoAddress;
}

} // namespace dvmdash::lookup
