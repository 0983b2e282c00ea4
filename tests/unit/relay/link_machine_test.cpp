// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/link_machine.h"
#include "support/test_main.h"

using namespace dvmdash;
using relay::AttentiveClock;
using relay::LinkAction;
using relay::LinkActions;
using relay::LinkMachine;
using relay::LinkState;
using Do = relay::LinkAction::Do;

namespace
{

relay::RelayLimits limits()
{
    relay::RelayLimits limits;
    limits.connect_timeout_ms = 4000;
    limits.eose_timeout_ms = 4000;
    limits.ping_interval_ms = 10'000;
    limits.pong_timeout_ms = 4000;
    limits.backoff_first_ms = 1000;
    limits.backoff_most_ms = 64'000;
    limits.stable_after_ms = 60'000;
    return limits;
}

QString text(const LinkActions &actions)
{
    QStringList words;
    for (const LinkAction &action : actions) {
        const QString id = QString::fromStdString(action.subscription);
        switch (action.what) {
        case Do::OpenSocket:
            words << QStringLiteral("open");
            break;
        case Do::CloseSocket:
            words << QStringLiteral("close");
            break;
        case Do::DropSocket:
            words << QStringLiteral("drop");
            break;
        case Do::FetchInformation:
            words << QStringLiteral("nip11");
            break;
        case Do::SendPing:
            words << QStringLiteral("ping");
            break;
        case Do::SendRequest:
            words << QStringLiteral("REQ ") + id;
            break;
        case Do::SendClose:
            words << QStringLiteral("CLOSE ") + id;
            break;
        }
    }
    return words.join(QStringLiteral(", "));
}

/// A machine with a clock of its own. Waits are always the longest the backoff allows.
struct Rig {
    LinkMachine machine{limits(), [](std::int64_t most) { return most; }};
    std::int64_t now = 1'000'000;
    QStringList done;

    void took(const LinkActions &actions)
    {
        if (!actions.empty())
            done << text(actions);
    }
    /// Turns the event loop as a timer would until so much time has passed.
    void run(std::int64_t ms)
    {
        const std::int64_t end = now + ms;
        while (const auto due = machine.deadline()) {
            if (*due > end)
                break;
            now = std::max(now, *due);
            took(machine.tick(now));
        }
        now = end;
    }
    QString take()
    {
        const QString all = done.join(QStringLiteral("; "));
        done.clear();
        return all;
    }
    QString state() const { return relay::linkStateName(machine.state()); }
    bool says(const char *words) const { return machine.detail().contains(QString::fromUtf8(words)); }

    void open(const QStringList &subscriptions = {QStringLiteral("jobs")})
    {
        for (const QString &id : subscriptions)
            took(machine.ask(now, id.toStdString()));
        took(machine.start(now));
        took(machine.opened(now));
    }
    void live()
    {
        open();
        machine.endOfStored(now, "jobs");
        take();
    }
    /// The relay answers whatever comes, for so long.
    void stayAlive(std::int64_t ms)
    {
        for (std::int64_t past = 0; past < ms; past += 1000) {
            run(1000);
            machine.alive(now);
        }
    }
};

} // namespace

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
        rig.run(4000);
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

    void eoseTimeoutGoesLiveAndSaysSo()
    {
        Rig rig;
        rig.open();
        rig.run(3900);
        QCOMPARE(rig.state(), QStringLiteral("subscribing"));
        rig.run(200);
        QCOMPARE(rig.state(), QStringLiteral("live"));
        QVERIFY(rig.says("EOSE"));
        QVERIFY(rig.machine.frame(rig.now, "jobs") == LinkMachine::FrameIs::Live);
        QVERIFY(rig.machine.endOfStored(rig.now, "jobs")); // late, and still true
        QCOMPARE(rig.machine.detail(), QString());
    }

    void storedEventsPutTheEoseTimeoutOff()
    {
        Rig rig;
        rig.open();
        for (int i = 0; i < 4; ++i) {
            rig.run(3000);
            rig.machine.frame(rig.now, "jobs");
        }
        QCOMPARE(rig.state(), QStringLiteral("subscribing"));
        for (int i = 0; i < 2; ++i) { // but not for ever
            rig.run(3000);
            rig.machine.frame(rig.now, "jobs");
        }
        QCOMPARE(rig.state(), QStringLiteral("live"));
    }

    void closed_data()
    {
        QTest::addColumn<QString>("reason");
        QTest::addColumn<bool>("again");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *reason, bool again, const char *says) {
            QTest::newRow(*reason ? reason : "empty")
                << QString::fromUtf8(reason) << again << QString::fromUtf8(says);
        };
        row("auth-required: log in first", false, "NIP-42");
        row("ERROR: auth-required: log in first", false, "NIP-42");
        row("restricted: members only", false, "does not serve");
        row("blocked: you", false, "does not serve");
        row("invalid: filter", false, "does not accept");
        row("pow: 20 bits", false, "does not accept");
        row("rate-limited: slow down", true, "asked again");
        row("ERROR: rate-limited: slow down", true, "asked again");
        row("error: could not connect to the database", true, "asked again");
        row("ERROR: bad req", true, "asked again");
        row("duplicate: subscription", true, "asked again");
        row("too many concurrent REQs", true, "asked again");
        row("", true, "without a reason");
    }
    void closed()
    {
        QFETCH(QString, reason);
        QFETCH(bool, again);
        QFETCH(QString, says);
        Rig rig;
        rig.live();
        QVERIFY(rig.machine.closed(rig.now, "jobs", reason));
        QCOMPARE(rig.state(), QStringLiteral("refused"));
        QVERIFY2(rig.machine.detail().contains(says), qPrintable(rig.machine.detail()));
        QVERIFY(rig.machine.detail().contains(reason));
        QCOMPARE(rig.machine.nextAttempt().has_value(), again);
        QVERIFY(!rig.machine.endOfStored(rig.now, "jobs")); // CLOSED is CLOSED
        rig.stayAlive(9000);
        QCOMPARE(rig.take(), again ? QStringLiteral("REQ jobs") : QString());
        QCOMPARE(rig.machine.errorCount(), 1);
    }

    void refusalsBackOffToo()
    {
        Rig rig;
        rig.live();
        for (const std::int64_t wait : {1000, 2000, 4000}) {
            rig.machine.closed(rig.now, "jobs", QStringLiteral("rate-limited: no"));
            QCOMPARE(rig.machine.nextAttempt().value_or(0) - rig.now, wait);
            rig.run(wait);
            QCOMPARE(rig.take(), QStringLiteral("REQ jobs"));
            rig.machine.alive(rig.now);
        }
        rig.machine.endOfStored(rig.now, "jobs");
        QCOMPARE(rig.machine.detail(), QString());
        rig.machine.closed(rig.now, "jobs", QStringLiteral("rate-limited: no"));
        QCOMPARE(rig.machine.nextAttempt().value_or(0) - rig.now, 1000);
    }

    void aFinalRefusalIsAskedAgainOnTheNextConnection()
    {
        Rig rig;
        rig.live();
        rig.machine.closed(rig.now, "jobs", QStringLiteral("restricted: no"));
        rig.took(rig.machine.lost(rig.now, QStringLiteral("gone")));
        rig.run(1000);
        rig.took(rig.machine.opened(rig.now));
        QCOMPARE(rig.take(), QStringLiteral("drop; open; REQ jobs, nip11"));
    }

    void closedForNobodyChangesNothing()
    {
        Rig rig;
        rig.live();
        QVERIFY(!rig.machine.closed(rig.now, "nobody", QStringLiteral("error: x")));
        QCOMPARE(rig.state(), QStringLiteral("live"));
        QCOMPARE(rig.machine.errorCount(), 0);
    }

    void theStateFollowsJobs()
    {
        Rig rig;
        rig.open({QStringLiteral("first"), QStringLiteral("jobs")});
        rig.machine.endOfStored(rig.now, "first");
        QCOMPARE(rig.state(), QStringLiteral("subscribing"));
        rig.machine.endOfStored(rig.now, "jobs");
        QCOMPARE(rig.state(), QStringLiteral("live"));
        rig.machine.closed(rig.now, "first", QStringLiteral("restricted: no"));
        QCOMPARE(rig.state(), QStringLiteral("live"));
        QVERIFY(rig.says("\"first\"")); // told all the same
    }

    void noticeIsTold()
    {
        Rig rig;
        rig.live();
        rig.machine.notice(rig.now, QStringLiteral("maintenance\n at\u202e noon"));
        QCOMPARE(rig.machine.detail(), QStringLiteral("maintenance at noon"));
        QCOMPARE(rig.state(), QStringLiteral("live"));
        rig.machine.notice(rig.now, QStringLiteral("rate-limited: slow down")); // nothing is awaited
        QCOMPARE(rig.state(), QStringLiteral("live"));
    }

    void noticeCanRefuseWhatIsAwaited()
    {
        Rig rig;
        rig.open();
        rig.take();
        rig.machine.notice(rig.now, QStringLiteral("ERROR: rate-limited: slow down"));
        QCOMPARE(rig.state(), QStringLiteral("refused"));
        rig.run(1000);
        QCOMPARE(rig.take(), QStringLiteral("REQ jobs"));
        rig.machine.notice(rig.now, QStringLiteral("error: something else"));
        QCOMPARE(rig.state(), QStringLiteral("refused"));
        QVERIFY(rig.machine.endOfStored(rig.now, "jobs")); // it was about something else
        QCOMPARE(rig.state(), QStringLiteral("live"));
        rig.run(5000);
        QCOMPARE(rig.take(), QString()); // and is not asked again
    }

    void harmlessNoticeRefusesNothing()
    {
        Rig rig;
        rig.open();
        rig.machine.notice(rig.now, QStringLiteral("welcome"));
        QCOMPARE(rig.state(), QStringLiteral("subscribing"));
    }

    void challengeIsTold()
    {
        Rig rig;
        rig.live();
        rig.machine.challenged();
        QVERIFY(rig.machine.isChallenged());
        QVERIFY(rig.says("key"));
        QCOMPARE(rig.state(), QStringLiteral("live"));
        rig.took(rig.machine.lost(rig.now, QStringLiteral("gone")));
        QVERIFY(!rig.machine.isChallenged());
    }

    void subscriptionsComeAndGo()
    {
        Rig rig;
        rig.live();
        rig.took(rig.machine.ask(rig.now, "more"));
        QCOMPARE(rig.take(), QStringLiteral("REQ more"));
        rig.took(rig.machine.ask(rig.now, "jobs")); // changed filters
        QCOMPARE(rig.take(), QStringLiteral("REQ jobs"));
        QCOMPARE(rig.state(), QStringLiteral("subscribing"));
        rig.took(rig.machine.forget(rig.now, "more"));
        QCOMPARE(rig.take(), QStringLiteral("CLOSE more"));
        rig.took(rig.machine.forget(rig.now, "more"));
        QCOMPARE(rig.take(), QString());
        QVERIFY(rig.machine.frame(rig.now, "more") == LinkMachine::FrameIs::Unknown);
        rig.machine.closed(rig.now, "jobs", QStringLiteral("error: x"));
        rig.took(rig.machine.forget(rig.now, "jobs"));
        QCOMPARE(rig.take(), QString()); // the relay closed it already
        rig.run(5000);
        QCOMPARE(rig.take(), QString()); // and no retry is left behind
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

    void attentiveClockLeavesPausesOut()
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
DVMDASH_TEST(LinkMachineTest)

#include "link_machine_test.moc"
