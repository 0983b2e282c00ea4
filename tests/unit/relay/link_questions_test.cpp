// SPDX-License-Identifier: GPL-3.0-or-later
#include "link_rig.h"
#include "support/test_main.h"

using namespace dvmdash;
using relay::LinkMachine;
using Rig = test::LinkRig;

/// LinkQuestions as the part of LinkMachine that deals with subscriptions and what the relay says of them.
class LinkQuestionsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
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

    void whatIsTooMuchIsAskedForInANarrowerForm_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("invalid") << QStringLiteral("invalid: at most 20 kinds");
        QTest::newRow("strfry") << QStringLiteral("ERROR: bad req: filter too long");
        QTest::newRow("error") << QStringLiteral("error: filter has too many items");
        QTest::newRow("blocked") << QStringLiteral("blocked: too many things to filter for");
        QTest::newRow("without a prefix") << QStringLiteral("too many kinds");
    }
    void whatIsTooMuchIsAskedForInANarrowerForm()
    {
        QFETCH(QString, text);
        for (const bool byNotice : {false, true}) {
            Rig rig;
            rig.took(rig.machine.ask(rig.now, "jobs", 3));
            rig.took(rig.machine.ask(rig.now, "other"));
            rig.took(rig.machine.start(rig.now));
            rig.took(rig.machine.opened(rig.now));
            rig.take();
            for (std::size_t form = 1; form <= 2; ++form) {
                // Said in every way at once it counts once, and an EOSE to what was refused says nothing.
                if (byNotice)
                    rig.machine.notice(rig.now, text);
                QVERIFY(rig.machine.closed(rig.now, "jobs", text));
                QVERIFY(!rig.machine.endOfStored(rig.now, "jobs"));
                QCOMPARE(rig.state(), QStringLiteral("subscribing"));
                rig.run(900);
                QCOMPARE(rig.take(), QStringLiteral("REQ jobs"));
                QCOMPARE(rig.machine.form("jobs"), form);
            }
            QVERIFY(rig.machine.endOfStored(rig.now, "jobs"));
            QVERIFY(rig.machine.endOfStored(rig.now, "other")); // was never blamed
            QCOMPARE(rig.state(), QStringLiteral("live"));
            QVERIFY(rig.says("known kinds"));
            // What it refused once it is not asked for after the next connection.
            rig.took(rig.machine.lost(rig.now, QStringLiteral("gone")));
            rig.run(1000);
            rig.took(rig.machine.opened(rig.now));
            QCOMPARE(rig.machine.form("jobs"), std::size_t{2});
            // A refusal of the narrowest is one.
            QVERIFY(rig.machine.closed(rig.now, "jobs", text));
            QCOMPARE(rig.state(), QStringLiteral("refused"));
            // A new question begins at its widest.
            rig.took(rig.machine.ask(rig.now, "jobs", 3));
            QCOMPARE(rig.machine.form("jobs"), std::size_t{0});
        }
    }

    void refusalOfWhoWeAreIsNotForLength_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text :
             {"auth-required: who are you", "restricted: members only", "rate-limited: slow down"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void refusalOfWhoWeAreIsNotForLength()
    {
        QFETCH(QString, text);
        Rig rig;
        rig.took(rig.machine.ask(rig.now, "jobs", 2));
        rig.took(rig.machine.start(rig.now));
        rig.took(rig.machine.opened(rig.now));
        rig.machine.closed(rig.now, "jobs", text);
        QCOMPARE(rig.state(), QStringLiteral("refused"));
        QCOMPARE(rig.machine.form("jobs"), std::size_t{0});
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
};
DVMDASH_TEST(LinkQuestionsTest)

#include "link_questions_test.moc"
