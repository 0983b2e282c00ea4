// SPDX-License-Identifier: GPL-3.0-or-later
#include "link_rig.h"
#include "support/test_main.h"

using namespace dvmdash;
using relay::LinkMachine;
using Rig = test::LinkRig;

class LinkMachineTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void connectsAsksAndGoesLive()
    {
        Rig rig;
        QCOMPARE(rig.state(), QStringLiteral("disabled"));
        QVERIFY(!rig.machine.deadline());
        rig.took(rig.machine.ask(rig.now, "jobs"));
        rig.took(rig.machine.ask(rig.now, "other"));
        QCOMPARE(rig.take(), QString());
        rig.took(rig.machine.start(rig.now));
        QCOMPARE(rig.take(), QStringLiteral("open"));
        QCOMPARE(rig.state(), QStringLiteral("connecting"));
        rig.took(rig.machine.opened(rig.now));
        QCOMPARE(rig.take(), QStringLiteral("REQ jobs, REQ other, nip11"));
        QCOMPARE(rig.state(), QStringLiteral("subscribing"));
        QCOMPARE(rig.machine.connectedCount(), 1);

        QVERIFY(rig.machine.frame(rig.now, "jobs") == LinkMachine::FrameIs::Stored);
        QVERIFY(rig.machine.endOfStored(rig.now, "jobs"));
        QVERIFY(!rig.machine.endOfStored(rig.now, "jobs")); // twice
        QVERIFY(!rig.machine.endOfStored(rig.now, "nobody"));
        QCOMPARE(rig.state(), QStringLiteral("live"));
        QVERIFY(rig.machine.frame(rig.now, "jobs") == LinkMachine::FrameIs::Live);
        QVERIFY(rig.machine.frame(rig.now, "other") == LinkMachine::FrameIs::Stored);
        QVERIFY(rig.machine.frame(rig.now, "nobody") == LinkMachine::FrameIs::Unknown);
        QCOMPARE(rig.machine.detail(), QString());
        QCOMPARE(rig.machine.errorCount(), 0);
    }

    void startsOnce()
    {
        Rig rig;
        rig.took(rig.machine.start(rig.now));
        rig.took(rig.machine.start(rig.now));
        QCOMPARE(rig.take(), QStringLiteral("open"));
        rig.took(rig.machine.opened(rig.now));
        rig.took(rig.machine.opened(rig.now));
        QCOMPARE(rig.take(), QStringLiteral("nip11"));
        QCOMPARE(rig.state(), QStringLiteral("live")); // nothing is asked
    }

    void connectTimeout()
    {
        Rig rig;
        rig.took(rig.machine.start(rig.now));
        rig.run(3900);
        QCOMPARE(rig.state(), QStringLiteral("connecting"));
        rig.run(200);
        QCOMPARE(rig.take(), QStringLiteral("open; drop"));
        QCOMPARE(rig.state(), QStringLiteral("waiting"));
        QVERIFY(rig.says("within 4 s"));
        QCOMPARE(rig.machine.failures(), 1);
        QCOMPARE(rig.machine.errorCount(), 1);
    }

    void backsOffAndTriesAgain()
    {
        Rig rig;
        rig.took(rig.machine.start(rig.now));
        for (const std::int64_t wait : {1000, 2000, 4000, 8000, 16'000, 32'000, 64'000, 64'000}) {
            rig.take();
            rig.took(rig.machine.lost(rig.now, QStringLiteral("gone")));
            QCOMPARE(rig.machine.nextAttempt().value_or(0) - rig.now, wait);
            rig.run(wait - 1);
            QCOMPARE(rig.take(), QStringLiteral("drop"));
            rig.run(1);
            QCOMPARE(rig.take(), QStringLiteral("open"));
            QCOMPARE(rig.state(), QStringLiteral("connecting"));
            QCOMPARE(rig.machine.detail(), QStringLiteral("gone")); // still the last that is known
        }
        rig.took(rig.machine.opened(rig.now));
        QCOMPARE(rig.machine.detail(), QString());
        QCOMPARE(rig.machine.failures(), 8);
    }

    /// On a refused connection Qt tells of the loss twice.
    void aLossCountsOnce()
    {
        Rig rig;
        rig.took(rig.machine.start(rig.now));
        rig.took(rig.machine.lost(rig.now, QStringLiteral("first")));
        rig.took(rig.machine.lost(rig.now, QStringLiteral("second")));
        QCOMPARE(rig.take(), QStringLiteral("open; drop"));
        QCOMPARE(rig.machine.detail(), QStringLiteral("first"));
        QCOMPARE(rig.machine.errorCount(), 1);
    }

    void aMinuteLiveForgetsFailures()
    {
        Rig rig;
        rig.took(rig.machine.ask(rig.now, "jobs"));
        rig.took(rig.machine.start(rig.now));
        rig.took(rig.machine.lost(rig.now, QStringLiteral("gone")));
        rig.run(1000);
        rig.took(rig.machine.opened(rig.now));
        rig.machine.endOfStored(rig.now, "jobs");
        rig.stayAlive(59'000);
        QCOMPARE(rig.machine.failures(), 1);
        rig.stayAlive(2000);
        QCOMPARE(rig.machine.failures(), 0);
        rig.took(rig.machine.lost(rig.now, QStringLiteral("gone")));
        QCOMPARE(rig.machine.nextAttempt().value_or(0) - rig.now, 1000);
    }

    void beingOpenAloneForgetsNothing()
    {
        Rig rig;
        rig.took(rig.machine.ask(rig.now, "jobs"));
        rig.took(rig.machine.start(rig.now));
        rig.took(rig.machine.lost(rig.now, QStringLiteral("gone")));
        rig.run(1000);
        rig.took(rig.machine.opened(rig.now));
        rig.machine.closed(rig.now, "jobs", QStringLiteral("restricted: no"));
        rig.stayAlive(120'000);
        QCOMPARE(rig.state(), QStringLiteral("refused"));
        QCOMPARE(rig.machine.failures(), 1);
    }

    void pingsAndHearsThePong()
    {
        Rig rig;
        rig.live();
        rig.run(9999);
        QCOMPARE(rig.take(), QString());
        rig.run(1);
        QCOMPARE(rig.take(), QStringLiteral("ping"));
        rig.machine.alive(rig.now);
        rig.run(9999);
        QCOMPARE(rig.take(), QString());
        rig.run(1);
        QCOMPARE(rig.take(), QStringLiteral("ping"));
        QCOMPARE(rig.state(), QStringLiteral("live"));
    }

    void silenceEndsTheConnection()
    {
        Rig rig;
        rig.live();
        rig.run(13'900);
        QCOMPARE(rig.state(), QStringLiteral("live"));
        rig.run(200);
        QCOMPARE(rig.state(), QStringLiteral("waiting"));
        QCOMPARE(rig.take(), QStringLiteral("ping; drop"));
        QVERIFY(rig.says("silent for 14 s"));
    }

    void dataIsAsGoodAsAPong()
    {
        Rig rig;
        rig.live();
        for (int i = 0; i < 60; ++i) {
            rig.run(3000);
            rig.machine.frame(rig.now, "jobs");
        }
        QCOMPARE(rig.state(), QStringLiteral("live"));
    }

    /// The sink held the thread: nobody read the socket, so its silence means nothing.
    void aBlockedThreadIsNoSilence()
    {
        Rig rig;
        rig.live();
        rig.run(10'000); // a ping is out
        rig.now += 600'000;
        rig.took(rig.machine.tick(rig.now));
        QCOMPARE(rig.state(), QStringLiteral("live"));
        rig.run(1000);
        QCOMPARE(rig.state(), QStringLiteral("live")); // the loop had its turn and would have read the pong
        rig.run(1500);
        QCOMPARE(rig.state(), QStringLiteral("waiting")); // and now it is silence
    }

    void aBlockedThreadIsNoConnectTimeout()
    {
        Rig rig;
        rig.took(rig.machine.ask(rig.now, "jobs"));
        rig.took(rig.machine.start(rig.now));
        rig.now += 600'000;
        rig.took(rig.machine.tick(rig.now));
        QCOMPARE(rig.state(), QStringLiteral("connecting"));
        rig.took(rig.machine.opened(rig.now));
        rig.now += 600'000;
        rig.took(rig.machine.tick(rig.now));
        QCOMPARE(rig.state(), QStringLiteral("subscribing"));
    }

    void disableClosesAndStartsAfresh()
    {
        Rig rig;
        rig.took(rig.machine.ask(rig.now, "jobs"));
        rig.took(rig.machine.start(rig.now));
        rig.took(rig.machine.lost(rig.now, QStringLiteral("gone")));
        rig.take();
        rig.took(rig.machine.disable(rig.now));
        QCOMPARE(rig.take(), QString());
        QVERIFY(!rig.machine.deadline());
        QCOMPARE(rig.state(), QStringLiteral("disabled"));
        QCOMPARE(rig.machine.detail(), QString());

        rig.took(rig.machine.start(rig.now));
        QCOMPARE(rig.machine.failures(), 0);
        rig.took(rig.machine.disable(rig.now));
        QCOMPARE(rig.take(), QStringLiteral("open; drop"));

        rig.took(rig.machine.start(rig.now));
        rig.took(rig.machine.opened(rig.now));
        rig.took(rig.machine.disable(rig.now));
        QCOMPARE(rig.take(), QStringLiteral("open; REQ jobs, nip11; close"));
        rig.took(rig.machine.lost(rig.now, QStringLiteral("late")));
        QCOMPARE(rig.state(), QStringLiteral("disabled"));
    }

    void stopIsForGood()
    {
        Rig rig;
        rig.live();
        rig.took(rig.machine.stop(rig.now));
        QCOMPARE(rig.take(), QStringLiteral("close"));
        rig.took(rig.machine.start(rig.now));
        rig.took(rig.machine.disable(rig.now));
        rig.took(rig.machine.lost(rig.now, QStringLiteral("late")));
        rig.took(rig.machine.tick(rig.now + 100'000));
        QCOMPARE(rig.take(), QString());
        QCOMPARE(rig.state(), QStringLiteral("stopped"));
        QVERIFY(!rig.machine.deadline());
    }
};
DVMDASH_TEST(LinkMachineTest)

#include "link_machine_test.moc"
