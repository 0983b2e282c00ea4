// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/authentication.h"

#include <utility>

namespace dvmdash::relay
{

namespace
{

/// On one connection. A relay asks once, and again when it forgot.
constexpr int mostAnswers = 3;
/// Longer ones are no challenge but a burden.
constexpr std::size_t longestChallenge = 1024;

} // namespace

void Authentication::connected()
{
    m_challenge.clear();
    m_answer.clear();
    m_answers = 0;
}

void Authentication::challenged(const std::string &challenge)
{
    if (challenge.size() <= longestChallenge)
        m_challenge = challenge;
}

std::optional<std::string> Authentication::answer(std::int64_t now_s)
{
    if (!m_signer || m_challenge.empty() || m_answers >= mostAnswers)
        return std::nullopt;
    nostr::Event event = nostr::authenticationEvent(m_url, std::exchange(m_challenge, {}), now_s);
    m_signer->sign(event);
    m_answer = event.id.hex();
    ++m_answers;
    return nostr::authFrame(event);
}

std::optional<bool> Authentication::heard(const nostr::OkMessage &message)
{
    if (m_answer.empty() || message.eventId != m_answer)
        return std::nullopt;
    m_answer.clear();
    return message.accepted;
}

} // namespace dvmdash::relay
