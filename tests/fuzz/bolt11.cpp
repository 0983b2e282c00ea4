// SPDX-License-Identifier: GPL-3.0-or-later
// Invoices as they stand in tags. Where the first line ends in a colon it is the prefix, and the rest are the
// groups of the data part without the signature, as characters of the alphabet: the checksum is then made
// right, which no fuzzer finds.
#include "nostr/bolt11.h"

#include "fuzz.h"
#include "nostr/bech32.h"

#include <algorithm>
#include <limits>
#include <string>

namespace dvmdash::fuzz
{

namespace
{

using namespace nostr;

constexpr std::size_t signatureGroups = 104;

std::string upperCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

bool sameInvoice(const bolt11::Invoice &a, const bolt11::Invoice &b)
{
    return a.network == b.network && a.msat == b.msat && a.timestamp == b.timestamp && a.expiry == b.expiry &&
           a.paymentHash == b.paymentHash && a.descriptionHash == b.descriptionHash &&
           a.description == b.description;
}

/// Everything stands at its place in the invoice, or is none.
bool isInvoice(const std::variant<bolt11::Invoice, bolt11::Error> &read, const bolt11::Invoice &wanted)
{
    const auto *invoice = std::get_if<bolt11::Invoice>(&read);
    return invoice && sameInvoice(*invoice, wanted);
}

void examineInvoice(const std::string &text, const bolt11::Invoice &invoice)
{
    constexpr std::int64_t latest = std::numeric_limits<std::int64_t>::max();
    promise(!invoice.msat || *invoice.msat > 0, "an amount is above zero");
    promise(invoice.timestamp >= 0 && invoice.expiry >= 0 && invoice.expiry <= latest - invoice.timestamp,
            "the time at which an invoice ends fits");
    promise(bolt11::amountMsat(text) == invoice.msat, "the amount alone is that of the invoice");
    promise(isInvoice(bolt11::decode(bolt11::encodeUnsigned(invoice)), invoice),
            "an invoice is written and read as the same");
    if (text.find(':') == text.npos) {
        promise(isInvoice(bolt11::decode("lightning:" + text), invoice), "an invoice may be a URI");
        promise(isInvoice(bolt11::decode(upperCase(text)), invoice), "an invoice may be in upper case");
    }
}

void examineText(const std::string &text)
{
    const auto read = bolt11::decode(text);
    if (const auto *invoice = std::get_if<bolt11::Invoice>(&read)) {
        examineInvoice(text, *invoice);
        return;
    }
    const auto error = std::get<bolt11::Error>(read);
    promise(!bolt11::errorText(error).empty(), "every error has words");
    promise(error == bolt11::Error::Truncated || !bolt11::amountMsat(text),
            "what is no invoice has no amount");
}

std::uint8_t groupOf(char c)
{
    constexpr std::string_view alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const std::size_t at = alphabet.find(c);
    return static_cast<std::uint8_t>(at == alphabet.npos ? static_cast<unsigned char>(c) & 31 : at);
}

} // namespace

void examine(std::string_view input)
{
    const std::size_t lineEnd = input.find('\n');
    if (lineEnd == input.npos || lineEnd == 0 || input[lineEnd - 1] != ':') {
        examineText(std::string(input));
        return;
    }
    std::vector<std::uint8_t> groups;
    for (const char c : input.substr(lineEnd + 1))
        groups.push_back(groupOf(c));
    groups.resize(groups.size() + signatureGroups);
    examineText(encodeBech32(input.substr(0, lineEnd - 1), groups));
}

} // namespace dvmdash::fuzz
