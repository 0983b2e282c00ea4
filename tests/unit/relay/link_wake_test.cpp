// SPDX-License-Identifier: GPL-3.0-or-later
#include "link_rig.h"
#include "relay/link_words.h"
#include "support/test_main.h"

using namespace dvmdash;
using relay::LinkTrouble;
namespace
{

/// Less patient after sleep than otherwise.
struct LinkRig : test::LinkRig {
    LinkRig()
    {
        auto limits = test::linkLimits();
        limits.wake_patience_ms = 2000;
        machine = relay::LinkMachine(limits, [](std::int64_t most) { return most; });
    }
};

} // namespace

class LinkWakeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// Silent links are given up after 14 s; one that slept after two.
    void aDeadLinkIsGivenUpSoon()
    {
        LinkRig rig;
        rig.live();
        rig.took(rig.machine.wake(rig.now));
        QCOMPARE(rig.take(), QStringLiteral("ping"));
        QCOMPARE(rig.state(), QStringLiteral("live"));
        rig.run(1'000);
        QCOMPARE(rig.state(), QStringLiteral("live"));
        rig.run(2'000);
        QVERIFY(rig.take().startsWith(QLatin1String("drop")));
        QVERIFY(rig.says("did not outlive the sleep"));
    }

    /// What lay in the socket since before the sleep is no sign of life.
    void onlyThePongCounts()
    {
        LinkRig rig;
        rig.live();
        rig.took(rig.machine.wake(rig.now));
        rig.run(1'000);
        rig.machine.frame(rig.now, "jobs");
        rig.machine.alive(rig.now);
        rig.take();
        rig.run(6'000);
        QVERIFY(rig.take().startsWith(QLatin1String("drop")));
    }

    void aLinkThatAnswersStays()
    {
        LinkRig rig;
        rig.live();
        rig.took(rig.machine.wake(rig.now));
        rig.run(1'000);
        rig.machine.ponged(rig.now);
        rig.take();
        rig.run(8'000);
        QCOMPARE(rig.take(), QString());
        QCOMPARE(rig.state(), QStringLiteral("live"));
        // From then on the usual patience holds.
        rig.run(2'000);
        QCOMPARE(rig.take(), QStringLiteral("ping"));
        rig.machine.alive(rig.now);
        rig.run(6'000);
        QCOMPARE(rig.take(), QString());
    }

    void whatWaitsIsTriedAtOnceAndFailuresAreForgotten()
    {
        LinkRig rig;
        rig.open();
        rig.took(rig.machine.lost(rig.now, QStringLiteral("x"), LinkTrouble::NameUnknown));
        for (int i = 0; i < 4; ++i) {
            rig.run(*rig.machine.nextAttempt() - rig.now);
            QCOMPARE(rig.state(), QStringLiteral("connecting"));
            rig.took(rig.machine.lost(rig.now, QStringLiteral("x"), LinkTrouble::NameUnknown));
        }
        QVERIFY(*rig.machine.nextAttempt() - rig.now > 10'000);
        QCOMPARE(rig.machine.trouble(), LinkTrouble::NameUnknown);
        rig.take();
        rig.took(rig.machine.wake(rig.now));
        QCOMPARE(rig.take(), QStringLiteral("open"));
        QCOMPARE(rig.state(), QStringLiteral("connecting"));
        QCOMPARE(rig.machine.failures(), 0);
        QCOMPARE(rig.machine.trouble(), LinkTrouble::NameUnknown); // until something better is known
        rig.took(rig.machine.opened(rig.now));
        QCOMPARE(rig.machine.trouble(), LinkTrouble::None);
    }

    void anAttemptFromBeforeIsMadeAnew()
    {
        LinkRig rig;
        rig.took(rig.machine.start(rig.now));
        rig.take();
        rig.run(3'000);
        rig.took(rig.machine.wake(rig.now));
        QCOMPARE(rig.take(), QStringLiteral("open"));
        rig.run(3'000);
        QCOMPARE(rig.state(), QStringLiteral("connecting")); // its time begins anew
    }

    void whoMisbehavedStaysQuarantined()
    {
        LinkRig rig;
        rig.live();
        rig.took(rig.machine.misbehaved(rig.now, QStringLiteral("spam")));
        rig.take();
        QVERIFY(rig.machine.wake(rig.now).empty());
        QCOMPARE(rig.state(), QStringLiteral("quarantined"));
    }

    /// A network that comes and goes breaks all links, and is no fault of the relays.
    void shortLinksAreForgiven()
    {
        LinkRig rig;
        rig.open();
        while (rig.state() != QStringLiteral("quarantined")) {
            rig.took(rig.machine.lost(rig.now, QStringLiteral("x")));
            if (rig.state() == QStringLiteral("quarantined"))
                break;
            rig.run(*rig.machine.nextAttempt() - rig.now);
            rig.took(rig.machine.opened(rig.now));
        }
        rig.take();
        rig.took(rig.machine.wake(rig.now));
        QCOMPARE(rig.take(), QStringLiteral("open"));
    }

    void nothingIsDoneWhereItIsOff()
    {
        LinkRig rig;
        QVERIFY(rig.machine.wake(rig.now).empty());
        QVERIFY(rig.machine.reconnect(rig.now).empty());
        rig.live();
        rig.took(rig.machine.stop(rig.now));
        QVERIFY(rig.machine.wake(rig.now).empty());
        QVERIFY(rig.machine.reconnect(rig.now).empty());
        QCOMPARE(rig.state(), QStringLiteral("stopped"));
    }

    void whatIsAnsweredIsAskedAgain()
    {
        LinkRig rig;
        rig.open({QStringLiteral("jobs"), QStringLiteral("money")});
        rig.machine.endOfStored(rig.now, "jobs");
        rig.take();
        rig.took(rig.machine.askAgain(rig.now, "jobs"));
        QCOMPARE(rig.take(), QStringLiteral("REQ jobs"));
        QCOMPARE(rig.state(), QStringLiteral("subscribing"));
        QVERIFY(rig.machine.askAgain(rig.now, "money").empty()); // it is still being answered
        QVERIFY(rig.machine.askAgain(rig.now, "other").empty());
    }

    void anotherWayIsTakenAtOnce()
    {
        LinkRig rig;
        rig.live();
        rig.took(rig.machine.reconnect(rig.now));
        QCOMPARE(rig.take(), QStringLiteral("close, open"));
        QCOMPARE(rig.state(), QStringLiteral("connecting"));
    }
};

DVMDASH_TEST(LinkWakeTest)
#include "link_wake_test.moc"
