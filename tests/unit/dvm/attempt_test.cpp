// SPDX-License-Identifier: GPL-3.0-or-later
// Section 3 of jobs and chains, line by line: the delivery state of an attempt.
#include "story.h"
#include "support/test_main.h"

using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

namespace
{

JobJudgement judgeAt(const JobFacts &facts, std::int64_t now, const Listening &listening = always)
{
    return judge(facts, KindTable::standard(), listening, start + now);
}

constexpr int late = 100'000; // long after every default timeout

} // namespace

class AttemptTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void transitions_data();
    void transitions();
    void resultsThatSayOtherwise_data();
    void resultsThatSayOtherwise();
    void resultsAfterTheEnd_data();
    void resultsAfterTheEnd();
    void severalResults_data();
    void severalResults();
    void statusesThatMoveNothing_data();
    void statusesThatMoveNothing();
    void orderInside_data();
    void orderInside();
    void evidence_data();
    void evidence();
    void responseTime();
    void responseTimeNeedsLiveReceipts();
    void negativeResponseIsClockSkew();
    void timeoutsOfTheKindCount();
    void absurdDates();
    void namesOfStatesAndFlags();
};

/// One row for each row of the table, from each state it names.
void AttemptTest::transitions_data()
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
    row("asked, nothing yet", "A", "", 10, "WAITING | A* WAITING@0");

    row("waiting, processing", "A", "A:processing@5", 10, "ACCEPTED | A* ACCEPTED@5");
    row("accepted, processing: no second entry", "A", "A:processing@5 A:processing@7", 10,
        "ACCEPTED | A* ACCEPTED@5");

    row("waiting, partial", "A", "A:partial@5", 10, "PARTIAL | A* PARTIAL@5");
    row("accepted, partial", "A", "A:processing@3 A:partial@5", 10, "PARTIAL | A* PARTIAL@5");
    row("partial, partial", "A", "A:partial@3 A:partial@5", 10, "PARTIAL | A* PARTIAL@3");
    row("partial, processing stays partial", "A", "A:partial@3 A:processing@5", 10, "PARTIAL | A* PARTIAL@3");
    row("claimed success, partial", "A", "A:success@3 A:partial@5", 10, "PARTIAL | A* PARTIAL@5");

    row("waiting, error", "A", "A:error@5", 10, "FAILED | A* FAILED@5");
    row("accepted, error", "A", "A:processing@3 A:error@5", 10, "FAILED | A* FAILED@5");
    row("partial, error", "A", "A:partial@3 A:error@5", 10, "FAILED | A* FAILED@5");
    row("claimed success, error", "A", "A:success@3 A:error@5", 10, "FAILED | A* FAILED@5");
    row("failed, processing moves nothing", "A", "A:error@5 A:processing@7", 10, "FAILED | A* FAILED@5");

    row("waiting, success without result", "A", "A:success@5", 10, "CLAIMED_SUCCESS | A* CLAIMED_SUCCESS@5");
    row("accepted, success without result", "A", "A:processing@3 A:success@5", 10,
        "CLAIMED_SUCCESS | A* CLAIMED_SUCCESS@5");
    row("claimed success, processing takes nothing back", "A", "A:success@5 A:processing@7", 10,
        "CLAIMED_SUCCESS | A* CLAIMED_SUCCESS@5");
    row("claimed success, claimed again", "A", "A:success@5 A:success@7", 10,
        "CLAIMED_SUCCESS | A* CLAIMED_SUCCESS@5");
    row("claimed success never stalls", "A", "A:success@5", late, "CLAIMED_SUCCESS | A* CLAIMED_SUCCESS@5");

    row("waiting, result", "A", "A:result@9", 10, "DELIVERED | A* DELIVERED@9");
    row("accepted, result", "A", "A:processing@3 A:result@9", 10, "DELIVERED | A* DELIVERED@9");
    row("partial, result", "A", "A:partial@3 A:result@9", 10, "DELIVERED | A* DELIVERED@9");
    row("claimed success, result", "A", "A:success@3 A:result@9", 10, "DELIVERED | A* DELIVERED@9");
    row("delivered, feedback annotates", "A", "A:result@9 A:error@10 A:processing@11 A:partial@12", late,
        "DELIVERED | A* DELIVERED@9");
    row("an encrypted result delivers", "A", "A:sealed@9", 10, "DELIVERED | A* DELIVERED@9");
    row("an empty result delivers, flagged", "A", "A:empty@9", 10, "DELIVERED | A* DELIVERED@9 EMPTY_RESULT");

    row("waiting, cancelled", "A", "cancel@5", late, "CANCELLED | A* CANCELLED@5");
    row("accepted, cancelled", "A", "A:processing@3 cancel@5", late, "CANCELLED | A* CANCELLED@5");
    row("partial, cancelled", "A", "A:partial@3 cancel@5", late, "CANCELLED | A* CANCELLED@5");
    row("claimed success, cancelled", "A", "A:success@3 cancel@5", late, "CANCELLED | A* CANCELLED@5");
    row("failed, then cancelled", "A", "A:error@3 cancel@5", late, "FAILED | A* FAILED@3");
    row("delivered, then cancelled", "A", "A:result@3 cancel@5", late, "DELIVERED | A* DELIVERED@3");
    row("ignored, then cancelled", "A", "cancel@31", late, "IGNORED | A* IGNORED@30");
    row("the first cancellation counts", "A", "cancel@8 cancel@5", late, "CANCELLED | A* CANCELLED@5");
    row("a stranger cannot cancel", "A", "meddle@5", 10, "WAITING | A* WAITING@0");
    row("after cancelled, feedback moves nothing", "A", "cancel@5 A:processing@7 A:error@9", late,
        "CANCELLED | A* CANCELLED@5");

    row("before the response timeout", "A", "", 29, "WAITING | A* WAITING@0");
    row("at the response timeout", "A", "", 30, "IGNORED | A* IGNORED@30");
    row("an answer dated at the timeout is in time", "A", "A:processing@30", 31, "ACCEPTED | A* ACCEPTED@30");
    row("one dated after it is not", "A", "A:processing@31", 32, "IGNORED | A* IGNORED@30");
    row("one dated after it, but had before: in time", "A", "A:processing@31+-3", 32,
        "ACCEPTED | A* ACCEPTED@31");
    row("ignored, then an error: stays", "A", "A:error@40", late, "IGNORED | A* IGNORED@30");
    row("an unsolicited attempt is never ignored", "", "A:none@5", 60, "WAITING | A WAITING@5");

    row("accepted, before the result timeout", "A", "A:processing@5", 124, "ACCEPTED | A* ACCEPTED@5");
    row("accepted, result timeout", "A", "A:processing@5", 125, "STALLED | A* STALLED@125");
    row("partial, result timeout", "A", "A:partial@5", 125, "STALLED | A* STALLED@125");
    row("each report starts it again", "A", "A:processing@5 A:processing@65 A:partial@85", 204,
        "PARTIAL | A* PARTIAL@85");
    row("until none comes", "A", "A:processing@5 A:processing@65 A:partial@85", 205,
        "STALLED | A* STALLED@205");
    row("stalled, then an error: stays", "A", "A:processing@5 A:error@200", late, "STALLED | A* STALLED@125");

    row("paid, before its timeout", "A", "A:ask@5 pay:A#1@10", 129, "WAITING | A* WAITING@0 CLAIMED");
    row("paid, payment timeout without result", "A", "A:ask@5 pay:A#1@10", 130,
        "PAID_UNDELIVERED | A* PAID_UNDELIVERED@130 CLAIMED");
    row("paid, delivered in time", "A", "A:ask@5 pay:A#1@10 A:result@130", late,
        "DELIVERED | A* DELIVERED@130 CLAIMED");
    row("paid and accepted", "A", "A:ask@5 pay:A#1@10 A:processing@11", late,
        "PAID_UNDELIVERED | A* PAID_UNDELIVERED@130 CLAIMED");
    row("paid and partial", "A", "A:ask@5 pay:A#1@10 A:partial@11", late,
        "PAID_UNDELIVERED | A* PAID_UNDELIVERED@130 CLAIMED");
    row("paid, then success claimed", "A", "A:ask@5 pay:A#1@10 A:success@11", late,
        "PAID_UNDELIVERED | A* PAID_UNDELIVERED@130 CLAIMED");
    row("paid, then error", "A", "A:ask@5 pay:A#1@10 A:error@11", 129, "FAILED | A* FAILED@11 CLAIMED");
    row("paid, then error, then the timeout", "A", "A:ask@5 pay:A#1@10 A:error@11", 130,
        "PAID_UNDELIVERED | A* PAID_UNDELIVERED@130 CLAIMED");
    row("paid, then cancelled", "A", "A:ask@5 pay:A#1@10 cancel@11", 130,
        "PAID_UNDELIVERED | A* PAID_UNDELIVERED@130 CLAIMED");
    row("paid ahead, ignored, then undelivered", "A", "pay:A@2", 31, "IGNORED | A* IGNORED@30 CLAIMED");
    row("paid ahead and never served", "A", "pay:A@2", 122,
        "PAID_UNDELIVERED | A* PAID_UNDELIVERED@122 CLAIMED");
    row("the first payment starts the clock", "A", "A:ask@5 pay:A#1@10 pay:A#1@100", 130,
        "PAID_UNDELIVERED | A* PAID_UNDELIVERED@130 CLAIMED");
}

void AttemptTest::transitions()
{
    QFETCH(QString, targets);
    QFETCH(QString, script);
    QFETCH(int, now);
    QTEST(told(judgeAt(tell(targets.toStdString(), script.toStdString()), now)), "expected");
}

void AttemptTest::resultsThatSayOtherwise_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *script, const char *expected) {
        QTest::newRow(name) << QString::fromLatin1(script) << QString::fromLatin1(expected);
    };
    row("error inside", "A:result!error@9", "FAILED | A* FAILED@9");
    row("error inside, in capitals", "A:result!ERROR@9", "FAILED | A* FAILED@9");
    row("success inside", "A:result!success@9", "DELIVERED | A* DELIVERED@9");
    row("an unknown word inside", "A:result!splendid@9", "DELIVERED | A* DELIVERED@9");
    row("partial inside", "A:result!partial@9", "PARTIAL | A* PARTIAL@9");
    row("processing inside", "A:result!processing@9", "ACCEPTED | A* ACCEPTED@9");
    row("payment required inside", "A:result!payment-required@9", "WAITING | A* WAITING@0 REQUESTED");
    row("scheduled inside", "A:result!scheduled@9", "WAITING | A* WAITING@0");
    row("wrong kind", "A:wrong@9", "ACCEPTED | A* ACCEPTED@9 KIND_MISMATCH");
    row("wrong kind after processing", "A:processing@5 A:wrong@9", "ACCEPTED | A* ACCEPTED@5 KIND_MISMATCH");
    row("wrong kind that says error", "A:wrong!error@9", "FAILED | A* FAILED@9 KIND_MISMATCH");
    row("wrong kind, then the right one", "A:wrong@9 A:result@20",
        "DELIVERED | A* DELIVERED@20 KIND_MISMATCH");
    row("a failing result after a good one annotates", "A:result@9 A:result!error@20",
        "DELIVERED | A* DELIVERED@9");
}

void AttemptTest::resultsThatSayOtherwise()
{
    QFETCH(QString, script);
    QTEST(told(judgeAt(tell("A", script.toStdString()), 25)), "expected");
}

void AttemptTest::resultsAfterTheEnd_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *script, const char *expected) {
        QTest::newRow(name) << QString::fromLatin1(script) << QString::fromLatin1(expected);
    };
    row("after FAILED: RECOVERED", "A:error@5 A:result@9", "DELIVERED | A* DELIVERED@9 RECOVERED");
    row("after IGNORED: LATE", "A:result@45", "DELIVERED | A* DELIVERED@45 LATE");
    row("after STALLED: LATE", "A:processing@5 A:result@126", "DELIVERED | A* DELIVERED@126 LATE");
    row("after PAID_UNDELIVERED: LATE", "A:ask@5 pay:A#1@10 A:result@131",
        "DELIVERED | A* DELIVERED@131 CLAIMED LATE");
    row("after CANCELLED: WASTED", "A:processing@5 cancel@7 A:result@9", "DELIVERED | A* DELIVERED@9 WASTED");
    row("failed, paid, undelivered, delivered: both", "A:ask@2 pay:A#1@3 A:error@5 A:result@200",
        "DELIVERED | A* DELIVERED@200 CLAIMED RECOVERED+LATE");
    row("wrong kind, stalled, right kind", "A:wrong@5 A:result@200",
        "DELIVERED | A* DELIVERED@200 LATE+KIND_MISMATCH");
    row("dated late, had in time", "A:result@45+-20", "DELIVERED | A* DELIVERED@45");
    row("from storage, dated in time", "A:result@20+900000~", "DELIVERED | A* DELIVERED@20");
}

void AttemptTest::resultsAfterTheEnd()
{
    QFETCH(QString, script);
    QTEST(told(judgeAt(tell("A", script.toStdString()), late)), "expected");
}

void AttemptTest::severalResults_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<int>("counts"); ///< place of the result that counts
    QTest::newRow("a relay copy says nothing") << "A:result@9 A:result@9"
                                               << "DELIVERED | A* DELIVERED@9" << 0;
    QTest::newRow("duplicate") << "A:result@9 A:result@12"
                               << "DELIVERED | A* DELIVERED@9 DUPLICATE" << 0;
    QTest::newRow("revised: the latest wins") << "A:result@9 A:result=better@12"
                                              << "DELIVERED | A* DELIVERED@9 REVISED" << 1;
    QTest::newRow("revised and repeated") << "A:result@9 A:result=better@12 A:result=better@13"
                                          << "DELIVERED | A* DELIVERED@9 DUPLICATE+REVISED" << 1;
    QTest::newRow("revised back") << "A:result@9 A:result=better@12 A:result@14"
                                  << "DELIVERED | A* DELIVERED@9 REVISED" << 2;
    QTest::newRow("revised to nothing") << "A:result@9 A:empty@12"
                                        << "DELIVERED | A* DELIVERED@9 REVISED+EMPTY_RESULT" << 1;
    QTest::newRow("revised from nothing") << "A:empty@9 A:result@12"
                                          << "DELIVERED | A* DELIVERED@9 REVISED" << 1;
}

void AttemptTest::severalResults()
{
    QFETCH(QString, script);
    QFETCH(int, counts);
    const JobFacts facts = tell("A", script.toStdString());
    const JobJudgement judgement = judgeAt(facts, late);
    QTEST(told(judgement), "expected");
    QCOMPARE(judgement.attempts.at(0).result, std::optional(facts.answers.at(counts).id));
    QCOMPARE(judgement.attempts.at(0).delivered_at, std::optional(start + 9));
    QCOMPARE(judgement.response_s, std::optional<std::int64_t>(9));
}

/// What a DVM may say without moving its attempt; it has answered all the same.
void AttemptTest::statusesThatMoveNothing_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("now");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *script, int now, const char *expected) {
        QTest::newRow(name) << QString::fromLatin1(script) << now << QString::fromLatin1(expected);
    };
    for (const char *word : {"none", "thinking", "pong"}) {
        row(qPrintable(QString::fromLatin1("%1, not ignored").arg(QLatin1String(word))),
            qPrintable(QString::fromLatin1("A:%1@5").arg(QLatin1String(word))), 124,
            "WAITING | A* WAITING@0");
        row(qPrintable(QString::fromLatin1("%1, then silence").arg(QLatin1String(word))),
            qPrintable(QString::fromLatin1("A:%1@5").arg(QLatin1String(word))), 125,
            "UNOBSERVED | A* UNOBSERVED@125");
    }
    row("opaque, not ignored", "A:opaque@5", 124, "WAITING | A* WAITING@0 NOT_OBSERVED");
    row("opaque, then silence", "A:opaque@5", 125, "UNOBSERVED | A* UNOBSERVED@125 NOT_OBSERVED");
    row("opaque, then more of it", "A:opaque@5 A:opaque@50", 169, "WAITING | A* WAITING@0 NOT_OBSERVED");
    row("opaque, then a sealed result", "A:opaque@5 A:sealed@60", late,
        "DELIVERED | A* DELIVERED@60 NOT_OBSERVED");
    row("opaque, then an error", "A:opaque@5 A:error@6", late, "FAILED | A* FAILED@6 NOT_OBSERVED");
    row("unknown in accepted moves nothing", "A:processing@5 A:thinking@100", 125,
        "STALLED | A* STALLED@125");
    row("opaque too late: was ignored", "A:opaque@31", late, "IGNORED | A* IGNORED@30 NOT_OBSERVED");

    row("payment required: waits for ever", "A:payment-required@5", late, "WAITING | A* WAITING@0 REQUESTED");
    row("payment rejected: waits", "A:payment-rejected@5", late, "WAITING | A* WAITING@0 REQUESTED");
    row("subscription required: waits", "A:subscription-required@5", late,
        "WAITING | A* WAITING@0 REQUESTED");
    row("chain scheduled: waits", "A:chain-scheduled@5", late, "WAITING | A* WAITING@0");
    row("scheduled: waits", "A:scheduled@5", late, "WAITING | A* WAITING@0");
    row("scheduled after accepted: does not stall", "A:processing@3 A:scheduled@5", late,
        "ACCEPTED | A* ACCEPTED@3");
    row("unknown, then asked for payment: waits", "A:thinking@5 A:ask@6", late,
        "WAITING | A* WAITING@0 REQUESTED");
    row("asked for payment, then unknown: waits", "A:ask@5 A:thinking@6", late,
        "WAITING | A* WAITING@0 REQUESTED");
    row("scheduled, then at work, then silent", "A:scheduled@5 A:processing@500", 620,
        "STALLED | A* STALLED@620");
}

void AttemptTest::statusesThatMoveNothing()
{
    QFETCH(QString, script);
    QFETCH(int, now);
    QTEST(told(judgeAt(tell("A", script.toStdString()), now)), "expected");
}

void AttemptTest::orderInside_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *script, const char *expected) {
        QTest::newRow(name) << QString::fromLatin1(script) << QString::fromLatin1(expected);
    };
    row("created_at before receipt", "A:error@5+9 A:processing@6+1", "FAILED | A* FAILED@5");
    row("in one second, first seen first: error", "A:error@5+1 A:success@5+2", "FAILED | A* FAILED@5");
    row("in one second, first seen first: success, then error", "A:error@5+2 A:success@5+1",
        "FAILED | A* FAILED@5");
    row("in one second, partial after error", "A:error@5+1 A:partial@5+2", "FAILED | A* FAILED@5");
    row("in one second, partial before success", "A:partial@5+1 A:success@5+2",
        "CLAIMED_SUCCESS | A* CLAIMED_SUCCESS@5");
    row("in one second, success before partial", "A:partial@5+2 A:success@5+1", "PARTIAL | A* PARTIAL@5");
    row("in one second, an answer comes before a cancellation", "cancel@5 A:error@5", "FAILED | A* FAILED@5");
    row("in one second, a result comes before a cancellation", "cancel@5 A:result@5",
        "DELIVERED | A* DELIVERED@5");
}

void AttemptTest::orderInside()
{
    QFETCH(QString, script);
    QTEST(told(judgeAt(tell("A", script.toStdString()), 20)), "expected");
}

void AttemptTest::evidence_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("answer"); ///< place of the answer that is the evidence; -1: none; -2: other
    QTest::newRow("waiting") << QString() << -1;
    QTest::newRow("ignored") << QStringLiteral("A:processing@99") << -1;
    QTest::newRow("stalled") << QStringLiteral("A:processing@5") << -1;
    QTest::newRow("error feedback") << QStringLiteral("A:processing@5 A:error@6") << 1;
    QTest::newRow("error inside a result") << QStringLiteral("A:processing@5 A:result!error@6") << 1;
    QTest::newRow("delivered") << QStringLiteral("A:processing@5 A:result@6 A:result=more@7") << 1;
    QTest::newRow("claimed success") << QStringLiteral("A:success@5") << 0;
    QTest::newRow("cancelled") << QStringLiteral("A:processing@5 cancel@6") << -2;
    QTest::newRow("paid, undelivered") << QStringLiteral("A:ask@5 pay:A#1@6") << -2;
}

void AttemptTest::evidence()
{
    QFETCH(QString, script);
    QFETCH(int, answer);
    const JobFacts facts = tell("A", script.toStdString());
    std::optional<dvmdash::nostr::EventId> expected;
    if (answer >= 0)
        expected = facts.answers.at(answer).id;
    else if (answer == -2)
        expected = facts.payments.empty() ? facts.cancellations.at(0).event : facts.payments.at(0).receipt;
    const JobJudgement judgement = judgeAt(facts, 1000);
    QCOMPARE(judgement.attempts.at(0).evidence, expected);
}

void AttemptTest::responseTime()
{
    const JobJudgement judgement = judgeAt(tell("A", "A:processing@2 A:result@9+3 A:result=more@15"), 20);
    const Attempt &attempt = judgement.attempts.at(0);
    QCOMPARE(attempt.first_answer_at, std::optional(start + 2));
    QCOMPARE(attempt.response_s, std::optional<std::int64_t>(9));
    QCOMPARE(attempt.response_ms,
             std::optional<std::int64_t>(9 * 1000 + 2500)); // the request had 500 ms itself
    QCOMPARE(judgement.response_s, attempt.response_s);
    QCOMPARE(judgement.response_ms, attempt.response_ms);
    QCOMPARE(judgement.last_change, start + 9);
}

void AttemptTest::responseTimeNeedsLiveReceipts()
{
    const JobJudgement stored = judgeAt(tell("A", "A:result@9~"), 20);
    QCOMPARE(stored.response_s, std::optional<std::int64_t>(9));
    QVERIFY(!stored.response_ms);
    JobFacts facts = tell("A", "A:result@9");
    facts.request->live = false;
    QVERIFY(!judgeAt(facts, 20).response_ms);
    facts.request->live = true;
    facts.request->received_ms = (start + 12) * 1000; // the relay gave the answer first
    QVERIFY(!judgeAt(facts, 20).response_ms);
}

void AttemptTest::negativeResponseIsClockSkew()
{
    const JobJudgement judgement = judgeAt(tell("A", "A:result@-4+6"), 20);
    QCOMPARE(told(judgement), QStringLiteral("DELIVERED | A* DELIVERED@-4 CLOCK_SKEW"));
    QCOMPARE(judgement.attempts.at(0).response_s, std::optional<std::int64_t>(-4));
    QVERIFY(!judgement.response_s);                                     // kept out of averages
    QCOMPARE(judgement.response_ms, std::optional<std::int64_t>(1500)); // what we measured is sound
}

void AttemptTest::timeoutsOfTheKindCount()
{
    KindTable kinds = KindTable::standard();
    kinds.setTimeouts(5001, {.response = 5, .result = 600, .payment = 50, .paidToResult = 7});
    const auto state = [&](const char *script, std::int64_t now) {
        return judge(tell("A", script), kinds, always, start + now).attempts.at(0).state;
    };
    QCOMPARE(state("", 4), State::Waiting);
    QCOMPARE(state("", 5), State::Ignored);
    QCOMPARE(state("A:processing@2", 601), State::Accepted);
    QCOMPARE(state("A:processing@2", 602), State::Stalled);
    QCOMPARE(state("A:ask@2 pay:A@3", 9), State::Waiting);
    QCOMPARE(state("A:ask@2 pay:A@3", 10), State::PaidUndelivered);
    const JobJudgement asked = judge(tell("A", "A:payment-required@2"), kinds, always, start + 10);
    QCOMPARE(asked.attempts.at(0).payment_until, std::optional(start + 52));
}

/// Dates are whatever the author writes; the sums must not overflow.
void AttemptTest::absurdDates()
{
    constexpr std::int64_t end = std::numeric_limits<std::int64_t>::max();
    JobFacts facts = tell("A", "A:processing@5 A:ask@6 pay:A@7");
    facts.request->created_at = end - 3;
    for (Answer &answer : facts.answers)
        answer.created_at = end;
    facts.payments.at(0).created_at = end;
    facts.payments.at(0).msat = end;
    facts.payments.push_back(facts.payments.at(0));
    facts.payments.back().key = "another";
    const JobJudgement judgement = judgeAt(facts, 0);
    QCOMPARE(judgement.state, State::Accepted);
    QCOMPARE(judgement.attempts.at(0).claimed_msat, end);
    QCOMPARE(judge(facts, KindTable::standard(), always, end).attempts.at(0).state, State::Accepted);
}

void AttemptTest::namesOfStatesAndFlags()
{
    QCOMPARE(qs(stateName(State::ClaimedSuccess)), QStringLiteral("CLAIMED_SUCCESS"));
    QCOMPARE(qs(stateName(State::Unserved)), QStringLiteral("UNSERVED"));
    QCOMPARE(qs(stateName(State::Missing)), QStringLiteral("MISSING"));
    QStringList open;
    QStringList failures;
    for (int i = 1; i <= 13; ++i) {
        const auto state = static_cast<State>(i);
        if (isOpen(state))
            open += qs(stateName(state));
        if (isFailure(state))
            failures += qs(stateName(state));
        QVERIFY(!(isOpen(state) && isFailure(state)));
    }
    QCOMPARE(open.join(QLatin1Char(' ')), QStringLiteral("WAITING ACCEPTED PARTIAL CLAIMED_SUCCESS"));
    QCOMPARE(failures.join(QLatin1Char(' ')), QStringLiteral("FAILED IGNORED STALLED PAID_UNDELIVERED"));
    QStringList all;
    for (const std::string_view name : attemptFlagNames(0xffffffff))
        all += qs(name);
    QCOMPARE(all.join(QLatin1Char(' ')),
             QStringLiteral("RECOVERED LATE WASTED DUPLICATE REVISED KIND_MISMATCH CLOCK_SKEW EMPTY_RESULT "
                            "UNSOLICITED NOT_OBSERVED IMPOSTOR"));
    QVERIFY(attemptFlagNames(0).empty());
}

DVMDASH_TEST(AttemptTest)
#include "attempt_test.moc"
