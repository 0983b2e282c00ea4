// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/history_pager.h"
#include "support/test_main.h"

#include <algorithm>
#include <random>
#include <set>

using namespace dvmdash;
using relay::HistoryPager;

namespace
{

struct Stored {
    nostr::EventId id;
    std::int64_t created_at = 0;
    int kind = 0;
};

nostr::EventId idOf(int number)
{
    nostr::EventId id{};
    std::memcpy(id.bytes(), &number, sizeof number);
    return id;
}

/// What a relay of that many events gives, newest first, in the manner that the test wants.
class ModelRelay
{
public:
    explicit ModelRelay(std::vector<Stored> events)
        : m_events(std::move(events))
    {
        std::stable_sort(m_events.begin(), m_events.end(),
                         [](const Stored &a, const Stored &b) { return a.created_at > b.created_at; });
    }

    std::function<std::size_t()> cap = [] { return std::size_t{100}; };
    bool heedsUntil = true;
    std::function<void(std::vector<Stored> &)> order; ///< in which it looks through its events

    std::vector<Stored> page(const nostr::Filter &filter)
    {
        if (order)
            order(m_events);
        std::vector<Stored> found;
        const std::size_t most = std::min(cap(), static_cast<std::size_t>(filter.limit.value_or(500)));
        for (const Stored &event : m_events) {
            if (found.size() >= most)
                break;
            const auto &kinds = *filter.kinds;
            const bool fits = std::find(kinds.begin(), kinds.end(), event.kind) != kinds.end() &&
                              event.created_at >= filter.since.value_or(0) &&
                              (!heedsUntil || event.created_at <= filter.until.value_or(1LL << 60));
            if (fits)
                found.push_back(event);
        }
        return found;
    }
    const std::vector<Stored> &events() const { return m_events; }

private:
    std::vector<Stored> m_events;
};

struct Walked {
    std::set<nostr::EventId> got;
    std::set<std::int64_t> proven; ///< seconds
    HistoryPager::Outcome outcome = HistoryPager::Outcome::Going;
    std::int64_t pages = 0;
    std::int64_t unproven = 0;
    std::int64_t events = 0;
};

nostr::Filter someKinds()
{
    nostr::Filter filter;
    filter.kinds = {5000, 5001, 5002, 5003, 6000, 6001, 7000};
    return filter;
}

Walked walk(
    ModelRelay relay, std::int64_t from, std::int64_t until,
    const std::function<bool()> &saysEose = [] { return true; })
{
    Walked walked;
    HistoryPager pager(someKinds(), from, until, 500);
    for (int i = 0; i < 20'000 && pager.outcome() == HistoryPager::Outcome::Going; ++i) {
        for (const Stored &event : relay.page(pager.next())) {
            pager.event(event.id, event.created_at);
            walked.got.insert(event.id);
        }
        if (const auto span = pager.endOfPage(saysEose()))
            for (std::int64_t second = span->from; second < span->until; ++second)
                walked.proven.insert(second);
    }
    walked.outcome = pager.outcome();
    walked.pages = pager.pages();
    walked.unproven = pager.unproven();
    walked.events = pager.events();
    return walked;
}

/// The seconds that are claimed although something of them never came.
int falseClaims(const ModelRelay &relay, const Walked &walked)
{
    return static_cast<int>(
        std::count_if(relay.events().begin(), relay.events().end(), [&](const Stored &event) {
            return walked.proven.contains(event.created_at) && !walked.got.contains(event.id);
        }));
}

std::vector<Stored> randomEvents(std::mt19937 &random, int count, int seconds)
{
    static constexpr std::array kinds{5000, 5001, 5002, 5003, 6000, 6001, 7000};
    std::vector<Stored> events;
    for (int i = 0; i < count; ++i)
        events.push_back({idOf(i + 1), 1'000 + static_cast<int>(random() % static_cast<unsigned>(seconds)),
                          kinds.at(random() % kinds.size())});
    return events;
}

} // namespace

class HistoryPagerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyPageSizeComesToTheSame()
    {
        std::mt19937 random(1);
        ModelRelay relay(randomEvents(random, 2'000, 1'500));
        for (const std::size_t size : {10U, 33U, 100U, 499U, 500U, 5'000U}) {
            relay.cap = [size] { return size; };
            const Walked walked = walk(relay, 1'000, 2'500);
            QCOMPARE(walked.outcome, HistoryPager::Outcome::Through);
            QCOMPARE(walked.got.size(), std::size_t{2'000});
            QCOMPARE(walked.proven.size(), std::size_t{1'500});
            QCOMPARE(walked.events, 2'000);
            QCOMPARE(walked.unproven, 0);
        }
    }

    /// Each page is cut where the relay likes, and many events share a second.
    void pagesCutAtRandomLoseNothing()
    {
        for (unsigned seed = 1; seed <= 200; ++seed) {
            std::mt19937 random(seed);
            ModelRelay relay(randomEvents(random, 600, seed % 2 == 0 ? 60 : 900));
            relay.cap = [&random] { return 5 + random() % 60; };
            const Walked walked = walk(relay, 1'000, 1'900);
            QCOMPARE(walked.outcome, HistoryPager::Outcome::Through);
            QCOMPARE(walked.got.size(), std::size_t{600});
            QCOMPARE(falseClaims(relay, walked), 0);
        }
    }

    /// A crowd of one kind in one second, which no filter takes apart: a page that is shorter than what is
    /// known of it was cut, however often it comes.
    void crowdsCutAtRandomAreNotTakenForWhole()
    {
        int whole = 0;
        int proven = 0;
        for (unsigned seed = 1; seed <= 300; ++seed) {
            std::mt19937 random(seed);
            auto events = randomEvents(random, 100, 900);
            const int crowd = 20 + static_cast<int>(random() % 25);
            for (int i = 0; i < crowd; ++i)
                events.push_back({idOf(1'000 + i), 1'500, 7000});
            ModelRelay relay(events);
            relay.cap = [&random] { return 5 + random() % 60; };
            const Walked walked = walk(relay, 1'000, 1'900);
            QCOMPARE(walked.outcome, HistoryPager::Outcome::Through);
            QCOMPARE(falseClaims(relay, walked), 0);
            whole += walked.got.size() == events.size() ? 1 : 0;
            proven += walked.proven.contains(1'500) ? 1 : 0;
        }
        QVERIFY(whole > 290);
        QVERIFY(proven > 200);
    }

    /// A relay that is overburdened says now and then that it has nothing.
    void anEoseThatHidesEventsIsFoundOut()
    {
        for (unsigned seed = 1; seed <= 300; ++seed) {
            std::mt19937 random(seed);
            ModelRelay relay(randomEvents(random, 400, 900));
            relay.cap = [&random] {
                return random() % 8 == 0 ? std::size_t{0} : std::size_t{5 + random() % 60};
            };
            const Walked walked = walk(relay, 1'000, 1'900);
            QCOMPARE(falseClaims(relay, walked), 0);
            if (walked.outcome == HistoryPager::Outcome::Silent)
                QVERIFY(walked.proven.empty());
            else
                QCOMPARE(walked.got.size(), std::size_t{400});
        }
    }

    /// One that leaves out what it gave before is asked once more.
    void whatIsMissingFromAPageIsNoticed()
    {
        HistoryPager pager(someKinds(), 1'000, 2'000, 500);
        const auto page = [&](std::initializer_list<Stored> events) {
            for (const Stored &event : events)
                pager.event(event.id, event.created_at);
            return pager.endOfPage(true);
        };
        const Stored newest{idOf(1), 1'900, 7000};
        const Stored middle{idOf(2), 1'500, 7000};
        const Stored oldest{idOf(3), 1'200, 7000};
        QVERIFY(page({newest, middle}));
        QVERIFY(!page({oldest}));
        QCOMPARE(pager.position(), 1'500);
        QVERIFY(!page({}));
        QCOMPARE(pager.events(), 2);
        const auto span = page({middle, oldest});
        QVERIFY(span);
        QCOMPARE(span->from, 1'201);
        QCOMPARE(span->until, 1'501);
        QCOMPARE(pager.events(), 3);
    }

    /// What does not give the newest first may have cut anything off.
    void aPageInDisorderProvesNothing()
    {
        for (unsigned seed = 1; seed <= 50; ++seed) {
            std::mt19937 random(seed);
            ModelRelay relay(randomEvents(random, 400, 900));
            relay.cap = [] { return std::size_t{50}; };
            relay.order = [&random](std::vector<Stored> &events) {
                std::shuffle(events.begin(), events.end(), random);
            };
            const Walked walked = walk(relay, 1'000, 1'900);
            QVERIFY(walked.outcome != HistoryPager::Outcome::Going);
            QCOMPARE(falseClaims(relay, walked), 0);
        }
    }

    /// More of a second than the relay ever gives at once, which only the kinds take apart.
    void aSecondThatIsLargerThanAPage()
    {
        std::vector<Stored> events;
        int number = 0;
        for (int i = 0; i < 70; ++i)
            events.push_back({idOf(++number), 1'500, i % 2 == 0 ? 5000 + i % 4 : 7000});
        for (int i = 0; i < 30; ++i)
            events.push_back({idOf(++number), 1'499 - i, 6000});
        ModelRelay relay(events);
        relay.cap = [] { return std::size_t{40}; };
        const Walked walked = walk(relay, 1'000, 2'000);
        QCOMPARE(walked.outcome, HistoryPager::Outcome::Through);
        QCOMPARE(walked.got.size(), std::size_t{100});
        QVERIFY(walked.proven.contains(1'500));
        QCOMPARE(walked.unproven, 0);

        // Of one kind no filter reaches behind the page.
        events.clear();
        for (int i = 0; i < 70; ++i)
            events.push_back({idOf(++number), 1'500, 7000});
        for (int i = 0; i < 30; ++i)
            events.push_back({idOf(++number), 1'499 - i, 6000});
        ModelRelay full(events);
        full.cap = [] { return std::size_t{40}; };
        const Walked rest = walk(full, 1'000, 2'000);
        QCOMPARE(rest.outcome, HistoryPager::Outcome::Through);
        QCOMPARE(rest.got.size(), std::size_t{70});
        QVERIFY(!rest.proven.contains(1'500));
        QCOMPARE(rest.unproven, 1);
        QCOMPARE(falseClaims(full, rest), 0);

        // The other kinds of that second come all the same.
        events.clear();
        for (int i = 0; i < 70; ++i)
            events.push_back({idOf(++number), 1'500, 5000});
        for (int i = 0; i < 10; ++i)
            events.push_back({idOf(++number), 1'500, 7000});
        ModelRelay uneven(events);
        uneven.cap = [] { return std::size_t{40}; };
        const Walked others = walk(uneven, 1'000, 2'000);
        QCOMPARE(others.outcome, HistoryPager::Outcome::Through);
        QCOMPARE(others.got.size(), std::size_t{50});
        QCOMPARE(falseClaims(uneven, others), 0);
    }

    void aRelayThatIgnoresUntilIsFoundOut()
    {
        std::mt19937 random(3);
        ModelRelay relay(randomEvents(random, 500, 400));
        relay.heedsUntil = false;
        relay.cap = [] { return std::size_t{50}; };
        const Walked walked = walk(relay, 1'000, 2'000);
        QCOMPARE(walked.outcome, HistoryPager::Outcome::IgnoresUntil);
        QVERIFY(walked.pages < 40);
        QCOMPARE(falseClaims(relay, walked), 0);
        // From the beginning: nothing at all is claimed.
        const Walked old = walk(relay, 1'000, 1'100);
        QCOMPARE(old.outcome, HistoryPager::Outcome::IgnoresUntil);
        QVERIFY(old.proven.empty());
    }

    void aSilentRelayProvesNothing()
    {
        const Walked walked = walk(ModelRelay({}), 1'000, 2'000);
        QCOMPARE(walked.outcome, HistoryPager::Outcome::Silent);
        QVERIFY(walked.proven.empty());
        QCOMPARE(walked.pages, 4);
        QCOMPARE(walk(ModelRelay({}), 2'000, 2'000).outcome, HistoryPager::Outcome::Through);
    }

    /// What it has of another time shows that it answers such a filter.
    void anEmptyTimeOfARelayThatAnswersIsProven()
    {
        const ModelRelay relay({{idOf(1), 5'000, 7000}});
        const Walked walked = walk(relay, 1'000, 2'000);
        QCOMPARE(walked.outcome, HistoryPager::Outcome::Through);
        QCOMPARE(walked.proven.size(), std::size_t{1'000});
        QCOMPARE(walked.unproven, 0);
    }

    void withoutEoseAllComesAndNothingIsProven()
    {
        std::mt19937 random(4);
        ModelRelay relay(randomEvents(random, 300, 900));
        relay.cap = [] { return std::size_t{20}; };
        const Walked never = walk(relay, 1'000, 1'900, [] { return false; });
        QVERIFY(never.outcome != HistoryPager::Outcome::Going);
        QCOMPARE(never.got.size(), std::size_t{300});
        QVERIFY(never.proven.empty());
        for (unsigned seed = 1; seed <= 20; ++seed) {
            std::mt19937 now(seed);
            const Walked sometimes = walk(relay, 1'000, 1'900, [&now] { return now() % 3 != 0; });
            QCOMPARE(falseClaims(relay, sometimes), 0);
        }
    }

    void aPageThatIsAskedAgainCountsOnce()
    {
        std::mt19937 random(5);
        ModelRelay relay(randomEvents(random, 50, 40));
        HistoryPager pager(someKinds(), 1'000, 1'100, 500);
        const nostr::Filter first = pager.next();
        const auto page = relay.page(first);
        for (std::size_t i = 0; i < page.size() / 2; ++i)
            pager.event(page[i].id, page[i].created_at);
        pager.startPageAgain();
        QVERIFY(pager.next() == first);
        QCOMPARE(pager.events(), 0);
        for (const Stored &event : page)
            pager.event(event.id, event.created_at);
        QVERIFY(pager.endOfPage(true));
        QCOMPARE(pager.events(), 50);
    }

    /// What cannot be read may be anything.
    void whatCannotBeReadProvesNothing()
    {
        std::mt19937 random(6);
        ModelRelay relay(randomEvents(random, 50, 40));
        HistoryPager pager(someKinds(), 1'000, 1'100, 500);
        for (const Stored &event : relay.page(pager.next()))
            pager.event(event.id, event.created_at);
        pager.event(std::nullopt, 1'010);
        QVERIFY(!pager.endOfPage(true));
        QVERIFY(pager.unproven() > 0);
    }
};

DVMDASH_TEST(HistoryPagerTest)
#include "history_pager_test.moc"
