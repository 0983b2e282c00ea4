// SPDX-License-Identifier: GPL-3.0-or-later
#include "made_answer.h"
#include "support/test_main.h"
#include "ui/inspector/cause_words.h"
#include "ui/inspector/verdict_text.h"

#include <QSet>

using namespace dvmdash;
using namespace dvmdash::ui;
using dvm::Reason;
using dvm::State;

namespace
{

engine::ChainAnswer failedJob()
{
    return test::madeAnswer({test::madeNode(1, 0, State::Failed, {test::madeAttempt(1, State::Failed, 9)})});
}

} // namespace

/// What a verdict says, reason by reason.
class VerdictWordsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyReasonHasWords();
    void blamesNobodyWithoutDvm_data();
    void blamesNobodyWithoutDvm();
    void namesJobReasonAndTime();
    void severalCauses();
    void everyNoteHasWords();
    void everyStateHasAHeadline();
    void unseenJobsAreNamedByTheirId();
};

void VerdictWordsTest::everyReasonHasWords()
{
    QCOMPARE(allReasons().size(), std::size_t(10));
    QSet<QString> words;
    QSet<QString> rules;
    for (const Reason reason : allReasons()) {
        QVERIFY(!reasonWord(reason).isEmpty());
        words.insert(reasonWords(reason));
        rules.insert(reasonRule(reason));

        engine::ChainAnswer answer = failedJob();
        answer.verdict.root_causes = {{test::madeJob(1), test::madeDvm(1), reason, 0, {}}};
        const VerdictText text = verdictText(answer);
        QCOMPARE(text.causes.size(), std::size_t(1));
        QCOMPARE(text.causes.front().reason, reasonWords(reason));
        QCOMPARE(text.causes.front().rule, reasonRule(reason));
        QCOMPARE(text.tone, reasonTone(reason));
    }
    QCOMPARE(words.size(), 10);
    QCOMPARE(rules.size(), 10);
    QVERIFY(!words.contains(QString()));
    QVERIFY(!rules.contains(QString()));
}

void VerdictWordsTest::blamesNobodyWithoutDvm_data()
{
    QTest::addColumn<int>("reason");
    QTest::addColumn<QString>("headline");
    QTest::newRow("payment") << int(Reason::AwaitingPayment)
                             << "No DVM is at fault: waiting for a payment that was not seen";
    QTest::newRow("ghost") << int(Reason::BeyondObserved) << "The cause lies beyond what was observed";
    QTest::newRow("encrypted") << int(Reason::NotObservable) << "Not observable: what was said is encrypted";
}

void VerdictWordsTest::blamesNobodyWithoutDvm()
{
    QFETCH(int, reason);
    QFETCH(QString, headline);
    engine::ChainAnswer answer = failedJob();
    answer.verdict.root_causes = {{test::madeJob(1), std::nullopt, static_cast<Reason>(reason), 0, {}}};
    const VerdictText text = verdictText(answer);
    QCOMPARE(text.headline, headline);
    QVERIFY(!text.causes.front().dvm);
}

void VerdictWordsTest::namesJobReasonAndTime()
{
    engine::ChainAnswer answer = failedJob();
    answer.verdict.root_causes = {
        {test::madeJob(1), test::madeDvm(1), Reason::Error, test::chainStart + 9, {}}};
    const VerdictText text = verdictText(answer);
    QCOMPARE(text.headline, QStringLiteral("Root cause"));
    const CauseText &cause = text.causes.front();
    QCOMPARE(cause.kind, jobName(answer.chain.nodes.front()));
    QVERIFY(*cause.dvm == test::madeDvm(1));
    QCOMPARE(cause.when, QStringLiteral("9 s after the request"));
    QCOMPARE(text.asked_at, test::chainStart);

    // A clock before the request says nothing.
    answer.verdict.root_causes.front().since = test::chainStart - 5;
    QVERIFY(verdictText(answer).causes.front().when.isEmpty());
}

void VerdictWordsTest::severalCauses()
{
    engine::ChainAnswer answer = failedJob();
    answer.verdict.root_causes = {
        {test::madeJob(1), test::madeDvm(1), Reason::Error, test::chainStart + 9, {}},
        {test::madeJob(1), test::madeDvm(2), Reason::Ignored, test::chainStart + 30, {}}};
    const VerdictText text = verdictText(answer);
    QCOMPARE(text.headline, QStringLiteral("2 root causes, the earliest first"));
    QVERIFY(*text.causes[0].dvm == test::madeDvm(1));
    QVERIFY(*text.causes[1].dvm == test::madeDvm(2));
}

void VerdictWordsTest::everyNoteHasWords()
{
    using N = dvm::NoteKind;
    QSet<QString> words;
    for (const N note :
         {N::Premature, N::Secondary, N::InputCancelled, N::InputUnserved, N::InputOpen, N::Cycle}) {
        QVERIFY(!noteRule(note).isEmpty());
        engine::ChainAnswer answer = failedJob();
        answer.verdict.notes = {{note, test::madeJob(1)}};
        const VerdictText text = verdictText(answer);
        QCOMPARE(text.notes.front().words,
                 jobName(answer.chain.nodes.front()) + QLatin1Char(' ') + noteWords(note));
        words.insert(noteWords(note));
    }
    QCOMPARE(words.size(), 6);
    QVERIFY(!words.contains(QString()));
}

void VerdictWordsTest::everyStateHasAHeadline()
{
    for (int state = int(State::Waiting); state <= int(State::Missing); ++state) {
        const auto answer = test::madeAnswer({test::madeNode(1, 0, static_cast<State>(state))});
        const VerdictText text = verdictText(answer);
        QVERIFY2(!text.headline.isEmpty(), qPrintable(QString::number(state)));
        QVERIFY(!text.rule.isEmpty());
        QVERIFY(text.causes.empty());
        const bool isBroken = dvm::isFailure(static_cast<State>(state));
        QCOMPARE(text.headline.startsWith(QLatin1String("It broke")), isBroken);
    }
    const auto delivered = test::madeAnswer({test::madeNode(1, 0, State::Delivered)});
    QCOMPARE(verdictText(delivered).headline, QStringLiteral("Nothing broke: delivered"));
    QCOMPARE(verdictText(delivered).tone, Tone::Delivered);
}

void VerdictWordsTest::unseenJobsAreNamedByTheirId()
{
    engine::ChainAnswer answer = failedJob();
    answer.verdict.root_causes = {{test::madeJob(42), std::nullopt, Reason::BeyondObserved, 0, {}}};
    QVERIFY(verdictText(answer).causes.front().kind.startsWith(QLatin1String("job 2a000000")));
}

DVMDASH_TEST(VerdictWordsTest)
#include "verdict_words_test.moc"
