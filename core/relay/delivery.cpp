// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/delivery.h"

#include <algorithm>
#include <charconv>

namespace dvmdash::relay
{
namespace
{

constexpr std::int64_t lateEvents_s = 60;

template<typename Less>
void keep(std::optional<std::int64_t> &best, const std::optional<std::int64_t> &value, Less less)
{
    if (value && (!best || less(*value, *best)))
        best = value;
}

} // namespace

std::optional<std::int64_t> peekCreatedAt(std::string_view frame)
{
    static constexpr std::string_view member = "\"created_at\"";
    static constexpr std::string_view space = " \t\r\n";
    for (auto at = frame.find(member); at != std::string_view::npos; at = frame.find(member, at + 1)) {
        auto next = frame.find_first_not_of(space, at + member.size());
        if (next == std::string_view::npos || frame[next] != ':')
            continue; // a tag whose text is this word
        next = frame.find_first_not_of(space, next + 1);
        if (next == std::string_view::npos)
            return std::nullopt;
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(frame.data() + next, frame.data() + frame.size(), value);
        if (error != std::errc() || end == frame.data() + frame.size())
            return std::nullopt;
        return space.find(*end) != std::string_view::npos || *end == ',' || *end == '}'
                   ? std::optional<std::int64_t>(value)
                   : std::nullopt;
    }
    return std::nullopt;
}

void Delivery::asked(const std::vector<nostr::Filter> &filters)
{
    const auto span = m_span;
    *this = Delivery();
    m_span = span;
    m_filters = filters.size();
    bool unbounded = false;
    for (const nostr::Filter &filter : filters) {
        keep(m_since, filter.since, std::greater<>());
        keep(m_last, filter.until, std::less<>());
        keep(m_limit, filter.limit, std::less<>());
        unbounded = unbounded || !filter.since;
    }
    if (unbounded)
        m_since.reset();
}

void Delivery::stored(std::optional<std::int64_t> createdAt)
{
    ++m_stored;
    m_disordered = m_disordered || (createdAt && *createdAt > m_oldest.value_or(*createdAt));
    if (createdAt)
        keep(m_oldest, createdAt, std::less<>());
    else
        m_unreadable = true;
}

void Delivery::endOfStored(std::int64_t now, std::int64_t cap)
{
    if (m_confirmed)
        return; // a second EOSE says nothing new
    m_confirmed = true;
    std::int64_t from = now;
    if (m_stored < std::min(cap, m_limit.value_or(cap))) {
        if (m_since)
            from = *m_since;
        else if (m_oldest && !m_unreadable)
            from = *m_oldest;
    } else if (m_filters == 1 && m_oldest && !m_unreadable && !m_disordered) {
        // Events of the oldest second may have been cut off: that second is not whole.
        from = std::max(*m_oldest + 1, m_since.value_or(*m_oldest + 1));
    }
    m_span = Span{from, from};
    proven(now);
}

void Delivery::proven(std::int64_t until)
{
    if (!m_confirmed)
        return;
    if (m_last)
        until = std::min(until, *m_last + 1);
    m_span->until = std::max(m_span->until, until);
}

void Delivery::clockSetBack(std::int64_t now)
{
    if (!m_span)
        return;
    m_span->from = std::min(m_span->from, now);
    m_span->until = std::clamp(m_span->until, m_span->from, now);
}

std::optional<Delivery::Span> Delivery::span() const
{
    if (!m_span || m_span->until <= m_span->from)
        return std::nullopt;
    return m_span;
}

std::vector<nostr::Filter> Delivery::resume(const std::vector<nostr::Filter> &filters) const
{
    std::vector<nostr::Filter> moved = filters;
    const auto delivered = span();
    if (!delivered)
        return moved;
    for (nostr::Filter &filter : moved) {
        if (!filter.until)
            filter.since = std::max(filter.since.value_or(0), delivered->until - lateEvents_s);
    }
    return moved;
}

} // namespace dvmdash::relay
