// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/recent_ids.h"
#include "support/test_main.h"

#include <cstring>
#include <map>
#include <random>
#include <utility>

using namespace dvmdash::nostr;

namespace
{

EventId idOf(std::uint64_t number)
{
    EventId id;
    std::memcpy(id.data.data(), &number, sizeof number);
    return id;
}

} // namespace

class RecentIdsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsKnownAtFirst()
    {
        RecentIds<int> ids(4);
        QVERIFY(!ids.find(idOf(0)));
        QVERIFY(!ids.find(idOf(1)));
    }

    void whatIsSaidLastCounts()
    {
        RecentIds<int> ids(4);
        ids[idOf(7)] = 1;
        ids[idOf(7)] += 1;
        QCOMPARE(*ids.find(idOf(7)), 2);
        *ids.find(idOf(7)) = 0; // a value like any other
        QVERIFY(ids.find(idOf(7)));
        QCOMPARE(*ids.find(idOf(7)), 0);
    }

    void atLeastItsCapacityAndAtMostTwice()
    {
        constexpr std::uint64_t capacity = 100;
        RecentIds<std::uint64_t> ids(capacity);
        for (std::uint64_t last = 1; last <= 1'000; ++last) {
            ids[idOf(last)] = last;
            std::uint64_t known = 0;
            for (std::uint64_t i = 1; i <= last; ++i)
                if (const std::uint64_t *value = ids.find(idOf(i))) {
                    QCOMPARE(*value, i);
                    ++known;
                } else {
                    QVERIFY2(i + capacity <= last, "one of the latest is forgotten");
                }
            QVERIFY(known <= 2 * capacity);
        }
    }

    void askedForInTheirOrder_data()
    {
        QTest::addColumn<int>("step");
        QTest::newRow("the same") << 1;
        QTest::newRow("backwards") << -1;
        QTest::newRow("every third, around") << 3;
    }
    void askedForInTheirOrder()
    {
        QFETCH(const int, step);
        constexpr int count = 1'000;
        RecentIds<int> ids(count);
        for (int i = 0; i < count; ++i)
            ids[idOf(static_cast<std::uint64_t>(i))] = i;
        for (int i = 0; i < count; ++i) {
            const int number = ((step * i) % count + count) % count;
            const int *value = ids.find(idOf(static_cast<std::uint64_t>(number)));
            QVERIFY(value);
            QCOMPARE(*value, number);
            QVERIFY(
                !ids.find(idOf(static_cast<std::uint64_t>(count + i)))); // in between one that is not known
        }
    }

    void anythingInAnyOrder()
    {
        // Against a plain model: two generations of an ordinary map.
        constexpr std::size_t capacity = 300;
        RecentIds<int> ids(capacity);
        std::map<std::uint64_t, int> young;
        std::map<std::uint64_t, int> old;
        std::mt19937 random(17);
        for (int i = 0; i < 200'000; ++i) {
            const std::uint64_t number = random() % 1'500;
            switch (random() % 8) {
            case 0:
            case 1: {
                if (young.size() >= capacity)
                    old = std::exchange(young, {});
                young[number] += i;
                ids[idOf(number)] += i;
                break;
            }
            case 2:
                if (random() % 5'000 == 0) {
                    ids.clear();
                    young.clear();
                    old.clear();
                }
                break;
            default: {
                const auto inYoung = young.find(number);
                const auto inOld = old.find(number);
                const int *value = ids.find(idOf(number));
                const int *expected = inYoung != young.end() ? &inYoung->second
                                      : inOld != old.end()   ? &inOld->second
                                                             : nullptr;
                QCOMPARE(value != nullptr, expected != nullptr);
                if (value)
                    QCOMPARE(*value, *expected);
            }
            }
        }
    }
};
DVMDASH_TEST(RecentIdsTest)

#include "recent_ids_test.moc"
