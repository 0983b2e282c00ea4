// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>
#include <utility>

using namespace dvmdash;
using store::test::ScratchStore;
using test::signedEvent;
using test::start;

namespace
{

std::vector<nostr::Event> notes(int count, const std::string &of = "note ")
{
    std::vector<nostr::Event> events;
    for (int i = 0; i < count; ++i)
        events.push_back(
            signedEvent(static_cast<unsigned char>(1 + i % 5), 1, i, {}, of + std::to_string(i)));
    return events;
}

std::vector<nostr::EventId> idsOf(const std::vector<nostr::Event> &events)
{
    std::vector<nostr::EventId> ids;
    for (const auto &event : events)
        ids.push_back(event.id);
    return ids;
}

std::set<nostr::EventId> storedIds(store::Reader &reader)
{
    std::set<nostr::EventId> ids;
    reader.selectEvents({}, [&](const nostr::Event &event) {
        ids.insert(event.id);
        return true;
    });
    return ids;
}

std::vector<std::string> giversOf(store::Reader &reader, const nostr::EventId &id)
{
    std::vector<std::string> urls;
    for (const auto &sighting : reader.eventDetail(id).sightings)
        urls.push_back(sighting.relay);
    std::sort(urls.begin(), urls.end());
    return urls;
}

std::int64_t tooOld(const ingest::SourceCounters &counters)
{
    return counters.rejected.at(static_cast<std::size_t>(nostr::Reject::TooOld));
}

/// What several transactions have told; those that came to nothing told nothing.
struct Heard {
    std::atomic<std::int64_t> events = 0;      ///< of transactions that went on to their end
    std::atomic<std::int64_t> sightings = 0;   ///< of those
    std::atomic<std::int64_t> inThisOne = 0;   ///< events, so far
    std::atomic<std::int64_t> failAtEvent = 0; ///< of one transaction; 0: none
    std::atomic<int> failures = 0;             ///< that are still to come
    std::atomic<bool> failsAtTheEnd = false;   ///< of a transaction
};

/// Counts, and throws on command.
class FailingListener : public store::FactListener
{
public:
    explicit FailingListener(Heard &heard)
        : m_heard(heard)
    {
    }
    void event(const store::EventFact &, int sign) override
    {
        m_heard.inThisOne += sign;
        if (m_heard.inThisOne == m_heard.failAtEvent)
            failIfDue();
    }
    void sighting(const store::EventFact &, std::int64_t, int sign) override { m_sightings += sign; }
    void job(const store::JobFact &, int) override {}
    void payment(const store::PaymentFact &, int) override {}
    bool beforeCommit() override
    {
        if (m_heard.failsAtTheEnd && m_heard.inThisOne > 0)
            failIfDue();
        m_heard.events += m_heard.inThisOne.exchange(0);
        m_heard.sightings += std::exchange(m_sightings, 0);
        return false;
    }
    void rolledBack() override
    {
        m_heard.inThisOne = 0;
        m_sightings = 0;
    }

private:
    void failIfDue()
    {
        if (m_heard.failures <= 0)
            return;
        --m_heard.failures;
        throw store::Error("the listener fails");
    }

    Heard &m_heard;
    std::int64_t m_sightings = 0;
};

} // namespace

/// What one transaction of the writer is made of, and what becomes of it when it fails.
class WriterRunTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anEventThatComesTwiceInOneDeliveryIsOneAndACopy_data()
    {
        QTest::addColumn<bool>("filtered");
        QTest::newRow("the file is asked") << false;
        QTest::newRow("a filter is asked first") << true;
    }
    void anEventThatComesTwiceInOneDeliveryIsOneAndACopy()
    {
        QFETCH(const bool, filtered);
        ScratchStore scratch(start + 1000);
        if (filtered)
            scratch.changeSettings = [](auto &settings) {
                settings.ids = std::make_shared<store::IdFilter>(0);
            };
        const auto once = signedEvent(1, 5001, 0, {});
        const auto twice = signedEvent(2, 5001, 1, {});
        ingest::Batch batch;
        auto &writer = scratch.writer();
        using Given = std::vector<std::pair<nostr::Event, relay::RelayNumber>>;
        for (const auto &[event, relay] : Given{{twice, 0}, {once, 0}, {twice, 1}, {twice, 0}})
            batch.emplace_back(writer.prepare({event, relay, event.created_at * 1000, false}));
        writer.deliver(std::move(batch));
        auto reader = scratch.read();
        const auto counters = scratch.counters().snapshot();
        QCOMPARE(counters.by_relay.at(0).accepted, 2);
        QCOMPARE(counters.by_relay.at(0).duplicate, 1);
        QCOMPARE(counters.by_relay.at(1).accepted, 0);
        QCOMPARE(counters.by_relay.at(1).duplicate, 1);
        QCOMPARE(reader.eventCount(), 2);
        QCOMPARE(giversOf(reader, once.id).size(), std::size_t{1});
        QCOMPARE(giversOf(reader, twice.id).size(), std::size_t{2});
    }

    void aCopyDirectlyBehindItsEventIsFound()
    {
        ScratchStore scratch(start + 1000);
        const auto event = signedEvent(1, 5001, 0, {});
        const auto behind = signedEvent(1, 5001, 1, {});
        ingest::Batch batch;
        auto &writer = scratch.writer();
        batch.emplace_back(writer.prepare({event, 0, event.created_at * 1000, false}));
        batch.emplace_back(ingest::RepeatedEvent{event.id, 1, event.created_at * 1000 - 5});
        batch.emplace_back(writer.prepare({behind, 0, behind.created_at * 1000, false}));
        writer.deliver(std::move(batch));
        auto reader = scratch.read();
        const auto counters = scratch.counters().snapshot();
        QCOMPARE(counters.all.accepted, 2);
        QCOMPARE(counters.by_relay.at(1).duplicate, 1);
        QCOMPARE(counters.all.rejectedTotal(), 0);
        QCOMPARE(reader.eventDetail(event.id).sightings.front().first_ms, event.created_at * 1000 - 5);
    }

    void whatIsTooOldIsRefusedAmongTheRest()
    {
        ScratchStore scratch(start + 1000);
        scratch.prepareFile = [](store::StoreFile &file) {
            file.database().execute(
                ("UPDATE meta SET value = " + std::to_string(start + 10) + " WHERE key = 'horizon'").c_str());
        };
        const auto old = signedEvent(1, 5001, 9, {});
        const auto name = signedEvent(1, 0, 9, {}, R"({"name":"kept for ever"})");
        const auto fresh = signedEvent(1, 5001, 10, {});
        ingest::Batch batch;
        auto &writer = scratch.writer();
        for (const auto &event : {old, fresh, name, old, fresh})
            batch.emplace_back(writer.prepare({event, 0, event.created_at * 1000, false}));
        batch.emplace_back(ingest::RepeatedEvent{old.id, 0, start * 1000});
        writer.deliver(std::move(batch));
        auto reader = scratch.read();
        QVERIFY((storedIds(reader) == std::set{name.id, fresh.id}));
        const auto counters = scratch.counters().snapshot();
        QCOMPARE(counters.all.accepted, 2);
        QCOMPARE(counters.all.duplicate, 1);
        QCOMPARE(tooOld(counters.all), 3);
    }

    /// A relay may get a number that another had: what came before the new name is still of the former.
    void otherItemsKeepTheirPlaceBetweenEvents()
    {
        ScratchStore scratch(start + 1000);
        const auto events = notes(3);
        scratch.giveTogether([&] {
            auto &writer = scratch.writer();
            writer.nameRelay(7, "ws://first");
            scratch.give({events[0]}, 7);
            writer.nameRelay(7, "ws://second");
            scratch.give({events[1], events[0]}, 7);
            writer.cover({7, start - 60, start});
            scratch.giveCopy(events[1].id, 7, start * 1000);
            writer.nameRelay(7, "ws://third");
            scratch.give({events[2]}, 7);
            scratch.giveCopy(events[1].id, 7, start * 1000);
        });
        auto reader = scratch.read();
        QCOMPARE(reader.sequence(), 1u);
        using Urls = std::vector<std::string>;
        QVERIFY((giversOf(reader, events[0].id) == Urls{"ws://first", "ws://second"}));
        QVERIFY((giversOf(reader, events[1].id) == Urls{"ws://second", "ws://third"}));
        QVERIFY((giversOf(reader, events[2].id) == Urls{"ws://third"}));
        QCOMPARE(reader.database().integer("SELECT count(*) FROM coverage JOIN relay USING(relay) "
                                           "WHERE url = 'ws://second'"),
                 1);
        const auto counters = scratch.counters().snapshot();
        QCOMPARE(counters.all.accepted, 3);
        QCOMPARE(counters.all.duplicate, 3);
    }

    /// Nobody else would make room in the queue for what the writer's own thread gives.
    void whatIsDoneMeanwhileMayDeliverMoreThanTheQueueTakes()
    {
        ScratchStore scratch(start + 1000);
        constexpr std::size_t atOnce = 25;
        const auto events = notes(500);
        std::atomic<bool> mayBegin = false;
        std::atomic<std::size_t> given = 0;
        std::set<std::thread::id> threads;
        scratch.changeSettings = [&](store::WriterSettings &settings) {
            settings.queue_items = 2;
            settings.meanwhile = [&] {
                mayBegin.wait(false); // until there is a writer to deliver to
                if (given == events.size())
                    return false;
                threads.insert(std::this_thread::get_id());
                const auto from = events.begin() + static_cast<std::ptrdiff_t>(given.load());
                for (auto event = from; event != from + static_cast<std::ptrdiff_t>(atOnce); ++event)
                    scratch.give({*event});
                given += atOnce;
                return true;
            };
        };
        scratch.open();
        mayBegin = true;
        mayBegin.notify_all();
        QTRY_COMPARE(scratch.stored(), static_cast<std::int64_t>(events.size()));
        QCOMPARE(scratch.close(), 0);
        QCOMPARE(threads.size(), std::size_t{1});
        QVERIFY(!threads.contains(std::this_thread::get_id()));
        auto reader = scratch.read();
        QCOMPARE(storedIds(reader).size(), events.size());
    }

    void whatIsDoneMeanwhileJoinsTheCommitThatWaits()
    {
        ScratchStore scratch(start + 1000);
        const auto events = notes(40);
        std::atomic<bool> mayBegin = false;
        std::atomic<std::size_t> given = 0;
        scratch.changeSettings = [&](store::WriterSettings &settings) {
            settings.commit_interval_ms = 30'000;
            settings.commit_items = 2 * events.size();
            settings.meanwhile = [&] {
                mayBegin.wait(false); // until there is a writer to deliver to
                if (given == events.size())
                    return false;
                scratch.give({events[given]});
                ++given;
                return true;
            };
        };
        scratch.open();
        mayBegin = true;
        mayBegin.notify_all();
        QTRY_COMPARE(given.load(), events.size());
        QCOMPARE(scratch.close(), 0);
        auto reader = scratch.read();
        QCOMPARE(storedIds(reader).size(), events.size());
        QCOMPARE(reader.sequence(), 1u);
    }

    /// While no end is expected a commit waits for its interval, or for what it holds at most.
    void anExpectedEndIsWrittenInPortions()
    {
        ScratchStore scratch(start + 1000);
        scratch.changeSettings = [](store::WriterSettings &settings) {
            settings.commit_interval_ms = 120'000;
            settings.commit_items = 1'000'000;
        };
        scratch.open();
        // A copy of nothing is refused: that costs little, and is told once it is committed.
        const auto giveCopies = [&](int count) {
            ingest::Batch batch;
            for (int i = 0; i < count; ++i)
                batch.emplace_back(ingest::RepeatedEvent{{}, 0, start * 1000});
            scratch.writer().deliver(std::move(batch));
        };
        const auto committed = [&] { return tooOld(scratch.counters().snapshot().all); };
        giveCopies(9'000);
        QTest::qWait(100);
        QCOMPARE(committed(), 0);
        scratch.writer().expectEnd();
        QTRY_COMPARE(committed(), 9'000);
        giveCopies(9'000);
        QTRY_COMPARE(committed(), 17'000);
        QTest::qWait(20);
        QVERIFY2(committed() == 17'000, "the rest waits for more, or for the end");
        QCOMPARE(scratch.close(), 0);
        QCOMPARE(committed(), 18'000);
    }

    void aFullCommitDoesNotWait()
    {
        ScratchStore scratch(start + 1000);
        scratch.changeSettings = [](store::WriterSettings &settings) {
            settings.commit_interval_ms = 120'000;
            settings.commit_items = 10;
        };
        scratch.giveTogether([] {});
        scratch.giveTogether([] {});
        scratch.giveTogether([&] { scratch.give(notes(15)); });
        QTRY_COMPARE(scratch.stored(), 10);
        QCOMPARE(scratch.close(), 0);
        QCOMPARE(scratch.stored(), 15);
    }

    /// Not only when its time has come: who looks at the last ones waits for no more.
    void aFloodThatDriesUpIsCommitted()
    {
        ScratchStore scratch(start + 1000);
        scratch.changeSettings = [](store::WriterSettings &settings) {
            settings.commit_interval_ms = 20;
            settings.flood_interval_ms = 120'000;
            settings.flood_items = 100;
        };
        scratch.give(notes(500));
        QTRY_COMPARE(scratch.stored(), 500);
    }

    void theNewestAreTold()
    {
        const auto events = notes(10);
        std::vector<store::EventRow> told;
        ScratchStore scratch(start + 1000);
        scratch.changeSettings = [](store::WriterSettings &settings) { settings.notice_rows = 3; };
        scratch.onCommit = [&](const store::CommitNotice &notice) {
            told.insert(told.begin(), notice.events.begin(), notice.events.end());
        };
        scratch.giveTogether([&] { scratch.give(events); });
        QCOMPARE(scratch.close(), 0);
        QCOMPARE(told.size(), std::size_t(3));
        for (std::size_t i = 0; i < told.size(); ++i) {
            const nostr::Event &event = events.at(events.size() - 1 - i);
            QVERIFY(told[i].id == event.id);
            QCOMPARE(told[i].summary, event.content);
        }
    }

    void aCommitThatFailsIsGivenAgainAsAWhole_data()
    {
        QTest::addColumn<bool>("atTheEnd");
        QTest::addColumn<int>("failures");
        QTest::addColumn<bool>("filtered");
        QTest::newRow("in the middle") << false << 1 << false;
        QTest::newRow("in the middle, several times") << false << 3 << false;
        QTest::newRow("in the middle, with a filter of ids") << false << 2 << true;
        QTest::newRow("when all is written") << true << 1 << false;
        QTest::newRow("when all is written, with a filter of ids") << true << 2 << true;
    }
    /// With what came in meanwhile: the transaction takes that in before it fails.
    void aCommitThatFailsIsGivenAgainAsAWhole()
    {
        QFETCH(const bool, atTheEnd);
        QFETCH(const int, failures);
        QFETCH(const bool, filtered);
        const auto first = jobEvents(300, "first ");
        const auto meanwhile = jobEvents(300, "meanwhile ");
        const auto atLast = jobEvents(20, "at last ");
        Heard heard;
        heard.failures = failures;
        heard.failsAtTheEnd = atTheEnd;
        heard.failAtEvent = atTheEnd ? 0 : static_cast<std::int64_t>(first.size()) + 5;
        ScratchStore scratch(start + 1000);
        scratch.makeListener = [&](store::Database &) { return std::make_unique<FailingListener>(heard); };
        scratch.changeSettings = [&](store::WriterSettings &settings) {
            settings.commit_interval_ms = 20'000;
            settings.commit_items = first.size() + meanwhile.size() + 3;
            settings.retry_interval_ms = 10;
            if (filtered)
                settings.ids = std::make_shared<store::IdFilter>(0);
        };
        scratch.open();
        // Once it has rested twice, all that open() gave is written: none of it takes room in the commit.
        scratch.giveTogether([] {});
        scratch.giveTogether([] {});
        scratch.giveTogether([&] {
            // The row of this relay is made in the transaction that fails.
            scratch.writer().nameRelay(9, "ws://new");
            scratch.give(first, 9);
            scratch.giveCopy(first.back().id, 1, start * 1000);
            scratch.writer().cover({9, start - 60, start});
        });
        QTRY_COMPARE(heard.inThisOne.load(), static_cast<std::int64_t>(first.size()));
        scratch.give(meanwhile, 9);
        QTRY_COMPARE(scratch.stored(), static_cast<std::int64_t>(first.size() + meanwhile.size()));
        QCOMPARE(heard.failures.load(), 0);
        scratch.give({first.front()}, 2);
        scratch.give(atLast, 9);
        QCOMPARE(scratch.close(), 0);
        const auto problems = scratch.problems();
        QCOMPARE(problems.size(), static_cast<std::size_t>(failures) + 1);
        QVERIFY(problems.back().empty());

        std::set<nostr::EventId> expected;
        for (const auto *events : {&first, &meanwhile, &atLast})
            for (const auto &id : idsOf(*events))
                expected.insert(id);
        auto reader = scratch.read();
        QVERIFY(storedIds(reader) == expected);
        const auto count = static_cast<std::int64_t>(expected.size());
        QCOMPARE(reader.eventCount(), count);
        QCOMPARE(reader.database().integer("SELECT count(*) FROM event"), count);
        QCOMPARE(reader.database().integer("SELECT count(*) FROM payload"), count);
        QCOMPARE(reader.database().integer("SELECT count(*) FROM job"), count);
        QCOMPARE(reader.database().integer("SELECT count(*) FROM coverage"), 1);
        QVERIFY2(reader.sequence() == 2, "what was given again is one commit");
        using Urls = std::vector<std::string>;
        QVERIFY((giversOf(reader, first.front().id) == Urls{"ws://new", "ws://relay2"}));
        QVERIFY((giversOf(reader, first.back().id) == Urls{"ws://new", "ws://relay1"}));
        QVERIFY((giversOf(reader, meanwhile.back().id) == Urls{"ws://new"}));
        QVERIFY(reader.eventDetail(meanwhile.back().id).event == meanwhile.back());
        const auto counters = scratch.counters().snapshot();
        QCOMPARE(counters.all.accepted, count);
        QCOMPARE(counters.all.duplicate, 2);
        QCOMPARE(counters.all.rejectedTotal(), 0);
        QCOMPARE(heard.events.load(), count);
        QCOMPARE(heard.sightings.load(), count + 2);
    }

private:
    /// Requests of several customers, each a job.
    static std::vector<nostr::Event> jobEvents(int count, const std::string &text)
    {
        std::vector<nostr::Event> events;
        for (int i = 0; i < count; ++i)
            events.push_back(signedEvent(static_cast<unsigned char>(1 + i % 5), 5001, i,
                                         {{"i", text + std::to_string(i), "text"}}));
        return events;
    }
};

DVMDASH_TEST(WriterRunTest)
#include "writer_run_test.moc"
