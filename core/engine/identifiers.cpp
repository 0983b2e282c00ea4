// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/identifiers.h"

#include "nostr/signer.h"

#include <QRandomGenerator>

#include <cstring>

namespace dvmdash::engine
{

std::optional<nostr::PublicKey> publicKeyOf(const nostr::SecretKey &secret)
{
    const auto signer = nostr::Signer::fromSecret(secret);
    return signer ? std::optional(signer->publicKey()) : std::nullopt;
}

nostr::SecretKey newSecretKey()
{
    nostr::SecretKey key;
    do {
        for (std::size_t at = 0; at < 32; at += sizeof(quint64)) {
            const quint64 random = QRandomGenerator::system()->generate64();
            std::memcpy(key.bytes() + at, &random, sizeof random);
        }
    } while (!publicKeyOf(key)); // one in 2^128 is none
    return key;
}

} // namespace dvmdash::engine
