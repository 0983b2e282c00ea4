// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/message.h"
#include "nostr/signer.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace dvmdash::relay
{

/// Logging in to one relay with the user's key (NIP-42). A key tells the relay who listens, so it is shown
/// only when asked for by whoever calls answer(). Without a clock or a socket.
class Authentication
{
public:
    /// `url` as it is connected to: it is what is signed.
    explicit Authentication(std::string url)
        : m_url(std::move(url))
    {
    }

    /// Null: none.
    void setSigner(std::shared_ptr<const nostr::Signer> signer) { m_signer = std::move(signer); }
    bool hasKey() const { return m_signer != nullptr; }

    void connected();
    void challenged(const std::string &challenge);

    /// The frame that logs in, at `now_s` (Unix). Nothing without a key or a challenge, when this challenge
    /// was answered, or when the relay asks over and over.
    std::optional<std::string> answer(std::int64_t now_s);
    /// Whether the relay accepted it; nothing when it is about something else.
    std::optional<bool> heard(const nostr::OkMessage &message);

private:
    const std::string m_url;
    std::shared_ptr<const nostr::Signer> m_signer;
    std::string m_challenge; ///< that waits for an answer
    std::string m_answer;    ///< id of the event that answers
    int m_answers = 0;       ///< on this connection
};

} // namespace dvmdash::relay
