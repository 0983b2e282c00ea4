// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/signer.h"

#include <openssl/crypto.h>
#include <secp256k1_extrakeys.h>
#include <secp256k1_schnorrsig.h>

#include <random>

namespace dvmdash::nostr
{

namespace
{

/// One context for all signers; libsecp256k1 allows its use from several threads as long as nobody randomises
/// it again. The random blinding hides the key from whoever can measure the signing.
const secp256k1_context *signingContext()
{
    static const secp256k1_context *const shared = [] {
        secp256k1_context *context = secp256k1_context_create(SECP256K1_CONTEXT_NONE);
        std::random_device device;
        std::array<unsigned char, 32> seed;
        for (unsigned char &byte : seed)
            byte = static_cast<unsigned char>(device());
        // Fails only for a context that cannot sign; signing then fails too, and is checked.
        [[maybe_unused]] const int blinded = secp256k1_context_randomize(context, seed.data());
        return context;
    }();
    return shared;
}

} // namespace

struct Signer::Key {
    secp256k1_keypair pair{};
    PublicKey publicKey;

    Key() = default;
    Key(const Key &) = delete;
    Key &operator=(const Key &) = delete;
    ~Key() { OPENSSL_cleanse(&pair, sizeof pair); }
};

Signer::Signer(std::unique_ptr<Key> key)
    : m_key(std::move(key))
{
}
Signer::Signer(Signer &&) noexcept = default;
Signer &Signer::operator=(Signer &&) noexcept = default;
Signer::~Signer() = default;

std::optional<Signer> Signer::fromSecret(const SecretKey &secret)
{
    const secp256k1_context *context = signingContext();
    auto key = std::make_unique<Key>();
    secp256k1_xonly_pubkey point;
    if (secp256k1_keypair_create(context, &key->pair, secret.bytes()) != 1 ||
        secp256k1_keypair_xonly_pub(context, &point, nullptr, &key->pair) != 1 ||
        secp256k1_xonly_pubkey_serialize(context, key->publicKey.bytes(), &point) != 1)
        return std::nullopt;
    return Signer(std::move(key));
}

const PublicKey &Signer::publicKey() const
{
    return m_key->publicKey;
}

void Signer::sign(Event &event) const
{
    event.pubkey = m_key->publicKey;
    event.id = computeId(event);
    event.sig = signHash(event.id.data, event.id.data);
}

Signature Signer::signMessage(std::string_view message, const std::array<unsigned char, 32> &auxiliary) const
{
    std::array<unsigned char, 32> random = auxiliary; // the C interface takes it without const
    secp256k1_schnorrsig_extraparams extra = SECP256K1_SCHNORRSIG_EXTRAPARAMS_INIT;
    extra.ndata = random.data();
    Signature signature;
    // A valid key pair signs every message: the nonce that would make it fail cannot be found.
    if (secp256k1_schnorrsig_sign_custom(signingContext(), signature.bytes(),
                                         reinterpret_cast<const unsigned char *>(message.data()),
                                         message.size(), &m_key->pair, &extra) != 1)
        return Signature{};
    return signature;
}

Signature Signer::signHash(const std::array<unsigned char, 32> &hash,
                           const std::array<unsigned char, 32> &auxiliary) const
{
    return signMessage({reinterpret_cast<const char *>(hash.data()), hash.size()}, auxiliary);
}

} // namespace dvmdash::nostr
