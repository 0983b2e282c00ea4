// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/filter.h"
#include "relay/delivery.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace dvmdash::relay
{

/// One walk through the past of one relay, newest first, a page at a time. Pure; times are Unix seconds. By
/// NIP-01 `until` is inclusive, and of what a filter matches a page holds the newest. So:
///  - a page proves that all came that is newer than its oldest event; the oldest second is asked again;
///  - a page of one second alone may be cut in the middle of it. It is asked again by halves of the kinds
///    until nothing new comes, twice; where one kind fills a page no filter reaches behind it, and that
///    second is left unproven;
///  - how many events a relay gives at most is not believed to be the same twice: only an empty page, several
///    times, ends the walk. Some relays say EOSE to what they refuse, so where nothing came at all they are
///    asked whether they have anything for this filter, of any time;
///  - a page without what is known to belong there (an empty one, one that was cut where a longer one was
///  not)
///    proves nothing and is asked again; who gave such a page is asked more often before it is believed;
///  - a page in which older events stand before newer ones may hold any, not the newest: it proves nothing;
///  - without EOSE a page proves nothing, but the walk goes on behind what came.
class HistoryPager
{
public:
    using Span = Delivery::Span;

    enum class Outcome : std::uint8_t {
        Going,
        Through,        ///< all that the relay has was asked for
        Silent,         ///< nothing ever came: there is nothing, or the relay does not say that it refuses
        IgnoresUntil,   ///< it gives what is newer than asked: there is no way into the past
        NeverEndsPages, ///< neither events nor EOSE
    };

    /// Of what `what` matches all in [from, until); its own bounds do not count.
    HistoryPager(nostr::Filter what, std::int64_t from, std::int64_t until, std::int64_t limit);

    Outcome outcome() const { return m_outcome; }
    /// The page to ask for; only while it is going. The same until endOfPage().
    nostr::Filter next() const;
    /// An event of this page as the relay gave it; nothing where it could not be read.
    void event(const std::optional<nostr::EventId> &id, std::optional<std::int64_t> created_at);
    /// What came of this page is forgotten: it is asked for again.
    void startPageAgain();
    /// What this page proves to be whole.
    std::optional<Span> endOfPage(bool withEose);

    /// All after this second was asked for.
    std::int64_t position() const { return m_last; }
    std::int64_t events() const { return m_events; } ///< each once
    std::int64_t pages() const { return m_pages; }
    std::int64_t unproven() const { return m_unproven; } ///< seconds that no page could prove

private:
    /// A part of the second that is looked into.
    struct Part {
        std::vector<int> kinds;       ///< empty: all that is asked for
        std::set<nostr::EventId> ids; ///< that came
        int quiet = 0;                ///< pages in a row that brought all of them and nothing new
        int asked = 0;
    };

    std::optional<Span> endOfMainPage(bool withEose);
    std::optional<Span> endOfSmallSecond(bool isNew);
    std::optional<Span> endOfPart(bool withEose);
    std::optional<Span> endOfAnyPage();
    void countNew();
    bool lacks(const std::set<nostr::EventId> &known) const;
    bool isBelievable(bool withEose) const;
    int quietPages(int atLeast) const;
    std::optional<Span> endOfEmptyPage(bool withEose);
    std::optional<Span> endOfWalk();
    void lookInto(const std::vector<int> &kinds);
    void leaveSecond(bool isProven);
    bool isWithin(std::int64_t created_at) const;

    nostr::Filter m_what;
    const std::int64_t m_from;
    std::int64_t m_last; ///< the second up to which is asked, inclusive
    const std::int64_t m_limit;
    Outcome m_outcome = Outcome::Going;

    // This page.
    std::map<nostr::EventId, std::int64_t> m_page;
    bool m_hasStrangers = false;            ///< it holds what was not asked for
    bool m_hasUnreadable = false;           ///< or what could not be read
    bool m_isDisordered = false;            ///< older before newer
    std::optional<std::int64_t> m_previous; ///< time of its last event

    std::set<nostr::EventId> m_inSecond; ///< known of the second m_last
    std::set<nostr::EventId> m_inParts;  ///< of these, those that its parts brought
    std::deque<Part> m_parts;            ///< of that second, still to be looked into
    bool m_isSecondCut = false;          ///< one of its parts cannot be proven
    int m_pagesOfSecond = 0;             ///< that brought nothing older
    std::size_t m_largest = 0;           ///< page
    int m_emptyPages = 0;                ///< in a row
    int m_denials = 0;                   ///< pages in a row without what is known
    int m_lies = 0;                      ///< such pages in all
    bool m_asksForAny = false;           ///< the page is of any time
    bool m_gaveAny = false;
    std::int64_t m_events = 0;
    std::int64_t m_pages = 0;
    std::int64_t m_unproven = 0;
};

} // namespace dvmdash::relay
