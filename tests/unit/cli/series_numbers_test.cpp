// SPDX-License-Identifier: GPL-3.0-or-later
#include "counted_capture.h"
#include "support/test_main.h"

#include <QDateTime>

namespace dvmdash::test
{

namespace
{

/// A metric, the SQL that counts it in one step, and the member of a point that holds it.
struct CountedMetric {
    const char *metric;
    std::string sql;
    const char *value = "value";
};

std::string events(const char *condition, const char *what = "count(*)")
{
    return std::string("SELECT ") + what + " FROM event WHERE" + condition;
}
std::string jobs(const std::string &condition)
{
    return "SELECT count(*) FROM job WHERE " + condition + " AND" + sql::jobInWindow;
}
std::string attempts(const std::string &condition, const char *what = "count(*)")
{
    return std::string("SELECT ") + what + " FROM attempt JOIN job USING(jid) WHERE " + condition + " AND" +
           sql::jobInWindow;
}
const std::string ofDvms = std::string("SELECT count(*) FROM (SELECT pid FROM event WHERE") + sql::isResult +
                           "UNION SELECT pid FROM event WHERE" + sql::isFeedback + ")";

std::vector<CountedMetric> metrics()
{
    return {
        {"requests", events(sql::isRequest)},
        {"results", events(sql::isResult)},
        {"feedback", events(sql::isFeedback)},
        {"users", events(sql::isRequest, "count(DISTINCT pid)")},
        {"dvms", ofDvms},
        {"kinds", events(sql::isRequest, "count(DISTINCT kind)")},
        {"completed", jobs("state = 5")},
        {"failed", jobs("state IN (6, 7, 8, 9)")},
        {"ignored", jobs("state = 7")},
        {"completion", jobs("state = 5"), "part"},
        {"completion", jobs("state <> 13"), "whole"},
        {"success", attempts("attempt.state = 5"), "part"},
        {"success", attempts("attempt.state IN (5, 6, 7, 8, 9)"), "whole"},
        {"p50", attempts("attempt.response_s >= 0"), "n"},
        {"requested", attempts("1", "coalesce(sum(requested_msat), 0)"), "msat"},
        {"inferred", attempts("attempt.payment = 2", "coalesce(sum(requested_msat), 0)"), "msat"},
        {"claimed",
         std::string("SELECT coalesce(sum(msat), 0) FROM payment WHERE purpose = 1 AND tier = 3 AND") +
             sql::isPayment,
         "msat"},
        {"confirmed",
         std::string("SELECT coalesce(sum(msat), 0) FROM payment WHERE purpose = 1 AND tier = 4 AND") +
             sql::isPayment,
         "msat"},
    };
}

/// Steps of an answer, each cut to its window.
std::vector<CountWindow> stepsOf(const nlohmann::json &answer)
{
    std::vector<CountWindow> steps;
    const auto since = answer.at("window").at("since_unix").get<std::int64_t>();
    const auto until = answer.at("window").at("until_unix").get<std::int64_t>();
    const auto &points = answer.at("points");
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto end = i + 1 < points.size() ? points[i + 1].at("unix").get<std::int64_t>() : until;
        steps.push_back({std::max(since, points[i].at("unix").get<std::int64_t>()), end});
    }
    return steps;
}

} // namespace

/// Courses over time, step by step counted again.
class SeriesNumbersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_capture = std::make_unique<CountedCapture>(13); }
    void everyPoint();
    void steps();
    void percentiles();
    void ofAKind();
    void ofADvm();
    void cumulative();
    void csv();
    void misuse_data();
    void misuse();
    void forPeople();

private:
    nlohmann::json series(const char *metric, QStringList more, const CountWindow &window = {}) const
    {
        more.prepend(QString::fromUtf8(metric));
        more.prepend(QStringLiteral("series"));
        return m_capture->ask(more, window);
    }
    /// Each point of the metric is what the SQL counts in its step.
    void compare(const CountedMetric &counted, const nlohmann::json &answer) const;

    std::unique_ptr<CountedCapture> m_capture;
};

void SeriesNumbersTest::compare(const CountedMetric &counted, const nlohmann::json &answer) const
{
    const auto windows = stepsOf(answer);
    for (std::size_t i = 0; i < windows.size(); ++i) {
        const auto &told = answer.at("points")[i].at(counted.value);
        const std::int64_t wanted = m_capture->number(counted.sql, windows[i]);
        QVERIFY2(told == wanted, (std::string(counted.metric) + " at " + std::to_string(windows[i].since) +
                                  " is " + told.dump() + ", not " + std::to_string(wanted))
                                     .c_str());
    }
}

void SeriesNumbersTest::everyPoint()
{
    const auto windows = m_capture->windows();
    for (const CountWindow &window : {windows[0], windows[1], windows[3]})
        for (const CountedMetric &counted : metrics())
            compare(counted,
                    series(counted.metric, {QStringLiteral("--step"), QStringLiteral("1h")}, window));
}

void SeriesNumbersTest::steps()
{
    const CountedMetric requests{"requests", events(sql::isRequest)};
    const auto total = m_capture->number(requests.sql);
    for (const char *step : {"1m", "5m", "15m", "1h", "4h", "1d", "month"}) {
        const nlohmann::json answer = series("requests", {QStringLiteral("--step"), QString::fromUtf8(step)});
        COMPARE_JSON(answer.at("step"), step);
        compare(requests, answer);
        std::int64_t sum = 0;
        for (const auto &point : answer.at("points")) {
            sum += point.at("value").get<std::int64_t>();
            const auto time = QDateTime::fromString(
                QString::fromStdString(point.at("time").get<std::string>()), Qt::ISODate);
            COMPARE_JSON(point.at("unix"), time.toSecsSinceEpoch());
        }
        QCOMPARE(sum, total);
    }
}

void SeriesNumbersTest::percentiles()
{
    const std::string times =
        std::string("SELECT coalesce(attempt.response_ms, attempt.response_s * 1000) FROM attempt "
                    "JOIN job USING(jid) WHERE attempt.response_s >= 0 AND") +
        sql::jobInWindow;
    const QStringList step{QStringLiteral("--step"), QStringLiteral("4h")};
    for (const auto &[metric, percent] : {std::pair("p50", 50), std::pair("p95", 95), std::pair("p99", 99)}) {
        const nlohmann::json answer = series(metric, step);
        COMPARE_JSON(answer.at("unit"), "ms");
        const auto windows = stepsOf(answer);
        for (std::size_t i = 0; i < windows.size(); ++i)
            QVERIFY(isPercentile(answer.at("points")[i].at("value"), m_capture->numbers(times, windows[i]),
                                 percent));
    }
    const nlohmann::json answer = series("mean", step);
    const auto windows = stepsOf(answer);
    for (std::size_t i = 0; i < windows.size(); ++i) {
        const auto mean = meanOf(m_capture->numbers(times, windows[i]));
        COMPARE_JSON(answer.at("points")[i].at("value"),
                     mean ? nlohmann::json(*mean) : nlohmann::json(nullptr));
    }
}

void SeriesNumbersTest::ofAKind()
{
    const std::string results = std::string(" kind = 6300 AND") + sql::isResult;
    const QStringList kind{QStringLiteral("--kind"), QStringLiteral("5300"), QStringLiteral("--step"),
                           QStringLiteral("4h")};
    compare({"requests", events((std::string(" kind = 5300 AND") + sql::isRequest).c_str())},
            series("requests", kind));
    compare({"results", events(results.c_str())}, series("results", kind));
    compare({"dvms", events(results.c_str(), "count(DISTINCT pid)")}, series("dvms", kind));
    compare({"completed", jobs("kind = 5300 AND state = 5")}, series("completed", kind));
    compare({"dvms_ever", "SELECT count(DISTINCT pid) FROM event WHERE kind = 6300 AND flags & 1 = 0 "
                          "AND created_at < ?2 AND ?1 <> ?2"},
            series("dvms_ever", kind));
    // A result kind means its requests.
    QStringList other = kind;
    other[1] = QStringLiteral("6300");
    COMPARE_JSON(series("requests", other).at("points"), series("requests", kind).at("points"));
}

void SeriesNumbersTest::ofADvm()
{
    const nlohmann::json row = m_capture->ask({QStringLiteral("dvms")}).at("dvms").front();
    const QStringList dvm{QStringLiteral("--dvm"), QString::fromStdString(row.at("npub").get<std::string>()),
                          QStringLiteral("--step"), QStringLiteral("4h")};
    const std::string isDvm =
        "pid = (SELECT pid FROM pubkey WHERE lower(hex(pk)) = '" + row.at("dvm").get<std::string>() + "')";
    compare({"results", events((" " + isDvm + " AND" + sql::isResult).c_str())}, series("results", dvm));
    compare({"feedback", events((" " + isDvm + " AND" + sql::isFeedback).c_str())}, series("feedback", dvm));
    const nlohmann::json completed = series("completed", dvm);
    COMPARE_JSON(completed.at("unit"), "attempts");
    compare({"completed", attempts("attempt.state = 5 AND attempt." + isDvm)}, completed);
    const std::string kind = row.at("kinds").front().dump();
    compare({"completed", attempts("attempt.state = 5 AND job.kind = " + kind + " AND attempt." + isDvm)},
            series("completed", dvm + QStringList{QStringLiteral("--kind"), QString::fromStdString(kind)}));
}

void SeriesNumbersTest::cumulative()
{
    for (const char *metric : {"requests", "completed", "requested"}) {
        const QStringList step{QStringLiteral("--step"), QStringLiteral("1h")};
        const nlohmann::json steps = series(metric, step).at("points");
        const nlohmann::json sums =
            series(metric, step + QStringList{QStringLiteral("--cumulative")}).at("points");
        QCOMPARE(sums.size(), steps.size());
        const char *exact = metric == std::string_view("requested") ? "msat" : "value";
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            sum += steps[i].at(exact).get<std::int64_t>();
            COMPARE_JSON(sums[i].at(exact), sum);
        }
        QVERIFY(sum > 0);
    }
}

void SeriesNumbersTest::csv()
{
    const auto lines = [this](const QStringList &arguments) {
        return m_capture
            ->run(QStringList{QStringLiteral("series")} + arguments + QStringList{QStringLiteral("--csv")})
            .lines();
    };
    const nlohmann::json points = series("p95", {}).at("points");
    const QList<QByteArray> p95 = lines({QStringLiteral("p95")});
    QCOMPARE(p95.front(), QByteArray("time_utc,unix,p95_ms,responses"));
    QCOMPARE(static_cast<std::size_t>(p95.size()), points.size() + 1);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto &point = points[i];
        const std::string value = point.at("value").is_null() ? "" : point.at("value").dump();
        QCOMPARE(p95.at(static_cast<qsizetype>(i) + 1).toStdString(),
                 point.at("time").get<std::string>() + ',' + point.at("unix").dump() + ',' + value + ',' +
                     point.at("n").dump());
    }
    QCOMPARE(lines({QStringLiteral("completion")}).front(),
             QByteArray("time_utc,unix,completion_percent,completion_part,completion_whole"));
    QCOMPARE(lines({QStringLiteral("claimed"), QStringLiteral("--cumulative")}).front(),
             QByteArray("time_utc,unix,cumulative_claimed_sat,cumulative_claimed_msat"));
    QCOMPARE(lines({QStringLiteral("users")}).front(), QByteArray("time_utc,unix,users"));
    QCOMPARE(lines({QStringLiteral("failed")}).front(), QByteArray("time_utc,unix,failed_jobs"));
}

void SeriesNumbersTest::misuse_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("told");
    const auto row = [](const char *arguments, const char *told) {
        QTest::newRow(*arguments ? arguments : "nothing")
            << QString::fromLatin1(arguments) << QString::fromLatin1(told);
    };
    row("", "METRIC");
    row("speed", "requests, results, feedback");
    row("users --cumulative", "several steps");
    row("dvms --cumulative", "several steps");
    row("completion --cumulative", "rates");
    row("p95 --cumulative", "response times");
    row("dvms_ever --kind 5300 --cumulative", "already");
    row("dvms_ever", "--kind");
    row("feedback --kind 5300", "--dvm");
    row("kinds --kind 5300", "network");
    row("requests --step 2h", "15m");
    row("requests --kind 7000", "--kind");
    row("requests --kind 5300,5301", "--kind");
    row("requests --dvm nobody", "--dvm");
    row("requests --csv --json", "--csv");
    row("requests --since 1d --step 1m --until 4000000000", "steps");
}

void SeriesNumbersTest::misuse()
{
    QFETCH(QString, arguments);
    QFETCH(QString, told);
    const ProgramResult result =
        m_capture->run(QStringList{QStringLiteral("series")} + arguments.split(u' ', Qt::SkipEmptyParts));
    QCOMPARE(result.code, 2);
    QVERIFY(result.out.isEmpty());
    QVERIFY2(result.err.contains(told.toUtf8()), result.err.constData());
    QCOMPARE(result.err.count('\n'), 1);
}

void SeriesNumbersTest::forPeople()
{
    const ProgramResult result = m_capture->run({QStringLiteral("series"), QStringLiteral("completion"),
                                                 QStringLiteral("--step"), QStringLiteral("1d")});
    QCOMPARE(result.code, 0);
    for (const char *word : {"window", "percent", "delivered jobs of all jobs seen", "2023-11-15T00:00:00Z"})
        QVERIFY2(result.out.contains(word), word);
}

DVMDASH_TEST(SeriesNumbersTest)

} // namespace dvmdash::test

#include "series_numbers_test.moc"
