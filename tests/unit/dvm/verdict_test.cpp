// SPDX-License-Identifier: GPL-3.0-or-later
// Who broke the chain: every row of the rules' table, and what lies between the rows.
#include "dvm/verdict.h"
#include "story.h"
#include "support/test_main.h"

#include <map>

using namespace dvmdash;
using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

namespace
{

constexpr int late = 100'000;

/// Jobs by a letter of their own, told in words (story.h), each with the letters of its inputs: "a" names the
/// request of job a, "a:2" its answer number 2 (from 1, by time), "?" an id that was never seen; a capital
/// letter before it tells the type: J (default), C or Q.
class Tale
{
public:
    Tale &job(char letter, std::string_view targets, std::string_view script,
              std::vector<std::string> inputs = {}, int now = late, const Listening &listening = always)
    {
        JobFacts facts = tell(targets, script);
        std::sort(facts.answers.begin(), facts.answers.end(), [](const Answer &a, const Answer &b) {
            return std::tie(a.created_at, a.received_ms, a.id) < std::tie(b.created_at, b.received_ms, b.id);
        });
        const JobJudgement judgement = judge(facts, KindTable::standard(), listening, start + now);
        ChainJob made;
        // The same words make the same request: a letter more keeps jobs apart.
        made.node.id = nostr::EventId::fromHex(facts.id.hex().substr(0, 62) + "0" + letter).value();
        made.node.kind = facts.request->kind;
        made.node.resultKind = facts.request->kind + 1000;
        made.node.encrypted = m_encrypted;
        made.node.created_at = facts.request->created_at;
        made.node.state = judgement.state;
        made.node.attempts = judgement.attempts;
        made.node.answers = facts.answers;
        m_ids[letter] = made.node.id;
        m_answers[letter] = facts.answers;
        for (const std::string &input : inputs)
            made.inputs.push_back(read(input));
        m_jobs.push_back(std::move(made));
        return *this;
    }
    Tale &encrypted()
    {
        m_encrypted = true;
        return *this;
    }

    /// "a A error@9 | b - awaiting_payment; premature b"
    QString verdict(char letter) const
    {
        const Chain chain = assembleChain(m_jobs);
        const Verdict verdict = verdictOf(chain, *chain.indexOf(m_ids.at(letter)));
        QStringList causes;
        for (const auto &cause : verdict.root_causes)
            causes << QStringLiteral("%1 %2 %3@%4")
                          .arg(letterOf(cause.job))
                          .arg(QLatin1Char(cause.dvm ? nameOf(*cause.dvm) : '-'))
                          .arg(QString::fromStdString(std::string(reasonName(cause.reason))))
                          .arg(cause.since == 0 ? 0 : cause.since - start);
        QStringList notes;
        for (const auto &note : verdict.notes)
            notes << QString::fromStdString(std::string(noteName(note.kind))) + u' ' + letterOf(note.job);
        notes.sort();
        return causes.join(QStringLiteral(" | ")) +
               (notes.isEmpty() ? QString() : QStringLiteral("; ") + notes.join(QStringLiteral(", ")));
    }
    /// Kinds of the events that show the first cause; "request" for the job's own id.
    QString evidence(char letter) const
    {
        const Chain chain = assembleChain(m_jobs);
        const Verdict verdict = verdictOf(chain, *chain.indexOf(m_ids.at(letter)));
        const RootCause &cause = verdict.root_causes.at(0);
        QStringList words;
        for (const auto &id : cause.evidence) {
            QString word = id == cause.job ? QStringLiteral("request") : QStringLiteral("other");
            for (const auto &[of, answers] : m_answers)
                for (const auto &answer : answers)
                    if (answer.id == id)
                        word = answer.isResult()
                                   ? QStringLiteral("result")
                                   : QString::fromStdString(std::string(statusName(answer.status)));
            words << word;
        }
        return words.join(u' ');
    }

private:
    NamedInput read(std::string text) const
    {
        EdgeType type = EdgeType::Job;
        if (text.front() == 'C' || text.front() == 'Q') {
            type = text.front() == 'C' ? EdgeType::Continues : EdgeType::Quoted;
            text.erase(0, 1);
        }
        if (text == "?")
            return {keyed("ff"), type, std::nullopt};
        const nostr::EventId job = m_ids.at(text[0]);
        if (text.size() > 2)
            return {m_answers.at(text[0]).at(static_cast<std::size_t>(text[2] - '1')).id, type, job};
        return {job, type, job};
    }
    static nostr::EventId keyed(const char *end)
    {
        return nostr::EventId::fromHex(std::string(62, '0') + end).value();
    }
    QString letterOf(const nostr::EventId &id) const
    {
        for (const auto &[letter, known] : m_ids)
            if (known == id)
                return QString(QLatin1Char(letter));
        return QStringLiteral("?");
    }

    bool m_encrypted = false;
    std::map<char, nostr::EventId> m_ids;
    std::map<char, std::vector<Answer>> m_answers;
    std::vector<ChainJob> m_jobs;
};

} // namespace

class VerdictTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // the table
    // ----------------------------------------------------------------------------------------------
    void anErrorUpstreamIsTheCauseOfAStall()
    {
        Tale tale;
        tale.job('a', "A", "A:processing@3 A:error@9").job('b', "B", "B:processing@4", {"a"});
        QCOMPARE(tale.verdict('b'), QStringLiteral("a A error@9; secondary b"));
        QCOMPARE(tale.verdict('a'), QStringLiteral("a A error@9"));
        QCOMPARE(tale.evidence('b'), QStringLiteral("request error"));
    }
    void anErrorAfterADeliveredInputIsItsOwn()
    {
        Tale tale;
        tale.job('a', "A", "A:result@5").job('b', "B", "B:processing@8 B:error@9", {"a"});
        QCOMPARE(tale.verdict('b'), QStringLiteral("b B error@9"));
        QCOMPARE(tale.verdict('a'), QString());
    }
    void whoBeganTooEarlyIsTheCause()
    {
        Tale tale;
        tale.job('a', "A", "A:result@20").job('b', "B", "B:processing@8 B:error@9", {"a"});
        QCOMPARE(tale.verdict('b'), QStringLiteral("b B error@9; premature b"));
    }
    void aPaymentThatWasNotSeenBlamesNobody()
    {
        Tale tale;
        tale.job('a', "A", "A:ask@5").job('b', "B", "B:processing@8", {"a"});
        QCOMPARE(tale.verdict('b'), QStringLiteral("a - awaiting_payment@5; secondary b"));
        QCOMPARE(tale.verdict('a'), QStringLiteral("a - awaiting_payment@5"));
        QCOMPARE(tale.evidence('b'), QStringLiteral("request payment-required"));
    }
    void servedByAnotherIsHealthy()
    {
        Tale tale;
        tale.job('a', "AB", "A:error@4 B:result@5").job('b', "C", "C:error@9", {"a"});
        QCOMPARE(tale.verdict('b'), QStringLiteral("b C error@9"));
        QCOMPARE(tale.verdict('a'), QString());
    }
    void anEmptyResultIsSuspect()
    {
        Tale tale;
        tale.job('a', "A", "A:empty@5").job('b', "B", "B:error@9", {"a"});
        QCOMPARE(tale.verdict('b'), QStringLiteral("a A bad_result@5; secondary b"));
        QCOMPARE(tale.evidence('b'), QStringLiteral("request result"));
    }
    void aResultThatSaysErrorIsTheCause()
    {
        Tale tale;
        tale.job('a', "A", "A:result!error@5").job('b', "B", "B:error@9", {"a"});
        QCOMPARE(tale.verdict('b'), QStringLiteral("a A error@5; secondary b"));
    }
    void aResultOfTheWrongKindIsSuspect()
    {
        Tale tale;
        tale.job('a', "A", "A:wrong@5").job('b', "B", "B:error@9", {"a"});
        QCOMPARE(tale.verdict('b'), QStringLiteral("a A kind_mismatch@125; secondary b"));
        QCOMPARE(tale.evidence('b'), QStringLiteral("request result"));
        // Also when that one was pinned, and a right one came later.
        Tale pinned;
        pinned.job('a', "A", "A:wrong@5 A:result@7").job('b', "B", "B:error@9", {"a:1"});
        QCOMPARE(pinned.verdict('b'), QStringLiteral("a A kind_mismatch@5; secondary b"));
    }
    void whoWasNotAskedIsTheCause()
    {
        Tale tale;
        tale.job('a', "A", "B:result@5").job('b', "C", "C:error@9", {"a:1"});
        QCOMPARE(tale.verdict('b'), QStringLiteral("a B unauthorised_input@5; secondary b"));
        // Of a broadcast everybody was asked.
        Tale broadcast;
        broadcast.job('a', "", "B:result@5").job('b', "C", "C:error@9", {"a"});
        QCOMPARE(broadcast.verdict('b'), QStringLiteral("b C error@9"));
        // What was pinned decides, not what else came.
        Tale both;
        both.job('a', "A", "B:result@5 A:result@6").job('b', "C", "C:error@9", {"a:2"});
        QCOMPARE(both.verdict('b'), QStringLiteral("b C error@9"));
    }
    void encryptedAllAlongIsNotObservable()
    {
        Tale tale;
        tale.encrypted().job('a', "A", "A:opaque@5").job('b', "B", "B:opaque@8", {"a"});
        QCOMPARE(tale.verdict('b'), QStringLiteral("a - not_observable@0"));
        QCOMPARE(tale.verdict('a'), QStringLiteral("a - not_observable@0"));
    }

    // between the rows
    // ---------------------------------------------------------------------------------------
    void everyReasonOfAnAttempt()
    {
        Tale tale;
        tale.job('a', "A", "").job('b', "A", "A:processing@5").job('c', "A", "A:ask@5 pay:A#1@9");
        QCOMPARE(tale.verdict('a'), QStringLiteral("a A ignored@30"));
        QCOMPARE(tale.evidence('a'), QStringLiteral("request"));
        QCOMPARE(tale.verdict('b'), QStringLiteral("b A stalled@125"));
        QCOMPARE(tale.evidence('b'), QStringLiteral("request processing"));
        QCOMPARE(tale.verdict('c'), QStringLiteral("c A paid_undelivered@129"));
        QCOMPARE(tale.evidence('c'), QStringLiteral("request payment-required other"));
    }
    void everyFailedAttemptIsListedInOrder()
    {
        Tale tale;
        tale.job('a', "ABC", "B:processing@2 B:error@4 A:error@7").job('b', "D", "D:processing@9", {"a"});
        QCOMPARE(tale.verdict('b'),
                 QStringLiteral("a B error@4 | a A error@7 | a C ignored@30; secondary b"));
    }
    void severalInputsFailEarliestFirst()
    {
        Tale tale;
        tale.job('a', "A", "A:result@3")
            .job('b', "B", "B:processing@4")
            .job('c', "C", "")
            .job('d', "D", "D:processing@5", {"a", "b", "c"})
            .job('e', "E", "E:processing@5", {"d"});
        QCOMPARE(tale.verdict('e'),
                 QStringLiteral("c C ignored@30 | b B stalled@124; secondary d, secondary e"));
    }
    void aGhostLiesBeyond()
    {
        Tale tale;
        tale.job('b', "B", "B:processing@4", {"?"}).job('c', "C", "C:processing@4", {"b"});
        QCOMPARE(tale.verdict('c'), QStringLiteral("? - beyond_observed@0; secondary b, secondary c"));
    }
    void weakerEdgesAreNeverBlamed()
    {
        Tale tale;
        tale.job('a', "A", "A:error@4")
            .job('b', "B", "B:error@9", {"Ca"})
            .job('c', "C", "C:error@9", {"Qa", "Q?"});
        QCOMPARE(tale.verdict('b'), QStringLiteral("b B error@9"));
        QCOMPARE(tale.verdict('c'), QStringLiteral("c C error@9"));
    }
    void silenceThatNobodyHeardLiesBeyond()
    {
        Tale tale;
        tale.job('a', "A", "", {}, late, [](std::int64_t, std::int64_t) { return false; })
            .job('b', "B", "B:processing@4", {"a"});
        QCOMPARE(tale.verdict('b'), QStringLiteral("a - beyond_observed@0; secondary b"));
        QCOMPARE(tale.verdict('a'), QString());
    }
    void theCustomersOwnDecisionIsNoCause()
    {
        Tale tale;
        tale.job('a', "A", "cancel@4").job('b', "", "").job('c', "C", "C:processing@9", {"a", "b"});
        QCOMPARE(tale.verdict('c'), QStringLiteral("; input_cancelled a, input_unserved b, secondary c"));
        QCOMPARE(tale.verdict('a'), QString());
        QCOMPARE(tale.verdict('b'), QString());
    }
    void anOpenInputIsWaitedFor()
    {
        Tale tale;
        tale.job('a', "A", "A:processing@5 A:processing@100", {}, 150)
            .job('b', "B", "B:processing@4", {"a"}, 150)
            .job('c', "C", "C:error@9", {"a"}, 150);
        QCOMPARE(tale.verdict('b'), QStringLiteral("; input_open a, secondary b"));
        QCOMPARE(tale.verdict('c'), QStringLiteral("c C error@9; premature c"));
        QCOMPARE(tale.verdict('a'), QString());
    }
    void claimedSuccessElsewhereCannotBeSeen()
    {
        Tale tale;
        tale.job('a', "A", "A:success@4").job('b', "B", "B:processing@9", {"a"});
        QCOMPARE(tale.verdict('b'), QStringLiteral("a - beyond_observed@0; secondary b"));
    }
    void aCircleBlocksNobody()
    {
        // True ids cannot make one; forged tables can.
        Tale tale;
        tale.job('a', "A", "A:error@4").job('b', "B", "B:processing@9", {"a"});
        Tale circle;
        circle.job('a', "A", "A:error@4")
            .job('b', "B", "B:processing@9", {"a"})
            .job('c', "C", "C:error@5", {"c"});
        QCOMPARE(tale.verdict('b'), circle.verdict('b'));
        QCOMPARE(circle.verdict('c'), QStringLiteral("c C error@5; cycle c"));
    }
};

DVMDASH_TEST(VerdictTest)
#include "verdict_test.moc"
