// SPDX-License-Identifier: GPL-3.0-or-later
// JobJudgement::deadline against brute force: the job is judged at every second, and must change by time
// alone at the deadlines told and at no other time.
#include "story.h"
#include "support/test_main.h"

#include <algorithm>

using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

namespace
{

/// The judgement without the deadline itself, which may move on although nothing changed.
JobJudgement changeable(JobJudgement judgement)
{
    judgement.deadline.reset();
    return judgement;
}

/// The last date or receipt in a story: before it a judgement would know the future.
std::int64_t endOf(const JobFacts &facts)
{
    std::int64_t end = facts.request ? facts.request->created_at : start;
    for (const Answer &answer : facts.answers)
        end = std::max({end, answer.created_at, answer.received_ms / 1000});
    for (const Payment &payment : facts.payments)
        end = std::max(end, payment.created_at);
    for (const Cancellation &cancellation : facts.cancellations)
        end = std::max(end, cancellation.created_at);
    return end;
}

bool deafInTheMiddle(std::int64_t from, std::int64_t until)
{
    return until <= start + 100 || from >= start + 140;
}

} // namespace

class DeadlineTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void told_data();
    void told();
    void bruteForce_data();
    void bruteForce();
    void knowingTheFuture();
};

void DeadlineTest::told_data()
{
    QTest::addColumn<QString>("targets");
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("now");
    QTest::addColumn<int>("deadline"); ///< -1: none
    const auto row = [](const char *name, const char *targets, const char *script, int now, int deadline) {
        QTest::newRow(name) << QString::fromLatin1(targets) << QString::fromLatin1(script) << now << deadline;
    };
    row("waiting", "A", "", 3, 30);
    row("broadcast", "", "", 3, 30);
    row("ignored", "A", "", 30, -1);
    row("unserved", "", "", 30, -1);
    row("accepted", "A", "A:processing@5", 6, 125);
    row("partial", "A", "A:partial@5", 6, 125);
    row("asked for payment", "A", "A:ask@5", 6, -1);
    row("paid", "A", "A:ask@5 pay:A@7", 8, 127);
    row("paid, at work: the result first", "A", "A:processing@1 pay:A@7", 8, 121);
    row("stalled, the payment is next", "A", "A:processing@1 pay:A@7", 121, 127);
    row("failed, but paid", "A", "pay:A@7 A:error@9", 10, 127);
    row("delivered", "A", "A:result@5", 6, -1);
    row("claimed success", "A", "A:success@5", 6, -1);
    row("failed", "A", "A:error@5", 6, -1);
    row("cancelled", "A", "cancel@5", 6, -1);
    row("opaque", "A", "A:opaque@5", 6, 125);
    row("the earliest of two attempts", "AB", "A:processing@5", 6, 30);
    row("delivered by one, the other still owes", "AB", "A:result@5", 6, 30);
}

void DeadlineTest::told()
{
    QFETCH(QString, targets);
    QFETCH(QString, script);
    QFETCH(int, now);
    QFETCH(int, deadline);
    const JobJudgement judgement =
        judge(tell(targets.toStdString(), script.toStdString()), KindTable::standard(), always, start + now);
    QCOMPARE(judgement.deadline ? *judgement.deadline - start : -1, std::int64_t{deadline});
}

void DeadlineTest::bruteForce_data()
{
    QTest::addColumn<int>("hearing"); ///< 0 nobody, 1 always, 2 with a gap
    QTest::newRow("always heard") << 1;
    QTest::newRow("never heard") << 0;
    QTest::newRow("a gap") << 2;
}

void DeadlineTest::bruteForce()
{
    QFETCH(int, hearing);
    const Listening listening = hearing == 0   ? Listening([](std::int64_t, std::int64_t) { return false; })
                                : hearing == 1 ? Listening(always)
                                               : Listening(deafInTheMiddle);
    int changes = 0;
    for (unsigned seed = 1; seed <= 300; ++seed) {
        const RandomStory story = randomStory(seed, seed % 2 ? 40 : 130);
        JobFacts facts = tell(story.targets, story.script);
        if (seed % 12 == 0)
            facts.request.reset();
        const std::int64_t first = endOf(facts);
        JobJudgement before = judge(facts, KindTable::standard(), listening, first);
        for (std::int64_t now = first + 1; now <= first + 300; ++now) {
            const JobJudgement after = judge(facts, KindTable::standard(), listening, now);
            const bool changed = changeable(after) != changeable(before);
            const bool due = before.deadline == now;
            changes += changed;
            // Who listened is asked once the deadline has come: where nobody did it passes without a change.
            const bool agrees = hearing == 1 ? changed == due : !changed || due;
            if (!agrees || (before.deadline && *before.deadline < now))
                QFAIL(qPrintable(
                    QStringLiteral("seed %1, targets '%2', script '%3', second %4: changed %5, due %6")
                        .arg(seed)
                        .arg(qs(story.targets), qs(story.script))
                        .arg(now - start)
                        .arg(changed)
                        .arg(due)));
            before = after;
        }
    }
    QVERIFY2(changes > 100, qPrintable(QString::number(changes)));
}

/// Facts dated after now are taken as happened, but no timeout strikes before its time.
void DeadlineTest::knowingTheFuture()
{
    const JobFacts facts = tell("A", "A:result@50");
    const JobJudgement early = judge(facts, KindTable::standard(), always, start + 10);
    QCOMPARE(dvmdash::dvm::test::told(early), QStringLiteral("DELIVERED | A* DELIVERED@50"));
    QCOMPARE(early.deadline, std::optional(start + 30));
    const JobJudgement then = judge(facts, KindTable::standard(), always, start + 30);
    QCOMPARE(dvmdash::dvm::test::told(then), QStringLiteral("DELIVERED | A* DELIVERED@50 LATE"));
    QVERIFY(!then.deadline);
}

DVMDASH_TEST(DeadlineTest)
#include "deadline_test.moc"
