// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/conduct.h"

namespace dvmdash::relay
{
namespace
{

/// A long message takes as long to read as so many short ones.
constexpr std::size_t bytesOfOne = 4096;
/// The shortest pong that a client sends (RFC 6455, section 5.2: header and mask).
constexpr std::int64_t bytesOfPong = 6;

} // namespace

void Conduct::opened(std::int64_t now_ms, const FrameTally &tally)
{
    *this = Conduct(m_limits);
    m_known = tally;
    begin(now_ms);
}

void Conduct::begin(std::int64_t now_ms)
{
    m_began_ms = now_ms;
    m_before = m_known;
    m_chatter = 0;
    m_judged = 0;
    m_refused = 0;
    m_repeats = 0;
}

void Conduct::chatter(std::int64_t now_ms, std::size_t bytes)
{
    if (now_ms - m_began_ms >= m_limits.window_ms)
        begin(now_ms);
    m_chatter += 1 + static_cast<std::int64_t>(bytes / bytesOfOne);
}

void Conduct::look(std::int64_t now_ms, const FrameTally &tally, std::int64_t unread, std::int64_t answered)
{
    if (now_ms - m_began_ms >= m_limits.window_ms)
        begin(now_ms);
    m_known = tally;
    m_judged = tally.judged - m_before.judged;
    m_refused = tally.refused - m_before.refused;
    m_unread = unread;
    m_chatter += (answered - m_answered) / bytesOfPong;
    m_answered = answered;
}

std::optional<Conduct::Fault> Conduct::fault() const
{
    if (m_pieces > m_limits.most_pieces)
        return Fault::Pieces;
    if (m_refused > m_limits.most_refused && 2 * m_refused > m_judged)
        return Fault::Refused;
    if (m_repeats > m_limits.most_repeats)
        return Fault::Repeats;
    if (m_chatter > m_limits.most_chatter)
        return Fault::Chatter;
    if (m_unread > m_limits.most_unread_bytes)
        return Fault::Unread;
    return std::nullopt;
}

} // namespace dvmdash::relay
