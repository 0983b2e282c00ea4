// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/history_pager.h"

#include <algorithm>
#include <utility>

namespace dvmdash::relay
{

namespace
{

/// Empty pages in a row, before it is believed that there is nothing.
constexpr int emptyPages = 3;
/// Pages in a row that bring nothing new of a second.
constexpr int quietPagesOfFew = 2;
/// The same for many events of one kind in one second.
constexpr int quietPagesOfMany = 4;
/// So many more for each page that hid something, and for how many of these.
constexpr int quietPagesForALie = 2;
constexpr int mostLiesHeeded = 3;
/// Of the same question in a row; then it is gone on without proof.
constexpr int mostDenials = 6;
/// Who hides something this often does it always; to ask again is no use.
constexpr int mostLies = 30;
/// For one kind in one second; a relay that gives something else each time is not followed for ever.
constexpr int mostPagesOfAPart = 12;
/// Waiting for an EOSE that does not come takes as long as many pages.
constexpr int pagesForALostEose = 4;
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
    if (m_asksForAny) {
        if (id && created_at)
            m_page.emplace(*id, *created_at);
        return;
    }
    m_gaveAny = m_gaveAny || (id && created_at);
    if (!id || !created_at) {
        m_hasUnreadable = true;
    } else if (!isWithin(*created_at)) {
        m_hasStrangers = true;
    } else if (m_page.emplace(*id, *created_at).second) {
        m_isDisordered = m_isDisordered || *created_at > m_previous.value_or(*created_at);
        m_previous = created_at;
    }
}

void HistoryPager::startPageAgain()
{
    m_page.clear();
    m_hasStrangers = false;
    m_hasUnreadable = false;
    m_isDisordered = false;
    m_previous.reset();
}

void HistoryPager::countNew()
{
    m_events += std::count_if(m_page.begin(), m_page.end(),
                              [this](const auto &event) { return !m_inSecond.contains(event.first); });
}

bool HistoryPager::lacks(const std::set<nostr::EventId> &known) const
{
    return std::any_of(known.begin(), known.end(), [this](const auto &id) { return !m_page.contains(id); });
}

bool HistoryPager::isBelievable(bool withEose) const
{
    return withEose && !m_hasUnreadable && !m_isDisordered;
}

int HistoryPager::quietPages(int atLeast) const
{
    return atLeast + quietPagesForALie * std::min(m_lies, mostLiesHeeded);
}

std::optional<HistoryPager::Span> HistoryPager::endOfPage(bool withEose)
{
    if (m_outcome != Outcome::Going)
        return std::nullopt;
    ++m_pages;
    std::optional<Span> span;
    if (m_asksForAny) {
        span = endOfAnyPage();
    } else {
        m_largest = std::max(m_largest, m_page.size());
        span = m_parts.empty() ? endOfMainPage(withEose) : endOfPart(withEose);
    }
    startPageAgain();
    return span;
}

/// It has something, of any time: what is there within the walk was hidden so far.
std::optional<HistoryPager::Span> HistoryPager::endOfAnyPage()
{
    m_asksForAny = false;
    m_emptyPages = 0;
    const bool isHidden = std::any_of(m_page.begin(), m_page.end(),
                                      [this](const auto &event) { return isWithin(event.second); });
    m_gaveAny = !m_page.empty();
    if (isHidden && ++m_lies < mostLies)
        return std::nullopt;
    m_outcome = m_gaveAny ? Outcome::Through : Outcome::Silent;
    if (m_gaveAny && !isHidden)
        return endOfWalk();
    m_unproven += m_gaveAny ? m_last - m_from + 1 : 0;
    return std::nullopt;
}

std::optional<HistoryPager::Span> HistoryPager::endOfMainPage(bool withEose)
{
    const auto oldestEvent = std::min_element(
        m_page.begin(), m_page.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
    const std::int64_t oldest = m_page.empty() ? m_last : oldestEvent->second;
    const bool goesOn = oldest < m_last;
    const bool denies = lacks(m_inSecond) && (m_page.empty() || goesOn);
    if (denies && withEose && !m_hasStrangers) {
        ++m_lies;
        if (++m_denials < mostDenials && m_lies < mostLies)
            return std::nullopt;
        if (m_page.empty()) {
            leaveSecond(false);
            return std::nullopt;
        }
    }
    m_denials = 0;
    if (m_page.empty())
        return endOfEmptyPage(withEose);
    countNew();
    m_lies += m_emptyPages > 0 ? 1 : 0;
    m_emptyPages = 0;
    std::optional<Span> span;
    if (goesOn) {
        if (isBelievable(withEose) && !denies)
            span = Span{oldest + 1, m_last + 1};
        else
            m_unproven += m_last - oldest;
        m_last = oldest;
        m_inSecond.clear();
        m_pagesOfSecond = 0;
    }
    const std::size_t before = m_inSecond.size();
    for (const auto &[id, created_at] : m_page)
        if (created_at == m_last)
            m_inSecond.insert(id);
    if (goesOn)
        return span;
    if (!withEose || ++m_pagesOfSecond > mostPagesOfAPart)
        leaveSecond(false);
    else if (m_page.size() < leastCap && !m_hasStrangers)
        return endOfSmallSecond(m_inSecond.size() > before);
    else
        lookInto(m_what.kinds.value_or(std::vector<int>()));
    return std::nullopt;
}

/// Nothing older came, and the page was not cut.
std::optional<HistoryPager::Span> HistoryPager::endOfSmallSecond(bool isNew)
{
    if (isNew || lacks(m_inSecond))
        return std::nullopt; // once more
    const Span second{m_last, m_last + 1};
    const bool isProven = !m_hasUnreadable;
    leaveSecond(isProven);
    return isProven ? std::optional(second) : std::nullopt;
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
    if (++m_emptyPages < quietPages(emptyPages))
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
    const bool isCut = lacks(part.ids);
    countNew();
    const std::size_t before = part.ids.size();
    for (const auto &[id, created_at] : m_page) {
        part.ids.insert(id);
        m_inSecond.insert(id);
        m_inParts.insert(id);
    }
    const bool isNew = part.ids.size() > before;
    const bool isFull = m_page.size() >= std::max(m_largest, leastCap);
    const bool mayBeCut = part.ids.size() >= leastCap;
    const bool canBeSplit = part.kinds.size() > 1;
    part.asked += withEose ? 1 : pagesForALostEose;
    if (isNew)
        part.quiet = 0;
    else if (withEose && !m_hasUnreadable && !isCut)
        ++part.quiet;
    else if (withEose && m_page.empty())
        ++m_lies;
    if (m_hasStrangers) {
        leaveSecond(false);
        return std::nullopt;
    }
    const bool isQuiet = part.quiet >= quietPages(mayBeCut ? quietPagesOfMany : quietPagesOfFew);
    const bool isGivenUp = part.asked >= quietPages(mostPagesOfAPart);
    if (canBeSplit && mayBeCut) {
        lookInto(std::exchange(part.kinds, {}));
        m_parts.pop_front();
    } else if (isQuiet || isGivenUp) {
        m_isSecondCut = m_isSecondCut || !isQuiet || (isFull && !canBeSplit);
        m_parts.pop_front();
    }
    if (!m_parts.empty())
        return std::nullopt;
    const Span second{m_last, m_last + 1};
    const bool isProven = !m_isSecondCut && m_inParts == m_inSecond;
    leaveSecond(isProven);
    return isProven ? std::optional(second) : std::nullopt;
}

void HistoryPager::leaveSecond(bool isProven)
{
    if (!isProven)
        ++m_unproven;
    m_parts.clear();
    m_inSecond.clear();
    m_inParts.clear();
    m_isSecondCut = false;
    m_pagesOfSecond = 0;
    m_denials = 0;
    --m_last;
    if (m_last < m_from)
        m_outcome = Outcome::Through;
}

} // namespace dvmdash::relay
