// SPDX-License-Identifier: GPL-3.0-or-later
#include "link_rig.h"
#include "support/test_main.h"

using namespace dvmdash;
using Rig = test::LinkRig;

namespace
{

const QString gone = QStringLiteral("gone");

/// The connection is made, lives so long and is lost.
void linkOnce(Rig &rig, std::int64_t lives_ms)
{
    while (rig.state() == QStringLiteral("waiting"))
        rig.run(1000);
    rig.took(rig.machine.opened(rig.now));
    rig.machine.endOfStored(rig.now, "jobs");
    rig.stayAlive(lives_ms);
    rig.took(rig.machine.lost(rig.now, gone));
}

void misbehave(Rig &rig)
{
    rig.took(rig.machine.misbehaved(rig.now, QStringLiteral("shouts")));
}

} // namespace

class QuarantineTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aRelayThatMisbehavesIsLeftAloneAndComesBack()
    {
        Rig rig;
        rig.live();
        misbehave(rig);
        QCOMPARE(rig.take(), QStringLiteral("drop"));
        QCOMPARE(rig.state(), QStringLiteral("quarantined"));
        QCOMPARE(rig.machine.detail(), QStringLiteral("shouts"));
        QCOMPARE(rig.machine.errorCount(), 1);
        QCOMPARE(rig.machine.nextAttempt().value_or(0) - rig.now, 300'000);
        rig.run(299'999);
        QCOMPARE(rig.take(), QString());
        rig.run(1);
        QCOMPARE(rig.take(), QStringLiteral("open"));
        QCOMPARE(rig.state(), QStringLiteral("connecting"));
        QCOMPARE(rig.machine.detail(), QStringLiteral("shouts")); // still the last that is known
        rig.took(rig.machine.opened(rig.now));
        QCOMPARE(rig.take(), QStringLiteral("REQ jobs, nip11"));
        QCOMPARE(rig.machine.detail(), QString());
    }

    void onlyAnOpenConnectionCanMisbehave()
    {
        Rig rig;
        misbehave(rig);
        QCOMPARE(rig.state(), QStringLiteral("disabled"));
        rig.took(rig.machine.start(rig.now));
        misbehave(rig);
        QCOMPARE(rig.state(), QStringLiteral("connecting"));
        rig.took(rig.machine.lost(rig.now, gone));
        misbehave(rig);
        QCOMPARE(rig.state(), QStringLiteral("waiting"));
    }

    void eachQuarantineIsTwiceAsLong()
    {
        Rig rig;
        rig.live();
        for (const std::int64_t wait : {300'000, 600'000, 1'200'000, 2'400'000, 3'600'000, 3'600'000}) {
            misbehave(rig);
            QCOMPARE(rig.machine.nextAttempt().value_or(0) - rig.now, wait);
            rig.run(wait);
            rig.took(rig.machine.opened(rig.now));
            rig.machine.endOfStored(rig.now, "jobs");
        }
    }

    void goodConductForAsLongIsForgiven()
    {
        Rig rig;
        rig.live();
        misbehave(rig);
        rig.run(300'000);
        rig.took(rig.machine.opened(rig.now));
        rig.machine.endOfStored(rig.now, "jobs");
        rig.stayAlive(330'000);
        misbehave(rig);
        QCOMPARE(rig.machine.nextAttempt().value_or(0) - rig.now, 300'000);
    }

    void theUserMayEndIt()
    {
        Rig rig;
        rig.live();
        misbehave(rig);
        rig.took(rig.machine.disable(rig.now));
        rig.took(rig.machine.start(rig.now));
        QCOMPARE(rig.take(), QStringLiteral("drop; open"));
        rig.took(rig.machine.opened(rig.now));
        misbehave(rig);
        QCOMPARE(rig.machine.nextAttempt().value_or(0) - rig.now, 300'000); // and nothing is held against it
    }

    void shortLinksInARowAreMisconduct()
    {
        Rig rig;
        rig.took(rig.machine.ask(rig.now, "jobs"));
        rig.took(rig.machine.start(rig.now));
        for (int i = 0; i < 5; ++i) {
            linkOnce(rig, 1000);
            QCOMPARE(rig.state(), QStringLiteral("waiting"));
        }
        linkOnce(rig, 1000);
        QCOMPARE(rig.state(), QStringLiteral("quarantined"));
        QVERIFY(rig.says("6 times in a row"));
        QVERIFY(rig.says("The last time: gone"));
    }

    void oneLinkThatHoldsIsEnough()
    {
        Rig rig;
        rig.took(rig.machine.ask(rig.now, "jobs"));
        rig.took(rig.machine.start(rig.now));
        for (int i = 0; i < 20; ++i) {
            linkOnce(rig, i % 5 == 4 ? 61'000 : 1000);
            QCOMPARE(rig.state(), QStringLiteral("waiting"));
        }
    }

    /// A relay that is down does nothing wrong.
    void neverConnectedIsNoMisconduct()
    {
        Rig rig;
        rig.took(rig.machine.start(rig.now));
        for (int i = 0; i < 20; ++i) {
            rig.took(rig.machine.lost(rig.now, gone));
            QCOMPARE(rig.state(), QStringLiteral("waiting"));
            rig.run(64'000);
        }
    }
};
DVMDASH_TEST(QuarantineTest)

#include "quarantine_test.moc"
