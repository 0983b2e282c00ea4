// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"

#include <memory>
#include <optional>

namespace dvmdash::nostr
{

/// Signs events with one key (BIP-340). Cheap to keep, costly to make: keep one per identity. Not
/// thread-safe.
class Signer
{
public:
    /// Nothing when the key is zero or not below the curve order.
    static std::optional<Signer> fromSecret(const SecretKey &secret);
    Signer(Signer &&) noexcept;
    Signer &operator=(Signer &&) noexcept;
    ~Signer();

    const PublicKey &publicKey() const;

    /// Sets pubkey, id and sig; everything else is the caller's. Deterministic: the same event and key give
    /// the same signature (the auxiliary randomness of BIP-340 is the event id).
    void sign(Event &event) const;

    /// BIP-340 over any message (its official vectors have some that are not 32 bytes long) with the given
    /// auxiliary randomness.
    Signature signMessage(std::string_view message, const std::array<unsigned char, 32> &auxiliary) const;
    /// The same over a bare 32-byte hash.
    Signature signHash(const std::array<unsigned char, 32> &hash,
                       const std::array<unsigned char, 32> &auxiliary) const;

private:
    struct Key;
    explicit Signer(std::unique_ptr<Key> key);
    std::unique_ptr<Key> m_key;
};

} // namespace dvmdash::nostr
