// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/bolt11.h"

#include "nostr/bech32.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <span>

namespace dvmdash::nostr::bolt11
{

namespace
{

using Groups = std::span<const std::uint8_t>;

constexpr std::size_t timestampGroups = 7;   // 35 bits
constexpr std::size_t signatureGroups = 104; // 520 bits: r, s and the recovery id
constexpr std::size_t hashGroups = 52;       // 256 bits and 4 of padding
constexpr std::int64_t defaultExpiry = 3600;

// A longer prefix comes before the one it begins with.
constexpr std::array<std::string_view, 5> networks = {"bcrt", "tbs", "bc", "tb", "sb"};

// The letters of the tagged fields, as values of bech32's alphabet.
enum FieldType : std::uint8_t { PaymentHash = 1, Expiry = 6, Description = 13, DescriptionHash = 23 };

constexpr std::int64_t msatPerCoin = 100'000'000'000;
constexpr std::int64_t msatPerMilli = 100'000'000;
constexpr std::int64_t msatPerMicro = 100'000;
constexpr std::int64_t msatPerNano = 100;

struct Prefix {
    std::string_view network;
    std::optional<std::int64_t> msat;
};

std::variant<std::int64_t, Error> amountFrom(std::string_view text)
{
    std::int64_t factor = msatPerCoin;
    const char multiplier = text.back();
    const bool hasMultiplier = multiplier < '0' || multiplier > '9';
    if (hasMultiplier)
        text.remove_suffix(1);
    if (multiplier == 'm') {
        factor = msatPerMilli;
    } else if (multiplier == 'u') {
        factor = msatPerMicro;
    } else if (multiplier == 'n') {
        factor = msatPerNano;
    } else if (multiplier == 'p') {
        // Ten pico make one millisatoshi: the last digit has to be zero and is dropped.
        if (text.size() < 2 || text.back() != '0')
            return Error::BadAmount;
        text.remove_suffix(1);
        factor = 1;
    } else if (hasMultiplier) {
        return Error::BadAmount;
    }
    const bool onlyDigits =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (text.empty() || !onlyDigits || text.front() == '0')
        return Error::BadAmount;
    std::int64_t number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc() || number > std::numeric_limits<std::int64_t>::max() / factor)
        return Error::Overflow;
    return number * factor;
}

std::variant<Prefix, Error> readPrefix(std::string_view text)
{
    if (!text.starts_with("ln"))
        return Error::NotAnInvoice;
    text.remove_prefix(2);
    const auto network = std::find_if(networks.begin(), networks.end(),
                                      [text](std::string_view known) { return text.starts_with(known); });
    if (network == networks.end())
        return Error::NotAnInvoice;
    Prefix prefix{*network, std::nullopt};
    text.remove_prefix(network->size());
    if (text.empty())
        return prefix;
    const auto amount = amountFrom(text);
    if (const auto *error = std::get_if<Error>(&amount))
        return *error;
    prefix.msat = std::get<std::int64_t>(amount);
    return prefix;
}

std::variant<Bech32, Error> readBech32(std::string_view text)
{
    constexpr std::string_view scheme = "lightning:";
    const auto isLetter = [](char want, char have) {
        return (have >= 'A' && have <= 'Z' ? have - 'A' + 'a' : have) == want;
    };
    if (text.size() >= scheme.size() && std::equal(scheme.begin(), scheme.end(), text.begin(), isLetter))
        text.remove_prefix(scheme.size());
    Bech32Error problem{};
    auto bech32 = decodeBech32(text, 65536, &problem);
    if (bech32)
        return std::move(*bech32);
    switch (problem) {
    case Bech32Error::MixedCase:
        return Error::MixedCase;
    case Bech32Error::Malformed:
        break;
    case Bech32Error::BadChecksum:
        return Error::BadChecksum;
    }
    return Error::NotBech32;
}

/// Big-endian number; the largest one when it does not fit in 63 bits.
std::int64_t numberFrom(Groups groups)
{
    constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
    std::int64_t number = 0;
    for (const std::uint8_t group : groups) {
        if (number > largest >> 5)
            return largest;
        number = number << 5 | group;
    }
    return number;
}

/// Whole bytes; what is left over at the end is padding, and not all writers make it zero.
std::string bytesFrom(Groups groups)
{
    std::vector<std::uint8_t> whole(groups.begin(), groups.end());
    if (whole.size() * 5 % 8 >= 5)
        whole.pop_back();
    const std::size_t spareBits = whole.size() * 5 % 8;
    if (!whole.empty())
        whole.back() = static_cast<std::uint8_t>(whole.back() >> spareBits << spareBits);
    return bytesFromGroups(whole).value_or(std::string());
}

/// BOLT 11: a hash of any other length is skipped, and the first good one counts.
void takeHash(std::optional<std::array<unsigned char, 32>> &slot, Groups groups)
{
    if (slot || groups.size() != hashGroups)
        return;
    const std::string bytes = bytesFrom(groups);
    slot.emplace();
    std::copy_n(bytes.begin(), slot->size(), slot->begin());
}

void takeField(Invoice &invoice, bool &hasExpiry, std::uint8_t type, Groups groups)
{
    if (type == PaymentHash) {
        takeHash(invoice.paymentHash, groups);
    } else if (type == DescriptionHash) {
        takeHash(invoice.descriptionHash, groups);
    } else if (type == Description) {
        if (!invoice.description)
            invoice.description = bytesFrom(groups);
    } else if (type == Expiry && !hasExpiry) {
        hasExpiry = true;
        // Never so long that the time it ends at is out of range.
        invoice.expiry =
            std::min(numberFrom(groups), std::numeric_limits<std::int64_t>::max() - invoice.timestamp);
    }
}

/// Everything between the timestamp and the signature. False when a field is longer than what is left.
bool readFields(Invoice &invoice, Groups groups)
{
    bool hasExpiry = false;
    while (!groups.empty()) {
        if (groups.size() < 3)
            return false;
        const std::uint8_t type = groups[0];
        const std::size_t length = std::size_t{groups[1]} * 32 + groups[2];
        groups = groups.subspan(3);
        if (length > groups.size())
            return false;
        takeField(invoice, hasExpiry, type, groups.first(length));
        groups = groups.subspan(length);
    }
    return true;
}

void appendNumber(std::vector<std::uint8_t> &groups, std::int64_t number, std::size_t count)
{
    for (std::size_t left = count; left > 0; --left)
        groups.push_back(static_cast<std::uint8_t>(number >> 5 * (left - 1) & 31));
}

void appendField(std::vector<std::uint8_t> &groups, FieldType type, const std::vector<std::uint8_t> &value)
{
    groups.push_back(type);
    appendNumber(groups, static_cast<std::int64_t>(value.size()), 2);
    groups.insert(groups.end(), value.begin(), value.end());
}

void appendHash(std::vector<std::uint8_t> &groups, FieldType type,
                const std::optional<std::array<unsigned char, 32>> &hash)
{
    if (hash)
        appendField(groups, type,
                    groupsFromBytes({reinterpret_cast<const char *>(hash->data()), hash->size()}));
}

void appendExpiry(std::vector<std::uint8_t> &groups, std::int64_t expiry)
{
    if (expiry == defaultExpiry || expiry < 0)
        return;
    std::size_t count = 1;
    for (std::int64_t rest = expiry >> 5; rest != 0; rest >>= 5)
        ++count;
    std::vector<std::uint8_t> value;
    appendNumber(value, expiry, count);
    appendField(groups, Expiry, value);
}

/// With the largest unit that leaves a whole number, as BOLT 11 asks.
std::string amountText(std::int64_t msat)
{
    if (msat % msatPerCoin == 0)
        return std::to_string(msat / msatPerCoin);
    if (msat % msatPerMilli == 0)
        return std::to_string(msat / msatPerMilli) + 'm';
    if (msat % msatPerMicro == 0)
        return std::to_string(msat / msatPerMicro) + 'u';
    if (msat % msatPerNano == 0)
        return std::to_string(msat / msatPerNano) + 'n';
    return std::to_string(msat) + "0p";
}

} // namespace

std::string_view errorText(Error error)
{
    switch (error) {
    case Error::MixedCase:
        return "The invoice mixes upper and lower case.";
    case Error::NotBech32:
        return "The text is not written in bech32.";
    case Error::BadChecksum:
        return "The invoice's checksum is wrong.";
    case Error::NotAnInvoice:
        return "The text is not a Lightning invoice of a known network.";
    case Error::BadAmount:
        return "The invoice's amount is not a valid number of its unit.";
    case Error::Overflow:
        return "The invoice's amount is too large.";
    case Error::Truncated:
        return "The invoice is cut off.";
    }
    return {};
}

std::variant<Invoice, Error> decode(std::string_view text)
{
    const auto read = readBech32(text);
    if (const auto *error = std::get_if<Error>(&read))
        return *error;
    const Bech32 &bech32 = std::get<Bech32>(read);
    const auto prefix = readPrefix(bech32.prefix);
    if (const auto *error = std::get_if<Error>(&prefix))
        return *error;
    Invoice invoice;
    invoice.network = std::get<Prefix>(prefix).network;
    invoice.msat = std::get<Prefix>(prefix).msat;
    const Groups groups(bech32.values);
    if (groups.size() < timestampGroups + signatureGroups)
        return Error::Truncated;
    invoice.timestamp = numberFrom(groups.first(timestampGroups));
    const std::size_t fields = groups.size() - timestampGroups - signatureGroups;
    if (!readFields(invoice, groups.subspan(timestampGroups, fields)))
        return Error::Truncated;
    return invoice;
}

std::optional<std::int64_t> amountMsat(std::string_view text)
{
    const auto read = readBech32(text);
    const Bech32 *bech32 = std::get_if<Bech32>(&read);
    if (!bech32)
        return std::nullopt;
    const auto prefix = readPrefix(bech32->prefix);
    const Prefix *known = std::get_if<Prefix>(&prefix);
    return known ? known->msat : std::nullopt;
}

std::string encodeUnsigned(const Invoice &invoice)
{
    std::string prefix = "ln" + invoice.network;
    if (invoice.msat && *invoice.msat > 0)
        prefix += amountText(*invoice.msat);
    std::vector<std::uint8_t> groups;
    appendNumber(groups, invoice.timestamp, timestampGroups);
    appendHash(groups, PaymentHash, invoice.paymentHash);
    if (invoice.description)
        appendField(groups, Description, groupsFromBytes(*invoice.description));
    appendHash(groups, DescriptionHash, invoice.descriptionHash);
    appendExpiry(groups, invoice.expiry);
    groups.resize(groups.size() + signatureGroups);
    return encodeBech32(prefix, groups);
}

} // namespace dvmdash::nostr::bolt11
