// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/filter.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QRandomGenerator>

#include <algorithm>

using namespace dvmdash;
using store::test::ScratchStore;
using test::keyOf;
using test::signedEvent;
using test::start;

namespace
{

std::vector<nostr::Event> mixedEvents()
{
    QRandomGenerator random(21);
    std::vector<nostr::Event> events;
    for (int i = 0; i < 300; ++i) {
        const int kind = QList<int>{1, 5001, 6001, 7000}.at(random.bounded(4));
        events.push_back(signedEvent(static_cast<unsigned char>(1 + random.bounded(6)), kind,
                                     random.bounded(100), {}, std::to_string(i)));
    }
    return events;
}

} // namespace

class ReaderTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void selectionAgreesWithBruteForce()
    {
        ScratchStore scratch(start + 1000);
        const auto events = mixedEvents();
        scratch.give(events);
        auto reader = scratch.read();
        QRandomGenerator random(4);
        for (int round = 0; round < 200; ++round) {
            store::EventSelection selection;
            if (random.bounded(3) == 0)
                selection.kinds = {1, 7000};
            if (random.bounded(3) == 0)
                selection.authors = {keyOf(2), keyOf(5), keyOf(200)};
            if (random.bounded(3) == 0)
                selection.since = start + random.bounded(100);
            if (random.bounded(3) == 0)
                selection.until = start + random.bounded(100);
            if (random.bounded(4) == 0)
                for (int i = 0; i < 20; ++i)
                    selection.ids.push_back(events[static_cast<std::size_t>(random.bounded(300))].id);
            std::vector<nostr::Event> expected;
            for (const auto &event : events) {
                const auto among = [](const auto &list, const auto &value) {
                    return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
                };
                if (among(selection.kinds, event.kind) && among(selection.authors, event.pubkey) &&
                    among(selection.ids, event.id) &&
                    (!selection.since || event.created_at >= *selection.since) &&
                    (!selection.until || event.created_at < *selection.until))
                    expected.push_back(event);
            }
            std::sort(expected.begin(), expected.end(), [](const nostr::Event &a, const nostr::Event &b) {
                return std::tie(a.created_at, a.id) < std::tie(b.created_at, b.id);
            });
            std::vector<nostr::Event> got;
            QCOMPARE(reader.selectEvents(selection,
                                         [&](const nostr::Event &event) {
                                             got.push_back(event);
                                             return true;
                                         }),
                     static_cast<std::int64_t>(expected.size()));
            QVERIFY(got == expected);
        }
    }

    void aSinkMayStop()
    {
        ScratchStore scratch(start + 1000);
        scratch.give(mixedEvents());
        auto reader = scratch.read();
        int calls = 0;
        QCOMPARE(reader.selectEvents({}, [&](const nostr::Event &) { return ++calls < 3; }), 3);
        QCOMPARE(calls, 3);
    }

    void recentEventsAreNewestFirstByReceipt()
    {
        ScratchStore scratch(start + 1000);
        const auto events = mixedEvents();
        scratch.give(events);
        auto reader = scratch.read();
        const auto rows = reader.recentEvents(5);
        QCOMPARE(rows.size(), std::size_t(5));
        for (std::size_t i = 0; i < rows.size(); ++i)
            QVERIFY(rows[i].id == events[events.size() - 1 - i].id);
    }

    void anEventKnowsItsNeighbours()
    {
        ScratchStore scratch(start + 1000);
        const auto job = signedEvent(1, 5001, 0, {{"i", "x", "text"}});
        const auto answer =
            signedEvent(2, 6001, 5, {{"e", job.id.hex()}, {"request", nostr::toJson(job)}}, "done");
        const auto next = signedEvent(1, 5002, 9, {{"i", job.id.hex(), "job"}});
        const std::string unseen(64, 'c');
        const auto quote = signedEvent(3, 1, 20, {{"q", answer.id.hex()}, {"e", unseen}});
        scratch.give({job, answer, next, quote});
        auto reader = scratch.read();

        const auto jobDetail = reader.eventDetail(job.id);
        QVERIFY(jobDetail.known);
        QVERIFY(jobDetail.event == job);
        QVERIFY(jobDetail.job == job.id);
        QCOMPARE(jobDetail.referred_by.size(), std::size_t(3));
        QVERIFY(jobDetail.referred_by[0].id == answer.id);
        QVERIFY(jobDetail.referred_by[2].id == next.id);
        QVERIFY(jobDetail.referred_by[2].relation == store::Relation::JobInput);

        const auto answerDetail = reader.eventDetail(answer.id);
        QCOMPARE(answerDetail.refers_to.size(), std::size_t(2));
        QVERIFY(answerDetail.refers_to[0].row.has_value());
        QVERIFY(answerDetail.refers_to[1].relation == store::Relation::NestedRequest);
        QVERIFY(answerDetail.job == job.id);

        const auto ghost = reader.eventDetail(*nostr::EventId::fromHex(unseen));
        QVERIFY(!ghost.known);
        QCOMPARE(ghost.referred_by.size(), std::size_t(1));
        QVERIFY(ghost.referred_by.front().id == quote.id);
        QVERIFY(!reader.eventDetail(quote.id).refers_to[1].row.has_value());
    }

    void aPrefixThatMatchesIsNoReference()
    {
        ScratchStore scratch(start + 1000);
        const std::string named(64, 'd');
        std::string alike = named;
        alike.back() = 'e';
        scratch.give({signedEvent(3, 1, 20, {{"e", named}})});
        auto reader = scratch.read();
        QCOMPARE(reader.eventDetail(*nostr::EventId::fromHex(named)).referred_by.size(), std::size_t(1));
        QCOMPARE(reader.eventDetail(*nostr::EventId::fromHex(alike)).referred_by.size(), std::size_t(0));
    }

    void relaysAreSummedUp()
    {
        ScratchStore scratch(start + 1000);
        const auto events = mixedEvents();
        scratch.give({events.begin(), events.begin() + 10}, 1);
        scratch.give({events.begin(), events.begin() + 4}, 2);
        scratch.listen(start, start + 60, 2);
        auto reader = scratch.read();
        const auto relays = reader.relays();
        QCOMPARE(relays.size(), std::size_t(2));
        QCOMPARE(relays[0].events, 10);
        QCOMPARE(relays[1].events, 4);
        QCOMPARE(relays[1].covered_seconds, 60);
    }

    void whatAKeySaysOfItself()
    {
        constexpr std::int64_t now = 1'000;
        ScratchStore scratch(start + now);
        const auto announce = [](std::int64_t at, const char *content, unsigned char author = 1) {
            return signedEvent(author, 31990, at, {{"d", "a"}, {"k", "5001"}}, content);
        };
        const auto later = announce(20, "b");
        auto one = signedEvent(1, 0, 30, {}, "one");
        auto two = signedEvent(1, 0, 30, {}, "two");
        if (two.id < one.id)
            std::swap(one, two);
        // What is dated an hour ahead has not happened yet.
        scratch.give({announce(10, "a"), later, announce(now + 3'600, "future"), announce(15, "other", 2),
                      two, one, signedEvent(1, 0, 29, {}, "old"), signedEvent(1, 11998, 40, {}),
                      signedEvent(1, 11998, 50, {}), signedEvent(1, 11998, now + 3'600, {}),
                      signedEvent(1, 5001, 60, {})});
        auto reader = scratch.read();
        const auto self = reader.selfDescription(keyOf(1));
        QCOMPARE(self.announcements.size(), std::size_t{2});
        QVERIFY(self.announcements.front() == later);
        QVERIFY(self.profile && *self.profile == one); // of two in one second the lower id
        QCOMPARE(self.last_heartbeat_at, start + 50);
        QVERIFY(!reader.selfDescription(keyOf(2)).profile);
        const auto nobody = reader.selfDescription(keyOf(9));
        QVERIFY(nobody.announcements.empty() && !nobody.profile && nobody.last_heartbeat_at == 0);
    }

    void ownWordsAreFoundThroughAnIndex()
    {
        ScratchStore scratch(start);
        scratch.give({signedEvent(1, 0, 0, {})});
        auto reader = scratch.read();
        for (const char *kind : {"0", "11998", "31990"}) {
            const std::string sql =
                std::string("EXPLAIN QUERY PLAN SELECT rid FROM event WHERE pid = 1 AND kind = ") + kind +
                " AND created_at < 5 ORDER BY created_at DESC, id8 LIMIT 1";
            store::Statement plan = reader.database().prepare(sql);
            QVERIFY(plan.step());
            const std::string text(plan.text(3));
            QVERIFY2(text.find("event_self (pid=? AND kind=? AND created_at<?)") != std::string::npos,
                     text.c_str());
        }
    }
};

DVMDASH_TEST(ReaderTest)
#include "reader_test.moc"
