// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/history.h"
#include "relay/history_pager.h"
#include "relay/subscription.h"

#include <optional>
#include <string>
#include <string_view>

namespace dvmdash::relay
{

/// Walks through what a HistoryWish asks of one relay: which page is next, in which form, and what the pages
/// prove. Without sockets, timers and clocks.
class HistoryWalk
{
public:
    /// `limit`: events to ask for in a page.
    HistoryWalk(HistoryWish wish, std::int64_t limit);

    /// The page to ask for now, under an id of its own; null when there is none left.
    SubscriptionPtr page() const { return m_page; }
    /// There is a narrower form of what is asked.
    bool hasNarrower() const { return m_step < part().narrower.size(); }
    bool isPage(std::string_view subscription) const { return m_page && m_page->id == subscription; }

    void event(std::string_view frame);
    /// The connection was lost: the same page is asked for again.
    void interrupted();
    /// It came to its end, by EOSE or because nothing comes any more. What is proven to be covered.
    std::optional<Delivery::Span> ended(bool withEose);
    /// The relay refuses it and will not think better of it.
    void refused(const QString &words);

    /// What to have the relay count (NIP-45) for this part, once; nothing when it is not asked for as a
    /// whole.
    std::optional<nostr::Filter> toCount();
    /// So many it says it has of what toCount() named last.
    void counted(std::int64_t events);

    const HistoryStatus &status() const { return m_status; }

private:
    void startPart();
    void startForm();
    void finishForm(bool isRefused);
    void finishPart();
    void turnPage();
    bool isNarrow() const { return m_step > 0; }
    const HistoryPart &part() const { return m_wish.parts[static_cast<std::size_t>(m_status.part)]; }

    const HistoryWish m_wish;
    const std::int64_t m_limit;
    std::size_t m_step = 0;        ///< 0: `what`; from 1 on: `narrower`
    std::size_t m_filter = 0;      ///< of that step
    bool m_isStepTaken = false;    ///< the relay accepted a filter of it
    bool m_isCounting = false;     ///< of this part
    std::int64_t m_counted = -1;   ///< of this part; negative: not told
    std::int64_t m_partBefore = 0; ///< events that came before this part
    std::optional<HistoryPager> m_pager;
    std::int64_t m_eventsBefore = 0; ///< of the pagers before
    std::int64_t m_pagesBefore = 0;
    std::int64_t m_unprovenBefore = 0;
    SubscriptionPtr m_page;
    std::int64_t m_pageNumber = 0;
    QString m_firstWords; ///< why the wide form was left
    HistoryStatus m_status;
};

} // namespace dvmdash::relay
