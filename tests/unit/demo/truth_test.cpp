// SPDX-License-Identifier: GPL-3.0-or-later
// The ground truth against the rules: judge() must say of every job what its scenario says.
#include "collector.h"
#include "demo/ground_truth.h"
#include "dvm/verdict.h"
#include "support/test_main.h"

#include <QSet>
#include <QString>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

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

QString blamed(const nostr::EventId &job, const nostr::PublicKey &dvm)
{
    return QString::fromStdString("  " + job.hex().substr(0, 8) + " at " + dvm.hex().substr(0, 8));
}

std::set<dvm::Reason> reasonsOf(const std::string &word)
{
    using dvm::Reason;
    static const std::map<std::string, std::set<Reason>> table{
        {"error", {Reason::Error}},
        {"premature", {Reason::Error}},
        {"ignored", {Reason::Ignored}},
        {"paid-undelivered", {Reason::PaidUndelivered}},
        {"awaiting-payment", {Reason::AwaitingPayment}},
        {"empty-input", {Reason::BadResult}},
        {"wrong-kind-input", {Reason::KindMismatch}},
        {"unauthorised-input", {Reason::UnauthorisedInput}},
        {"several", {Reason::Ignored}}, // the earliest
        {"beyond-observed", {Reason::BeyondObserved}},
        {"not-observable", {Reason::NotObservable}},
    };
    const auto at = table.find(word);
    return at == table.end() ? std::set<Reason>() : at->second;
}

/// A job by itself is a cause when it failed, waits for a payment, or cannot be read.
bool blamesSomething(const JobTruth &truth, const dvm::Chain &all)
{
    const dvm::ChainNode &node = all.nodes[all.indexOf(truth.request).value()];
    const bool isOpaque =
        std::any_of(truth.attempts.begin(), truth.attempts.end(), [](const AttemptTruth &attempt) {
            return (attempt.flags & dvm::AttemptNotObserved) != 0;
        });
    return dvm::isFailure(truth.state) || dvm::awaitsPayment(node) ||
           (truth.state == dvm::State::Unobserved && (isOpaque || node.encrypted));
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

/// Of every chain the verdicts on all its jobs together name what its scenario blames, and of every job that
/// is in no chain the verdict names nobody but its own DVMs.
void TruthTest::verdictsAgree()
{
    QFETCH(quint64, seed);
    QFETCH(int, jobs);
    const Scenario scenario = makeScenario({.seed = seed, .jobs = jobs, .relay = "ws://127.0.0.1:7447"});
    const dvm::Chain all = test::collectChain(scenario);
    QStringList differences;
    std::set<nostr::EventId> inChains;
    for (const ChainTruth &truth : scenario.truth.chains) {
        inChains.insert(truth.jobs.begin(), truth.jobs.end());
        std::vector<dvm::RootCause> causes;
        bool premature = false;
        for (const nostr::EventId &job : truth.jobs) {
            const dvm::Verdict verdict = dvm::verdictOf(all, all.indexOf(job).value());
            for (const auto &cause : verdict.root_causes)
                if (std::find(causes.begin(), causes.end(), cause) == causes.end())
                    causes.push_back(cause);
            for (const auto &note : verdict.notes)
                premature = premature || note.kind == dvm::NoteKind::Premature;
        }
        std::sort(causes.begin(), causes.end(), [](const auto &a, const auto &b) {
            return std::tie(a.since, a.job) < std::tie(b.since, b.job);
        });
        QStringList expected, actual;
        for (std::size_t i = 0; i < truth.root_jobs.size(); ++i)
            expected << blamed(truth.root_jobs[i], truth.root_dvms[i]);
        for (const auto &cause : causes)
            actual << blamed(cause.job, cause.dvm.value_or(nostr::PublicKey{}));
        if (expected != actual || premature != (truth.reason == "premature"))
            differences << QString::fromStdString(truth.name + ": " + truth.reason) + u'\n' +
                               expected.join(u'\n') + QStringLiteral("\n  judged\n") + actual.join(u'\n');
        else if (!causes.empty() && reasonsOf(truth.reason).count(causes.front().reason) == 0)
            differences << QString::fromStdString(truth.name + ": " + truth.reason + " judged " +
                                                  std::string(dvm::reasonName(causes.front().reason)));
    }
    QVERIFY2(differences.isEmpty(), qPrintable(differences.mid(0, 12).join(u'\n')));
    for (const JobTruth &truth : scenario.truth.jobs) {
        if (inChains.contains(truth.request))
            continue;
        const dvm::Verdict verdict = dvm::verdictOf(all, all.indexOf(truth.request).value());
        QCOMPARE(!verdict.root_causes.empty(), blamesSomething(truth, all));
        for (const auto &cause : verdict.root_causes)
            QVERIFY(cause.job == truth.request);
    }
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
