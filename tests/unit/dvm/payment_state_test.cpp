// SPDX-License-Identifier: GPL-3.0-or-later
// Payment, the second axis of an attempt: what was asked, what was seen, what may be inferred.
#include "story.h"
#include "support/test_main.h"

using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

namespace
{

constexpr int late = 100'000;

JobJudgement judgeLate(const JobFacts &facts)
{
    return judge(facts, KindTable::standard(), always, start + late);
}

} // namespace

class PaymentStateTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void stories_data();
    void stories();
    void amounts_data();
    void amounts();
    void countedOnce();
    void theSurerReceiptStands();
    void latestAskCounts();
    void unattributed();
    void names();
};

void PaymentStateTest::stories_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *script, const char *expected) {
        QTest::newRow(name) << QString::fromLatin1(script) << QString::fromLatin1(expected);
    };
    row("free", "A:result@5", "DELIVERED | A* DELIVERED@5");
    row("asked, never seen paid: waits, nobody is at fault", "A:ask@5", "WAITING | A* WAITING@0 REQUESTED");
    row("accepted, asked, never seen paid: does not stall", "A:processing@3 A:ask@5",
        "ACCEPTED | A* ACCEPTED@3 REQUESTED");
    row("asked after the response timeout", "A:ask@40", "IGNORED | A* IGNORED@30 REQUESTED");
    row("an amount asks too", "A:result$5000@5", "DELIVERED | A* DELIVERED@5 REQUESTED");
    row("an amount of nothing does not", "A:result$0@5", "DELIVERED | A* DELIVERED@5");
    row("an unreadable amount does not", "A:processing$100_000@5 A:result@6", "DELIVERED | A* DELIVERED@6");
    row("an amount beside processing is no demand", "A:processing$5000@5 A:result@9",
        "DELIVERED | A* DELIVERED@9 REQUESTED");

    row("asked, then processing: inferred", "A:ask@5 A:processing@9 A:error@10",
        "FAILED | A* FAILED@10 INFERRED");
    row("asked, then partial: inferred", "A:ask@5 A:partial@9", "STALLED | A* STALLED@129 INFERRED");
    row("asked, then success: inferred", "A:ask@5 A:success@9",
        "CLAIMED_SUCCESS | A* CLAIMED_SUCCESS@9 INFERRED");
    row("asked, then the result: inferred", "A:ask@5 A:result@400", "DELIVERED | A* DELIVERED@400 INFERRED");
    row("asked, then work of the wrong kind: inferred", "A:ask@5 A:wrong@9 A:error@10",
        "FAILED | A* FAILED@10 INFERRED KIND_MISMATCH");
    row("asked, then an error: not inferred", "A:ask@5 A:error@9", "FAILED | A* FAILED@9 REQUESTED");
    row("work before the ask infers nothing", "A:partial@5 A:ask@9", "PARTIAL | A* PARTIAL@5 REQUESTED");
    row("delivered, then asked", "A:result@5 A:ask@9", "DELIVERED | A* DELIVERED@5 REQUESTED");
    row("asked, works on, stalls", "A:ask@5 A:processing@9", "STALLED | A* STALLED@129 INFERRED");
    row("asked, works on, asks again, waits", "A:ask@5 A:processing@9 A:payment-required@20",
        "ACCEPTED | A* ACCEPTED@9 INFERRED");
    row("subscription, then work", "A:subscription-required@5 A:result@9",
        "DELIVERED | A* DELIVERED@9 INFERRED");
    row("rejected, then work", "A:payment-rejected@5 A:result@9", "DELIVERED | A* DELIVERED@9 INFERRED");

    row("claimed, naming the feedback", "A:ask@5 pay:A#1@7 A:result@9", "DELIVERED | A* DELIVERED@9 CLAIMED");
    row("claimed, naming the result", "A:result@5 pay:A#1@7", "DELIVERED | A* DELIVERED@5 CLAIMED");
    row("claimed, naming the request", "A:result@5 pay:A@7", "DELIVERED | A* DELIVERED@5 CLAIMED");
    row("confirmed", "A:ask@5 sure:A#1@7 A:result@9", "DELIVERED | A* DELIVERED@9 CONFIRMED");
    row("confirmed beats claimed", "A:ask@5 sure:A#1@7 pay:A#1@8 A:result@9",
        "DELIVERED | A* DELIVERED@9 CONFIRMED");
    row("seen beats inferred", "A:ask@5 A:processing@6 pay:A#1@7 A:result@9",
        "DELIVERED | A* DELIVERED@9 CLAIMED");

    row("a stranger's zap is no payment", "A:ask@5 tip:A#1@7", "WAITING | A* WAITING@0 REQUESTED");
    row("nor one to the request", "A:ask@5 tip:A@7", "WAITING | A* WAITING@0 REQUESTED");
    row("a zap to A that names B's answer is neither's", "A:ask@5 B:none@6 pay:A#2@7",
        "WAITING | A* WAITING@0 REQUESTED | B UNOBSERVED@126 UNSOLICITED");

    row("refunded after an error", "A:ask@5 pay:A#1@7 A:error@9 refund:A@20",
        "FAILED | A* FAILED@9 REFUNDED");
    row("refunded, never delivered: not held against it", "A:ask@5 pay:A#1@7 refund:A@500",
        "WAITING | A* WAITING@0 REFUNDED");
    row("paid back in parts", "A:ask@5 pay:A#1@7 A:error@9 refund:A=600@20 refund:A=400@30",
        "FAILED | A* FAILED@9 REFUNDED");
    row("paid back in part only", "A:ask@5 pay:A#1@7 A:error@9 refund:A=400@20",
        "PAID_UNDELIVERED | A* PAID_UNDELIVERED@127 REFUNDED");
    row("refund of a payment nobody saw", "A:ask@5 A:error@9 refund:A@20", "FAILED | A* FAILED@9 REFUNDED");

    row("paid, then opaque: the delivery may be sealed", "A:ask@5 pay:A#1@7 A:opaque@20",
        "UNOBSERVED | A* UNOBSERVED@127 CLAIMED NOT_OBSERVED");
    row("paid after opaque: still owed", "A:opaque@3 A:ask@5 pay:A#2@7",
        "PAID_UNDELIVERED | A* PAID_UNDELIVERED@127 CLAIMED NOT_OBSERVED");
    row("paid, failed, then opaque: stays failed", "A:ask@5 pay:A#1@7 A:error@9 A:opaque@20",
        "FAILED | A* FAILED@9 CLAIMED NOT_OBSERVED");
}

void PaymentStateTest::stories()
{
    QFETCH(QString, script);
    QTEST(told(judgeLate(tell("A", script.toStdString()))), "expected");
}

/// Tiers are kept apart and never added up; what strangers give is money all the same.
void PaymentStateTest::amounts_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<qint64>("claimed");
    QTest::addColumn<qint64>("confirmed");
    QTest::addColumn<qint64>("refunded");
    QTest::newRow("nothing") << "A:result@5" << qint64{0} << qint64{0} << qint64{0};
    QTest::newRow("claimed") << "A:result@5 pay:A#1=700@6 pay:A@7" << qint64{1700} << qint64{0} << qint64{0};
    QTest::newRow("confirmed beside claimed")
        << "A:result@5 pay:A=500@6 sure:A=30@7" << qint64{500} << qint64{30} << qint64{0};
    QTest::newRow("tips count") << "A:result@5 tip:A#1@6 tip:A=5@7" << qint64{1005} << qint64{0} << qint64{0};
    QTest::newRow("refunds") << "A:ask@5 pay:A=500@6 refund:A=200@8 refund:A=40@9" << qint64{500} << qint64{0}
                             << qint64{240};
    QTest::newRow("to another DVM") << "A:result@5 B:result@6 pay:B#2@7" << qint64{0} << qint64{0}
                                    << qint64{0};
    QTest::newRow("to a DVM that has no part in it")
        << "A:result@5 pay:C@7" << qint64{0} << qint64{0} << qint64{0};
}

void PaymentStateTest::amounts()
{
    QFETCH(QString, script);
    const JobJudgement judgement = judgeLate(tell("A", script.toStdString()));
    const Attempt &attempt = judgement.attempts.at(0);
    QTEST(qint64{attempt.claimed_msat}, "claimed");
    QTEST(qint64{attempt.confirmed_msat}, "confirmed");
    QTEST(qint64{attempt.refunded_msat}, "refunded");
}

void PaymentStateTest::countedOnce()
{
    JobFacts facts = tell("A", "A:result@5 pay:A#1@6");
    Payment copy = facts.payments.at(0); // the same invoice under another receipt
    copy.receipt.data[0] ^= 1;
    copy.created_at += 3;
    facts.payments.push_back(copy);
    QCOMPARE(judgeLate(facts).attempts.at(0).claimed_msat, 1000);
    facts.payments.back().key = "another payment";
    QCOMPARE(judgeLate(facts).attempts.at(0).claimed_msat, 2000);
}

void PaymentStateTest::theSurerReceiptStands()
{
    JobFacts facts = tell("A", "A:result@5 pay:A#1@6 sure:A#1@9");
    facts.payments.at(1).key = facts.payments.at(0).key;
    const Attempt attempt = judgeLate(facts).attempts.at(0);
    QCOMPARE(attempt.claimed_msat, 0);
    QCOMPARE(attempt.confirmed_msat, 1000);
    QCOMPARE(attempt.payment, PaymentState::Confirmed);
}

void PaymentStateTest::latestAskCounts()
{
    const Attempt one = judgeLate(tell("A", "A:ask@5")).attempts.at(0);
    QCOMPARE(one.requested_msat, std::optional<std::int64_t>(1000));
    QCOMPARE(one.payment_until, std::optional(start + 5 + 600)); // the invoice says so
    const Attempt two = judgeLate(tell("A", "A:ask@5 A:payment-required$3000@20")).attempts.at(0);
    QCOMPARE(two.requested_msat, std::optional<std::int64_t>(3000));
    QCOMPARE(two.payment_until, std::optional(start + 20 + 24 * 3600)); // no invoice: a day
    const Attempt three = judgeLate(tell("A", "A:payment-required@5")).attempts.at(0);
    QVERIFY(!three.requested_msat);
    QCOMPARE(three.payment, PaymentState::Requested);
    const Attempt priced = judgeLate(tell("A", "A:result$4000@5")).attempts.at(0);
    QCOMPARE(priced.requested_msat, std::optional<std::int64_t>(4000));
    QCOMPARE(priced.payment_until, std::optional(start + 5 + 24 * 3600));
    const Attempt none = judgeLate(tell("A", "A:result@5")).attempts.at(0);
    QVERIFY(!none.requested_msat && !none.payment_until);
}

void PaymentStateTest::unattributed()
{
    JobFacts facts = tell("A", "A:result@5 pay:A@6");
    facts.payments.at(0).target.reset(); // a profile zap
    const Attempt attempt = judgeLate(facts).attempts.at(0);
    QCOMPARE(attempt.claimed_msat, 0);
    QCOMPARE(attempt.payment, PaymentState::None);
}

void PaymentStateTest::names()
{
    QStringList all;
    for (int i = 0; i <= 5; ++i)
        all += qs(paymentStateName(static_cast<PaymentState>(i)));
    QCOMPARE(all.join(QLatin1Char(' ')),
             QStringLiteral("NONE REQUESTED INFERRED CLAIMED CONFIRMED REFUNDED"));
}

DVMDASH_TEST(PaymentStateTest)
#include "payment_state_test.moc"
