// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/attentive_clock.h"
#include "support/test_main.h"

using dvmdash::relay::AttentiveClock;

class AttentiveClockTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pausesAreLeftOut()
    {
        AttentiveClock clock(100);
        QCOMPARE(clock.look(5000), 0);
        QCOMPARE(clock.look(5040), 40);
        QCOMPARE(clock.look(65'040), 140);
        QCOMPARE(clock.look(60'000), 140); // never back
        QCOMPARE(clock.look(60'010), 150);
        QCOMPARE(clock.now(), 150);
    }
};
DVMDASH_TEST(AttentiveClockTest)

#include "attentive_clock_test.moc"
