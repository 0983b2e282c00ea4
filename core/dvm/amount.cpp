// SPDX-License-Identifier: GPL-3.0-or-later
// The `amount` tag of NIP-90 as it is met in the wild.
#include "dvm/answer.h"
#include "nostr/bolt11.h"

#include <algorithm>
#include <charconv>

namespace dvmdash::dvm
{

namespace
{

std::optional<std::int64_t> plainDigits(std::string_view text)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.empty() || !std::all_of(text.begin(), text.end(), isDigit))
        return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<nostr::bolt11::Invoice> invoiceIn(const nostr::Tag &tag)
{
    for (std::size_t i = 1; i < tag.size() && i < 4; ++i) {
        auto decoded = nostr::bolt11::decode(tag[i]);
        if (auto *invoice = std::get_if<nostr::bolt11::Invoice>(&decoded))
            return std::move(*invoice);
    }
    return std::nullopt;
}

/// A word behind the number that names a unit other than the millisatoshi. Addresses and broken invoices hold
/// digits, dots or more, and say nothing about the unit.
bool namesOtherUnit(std::string_view word)
{
    constexpr std::size_t longestUnit = 12;
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (word.empty() || word.size() > longestUnit || !std::all_of(word.begin(), word.end(), isLetter))
        return false;
    std::string lower(word);
    for (char &c : lower)
        c = static_cast<char>(c | 0x20);
    return lower != "msat" && lower != "msats" && lower != "millisat" && lower != "millisats";
}

Amount readTag(const nostr::Tag &tag)
{
    Amount amount;
    amount.present = true;
    const std::optional<std::int64_t> digits = plainDigits(tag[1]);
    if (const auto invoice = invoiceIn(tag)) {
        if (!invoice->isMoney()) {
            amount.unknownUnit = true;
            return amount;
        }
        amount.invoice_expires = invoice->timestamp + invoice->expiry; // bolt11 promises that the sum fits
        if (invoice->msat) {
            amount.msat = invoice->msat;
            amount.mismatch = digits && *digits != *invoice->msat;
            return amount;
        }
    }
    if (digits && !(tag.size() > 2 && namesOtherUnit(tag[2])))
        amount.msat = digits;
    else
        amount.unknownUnit = true;
    return amount;
}

} // namespace

Amount readAmount(const nostr::Event &event)
{
    Amount first;
    for (const nostr::Tag &tag : event.tags) {
        if (tag.size() < 2 || tag[0] != "amount")
            continue;
        const Amount amount = readTag(tag);
        if (amount.msat)
            return amount;
        if (!first.present)
            first = amount;
    }
    return first;
}

} // namespace dvmdash::dvm
