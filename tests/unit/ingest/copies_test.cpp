// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/copies.h"
#include "support/test_main.h"

#include <atomic>
#include <thread>

using namespace dvmdash;

namespace
{

/// Counts what it is given; while `held`, deliver() blocks.
class CountingSink : public ingest::BatchSink
{
public:
    std::unique_ptr<ingest::PreparedEvent> prepare(ingest::VerifiedEvent) const override { return {}; }
    void deliver(ingest::Batch batch) override
    {
        while (held)
            std::this_thread::yield();
        for (const auto &item : batch)
            times.push_back(std::get<ingest::RepeatedEvent>(item).received_ms);
    }

    std::atomic<bool> held = false;
    std::vector<std::int64_t> times; ///< read it after finish()
};

ingest::RepeatedEvent copy(std::int64_t time)
{
    return {nostr::EventId(), 1, time};
}

} // namespace

class CopiesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void handsSightingsOnInOrderAndCountsTheRest()
    {
        CountingSink sink;
        ingest::CounterBoard counters;
        ingest::Copies copies(sink, counters);
        std::vector<std::int64_t> sightings;
        for (int i = 0; i < 10'000; ++i) {
            QVERIFY(copies.add(copy(i), i % 3 == 0));
            if (i % 3 == 0)
                sightings.push_back(i);
        }
        copies.finish();
        QVERIFY(sink.times == sightings);
        const auto all = counters.snapshot().all;
        QCOMPARE(all.read, 10'000);
        QCOMPARE(all.duplicate, 10'000 - static_cast<std::int64_t>(sightings.size()));
        QVERIFY(!copies.add(copy(0), true));
    }

    void oneAloneIsNotForgotten()
    {
        CountingSink sink;
        ingest::CounterBoard counters;
        ingest::Copies copies(sink, counters);
        QVERIFY(copies.add(copy(7), true));
        QTRY_COMPARE(counters.snapshot().all.read, 1);
        QTRY_COMPARE(copies.size(), std::size_t(0));
    }

    void aFullSinkHoldsUpWhoeverAdds()
    {
        CountingSink sink;
        sink.held = true;
        ingest::CounterBoard counters;
        ingest::Copies copies(sink, counters);
        std::atomic<int> added = 0;
        std::thread reader([&] {
            while (added < 20'000 && copies.add(copy(added), true))
                ++added;
        });
        int last = -1;
        QTRY_VERIFY(std::exchange(last, added.load()) == added.load() && added > 0);
        QTest::qWait(100);
        const int held = added;
        QVERIFY2(held < 20'000, "nothing bounds what waits");
        sink.held = false;
        reader.join();
        copies.finish();
        QCOMPARE(sink.times.size(), std::size_t(20'000));
    }

    void closingWakesWhoeverWaits()
    {
        CountingSink sink;
        sink.held = true;
        ingest::CounterBoard counters;
        ingest::Copies copies(sink, counters);
        std::thread reader([&] {
            while (copies.add(copy(0), true)) {
            }
        });
        QTest::qWait(50);
        copies.close();
        reader.join();
        sink.held = false;
    }
};

DVMDASH_TEST(CopiesTest)
#include "copies_test.moc"
