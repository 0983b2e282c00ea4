// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"
#include "nostr/reject.h"

#include <memory>
#include <optional>

namespace dvmdash::nostr
{

/// Checks an event's id and its BIP-340 signature. Parsed public keys are cached (a DVM signs thousands of
/// events, and lifting a key costs a tenth of a check). One per thread; not thread-safe.
class Verifier
{
public:
    explicit Verifier(std::size_t cachedKeys = 16384);
    ~Verifier();
    Verifier(Verifier &&) noexcept;
    Verifier &operator=(Verifier &&) noexcept;

    /// Nothing when the event is valid, else the first check that failed: WrongId, KeyOffCurve, BadSignature.
    std::optional<Reject> check(const Event &event);

    /// The signature alone, over any message (BIP-340 allows any length).
    std::optional<Reject> checkSignature(const PublicKey &key, std::string_view message,
                                         const Signature &sig);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace dvmdash::nostr
