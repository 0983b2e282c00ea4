// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/verified_ids.h"
#include "support/test_main.h"

using namespace dvmdash;
using relay::Copy;

namespace
{

nostr::EventId idOf(int number)
{
    nostr::EventId id;
    std::memcpy(id.bytes(), &number, sizeof number);
    return id;
}

} // namespace

class VerifiedIdsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void remembersWhatWasAdded()
    {
        ingest::VerifiedIds ids(10);
        QVERIFY(!ids.contains(idOf(1)));
        ids.add(idOf(1), 0);
        QVERIFY(ids.contains(idOf(1)));
        QVERIFY(!ids.contains(idOf(2)));
    }

    void keepsTheLastCapacityAndForgetsTheOldest()
    {
        constexpr int capacity = 100;
        ingest::VerifiedIds ids(capacity);
        for (int i = 0; i < 10 * capacity; ++i)
            ids.add(idOf(i), 0);
        for (int i = 9 * capacity; i < 10 * capacity; ++i)
            QVERIFY2(ids.contains(idOf(i)), qPrintable(QString::number(i)));
        for (int i = 0; i < 8 * capacity; ++i)
            QVERIFY2(!ids.contains(idOf(i)), qPrintable(QString::number(i)));
    }

    void remembersWhoGaveAnId()
    {
        ingest::VerifiedIds ids(10);
        QVERIFY(ids.meet(idOf(1), 3) == Copy::No);
        QVERIFY(ids.meet(idOf(1), 3) == Copy::No);
        ids.add(idOf(1), 3);
        QVERIFY(ids.meet(idOf(1), 3) == Copy::Again);
        QVERIFY(ids.meet(idOf(1), 4) == Copy::First);
        QVERIFY(ids.meet(idOf(1), 4) == Copy::Again);
        QVERIFY(ids.meet(idOf(1), 62) == Copy::First);
        QVERIFY(ids.meet(idOf(1), 62) == Copy::Again);
    }

    void relaysWithLargeNumbersAreAlwaysNew()
    {
        ingest::VerifiedIds ids(10);
        ids.add(idOf(1), 1000);
        for (const int relay : {63, 64, 1000, -1})
            for (int copy = 0; copy < 2; ++copy)
                QVERIFY(ids.meet(idOf(1), relay) == Copy::First);
    }

    void remembersItAcrossGenerations()
    {
        ingest::VerifiedIds ids(4'000);
        for (int i = 0; i < 6'000; ++i)
            ids.add(idOf(i), i % 5);
        for (int i = 0; i < 6'000; ++i)
            QVERIFY2(ids.meet(idOf(i), i % 5) == Copy::Again, qPrintable(QString::number(i)));
    }
};

DVMDASH_TEST(VerifiedIdsTest)
#include "verified_ids_test.moc"
