// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/history_walk.h"

#include "nostr/parser.h"

#include <algorithm>
#include <utility>

namespace dvmdash::relay
{

HistoryWalk::HistoryWalk(HistoryWish wish, std::int64_t limit)
    : m_wish(std::move(wish))
    , m_limit(limit)
{
    m_status.parts = static_cast<int>(m_wish.parts.size());
    startPart();
}

void HistoryWalk::startPart()
{
    m_filter = 0;
    m_isStepTaken = false;
    m_isCounting = false;
    m_counted = -1;
    m_partBefore = m_status.events;
    if (m_status.part < m_status.parts) {
        m_step = m_wish.is_narrow && !part().narrower.empty() ? 1 : 0;
        m_status.state = HistoryStatus::State::Going;
        startForm();
        return;
    }
    m_page.reset();
    m_pager.reset();
    const bool gaveNothing = m_status.events == 0 && !m_firstWords.isEmpty();
    m_status.state = gaveNothing ? HistoryStatus::State::Failed : HistoryStatus::State::Done;
    m_status.words = m_firstWords;
}

void HistoryWalk::startForm()
{
    const nostr::Filter &what = isNarrow() ? part().narrower[m_step - 1].at(m_filter) : part().what;
    m_pager.emplace(what, part().from, part().until, m_limit);
    turnPage();
}

/// To the next page, or to what comes after the last.
void HistoryWalk::turnPage()
{
    m_status.position = m_pager->position();
    m_status.events = m_eventsBefore + m_pager->events();
    m_status.pages = m_pagesBefore + m_pager->pages();
    m_status.unproven = m_unprovenBefore + m_pager->unproven();
    if (m_pager->outcome() != HistoryPager::Outcome::Going) {
        finishForm(false);
        return;
    }
    m_page = std::make_shared<const Subscription>(
        Subscription{"history/" + std::to_string(++m_pageNumber), {m_pager->next()}});
}

/// Where the relay gave nothing for all kinds, a few at a time may be heard. They prove nothing: kinds are
/// missing among them.
void HistoryWalk::finishForm(bool isRefused)
{
    m_eventsBefore = m_status.events;
    m_pagesBefore = m_status.pages;
    m_unprovenBefore = m_status.unproven;
    const auto outcome = m_pager->outcome();
    if (outcome == HistoryPager::Outcome::IgnoresUntil)
        m_firstWords =
            QStringLiteral("It gives newer events than it is asked for: its past cannot be reached");
    else if (outcome == HistoryPager::Outcome::NeverEndsPages)
        m_firstWords = QStringLiteral("It neither gives events nor says that there are none");
    m_isStepTaken = m_isStepTaken || !isRefused;
    const bool hasMore = isNarrow() && m_filter + 1 < part().narrower[m_step - 1].size();
    const bool isStepUseless =
        isNarrow() ? !m_isStepTaken && !hasMore : isRefused || outcome == HistoryPager::Outcome::Silent;
    if (hasMore) {
        ++m_filter;
        startForm();
    } else if (isStepUseless && hasNarrower()) {
        ++m_step;
        m_filter = 0;
        m_isStepTaken = false;
        startForm();
    } else {
        finishPart();
    }
}

void HistoryWalk::finishPart()
{
    if (m_counted >= 0) {
        m_status.counted += m_counted;
        m_status.uncounted += std::max<std::int64_t>(0, m_counted - (m_status.events - m_partBefore));
    }
    ++m_status.part;
    startPart();
}

void HistoryWalk::event(std::string_view frame)
{
    if (m_pager)
        m_pager->event(nostr::peekId(frame), peekCreatedAt(frame));
}

void HistoryWalk::interrupted()
{
    if (m_pager)
        m_pager->startPageAgain();
}

std::optional<Delivery::Span> HistoryWalk::ended(bool withEose)
{
    if (!m_pager)
        return std::nullopt;
    const auto span = m_pager->endOfPage(withEose);
    const bool proves = !isNarrow() && part().proves;
    turnPage();
    return proves ? span : std::nullopt;
}

void HistoryWalk::refused(const QString &words)
{
    if (!m_pager)
        return;
    m_firstWords = words;
    finishForm(true);
}

std::optional<nostr::Filter> HistoryWalk::toCount()
{
    if (!m_pager || isNarrow() || !part().proves || std::exchange(m_isCounting, true))
        return std::nullopt;
    nostr::Filter filter = part().what;
    filter.since = part().from;
    filter.until = part().until - 1;
    filter.limit.reset();
    return filter;
}

void HistoryWalk::counted(std::int64_t events)
{
    if (m_isCounting && !isNarrow())
        m_counted = events;
}

} // namespace dvmdash::relay
