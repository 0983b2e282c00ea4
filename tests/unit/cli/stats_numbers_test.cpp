// SPDX-License-Identifier: GPL-3.0-or-later
#include "counted_capture.h"
#include "dvm/kinds.h"
#include "support/test_main.h"

#include <QDateTime>

#include <set>

namespace dvmdash::test
{

namespace
{

/// A member of the answer, and the SQL that counts it.
struct Counted {
    const char *pointer;
    std::string sql;
};

std::string countEvents(const char *condition, const char *what = "count(*)")
{
    return std::string("SELECT ") + what + " FROM event WHERE" + condition;
}
std::string countJobs(const std::string &condition)
{
    return "SELECT count(*) FROM job WHERE " + condition + " AND" + sql::jobInWindow;
}
std::string countAttempts(const std::string &condition, const char *what = "count(*)")
{
    return std::string("SELECT ") + what + " FROM attempt JOIN job USING(jid) WHERE " + condition + " AND" +
           sql::jobInWindow;
}
std::string countFeedback(int status)
{
    return std::string("SELECT count(*) FROM (SELECT rid FROM event WHERE") + sql::isFeedback +
           ") JOIN answer USING(rid) WHERE status = " + std::to_string(status);
}
std::string sumPayments(const char *condition)
{
    return std::string("SELECT coalesce(sum(msat), 0) FROM payment WHERE ") + condition + " AND" +
           sql::isPayment;
}

const char *const states[] = {"WAITING",    "ACCEPTED", "PARTIAL", "CLAIMED_SUCCESS",  "DELIVERED",
                              "FAILED",     "IGNORED",  "STALLED", "PAID_UNDELIVERED", "CANCELLED",
                              "UNOBSERVED", "UNSERVED", "MISSING"};
const char *const statuses[] = {
    "none",   "processing",       "payment-required",      "partial",         "success",
    "error",  "payment-rejected", "subscription-required", "chain-scheduled", "scheduled",
    "unknown"};

/// Failed, ignored, stalled, paid and not delivered.
constexpr const char *failed = "IN (6, 7, 8, 9)";

std::vector<Counted> countedNumbers()
{
    const std::string attemptFailed = std::string("attempt.state ") + failed;
    const std::string jobFailed = std::string("job.state ") + failed;
    return {
        {"/requests", countEvents(sql::isRequest)},
        {"/results", countEvents(sql::isResult)},
        {"/feedback", countEvents(sql::isFeedback)},
        {"/unique_users", countEvents(sql::isRequest, "count(DISTINCT pid)")},
        {"/unique_dvms", std::string("SELECT count(*) FROM (SELECT pid FROM event WHERE") + sql::isResult +
                             "UNION SELECT pid FROM event WHERE" + sql::isFeedback + ")"},
        {"/unique_kinds", countEvents(sql::isRequest, "count(DISTINCT kind)")},
        {"/jobs_seen", countJobs("state <> 13")},
        {"/jobs_failed", countJobs(jobFailed)},
        {"/jobs_open", countJobs("state IN (1, 2, 3, 4)")},
        {"/attempts_all", countAttempts("1")},
        {"/attempts_failed", countAttempts(attemptFailed)},
        {"/targeted", countAttempts("attempt.targeted = 1")},
        {"/clock_skew", countAttempts("attempt.response_s < 0")},
        {"/response_ms/n", countAttempts("attempt.response_s >= 0")},
        {"/response_ms/measured",
         countAttempts("attempt.response_s >= 0 AND attempt.response_ms IS NOT NULL")},
        {"/msat/requested", countAttempts("1", "coalesce(sum(attempt.requested_msat), 0)")},
        {"/msat/inferred", countAttempts("attempt.payment = 2", "coalesce(sum(attempt.requested_msat), 0)")},
        {"/msat/confirmed", sumPayments("purpose = 1 AND tier = 4")},
        {"/msat/claimed", sumPayments("purpose = 1 AND tier = 3")},
        {"/msat/refunded", sumPayments("purpose = 2")},
        {"/msat/unattributed_confirmed", sumPayments("purpose = 3 AND tier = 4")},
        {"/msat/unattributed_claimed", sumPayments("purpose = 3 AND tier = 3")},
        {"/freshness/late",
         std::string("SELECT count(*) FROM event WHERE received_ms / 1000 - created_at > 900 "
                     "AND rid IN (SELECT rid FROM event WHERE") +
             sql::isRequest + "UNION SELECT rid FROM event WHERE" + sql::isResult +
             "UNION SELECT rid FROM event WHERE" + sql::isFeedback + ")"},
    };
}

/// Response times of all attempts of the window that delivered, in milliseconds.
const std::string responses = "SELECT coalesce(attempt.response_ms, attempt.response_s * 1000) FROM attempt "
                              "JOIN job USING(jid) WHERE attempt.response_s >= 0 AND" +
                              std::string(sql::jobInWindow);

} // namespace

/// Every number of `stats`, counted again.
class StatsNumbersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_capture = std::make_unique<CountedCapture>(11); }
    void everyNumber();
    void states();
    void rates();
    void money();
    void responseTimes();
    void leaders();
    void paidLeaders();
    void theTruthIsTold();
    void freshness();
    void everythingSaysItsWindow();
    void theLastHours();

private:
    std::unique_ptr<CountedCapture> m_capture;
};

void StatsNumbersTest::everyNumber()
{
    for (const CountWindow &window : m_capture->windows()) {
        const nlohmann::json json = m_capture->ask({QStringLiteral("stats")}, window);
        for (const Counted &counted : countedNumbers()) {
            const auto &told = json.at(nlohmann::json::json_pointer(counted.pointer));
            const std::int64_t wanted = m_capture->number(counted.sql, window);
            if (told != wanted)
                QFAIL(
                    (std::string(counted.pointer) + " is " + told.dump() + ", not " + std::to_string(wanted))
                        .c_str());
        }
    }
    // It was no count of nothing.
    QVERIFY(m_capture->number(countEvents(sql::isResult)) > 100);
    QVERIFY(m_capture->number(sumPayments("purpose = 1 AND tier = 3")) > 0);
}

void StatsNumbersTest::states()
{
    for (const CountWindow &window : m_capture->windows()) {
        const nlohmann::json json = m_capture->ask({QStringLiteral("stats")}, window);
        for (std::size_t i = 0; i < std::size(test::states); ++i) {
            const std::string state = std::to_string(i + 1);
            COMPARE_JSON(json.at("jobs").at(test::states[i]),
                         m_capture->number(countJobs("job.state = " + state), window));
            if (i < 11)
                COMPARE_JSON(json.at("attempts").at(test::states[i]),
                             m_capture->number(countAttempts("attempt.state = " + state), window));
        }
        QCOMPARE(json.at("attempts").size(), std::size_t{11});
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < std::size(statuses); ++i) {
            const std::int64_t count = m_capture->number(countFeedback(static_cast<int>(i)), window);
            COMPARE_JSON(json.at("feedback_by").at(statuses[i]), count);
            sum += count;
        }
        COMPARE_JSON(json.at("feedback"), sum);
    }
}

void StatsNumbersTest::rates()
{
    for (const CountWindow &window : m_capture->windows()) {
        const nlohmann::json json = m_capture->ask({QStringLiteral("stats")}, window);
        const auto count = [&](const std::string &text) { return m_capture->number(text, window); };
        const std::int64_t seen = count(countJobs("state <> 13"));
        const std::string failedJob = std::string("job.state ") + failed;
        COMPARE_JSON(json.at("completion_rate"), rateOf(count(countJobs("state = 5")), seen));
        COMPARE_JSON(json.at("failure_rate"), rateOf(count(countJobs(failedJob)), seen));
        const std::int64_t delivered = count(countAttempts("attempt.state = 5"));
        COMPARE_JSON(
            json.at("success_rate"),
            rateOf(delivered, delivered + count(countAttempts(std::string("attempt.state ") + failed))));
    }
    const nlohmann::json empty = m_capture->ask({QStringLiteral("stats")}, {1'000, 2'000});
    QVERIFY(empty.at("completion_rate").is_null());
    QVERIFY(empty.at("response_ms").at("p50").is_null());
    COMPARE_JSON(empty.at("response_ms").at("n"), 0);
}

void StatsNumbersTest::money()
{
    const nlohmann::json json = m_capture->ask({QStringLiteral("stats")});
    for (const auto &[tier, msat] : json.at("msat").items())
        COMPARE_JSON(json.at("sats").at(tier), msat.get<std::int64_t>() / 1'000);
    QCOMPARE(json.at("sats").size(), json.at("msat").size());
}

void StatsNumbersTest::responseTimes()
{
    for (const CountWindow &window : m_capture->windows()) {
        const nlohmann::json told = m_capture->ask({QStringLiteral("stats")}, window).at("response_ms");
        const auto values = m_capture->numbers(responses, window);
        for (const int percent : {50, 95, 99})
            QVERIFY2(isPercentile(told.at("p" + std::to_string(percent)), values, percent),
                     told.dump().c_str());
        const auto mean = meanOf(values);
        COMPARE_JSON(told.at("mean"), mean ? nlohmann::json(*mean) : nlohmann::json(nullptr));
    }
    QVERIFY(m_capture->numbers(responses).size() > 100);
}

void StatsNumbersTest::leaders()
{
    const std::string byKind = std::string("SELECT kind FROM event WHERE") + sql::isRequest +
                               "GROUP BY kind ORDER BY count(*) DESC, kind LIMIT 1";
    const std::string byDvms = std::string("SELECT kind - 1000 FROM event WHERE") + sql::isResult +
                               "GROUP BY kind ORDER BY count(DISTINCT pid) DESC, kind LIMIT 1";
    const std::string byResults = std::string("SELECT hex(pk) FROM event JOIN pubkey USING(pid) WHERE") +
                                  sql::isResult + "GROUP BY pid ORDER BY count(*) DESC, pk LIMIT 1";
    const std::string results = std::string("SELECT count(*) FROM event WHERE") + sql::isResult +
                                "GROUP BY pid ORDER BY count(*) DESC LIMIT 1";
    for (const CountWindow &window : m_capture->windows()) {
        const nlohmann::json json = m_capture->ask({QStringLiteral("stats")}, window);
        const auto orNull = [](std::int64_t kind) {
            return kind > 0 ? nlohmann::json(kind) : nlohmann::json(nullptr);
        };
        COMPARE_JSON(json.at("popular_kind"), orNull(m_capture->number(byKind, window)));
        COMPARE_JSON(json.at("competitive_kind"), orNull(m_capture->number(byDvms, window)));
        const std::string dvm = m_capture->text(byResults, window);
        COMPARE_JSON(json.at("popular_dvm"), dvm.empty() ? nlohmann::json(nullptr) : nlohmann::json(dvm));
        COMPARE_JSON(json.at("popular_dvm_results"), m_capture->number(results, window));
    }
}

void StatsNumbersTest::paidLeaders()
{
    // Confirmed, claimed and inferred sums, compared in this order.
    const auto best = [](const char *key, const char *who, const char *join, const char *order) {
        return std::string("WITH paid AS (SELECT ") + key +
               " AS who, sum(iif(tier = 4, msat, 0)) AS confirmed, sum(iif(tier = 3, msat, 0)) AS claimed, "
               "0 AS inferred FROM payment WHERE purpose = 1 AND" +
               sql::isPayment + "GROUP BY 1 UNION ALL SELECT " + who +
               ", 0, 0, sum(attempt.requested_msat) FROM attempt JOIN job USING(jid) WHERE attempt.payment = "
               "2 "
               "AND" +
               sql::jobInWindow +
               "GROUP BY 1), sums AS (SELECT who, sum(confirmed) AS confirmed, "
               "sum(claimed) AS claimed, sum(inferred) AS inferred FROM paid GROUP BY who) " +
               join +
               " WHERE confirmed > 0 OR claimed > 0 OR inferred > 0 "
               "ORDER BY confirmed DESC, claimed DESC, inferred DESC, " +
               order + " LIMIT 1";
    };
    const std::string bestDvm =
        best("payee", "attempt.pid", "SELECT hex(pk) FROM sums JOIN pubkey ON pid = who", "pk");
    const std::string bestKind = best("kind", "job.kind", "SELECT who FROM sums", "who");
    for (const CountWindow &window : m_capture->windows()) {
        const nlohmann::json json = m_capture->ask({QStringLiteral("stats")}, window);
        const std::string dvm = m_capture->text(bestDvm, window);
        COMPARE_JSON(json.at("paid_dvm"), dvm.empty() ? nlohmann::json(nullptr) : nlohmann::json(dvm));
        const std::int64_t kind = m_capture->number(bestKind, window);
        COMPARE_JSON(json.at("paid_kind"), kind == 0 ? nlohmann::json(nullptr) : nlohmann::json(kind));
        const std::string claimed = "SELECT coalesce(sum(msat), 0) FROM payment JOIN pubkey ON pid = payee "
                                    "WHERE purpose = 1 AND tier = 3 "
                                    "AND lower(hex(pk)) = '" +
                                    dvm + "' AND" + sql::isPayment;
        COMPARE_JSON(json.at("paid_dvm_msat").at("claimed"), m_capture->number(claimed, window));
    }
    QVERIFY(!m_capture->text(bestDvm).empty());
}

void StatsNumbersTest::theTruthIsTold()
{
    std::map<std::string, std::int64_t> jobs;
    std::map<std::string, std::int64_t> attempts;
    for (const auto &job : m_capture->truth().at("jobs")) {
        // A ghost was named by an input only: no event of it and no answer, so no job.
        if (job.at("scenario") == "ghost")
            continue;
        ++jobs[job.at("state")];
        for (const auto &attempt : job.at("attempts"))
            ++attempts[attempt.at("state")];
    }
    const nlohmann::json json = m_capture->ask({QStringLiteral("stats")});
    for (const auto &[state, count] : json.at("jobs").items())
        COMPARE_JSON(count, jobs[state]);
    for (const auto &[state, count] : json.at("attempts").items())
        COMPARE_JSON(count, attempts[state]);
    std::int64_t seen = 0;
    for (const auto &[state, count] : jobs)
        seen += state == "MISSING" ? 0 : count;
    COMPARE_JSON(json.at("completion_rate"), rateOf(jobs["DELIVERED"], seen));
    QVERIFY(seen > 250);
}

void StatsNumbersTest::freshness()
{
    const auto number = [this](const char *text) { return m_capture->number(text); };
    for (const CountWindow &window : m_capture->windows()) {
        const nlohmann::json answer = m_capture->ask({QStringLiteral("stats")}, window);
        const nlohmann::json &fresh = answer.at("freshness");
        COMPARE_JSON(fresh.at("sequence"),
                     number("SELECT value FROM meta WHERE key = 'ingest_sequence' AND ?1 <> ?2"));
        const auto iso = [](std::int64_t ms, Qt::DateFormat format) {
            return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(format).toStdString();
        };
        COMPARE_JSON(fresh.at("newest_event_at"),
                     iso(1'000 * number("SELECT max(created_at) FROM event WHERE ?1 <> ?2"), Qt::ISODate));
        const std::int64_t received =
            number("SELECT received_ms FROM event WHERE ?1 <> ?2 ORDER BY rid DESC LIMIT 1");
        COMPARE_JSON(fresh.at("newest_received_at"), iso(received, Qt::ISODateWithMs));
        const auto asOf = QDateTime::fromString(QString::fromStdString(fresh.at("as_of").get<std::string>()),
                                                Qt::ISODateWithMs);
        COMPARE_JSON(fresh.at("stale_s"), (asOf.toMSecsSinceEpoch() - received) / 1'000);

        // One file covers it, without overlaps.
        const std::int64_t begin = std::max(answer.at("window").at("since_unix").get<std::int64_t>(),
                                            number("SELECT min(since) FROM coverage WHERE ?1 <> ?2"));
        const auto end = answer.at("window").at("until_unix").get<std::int64_t>();
        const std::int64_t covered =
            m_capture->number("SELECT coalesce(sum(min(until, ?2) - max(since, ?1)), 0) FROM coverage "
                              "WHERE until > ?1 AND since < ?2",
                              {begin, end});
        const std::int64_t past = std::max<std::int64_t>(0, end - begin);
        COMPARE_JSON(fresh.at("covered_s"), covered);
        COMPARE_JSON(fresh.at("past_s"), past);
        COMPARE_JSON(fresh.at("coverage"), rateOf(covered, past));
        COMPARE_JSON(fresh.at("relays"), covered > 0 ? 1 : 0);
        COMPARE_JSON(fresh.at("known_since"),
                     iso(1'000 * number("SELECT min((SELECT min(since) FROM coverage), "
                                        "(SELECT min(created_at) FROM event)) WHERE ?1 <> ?2"),
                         Qt::ISODate));
        std::vector<std::int64_t> ends{begin};
        for (const std::int64_t bound : m_capture->numbers(
                 "SELECT max(since, ?1) FROM coverage WHERE until > ?1 AND since < ?2 UNION ALL "
                 "SELECT min(until, ?2) FROM coverage WHERE until > ?1 AND since < ?2 ORDER BY 1",
                 {begin, end}))
            ends.push_back(bound);
        ends.push_back(end);
        nlohmann::json gaps = nlohmann::json::array();
        for (std::size_t i = 0; i + 1 < ends.size(); i += 2)
            if (ends[i] < ends[i + 1])
                gaps.push_back({{"since", iso(1'000 * ends[i], Qt::ISODate)},
                                {"until", iso(1'000 * ends[i + 1], Qt::ISODate)},
                                {"since_unix", ends[i]},
                                {"until_unix", ends[i + 1]},
                                {"missing_s", ends[i + 1] - ends[i]}});
        COMPARE_JSON(fresh.at("gaps"), gaps);
        COMPARE_JSON(fresh.at("partial"),
                     covered < past ? nlohmann::json{"not_covered"} : nlohmann::json::array());
    }
}

void StatsNumbersTest::everythingSaysItsWindow()
{
    const nlohmann::json window = m_capture->ask({QStringLiteral("stats")}).at("window");
    const std::string all = std::string("SELECT created_at FROM event WHERE") + sql::isRequest +
                            "UNION SELECT created_at FROM event WHERE" + sql::isResult +
                            "UNION SELECT created_at FROM event WHERE" + sql::isFeedback +
                            "UNION SELECT created_at FROM job UNION SELECT created_at FROM payment "
                            "WHERE counted = 1 AND purpose > 0 ORDER BY 1";
    const auto times = m_capture->numbers(all);
    COMPARE_JSON(window.at("since_unix"), times.front());
    COMPARE_JSON(window.at("until_unix"), times.back() + 1);
    const auto since =
        QDateTime::fromString(QString::fromStdString(window.at("since").get<std::string>()), Qt::ISODate);
    QCOMPARE(since.toSecsSinceEpoch(), qint64{times.front()});
}

void StatsNumbersTest::theLastHours()
{
    const auto events = demoEvents(400);
    const ProgramFolder folder;
    QCOMPARE(folder.withDatabase({QStringLiteral("import"), QStringLiteral("-")}, toLines(events)).code, 0);
    // The simulated network began five hours ago: some of it lies in the window, some before.
    const nlohmann::json json = folder
                                    .withDatabase({QStringLiteral("stats"), QStringLiteral("--window"),
                                                   QStringLiteral("285m"), QStringLiteral("--json")})
                                    .json();
    const auto since = json.at("window").at("since_unix").get<std::int64_t>();
    const auto until = json.at("window").at("until_unix").get<std::int64_t>();
    QCOMPARE(until - since, 285 * 60);
    QVERIFY(std::abs(until - QDateTime::currentSecsSinceEpoch()) < 60);
    std::int64_t requests = 0;
    std::int64_t all = 0;
    for (const auto &event : events) {
        const bool isRequest = dvm::KindTable::standard().isRequest(event.kind);
        all += isRequest ? 1 : 0;
        requests += isRequest && event.created_at >= since && event.created_at < until ? 1 : 0;
    }
    COMPARE_JSON(json.at("requests"), requests);
    QVERIFY(requests > 0 && requests < all);
}

DVMDASH_TEST(StatsNumbersTest)

} // namespace dvmdash::test

#include "stats_numbers_test.moc"
