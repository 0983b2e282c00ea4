// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/id_filter.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>
#include <random>

using namespace dvmdash;
using store::IdFilter;
using store::test::ScratchStore;

namespace
{

std::vector<nostr::EventId> randomIds(std::size_t count, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<nostr::EventId> ids(count);
    for (auto &id : ids)
        std::generate(id.data.begin(), id.data.end(),
                      [&] { return static_cast<unsigned char>(random() & 0xff); });
    return ids;
}

std::size_t countHeld(const IdFilter &filter, const std::vector<nostr::EventId> &ids)
{
    return static_cast<std::size_t>(
        std::count_if(ids.begin(), ids.end(), [&](const auto &id) { return filter.mayHold(id); }));
}

} // namespace

class IdFilterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatWasAddedIsNeverDenied_data()
    {
        QTest::addColumn<int>("expected");
        QTest::newRow("nothing was expected") << 0;
        QTest::newRow("as many as expected") << 100'000;
        QTest::newRow("far more than needed") << 5'000'000;
    }
    void whatWasAddedIsNeverDenied()
    {
        QFETCH(const int, expected);
        IdFilter filter(static_cast<std::size_t>(expected));
        const auto ids = randomIds(100'000, 1);
        QCOMPARE(countHeld(filter, ids), std::size_t{0});
        for (const auto &id : ids) {
            filter.add(id);
            QVERIFY(filter.mayHold(id));
        }
        QCOMPARE(countHeld(filter, ids), ids.size());
    }

    void fewOthersAreInDoubt_data()
    {
        QTest::addColumn<int>("expected");
        // The size is a power of two: of these one has the least room for each id, the other the most.
        QTest::newRow("two bytes for each id") << (1 << 18);
        QTest::newRow("four bytes for each id") << ((1 << 18) + 4);
    }
    void fewOthersAreInDoubt()
    {
        QFETCH(const int, expected);
        IdFilter filter(static_cast<std::size_t>(expected));
        for (const auto &id : randomIds(static_cast<std::size_t>(expected), 1))
            filter.add(id);
        const auto others = randomIds(100'000, 2);
        const std::size_t inDoubt = countHeld(filter, others);
        QVERIFY2(inDoubt <= others.size() / 100, std::to_string(inDoubt).c_str());
    }

    /// Genuine ids differ in all bytes, those of an attacker may share many.
    void idsThatAreAlikeAreToldApart()
    {
        IdFilter filter(0);
        std::vector<nostr::EventId> added(1000);
        std::vector<nostr::EventId> others(1000);
        for (std::size_t i = 0; i < added.size(); ++i) {
            added[i].data[6] = others[i].data[6] = static_cast<unsigned char>(i >> 8);
            added[i].data[7] = others[i].data[7] = static_cast<unsigned char>(i & 0xff);
            others[i].data[0] = 1;
            filter.add(added[i]);
        }
        QCOMPARE(countHeld(filter, added), added.size());
        QVERIFY(countHeld(filter, others) <= 10);
    }

    void theIdsOfAFileAreAdded()
    {
        ScratchStore scratch(test::start + 1000);
        std::vector<nostr::Event> events;
        for (int i = 0; i < 300; ++i)
            events.push_back(test::signedEvent(1, i % 2 ? 1 : 5001, i, {}, std::to_string(i)));
        scratch.give(events);
        auto reader = scratch.read();
        IdFilter filter(events.size());
        filter.addStored(reader.database());
        for (const auto &event : events)
            QVERIFY(filter.mayHold(event.id));
        QVERIFY(countHeld(filter, randomIds(10'000, 3)) <= 100);
    }
};

DVMDASH_TEST(IdFilterTest)
#include "id_filter_test.moc"
