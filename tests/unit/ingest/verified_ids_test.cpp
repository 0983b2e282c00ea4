// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/verified_ids.h"
#include "support/test_main.h"

using namespace dvmdash;

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
        ids.add(idOf(1));
        QVERIFY(ids.contains(idOf(1)));
        QVERIFY(!ids.contains(idOf(2)));
    }

    void keepsTheLastCapacityAndForgetsTheOldest()
    {
        constexpr int capacity = 100;
        ingest::VerifiedIds ids(capacity);
        for (int i = 0; i < 10 * capacity; ++i)
            ids.add(idOf(i));
        for (int i = 9 * capacity; i < 10 * capacity; ++i)
            QVERIFY2(ids.contains(idOf(i)), qPrintable(QString::number(i)));
        for (int i = 0; i < 8 * capacity; ++i)
            QVERIFY2(!ids.contains(idOf(i)), qPrintable(QString::number(i)));
    }
};

DVMDASH_TEST(VerifiedIdsTest)
#include "verified_ids_test.moc"
