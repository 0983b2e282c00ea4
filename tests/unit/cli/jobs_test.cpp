// SPDX-License-Identifier: GPL-3.0-or-later
// jobs and job against the ground truth of a capture.
#include "program.h"
#include "support/test_main.h"

#include <algorithm>
#include <map>
#include <set>

namespace dvmdash::test
{

namespace
{

/// "PAID_UNDELIVERED" as the commands spell it.
std::string lower(std::string word)
{
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
    return word;
}

} // namespace

class JobsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_truth = m_folder.importDemo(400, 5);
        QVERIFY(m_truth.is_object());
    }

    void everyStateIsThatOfTheTruth()
    {
        const auto list = jobs({QStringLiteral("--limit"), QStringLiteral("100000")});
        std::map<std::string, nlohmann::json> found;
        for (const auto &job : list.at("jobs"))
            found[job.at("id")] = job;
        std::size_t seen = 0;
        for (const auto &truth : m_truth.at("jobs")) {
            const auto at = found.find(truth.at("request"));
            if (at == found.end()) {
                COMPARE_JSON(truth.at("state"), "MISSING"); // a ghost has no row
                continue;
            }
            ++seen;
            const std::string state = at->second.at("state");
            const std::string expected = lower(truth.at("state"));
            if (state == "awaiting_payment")
                QVERIFY(expected == "waiting" || expected == "accepted");
            else
                QCOMPARE(state, expected);
            COMPARE_JSON(at->second.at("attempts"), truth.at("attempts").size());
        }
        QCOMPARE(seen, found.size());
        COMPARE_JSON(list.at("matching"), found.size());
    }

    void filtersSelectWhatTheySay()
    {
        const auto all = jobs({QStringLiteral("--limit"), QStringLiteral("100000")}).at("jobs");
        const auto idsOf = [](const nlohmann::json &list, const auto &wanted) {
            std::set<std::string> ids;
            for (const auto &job : list)
                if (wanted(job))
                    ids.insert(job.at("id"));
            return ids;
        };
        const auto everything = [](const nlohmann::json &) { return true; };
        struct Filter {
            QStringList arguments;
            std::function<bool(const nlohmann::json &)> wanted;
        };
        const std::string dvm =
            all.at(0).at("dvms").empty() ? all.at(1).at("dvms").at(0) : all.at(0).at("dvms").at(0);
        const std::vector<Filter> filters{
            {{QStringLiteral("--state"), QStringLiteral("failed,Stalled")},
             [](const auto &job) { return job.at("state") == "failed" || job.at("state") == "stalled"; }},
            {{QStringLiteral("--state"), QStringLiteral("awaiting-payment")},
             [](const auto &job) { return job.at("state") == "awaiting_payment"; }},
            {{QStringLiteral("--cause"), QStringLiteral("beyond_observed")},
             [](const auto &job) {
                 return std::any_of(
                     job.at("root_causes").begin(), job.at("root_causes").end(),
                     [](const auto &cause) { return cause.at("reason") == "beyond_observed"; });
             }},
            {{QStringLiteral("--kind"), QStringLiteral("6001")},
             [](const auto &job) { return job.at("kind") == 5001; }},
        };
        for (const Filter &filter : filters) {
            const auto list =
                jobs(filter.arguments + QStringList{QStringLiteral("--limit"), QStringLiteral("100000")});
            const auto expected = idsOf(all, filter.wanted);
            QVERIFY(!expected.empty());
            QVERIFY2(idsOf(list.at("jobs"), everything) == expected, qPrintable(filter.arguments.join(u' ')));
            COMPARE_JSON(list.at("matching"), expected.size());
        }
        const auto few = jobs({QStringLiteral("--limit"), QStringLiteral("3")});
        QCOMPARE(few.at("jobs").size(), std::size_t(3));
        COMPARE_JSON(few.at("matching"), all.size());
        QVERIFY(few.at("jobs").at(0) == all.at(0)); // newest first
    }

    void everyChainHasItsVerdict()
    {
        int chains = 0;
        for (const auto &truth : m_truth.at("chains")) {
            if (truth.at("root_jobs").empty() || truth.at("reason") == "not-observable")
                continue;
            ++chains;
            const auto last = job(truth.at("jobs").back());
            std::set<std::pair<std::string, std::string>> expected, found;
            for (std::size_t i = 0; i < truth.at("root_jobs").size(); ++i) {
                const std::string dvm = truth.at("root_dvms").at(i);
                expected.emplace(truth.at("root_jobs").at(i), dvm == std::string(64, '0') ? "" : dvm);
            }
            for (const auto &cause : last.at("verdict").at("root_causes")) {
                found.emplace(cause.at("job"),
                              cause.at("dvm").is_null() ? "" : cause.at("dvm").get<std::string>());
                QCOMPARE(cause.at("evidence").empty(), false);
            }
            QVERIFY2(found == expected, truth.dump().c_str());
            std::set<std::string> nodes;
            for (const auto &node : last.at("chain").at("nodes"))
                nodes.insert(node.at("id"));
            for (const auto &id : truth.at("jobs"))
                QVERIFY(nodes.count(id) == 1);
            for (const auto &edge : last.at("chain").at("edges"))
                QVERIFY(nodes.count(edge.at("from")) == 1 && nodes.count(edge.at("to")) == 1);
        }
        QVERIFY(chains > 10);
    }

    void anAnswerLeadsToItsJob()
    {
        const auto first = job(m_truth.at("chains").at(0).at("jobs").back());
        const auto &timeline = first.at("attempts").at(0).at("timeline");
        QVERIFY(!timeline.empty());
        QVERIFY(job(timeline.at(0).at("event")) == first);
    }

    void aClockBeforeEverythingFindsNothingWrong()
    {
        const auto list =
            m_folder
                .withDatabase({QStringLiteral("jobs"), QStringLiteral("--json"), QStringLiteral("--state"),
                               QStringLiteral("ignored,stalled,unserved"), QStringLiteral("--now"),
                               QStringLiteral("1700000000"), QStringLiteral("--assume-coverage")})
                .json();
        COMPARE_JSON(list.at("matching"), 0);
    }

    void whatIsAskedWronglyIsSaid()
    {
        const auto state = m_folder.withDatabase(
            {QStringLiteral("jobs"), QStringLiteral("--state"), QStringLiteral("broken")});
        QCOMPARE(state.code, 2);
        QVERIFY(state.err.contains("awaiting_payment"));
        const auto cause = m_folder.withDatabase(
            {QStringLiteral("jobs"), QStringLiteral("--cause"), QStringLiteral("rain")});
        QCOMPARE(cause.code, 2);
        QVERIFY(cause.err.contains("unauthorised_input"));
        const auto unknown = m_folder.withDatabase({QStringLiteral("job"), QString(64, u'1')});
        QCOMPARE(unknown.code, 1);
        QVERIFY(unknown.err.contains("No job"));
    }

private:
    QStringList judged() const
    {
        return {QStringLiteral("--json"), QStringLiteral("--assume-coverage"), QStringLiteral("--now"),
                QString::number(m_truth.at("until").get<std::int64_t>())};
    }
    nlohmann::json jobs(const QStringList &arguments) const
    {
        return m_folder.withDatabase(QStringList{QStringLiteral("jobs")} + judged() + arguments).json();
    }
    nlohmann::json job(const std::string &id) const
    {
        return m_folder
            .withDatabase(QStringList{QStringLiteral("job"), QString::fromStdString(id)} + judged())
            .json();
    }

    ProgramFolder m_folder;
    nlohmann::json m_truth;
};

DVMDASH_TEST(JobsTest)

} // namespace dvmdash::test

#include "jobs_test.moc"
