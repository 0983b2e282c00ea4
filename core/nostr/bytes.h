// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array> // with <compare>, which moc of Qt 6.4 cannot read when it is named first
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dvmdash::nostr
{

/// Lowercase hex of a byte string.
std::string toHex(std::string_view bytes);

/// Decodes lowercase hex into exactly `size` bytes at `out`. False, with `out` undefined, when the length is
/// not 2 * size or a character is not one of 0-9 a-f. NIP-01 allows lowercase only.
bool fromHex(std::string_view hex, unsigned char *out, std::size_t size);

/// True when the text is non-empty, of even length and made of 0-9 a-f only.
bool isLowerHex(std::string_view text);
/// How many lower-case hex digits the text begins with.
std::size_t countLowerHex(std::string_view text);

/// A fixed-size byte value of one meaning: an event id is never mistaken for a public key.
template<std::size_t N, typename Meaning>
struct Bytes {
    static constexpr std::size_t size = N;
    std::array<unsigned char, N> data{};

    auto operator<=>(const Bytes &) const = default;

    const unsigned char *bytes() const { return data.data(); }
    unsigned char *bytes() { return data.data(); }
    std::string_view view() const { return {reinterpret_cast<const char *>(data.data()), N}; }
    std::string hex() const { return toHex(view()); }
    bool isZero() const { return *this == Bytes{}; }

    /// Strict lowercase hex of exactly N bytes, else nothing.
    static std::optional<Bytes> fromHex(std::string_view hex)
    {
        Bytes value;
        if (!nostr::fromHex(hex, value.data.data(), N))
            return std::nullopt;
        return value;
    }
    /// Raw bytes of exactly N, else nothing.
    static std::optional<Bytes> fromBytes(std::string_view raw)
    {
        if (raw.size() != N)
            return std::nullopt;
        Bytes value;
        std::memcpy(value.data.data(), raw.data(), N);
        return value;
    }
};

using EventId = Bytes<32, struct EventIdMeaning>;
using PublicKey = Bytes<32, struct PublicKeyMeaning>; ///< x-only, BIP-340
using SecretKey = Bytes<32, struct SecretKeyMeaning>;
using Signature = Bytes<64, struct SignatureMeaning>; ///< BIP-340

/// Hash for unordered containers. Ids and keys can be ground by their authors to share a prefix, so every
/// byte and a seed drawn at program start go in.
struct BytesHash {
    std::size_t operator()(std::string_view bytes) const noexcept;
    template<std::size_t N, typename M>
    std::size_t operator()(const Bytes<N, M> &value) const noexcept
    {
        return (*this)(value.view());
    }
};

} // namespace dvmdash::nostr
