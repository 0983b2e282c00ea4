// SPDX-License-Identifier: GPL-3.0-or-later
// The ground truth against the rules: judge() must say of every job what its scenario says.
#include "collector.h"
#include "demo/ground_truth.h"
#include "support/chain_truth.h"
#include "support/test_main.h"

#include <QSet>
#include <QString>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

using namespace dvmdash;
using namespace dvmdash::demo;

class TruthTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void judgeAgrees_data();
    void judgeAgrees();
    void verdictsAgree_data();
    void verdictsAgree();
    void everyFailureIsTold();
    void inputsAndRootsExist();
    void chainsHaveTwoToSixJobs();
    void jsonNamesTheStates();
};

namespace
{

QString described(const nostr::PublicKey &dvm, bool targeted, dvm::State state, dvm::PaymentState payment,
                  std::uint32_t flags)
{
    QString text = QString::fromStdString(dvm.hex().substr(0, 8)) +
                   (targeted ? QStringLiteral(" targeted ") : QStringLiteral(" unasked "));
    text +=
        QString::fromUtf8(dvm::stateName(state).data(), static_cast<qsizetype>(dvm::stateName(state).size()));
    text += u' ' + QString::fromStdString(std::string(dvm::paymentStateName(payment)));
    for (const std::string_view name : dvm::attemptFlagNames(flags))
        text += u' ' + QString::fromStdString(std::string(name));
    return text;
}

template<typename AttemptList>
QString described(dvm::State state, const AttemptList &attempts)
{
    QStringList lines;
    for (const auto &attempt : attempts)
        lines << described(attempt.dvm, attempt.targeted, attempt.state, attempt.payment, attempt.flags);
    lines.sort();
    lines.prepend(QString::fromStdString(std::string(dvm::stateName(state))));
    return lines.join(u'\n');
}

bool listened(std::int64_t, std::int64_t)
{
    return true;
}

} // namespace

void TruthTest::judgeAgrees_data()
{
    QTest::addColumn<quint64>("seed");
    QTest::addColumn<int>("jobs");
    QTest::newRow("a thousand") << quint64(1) << 1000;
    QTest::newRow("another seed") << quint64(77) << 600;
    QTest::newRow("crowded hour") << quint64(5) << 2000;
    QTest::newRow("a few") << quint64(9) << 12;
}

void TruthTest::judgeAgrees()
{
    QFETCH(quint64, seed);
    QFETCH(int, jobs);
    const Scenario scenario = makeScenario({.seed = seed, .jobs = jobs, .relay = "ws://127.0.0.1:7447"});
    const auto facts = test::collectFacts(scenario);
    QStringList differences;
    for (const JobTruth &truth : scenario.truth.jobs) {
        const auto found = facts.find(truth.request);
        dvm::JobFacts unseen;
        unseen.id = truth.request;
        const dvm::JobJudgement judgement =
            dvm::judge(found != facts.end() ? found->second : unseen, dvm::KindTable::standard(), listened,
                       scenario.truth.until);
        const QString expected = described(truth.state, truth.attempts);
        const QString actual = described(judgement.state, judgement.attempts);
        if (expected != actual)
            differences << QString::fromStdString(truth.scenario + " " + truth.chain) +
                               QStringLiteral("\n  expected ") + expected + QStringLiteral("\n  judged ") +
                               actual;
        // Nothing may be left that time alone would still change.
        if (judgement.deadline)
            differences << QString::fromStdString(truth.scenario) +
                               QStringLiteral(": a deadline is still to come");
    }
    QVERIFY2(differences.isEmpty(), qPrintable(differences.mid(0, 12).join(u'\n')));
    // And no job is judged that the truth does not know.
    std::set<nostr::EventId> known;
    for (const JobTruth &truth : scenario.truth.jobs)
        QVERIFY(known.insert(truth.request).second);
    for (const auto &[id, job] : facts)
        QVERIFY2(known.contains(id), qPrintable(QString::fromStdString(id.hex())));
}

void TruthTest::verdictsAgree_data()
{
    judgeAgrees_data();
}

void TruthTest::verdictsAgree()
{
    QFETCH(quint64, seed);
    QFETCH(int, jobs);
    const Scenario scenario = makeScenario({.seed = seed, .jobs = jobs, .relay = "ws://127.0.0.1:7447"});
    const dvm::Chain all = test::collectChain(scenario);
    const QStringList differences =
        test::verdictDisagreements(scenario.truth, [&](const nostr::EventId &job) -> test::JudgedJob {
            const std::size_t index = all.indexOf(job).value();
            return {all.nodes[index], dvm::verdictOf(all, index)};
        });
    QVERIFY2(differences.isEmpty(), qPrintable(differences.mid(0, 12).join(u'\n')));
}

void TruthTest::everyFailureIsTold()
{
    const Scenario scenario = makeScenario({.seed = 3, .jobs = 1000});
    std::set<std::string> told;
    std::set<dvm::State> states;
    std::uint32_t flags = 0;
    std::set<dvm::PaymentState> payments;
    for (const JobTruth &job : scenario.truth.jobs) {
        told.insert(job.scenario);
        states.insert(job.state);
        for (const AttemptTruth &attempt : job.attempts) {
            flags |= attempt.flags;
            payments.insert(attempt.payment);
        }
    }
    for (const std::string_view name : scenarioNames())
        QVERIFY2(told.contains(std::string(name)), std::string(name).c_str());
    std::set<std::string> chains;
    for (const ChainTruth &chain : scenario.truth.chains)
        chains.insert(chain.name.substr(0, chain.name.find('/')));
    for (const std::string_view name : chainNames())
        QVERIFY2(chains.contains(std::string(name)), std::string(name).c_str());

    using dvm::State;
    // All that can be the end of a job when everything was listened to and every deadline has passed.
    for (const State state : {State::Waiting, State::ClaimedSuccess, State::Delivered, State::Failed,
                              State::Ignored, State::Stalled, State::PaidUndelivered, State::Cancelled,
                              State::Unobserved, State::Unserved, State::Missing})
        QVERIFY2(states.contains(state), std::string(dvm::stateName(state)).c_str());
    QCOMPARE(flags, (1u << 11) - 1); // every AttemptFlag
    using dvm::PaymentState;
    for (const PaymentState state : {PaymentState::None, PaymentState::Requested, PaymentState::Inferred,
                                     PaymentState::Claimed, PaymentState::Refunded})
        QVERIFY2(payments.contains(state), std::string(dvm::paymentStateName(state)).c_str());
}

void TruthTest::inputsAndRootsExist()
{
    const Scenario scenario = makeScenario({.seed = 4, .jobs = 800});
    std::map<nostr::EventId, const JobTruth *> jobs;
    for (const JobTruth &job : scenario.truth.jobs)
        jobs[job.request] = &job;
    std::set<nostr::EventId> published;
    for (const TimedEvent &timed : scenario.events)
        published.insert(timed.event.id);
    for (const auto &[id, job] : jobs) {
        const bool hidden =
            job->scenario == "orphan" || job->scenario == "orphan-nested" || job->scenario == "ghost";
        QCOMPARE(published.contains(id), !hidden);
        for (const nostr::EventId &input : job->inputs)
            QVERIFY(jobs.contains(input));
    }
    for (const ChainTruth &chain : scenario.truth.chains) {
        for (const nostr::EventId &id : chain.jobs) {
            QVERIFY(jobs.contains(id));
            QCOMPARE(jobs[id]->chain, chain.name);
        }
        QCOMPARE(chain.root_jobs.size(), chain.root_dvms.size());
        QVERIFY(!chain.reason.empty());
        for (std::size_t i = 0; i < chain.root_jobs.size(); ++i) {
            QVERIFY(std::ranges::count(chain.jobs, chain.root_jobs[i]) == 1);
            const auto &attempts = jobs[chain.root_jobs[i]]->attempts;
            QVERIFY(chain.root_dvms[i].isZero() ||
                    std::ranges::count(attempts, chain.root_dvms[i], &AttemptTruth::dvm) == 1);
        }
    }
}

void TruthTest::chainsHaveTwoToSixJobs()
{
    const Scenario scenario = makeScenario({.seed = 6, .jobs = 1000});
    std::map<nostr::EventId, const JobTruth *> jobs;
    for (const JobTruth &job : scenario.truth.jobs)
        jobs[job.request] = &job;
    std::size_t inChains = 0, fanIns = 0, longest = 0;
    for (const ChainTruth &chain : scenario.truth.chains) {
        QVERIFY(chain.jobs.size() >= 2 && chain.jobs.size() <= 6);
        longest = std::max(longest, chain.jobs.size());
        inChains += chain.jobs.size();
        for (const nostr::EventId &id : chain.jobs)
            fanIns += jobs[id]->inputs.size() > 1 ? 1 : 0;
    }
    QCOMPARE(longest, std::size_t(6));
    QVERIFY(fanIns >= 4);
    QVERIFY(inChains > 100 && inChains < 300);
}

void TruthTest::jsonNamesTheStates()
{
    const Scenario scenario = makeScenario({.seed = 2, .jobs = 40});
    const nlohmann::json json = toJson(scenario.truth);
    QCOMPARE(json.at("seed").get<std::uint64_t>(), std::uint64_t(2));
    QCOMPARE(json.at("until").get<std::int64_t>(), scenario.truth.until);
    QCOMPARE(json.at("jobs").size(), scenario.truth.jobs.size());
    QCOMPARE(json.at("chains").size(), scenario.truth.chains.size());
    for (std::size_t i = 0; i < scenario.truth.jobs.size(); ++i) {
        const nlohmann::json &job = json.at("jobs").at(i);
        const JobTruth &truth = scenario.truth.jobs[i];
        QCOMPARE(job.at("request").get<std::string>(), truth.request.hex());
        QCOMPARE(job.at("state").get<std::string>(), std::string(dvm::stateName(truth.state)));
        QCOMPARE(job.at("attempts").size(), truth.attempts.size());
        for (std::size_t k = 0; k < truth.attempts.size(); ++k)
            QCOMPARE(job.at("attempts").at(k).at("flags").size(),
                     dvm::attemptFlagNames(truth.attempts[k].flags).size());
    }
}

DVMDASH_TEST(TruthTest)

#include "truth_test.moc"
