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
};

DVMDASH_TEST(ReaderTest)
#include "reader_test.moc"
