// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/verifier.h"

#include <secp256k1_extrakeys.h>
#include <secp256k1_schnorrsig.h>

#include <algorithm>
#include <unordered_map>

namespace dvmdash::nostr
{

namespace
{

/// A key as a curve point; nothing when there is no such point (remembered too: lifting it costs the same).
using Point = std::optional<secp256k1_xonly_pubkey>;

Point liftKey(const PublicKey &key)
{
    secp256k1_xonly_pubkey point;
    if (secp256k1_xonly_pubkey_parse(secp256k1_context_static, &point, key.bytes()) != 1)
        return std::nullopt;
    return point;
}

/// Two generations of keys. When the young one is full it becomes the old one and the old one goes: what is
/// in use moves over as it is asked for, memory stays bounded, and no order has to be kept.
class KeyCache
{
public:
    explicit KeyCache(std::size_t capacity)
        : m_generation(std::max<std::size_t>(capacity / 2, 1))
    {
    }

    const Point &point(const PublicKey &key)
    {
        if (const auto found = m_young.find(key); found != m_young.end())
            return found->second;
        if (m_young.size() >= m_generation) {
            m_old.swap(m_young);
            m_young.clear();
        }
        const auto aged = m_old.find(key);
        return m_young.emplace(key, aged != m_old.end() ? aged->second : liftKey(key)).first->second;
    }

private:
    using Generation = std::unordered_map<PublicKey, Point, BytesHash>;
    std::size_t m_generation;
    Generation m_young;
    Generation m_old;
};

} // namespace

struct Verifier::State {
    KeyCache keys;
};

Verifier::Verifier(std::size_t cachedKeys)
    : m_state(std::make_unique<State>(State{KeyCache(cachedKeys)}))
{
}
Verifier::~Verifier() = default;
Verifier::Verifier(Verifier &&) noexcept = default;
Verifier &Verifier::operator=(Verifier &&) noexcept = default;

std::optional<Reject> Verifier::check(const Event &event)
{
    if (!idMatches(event))
        return Reject::WrongId;
    return checkSignature(event.pubkey, event.id.view(), event.sig);
}

std::optional<Reject> Verifier::checkSignature(const PublicKey &key, std::string_view message,
                                               const Signature &sig)
{
    const Point &point = m_state->keys.point(key);
    if (!point)
        return Reject::KeyOffCurve;
    if (secp256k1_schnorrsig_verify(secp256k1_context_static, sig.bytes(),
                                    reinterpret_cast<const unsigned char *>(message.data()), message.size(),
                                    &*point) != 1)
        return Reject::BadSignature;
    return std::nullopt;
}

} // namespace dvmdash::nostr
