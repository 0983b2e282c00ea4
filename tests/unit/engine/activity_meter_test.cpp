// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/activity_meter.h"
#include "support/test_main.h"

using dvmdash::engine::RateMeter;

class ActivityMeterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingIsZero()
    {
        RateMeter meter;
        QCOMPARE(meter.perSecond(0), 0.0);
        meter.note(0, 100);
        QCOMPARE(meter.perSecond(10), 0.0);
    }
    void aSteadyRate()
    {
        RateMeter meter;
        for (int ms = 0; ms <= 20'000; ms += 100)
            meter.note(ms, ms / 10);
        QCOMPARE(meter.perSecond(20'000), 100.0);
    }
    void aBurstFadesWithinTheSpan()
    {
        RateMeter meter;
        for (int ms = 0; ms <= 1'000; ms += 100)
            meter.note(ms, 0);
        meter.note(1'100, 500);
        QVERIFY(meter.perSecond(1'100) > 0);
        for (int ms = 1'200; ms <= 8'000; ms += 100)
            meter.note(ms, 500);
        QCOMPARE(meter.perSecond(8'000), 0.0);
    }
    void silenceAfterTheLastNoteIsZero()
    {
        RateMeter meter;
        meter.note(0, 0);
        meter.note(1'000, 50);
        QVERIFY(meter.perSecond(1'000) > 0);
        QCOMPARE(meter.perSecond(60'000), 0.0);
    }
};

DVMDASH_TEST(ActivityMeterTest)
#include "activity_meter_test.moc"
