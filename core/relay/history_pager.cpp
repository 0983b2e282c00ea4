// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/history_pager.h"

#include <algorithm>
#include <utility>

namespace dvmdash::relay
{

namespace
{

/// Pages in a row that bring nothing new, before that is believed.
constexpr int quietPages = 2;
/// The same for many events of one kind in one second.
constexpr int quietPagesOfMany = 4;
/// For one kind in one second; a relay that gives something else each time is not followed for ever.
constexpr int mostPagesOfAPart = 12;
/// No relay gives fewer at once: a page of less than this was not cut.
constexpr std::size_t leastCap = 5;

} // namespace

HistoryPager::HistoryPager(nostr::Filter what, std::int64_t from, std::int64_t until, std::int64_t limit)
    : m_what(std::move(what))
    , m_from(from)
    , m_last(until - 1)
    , m_limit(limit)
{
    if (m_last < m_from)
        m_outcome = Outcome::Through;
}

nostr::Filter HistoryPager::next() const
{
    nostr::Filter filter = m_what;
    filter.since = m_from;
    filter.until = m_last;
    filter.limit = m_limit;
    if (m_asksForAny) {
        filter.since.reset();
        filter.until.reset();
        filter.limit = 1;
        return filter;
    }
    if (m_parts.empty())
        return filter;
    filter.since = m_last;
    if (!m_parts.front().kinds.empty())
        filter.kinds = m_parts.front().kinds;
    return filter;
}

bool HistoryPager::isWithin(std::int64_t created_at) const
{
    return created_at >= (m_parts.empty() ? m_from : m_last) && created_at <= m_last;
}

void HistoryPager::event(const std::optional<nostr::EventId> &id, std::optional<std::int64_t> created_at)
{
    m_gaveAny = m_gaveAny || (id && created_at);
    if (m_asksForAny)
        return;
    if (!id || !created_at)
        m_hasUnreadable = true;
    else if (!isWithin(*created_at))
        m_hasStrangers = true;
    else
        m_page.emplace(*id, *created_at);
}

void HistoryPager::startPageAgain()
{
    m_page.clear();
    m_hasStrangers = false;
    m_hasUnreadable = false;
}

std::optional<HistoryPager::Span> HistoryPager::endOfPage(bool withEose)
{
    if (m_outcome != Outcome::Going)
        return std::nullopt;
    ++m_pages;
    m_events += std::count_if(m_page.begin(), m_page.end(),
                              [this](const auto &event) { return !m_inSecond.contains(event.first); });
    m_largest = std::max(m_largest, m_page.size());
    std::optional<Span> span;
    if (m_asksForAny) {
        m_outcome = m_gaveAny ? Outcome::Through : Outcome::Silent;
        return m_gaveAny ? endOfWalk() : std::nullopt;
    }
    if (!m_parts.empty()) {
        span = endOfPart(withEose);
    } else if (m_page.empty()) {
        span = endOfEmptyPage(withEose);
    } else {
        m_emptyPages = 0;
        const auto oldest = std::min_element(m_page.begin(), m_page.end(), [](const auto &a, const auto &b) {
                                return a.second < b.second;
                            })->second;
        const bool goesOn = oldest < m_last;
        if (goesOn) {
            if (withEose && !m_hasUnreadable)
                span = Span{oldest + 1, m_last + 1};
            else
                m_unproven += m_last - oldest;
            m_last = oldest;
            m_inSecond.clear();
        }
        for (const auto &[id, created_at] : m_page)
            if (created_at == m_last)
                m_inSecond.insert(id);
        if (!goesOn && withEose)
            lookInto(m_what.kinds.value_or(std::vector<int>()));
        else if (!goesOn)
            leaveSecond(false);
    }
    startPageAgain();
    return span;
}

std::optional<HistoryPager::Span> HistoryPager::endOfEmptyPage(bool withEose)
{
    if (m_hasStrangers) {
        m_outcome = Outcome::IgnoresUntil;
        return std::nullopt;
    }
    if (!withEose) {
        m_outcome = Outcome::NeverEndsPages;
        return std::nullopt;
    }
    if (++m_emptyPages < quietPages)
        return std::nullopt;
    if (!m_gaveAny) {
        m_asksForAny = true;
        return std::nullopt;
    }
    m_outcome = Outcome::Through;
    return m_hasUnreadable ? std::nullopt : endOfWalk();
}

std::optional<HistoryPager::Span> HistoryPager::endOfWalk()
{
    const Span rest{m_from, m_last + 1};
    m_last = m_from - 1;
    return rest;
}

/// By halves; a single kind as it is.
void HistoryPager::lookInto(const std::vector<int> &kinds)
{
    if (kinds.size() < 2) {
        m_parts.push_back({kinds});
        return;
    }
    const auto middle = kinds.begin() + static_cast<std::ptrdiff_t>(kinds.size() / 2);
    m_parts.push_back({{kinds.begin(), middle}});
    m_parts.push_back({{middle, kinds.end()}});
}

std::optional<HistoryPager::Span> HistoryPager::endOfPart(bool withEose)
{
    Part &part = m_parts.front();
    const std::size_t before = m_inSecond.size();
    for (const auto &[id, created_at] : m_page)
        m_inSecond.insert(id);
    const bool isNew = m_inSecond.size() > before;
    const bool isFull = m_page.size() >= std::max(m_largest, leastCap);
    const bool mayBeCut = m_page.size() >= leastCap;
    const bool canBeSplit = part.kinds.size() > 1;
    ++part.asked;
    part.quiet = isNew ? 0 : part.quiet + 1;
    if (!withEose || m_hasUnreadable || m_hasStrangers ||
        (!canBeSplit && (isFull || part.asked >= mostPagesOfAPart))) {
        leaveSecond(false);
        return std::nullopt;
    }
    if (canBeSplit && (isNew || mayBeCut)) {
        lookInto(std::exchange(part.kinds, {}));
        m_parts.pop_front();
    } else if (part.quiet >= (mayBeCut ? quietPagesOfMany : quietPages)) {
        m_parts.pop_front();
    }
    if (!m_parts.empty())
        return std::nullopt;
    const Span second{m_last, m_last + 1};
    leaveSecond(true);
    return second;
}

void HistoryPager::leaveSecond(bool isProven)
{
    if (!isProven)
        ++m_unproven;
    m_parts.clear();
    m_inSecond.clear();
    --m_last;
    if (m_last < m_from)
        m_outcome = Outcome::Through;
}

} // namespace dvmdash::relay
