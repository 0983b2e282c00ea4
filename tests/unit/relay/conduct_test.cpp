// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/conduct.h"
#include "support/test_main.h"

using namespace dvmdash;
using relay::Conduct;
using relay::FrameTally;
using Fault = Conduct::Fault;

namespace
{

relay::ConductLimits limits()
{
    relay::ConductLimits limits;
    limits.window_ms = 1000;
    limits.most_chatter = 10;
    limits.most_refused = 10;
    limits.most_repeats = 10;
    limits.most_pieces = 10;
    limits.most_unread_bytes = 1000;
    return limits;
}

/// One that has been open since 0.
Conduct conduct(const FrameTally &before = {})
{
    Conduct conduct(limits());
    conduct.opened(0, before);
    return conduct;
}

} // namespace

class ConductTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void someChatterIsBorne()
    {
        Conduct one = conduct();
        for (int i = 0; i < 10; ++i)
            one.chatter(i, 100);
        QVERIFY(!one.fault());
        one.chatter(999, 100);
        QVERIFY(one.fault() == Fault::Chatter);
    }

    void chatterIsForgottenWithItsWindow()
    {
        Conduct one = conduct();
        for (int i = 0; i < 100; ++i)
            one.chatter(i * 110, 100);
        QVERIFY(!one.fault());
    }

    void longChatterCountsForMore()
    {
        Conduct one = conduct();
        one.chatter(0, 4095);
        QVERIFY(!one.fault());
        one.chatter(0, 1024 * 1024);
        QVERIFY(one.fault() == Fault::Chatter);
    }

    void pingsAreChatter()
    {
        Conduct one = conduct();
        one.look(0, {}, 0, 60);
        one.look(1, {}, 0, 60); // the same ones
        QVERIFY(!one.fault());
        one.look(2, {}, 0, 66);
        QVERIFY(one.fault() == Fault::Chatter);
    }

    void whatIsRefusedMustBeMostOfIt()
    {
        Conduct one = conduct();
        one.look(0, {10, 10}, 0, 0);
        QVERIFY(!one.fault()); // few
        one.look(1, {200, 100}, 0, 0);
        QVERIFY(!one.fault()); // as many were right
        one.look(2, {200, 101}, 0, 0);
        QVERIFY(one.fault() == Fault::Refused);
        QCOMPARE(one.refused(), 101);
    }

    void eachWindowCountsItsOwn()
    {
        Conduct one = conduct({5000, 5000});
        for (int second = 0; second < 10; ++second)
            one.look(second * 1000, {5000 + 10 * second, 5000 + 10 * second}, 0, 0);
        QVERIFY(!one.fault());
        one.look(9500, {6000, 6000}, 0, 0);
        QVERIFY(one.fault() == Fault::Refused);
    }

    void eachWindowHasSoManyRepeats()
    {
        Conduct one = conduct();
        for (int second = 0; second < 10; ++second) {
            one.look(second * 1000, {}, 0, 0);
            for (int i = 0; i < 10; ++i)
                one.repeated();
            QVERIFY(!one.fault());
        }
        one.repeated();
        QVERIFY(one.fault() == Fault::Repeats);
    }

    void aMessageHasSoManyPieces()
    {
        Conduct one = conduct();
        for (int message = 0; message < 5; ++message) {
            for (int i = 0; i < 10; ++i)
                one.piece();
            QVERIFY(!one.fault());
            one.messageIsWhole();
        }
        for (int i = 0; i < 11; ++i)
            one.piece();
        QVERIFY(one.fault() == Fault::Pieces);
    }

    void whatIsWrittenMustBeRead()
    {
        Conduct one = conduct();
        one.look(0, {}, 1000, 0);
        QVERIFY(!one.fault());
        one.look(1, {}, 1001, 0);
        QVERIFY(one.fault() == Fault::Unread);
        one.look(2, {}, 10, 0);
        QVERIFY(!one.fault());
    }

    void anotherConnectionBeginsAnew()
    {
        Conduct one = conduct();
        one.look(0, {100, 100}, 5000, 5000);
        for (int i = 0; i < 20; ++i)
            one.piece();
        one.opened(1, {100, 100});
        one.look(2, {100, 100}, 0, 0);
        QVERIFY(!one.fault());
    }
};
DVMDASH_TEST(ConductTest)

#include "conduct_test.moc"
