// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// BOLT 11 invoices: what a viewer of payments needs, read only.
namespace dvmdash::nostr::bolt11
{

struct Invoice {
    std::string network;              ///< "bc" is money; "tb", "tbs", "bcrt" and others are not
    std::optional<std::int64_t> msat; ///< nothing when the invoice leaves the amount open
    std::int64_t timestamp = 0;       ///< Unix seconds
    std::int64_t expiry = 3600;       ///< seconds after timestamp; BOLT 11's default when absent. Their
                                      ///< sum never overflows
    std::optional<std::array<unsigned char, 32>> paymentHash;
    std::optional<std::array<unsigned char, 32>> descriptionHash;
    std::optional<std::string> description; ///< bytes as sent; BOLT 11 says UTF-8, nothing enforces it

    bool isMoney() const { return network == "bc"; }
};

enum class Error {
    MixedCase,
    NotBech32, ///< separator, alphabet or length
    BadChecksum,
    NotAnInvoice, ///< the prefix does not begin with "ln" and a known network
    BadAmount,    ///< leading zero, unknown multiplier, pico amount not a multiple of 10
    Overflow,     ///< more millisatoshi than fit in 63 bits
    Truncated,    ///< data part too short for its fields
};
std::string_view errorText(Error error);

/// A "lightning:" before the invoice, in any case, is allowed. Unknown fields and features are skipped. The
/// signature inside is not checked: that the payee made it says nothing about payment.
std::variant<Invoice, Error> decode(std::string_view text);

/// The amount alone, from prefix and checksum: nothing when there is none or the text is no invoice. Of any
/// network: whether it is money says Invoice::isMoney().
std::optional<std::int64_t> amountMsat(std::string_view text);

/// An invoice for the simulated network: right prefix, timestamp, payment hash, description hash, expiry and
/// checksum. No node signed it: the 520 bits of signature are zero. An amount of zero is left out.
std::string encodeUnsigned(const Invoice &invoice);

} // namespace dvmdash::nostr::bolt11
