// SPDX-License-Identifier: GPL-3.0-or-later
// The job above its attempts: the best one counts; broadcasts, unsolicited DVMs, silence that nobody heard,
// requests that were never seen.
#include "story.h"
#include "support/test_main.h"

#include <array>

using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

namespace
{

JobJudgement judgeAt(const JobFacts &facts, std::int64_t now, const Listening &listening = always)
{
    return judge(facts, KindTable::standard(), listening, start + now);
}

constexpr int late = 100'000;

} // namespace

class JobTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void stories_data();
    void stories();
    void unheardSilence_data();
    void unheardSilence();
    void windowsAskedAbout();
    void bestAttemptOrder();
    void everyPairOfAttempts();
    void jobTakesTheFirstDelivery();
    void silentBroadcast();
    void missingRequest_data();
    void missingRequest();
    void missingWithNothing();
    void thousandsOfTargets();
};

void JobTest::stories_data()
{
    QTest::addColumn<QString>("targets");
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("now");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *targets, const char *script, int now,
                        const char *expected) {
        QTest::newRow(name) << QString::fromLatin1(targets) << QString::fromLatin1(script) << now
                            << QString::fromLatin1(expected);
    };
    row("broadcast, early", "", "", 29, "WAITING");
    row("broadcast that nobody answered", "", "", 30, "UNSERVED");
    row("broadcast, cancelled before", "", "cancel@9", late, "CANCELLED");
    row("broadcast, cancelled too late", "", "cancel@31", late, "UNSERVED");
    row("broadcast, the customer's own note is no answer", "", "U:processing@5", late, "UNSERVED");
    row("broadcast, one answers", "", "A:processing@5", 20, "ACCEPTED | A ACCEPTED@5");
    row("broadcast, answered late: no timeout to miss", "", "A:result@50", late,
        "DELIVERED | A DELIVERED@50");
    row("broadcast, attempts by first answer", "", "B:processing@7 A:processing@5 B:result@9", 20,
        "DELIVERED | A ACCEPTED@5 | B DELIVERED@9");
    row("broadcast, one stalls", "", "A:processing@5", late, "STALLED | A STALLED@125");
    row("broadcast, the customer serves himself", "", "U:result@5", 20, "DELIVERED | U DELIVERED@5");

    row("targets in the request's order", "BA", "A:result@5", 20,
        "DELIVERED | B* WAITING@0 | A* DELIVERED@5");
    row("one target delivers, one ignores", "AB", "B:result@5", late,
        "DELIVERED | A* IGNORED@30 | B* DELIVERED@5");
    row("all failed", "AB", "A:error@5 B:error@6", late, "FAILED | A* FAILED@5 | B* FAILED@6");
    row("one failed, one ignored", "AB", "A:error@5", late, "IGNORED | A* FAILED@5 | B* IGNORED@30");
    row("one failed, one still at work", "AB", "A:error@5 B:processing@6", 20,
        "ACCEPTED | A* FAILED@5 | B* ACCEPTED@6");
    row("a target named twice is one", "AAB", "", 20, "WAITING | A* WAITING@0 | B* WAITING@0");
    row("cancelled for all that are open", "ABC", "A:error@2 B:processing@3 cancel@9 C:result@12", late,
        "DELIVERED | A* FAILED@2 | B* CANCELLED@9 | C* DELIVERED@12 WASTED");

    row("the customer's note at a targeted job", "A", "U:error@5", 20, "WAITING | A* WAITING@0");
    row("the customer who is the target may fail", "U", "U:error@5", 20, "FAILED | U* FAILED@5");
    row("unsolicited offer", "A", "B:ask@5", 20,
        "WAITING | A* WAITING@0 | B WAITING@5 REQUESTED UNSOLICITED");
    row("unsolicited result delivers, and shows", "A", "B:result@5", late,
        "DELIVERED | A* IGNORED@30 | B DELIVERED@5 UNSOLICITED+IMPOSTOR");
    row("impostor beside the target", "A", "B:result@5 A:result@9", late,
        "DELIVERED | A* DELIVERED@9 | B DELIVERED@5 UNSOLICITED+IMPOSTOR");
    row("impostor claims success", "A", "B:success@5", 20,
        "CLAIMED_SUCCESS | A* WAITING@0 | B CLAIMED_SUCCESS@5 UNSOLICITED+IMPOSTOR");
    row("unsolicited error does not fail the job", "A", "B:error@5", 20,
        "WAITING | A* WAITING@0 | B FAILED@5 UNSOLICITED");
    row("a broadcast has no impostors", "", "B:result@5", 20, "DELIVERED | B DELIVERED@5");
}

void JobTest::stories()
{
    QFETCH(QString, targets);
    QFETCH(QString, script);
    QFETCH(int, now);
    QTEST(told(judgeAt(tell(targets.toStdString(), script.toStdString()), now)), "expected");
}

/// Silence counts only where somebody listened during the whole of it.
void JobTest::unheardSilence_data()
{
    QTest::addColumn<QString>("targets");
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("deafFrom");
    QTest::addColumn<int>("deafUntil");
    QTest::addColumn<int>("now");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *targets, const char *script, int from, int until,
                        int now, const char *expected) {
        QTest::newRow(name) << QString::fromLatin1(targets) << QString::fromLatin1(script) << from << until
                            << now << QString::fromLatin1(expected);
    };
    row("not yet", "A", "", 10, 11, 29, "WAITING | A* WAITING@0");
    row("one second deaf", "A", "", 29, 30, 30, "UNOBSERVED | A* UNOBSERVED@30");
    row("deaf before the request", "A", "", -50, 0, 30, "IGNORED | A* IGNORED@30");
    row("deaf behind the deadline", "A", "", 30, 60, 60, "IGNORED | A* IGNORED@30");
    row("a broadcast", "", "", 10, 20, 30, "UNOBSERVED");
    row("accepted, then deaf", "A", "A:processing@5", 60, 61, 125, "UNOBSERVED | A* UNOBSERVED@125");
    row("partial, then deaf", "A", "A:partial@5", 60, 61, 125, "UNOBSERVED | A* UNOBSERVED@125");
    row("deaf before the last report only", "A", "A:processing@5 A:processing@70", 60, 61, 190,
        "STALLED | A* STALLED@190");
    row("paid, then deaf", "A", "A:ask@5 pay:A@10", 60, 61, 130, "UNOBSERVED | A* UNOBSERVED@130 CLAIMED");
    row("paid, failed, then deaf: stays failed", "A", "A:ask@5 pay:A@10 A:error@11", 60, 61, late,
        "FAILED | A* FAILED@11 CLAIMED");
    row("paid later, and heard: not served", "A", "pay:A@100", 10, 20, 220,
        "PAID_UNDELIVERED | A* PAID_UNDELIVERED@220 CLAIMED");

    row("unobserved, then a result: not late", "A", "A:result@45", 10, 20, late,
        "DELIVERED | A* DELIVERED@45");
    row("unobserved, then processing", "A", "A:processing@45", 10, 20, 60, "ACCEPTED | A* ACCEPTED@45");
    row("unobserved, then partial", "A", "A:partial@45", 10, 20, 60, "PARTIAL | A* PARTIAL@45");
    row("unobserved, then an error", "A", "A:error@45", 10, 20, 60, "FAILED | A* FAILED@45");
    row("unobserved, then success claimed", "A", "A:success@45", 10, 20, 60,
        "CLAIMED_SUCCESS | A* CLAIMED_SUCCESS@45");
    row("unobserved, then cancelled", "A", "cancel@45", 10, 20, 60, "CANCELLED | A* CANCELLED@45");
    row("unobserved, then asked for payment", "A", "A:ask@45", 10, 20, late,
        "WAITING | A* WAITING@45 REQUESTED");
    row("unobserved, then unreadable", "A", "A:thinking@45", 10, 20, late, "UNOBSERVED | A* UNOBSERVED@30");
    row("accepted, unobserved, asked for payment", "A", "A:processing@5 A:ask@200", 60, 61, late,
        "ACCEPTED | A* ACCEPTED@200 REQUESTED");
    row("partial, unobserved, at work again", "A", "A:partial@5 A:processing@200", 60, 61, 210,
        "PARTIAL | A* PARTIAL@200");
    row("unobserved, at work again, then silent", "A", "A:processing@45", 10, 20, late,
        "STALLED | A* STALLED@165");
    row("unobserved broadcast, cancelled later", "", "cancel@45", 10, 20, 60, "CANCELLED");
}

void JobTest::unheardSilence()
{
    QFETCH(QString, targets);
    QFETCH(QString, script);
    QFETCH(int, deafFrom);
    QFETCH(int, deafUntil);
    QFETCH(int, now);
    const auto listening = [&](std::int64_t from, std::int64_t until) {
        return until <= start + deafFrom || from >= start + deafUntil;
    };
    QTEST(told(judgeAt(tell(targets.toStdString(), script.toStdString()), now, listening)), "expected");
}

/// judge() asks about the past only, and about no empty interval; without a function nobody listened.
void JobTest::windowsAskedAbout()
{
    const JobFacts facts =
        tell("AB", "A:ask@5 pay:A#1@10 A:processing@12 B:processing@20 B:error@60 pay:B@70");
    for (int now = -5; now < 300; ++now) {
        bool past = true;
        const auto listening = [&](std::int64_t from, std::int64_t until) {
            past &= from < until && until <= start + now;
            return true;
        };
        judgeAt(facts, now, listening);
        QVERIFY2(past, qPrintable(QString::number(now)));
    }
    QCOMPARE(told(judgeAt(tell("A", ""), late, Listening{})),
             QStringLiteral("UNOBSERVED | A* UNOBSERVED@30"));
}

void JobTest::bestAttemptOrder()
{
    constexpr std::array order{State::Delivered, State::ClaimedSuccess,  State::Partial,
                               State::Accepted,  State::Waiting,         State::Unobserved,
                               State::Cancelled, State::PaidUndelivered, State::Stalled,
                               State::Ignored,   State::Failed};
    for (std::size_t a = 0; a < order.size(); ++a) {
        for (std::size_t b = 0; b < order.size(); ++b)
            QCOMPARE(isBetter(order[a], order[b]), a < b);
    }
}

/// Whatever two DVMs do, the job is as its better attempt.
void JobTest::everyPairOfAttempts()
{
    const QStringList endings{QString(),
                              QStringLiteral("%:processing@5"),
                              QStringLiteral("%:processing@100"),
                              QStringLiteral("%:partial@100"),
                              QStringLiteral("%:ask@5"),
                              QStringLiteral("%:ask@5 pay:%@7"),
                              QStringLiteral("%:success@5"),
                              QStringLiteral("%:opaque@5"),
                              QStringLiteral("%:error@5"),
                              QStringLiteral("%:result@5")};
    for (const QString &first : endings) {
        for (const QString &second : endings) {
            const QString script = QString(first).replace(QLatin1Char('%'), QLatin1Char('A')) +
                                   QLatin1Char(' ') +
                                   QString(second).replace(QLatin1Char('%'), QLatin1Char('B'));
            const JobJudgement judgement = judgeAt(tell("AB", script.toStdString()), 140);
            const State a = judgement.attempts.at(0).state;
            const State b = judgement.attempts.at(1).state;
            QCOMPARE(judgement.state, isBetter(a, b) ? a : b);
        }
    }
}

void JobTest::jobTakesTheFirstDelivery()
{
    const JobJudgement judgement = judgeAt(tell("AB", "A:result@20+1 B:result@7+2"), 30);
    QCOMPARE(judgement.response_s, std::optional<std::int64_t>(7));
    QCOMPARE(judgement.response_ms, std::optional<std::int64_t>(8500));
    QCOMPARE(judgement.last_change, start + 20);
    for (const char *script : {"A:result@7+2 B:result@7+1", "A:result@7~ B:result@7+1"})
        QCOMPARE(judgeAt(tell("AB", script), 30).response_ms, std::optional<std::int64_t>(7500));
    for (const char *script : {"A:result@7+1 B:result@7+1", "A:result@7+1 B:result@7+2"})
        QCOMPARE(judgeAt(tell("AB", script), 30).response_ms, std::optional<std::int64_t>(7500));
}

void JobTest::silentBroadcast()
{
    const JobFacts facts = tell("", "");
    QCOMPARE(judgeAt(facts, 10).last_change, start);
    QCOMPARE(judgeAt(facts, 10).deadline, std::optional(start + 30));
    QCOMPARE(judgeAt(facts, 40).last_change, start + 30);
    QVERIFY(!judgeAt(facts, 40).deadline);
}

void JobTest::missingRequest_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *script, const char *expected) {
        QTest::newRow(name) << QString::fromLatin1(script) << QString::fromLatin1(expected);
    };
    row("processing, then stalled", "A:processing@5", "MISSING | A STALLED@125");
    row("an error", "A:error@5", "MISSING | A FAILED@5");
    row("a result of any kind delivers", "A:wrong@5", "MISSING | A DELIVERED@5");
    row("asked for payment", "A:ask@5", "MISSING | A WAITING@5 REQUESTED");
    row("paid by whom, nobody knows", "A:ask@5 pay:A#1@9", "MISSING | A PAID_UNDELIVERED@129 CLAIMED");
    row("nobody can cancel what has no owner", "A:processing@5 cancel@6", "MISSING | A STALLED@125");
    row("nothing is unsolicited", "A:result@5 B:result@6", "MISSING | A DELIVERED@5 | B DELIVERED@6");
}

void JobTest::missingRequest()
{
    QFETCH(QString, script);
    const JobJudgement judgement = judgeAt(tellMissing(script.toStdString()), late);
    QTEST(told(judgement), "expected");
    QVERIFY(!judgement.response_s && !judgement.response_ms);
}

void JobTest::missingWithNothing()
{
    const JobJudgement judgement = judgeAt(tellMissing(""), late);
    QCOMPARE(told(judgement), QStringLiteral("MISSING"));
    QVERIFY(!judgement.deadline);
    QCOMPARE(judgement.last_change, 0);
}

void JobTest::thousandsOfTargets()
{
    JobFacts facts = tell("", "A:result@5");
    for (int i = 0; i < 10'000; ++i) {
        dvmdash::nostr::PublicKey key;
        key.data[0] = static_cast<unsigned char>(i);
        key.data[1] = static_cast<unsigned char>(i >> 8);
        facts.request->targets.push_back(key);
    }
    const JobJudgement judgement = judgeAt(facts, late);
    QCOMPARE(judgement.attempts.size(), std::size_t{10'001});
    QCOMPARE(judgement.state, State::Delivered);
    QCOMPARE(judgement.attempts.front().state, State::Ignored);
    QCOMPARE(judgement.attempts.back().flags, std::uint32_t{AttemptUnsolicited | AttemptImpostor});
}

DVMDASH_TEST(JobTest)
#include "job_test.moc"
