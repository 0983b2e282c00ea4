// SPDX-License-Identifier: GPL-3.0-or-later
#include "counted_capture.h"
#include "support/test_main.h"

#include <QDateTime>

#include <set>

namespace dvmdash::test
{

namespace
{

/// A member of the rows, and SQL that gives it for each key that has any: the key in hex, or the kind.
struct CountedColumn {
    const char *pointer;
    std::string sql;
};

std::string eventsBy(const char *key, const char *condition, const char *what = "count(*)")
{
    return std::string("SELECT ") + key + ", " + what + " FROM event JOIN pubkey USING(pid) WHERE" +
           condition + "GROUP BY 1";
}
std::string attemptsBy(const char *key, const std::string &condition, const char *what = "count(*)")
{
    return std::string("SELECT ") + key + ", " + what +
           " FROM attempt JOIN job USING(jid) JOIN pubkey ON pubkey.pid = attempt.pid WHERE " + condition +
           " AND" + sql::jobInWindow + "GROUP BY 1";
}
std::string jobsBy(const char *key, const std::string &condition)
{
    return std::string("SELECT ") + key +
           ", count(*) FROM job LEFT JOIN pubkey ON pid = customer WHERE (rid IS NOT NULL OR nested = 1) "
           "AND " +
           condition + " AND" + sql::jobInWindow + "GROUP BY 1";
}
std::string paymentsBy(const char *key, const char *condition)
{
    return std::string("SELECT ") + key + ", sum(msat) FROM payment JOIN pubkey ON pid = payee WHERE " +
           condition + " AND" + sql::isPayment + "GROUP BY 1";
}

constexpr const char *pk = "hex(pk)";
const std::string attemptFailed = "attempt.state IN (6, 7, 8, 9)";

std::vector<CountedColumn> dvmColumns()
{
    return {
        {"/results", eventsBy(pk, sql::isResult)},
        {"/feedback", eventsBy(pk, sql::isFeedback)},
        {"/attempts_all", attemptsBy(pk, "1")},
        {"/attempts_failed", attemptsBy(pk, attemptFailed)},
        {"/attempts/DELIVERED", attemptsBy(pk, "attempt.state = 5")},
        {"/attempts/IGNORED", attemptsBy(pk, "attempt.state = 7")},
        {"/targeted", attemptsBy(pk, "attempt.targeted = 1")},
        {"/response_ms/n", attemptsBy(pk, "attempt.response_s >= 0")},
        {"/msat/requested", attemptsBy(pk, "requested_msat > 0", "sum(requested_msat)")},
        {"/msat/inferred",
         attemptsBy(pk, "requested_msat > 0 AND attempt.payment = 2", "sum(requested_msat)")},
        {"/msat/claimed", paymentsBy(pk, "purpose = 1 AND tier = 3")},
        {"/msat/confirmed", paymentsBy(pk, "purpose = 1 AND tier = 4")},
    };
}

std::vector<CountedColumn> kindColumns()
{
    constexpr const char *ofRequest = "kind";
    constexpr const char *ofResult = "kind - 1000";
    constexpr const char *ofJob = "job.kind";
    return {
        {"/requests", eventsBy(ofRequest, sql::isRequest)},
        {"/results", eventsBy(ofResult, sql::isResult)},
        {"/unique_users", eventsBy(ofRequest, sql::isRequest, "count(DISTINCT pid)")},
        {"/unique_dvms", eventsBy(ofResult, sql::isResult, "count(DISTINCT pid)")},
        {"/jobs_failed", std::string("SELECT kind, count(*) FROM job WHERE state IN (6, 7, 8, 9) AND") +
                             sql::jobInWindow + "GROUP BY 1"},
        {"/jobs/DELIVERED",
         std::string("SELECT kind, count(*) FROM job WHERE state = 5 AND") + sql::jobInWindow + "GROUP BY 1"},
        {"/attempts_all", attemptsBy(ofJob, "1")},
        {"/attempts/DELIVERED", attemptsBy(ofJob, "attempt.state = 5")},
        {"/response_ms/n", attemptsBy(ofJob, "attempt.response_s >= 0")},
        {"/msat/requested", attemptsBy(ofJob, "requested_msat > 0", "sum(requested_msat)")},
        {"/msat/claimed", paymentsBy("kind", "purpose = 1 AND tier = 3")},
    };
}

std::vector<CountedColumn> userColumns()
{
    return {
        {"/requests", eventsBy(pk, sql::isRequest)},
        {"/jobs_seen", jobsBy(pk, "state <> 13")},
        {"/jobs_failed", jobsBy(pk, "state IN (6, 7, 8, 9)")},
        {"/jobs/DELIVERED", jobsBy(pk, "state = 5")},
        {"/jobs/IGNORED", jobsBy(pk, "state = 7")},
    };
}

std::string keyOfRow(const nlohmann::json &row, const char *member)
{
    return row.at(member).is_string() ? row.at(member).get<std::string>() : row.at(member).dump();
}

const nlohmann::json &at(const nlohmann::json &row, const char *pointer)
{
    return row.at(nlohmann::json::json_pointer(pointer));
}

/// What rows are ordered by under each word, as numbers: the smallest first, null last.
double rankOf(const nlohmann::json &row, const QString &sort)
{
    const bool ofAttempts = row.contains("dvm");
    const auto value = [&](const char *pointer) {
        const auto &found = at(row, pointer);
        return found.is_null() ? -1.0 : found.get<double>();
    };
    const std::map<QString, const char *> pointers{
        {QStringLiteral("results"), "/results"},
        {QStringLiteral("feedback"), "/feedback"},
        {QStringLiteral("requests"), "/requests"},
        {QStringLiteral("success"), ofAttempts ? "/success_rate" : "/completion_rate"},
        {QStringLiteral("failed"), ofAttempts ? "/attempts_failed" : "/jobs_failed"},
        {QStringLiteral("ignored"), ofAttempts ? "/attempts/IGNORED" : "/jobs/IGNORED"},
        {QStringLiteral("users"), "/unique_users"},
        {QStringLiteral("dvms"), "/unique_dvms"},
        {QStringLiteral("p50"), "/response_ms/p50"},
        {QStringLiteral("p95"), "/response_ms/p95"},
    };
    // Confirmed first, then claimed: no sum of claims here comes near the factor.
    if (sort == QLatin1String("paid"))
        return -(value("/msat/confirmed") * 1e8 + value("/msat/claimed"));
    const double found = value(pointers.at(sort));
    if (sort.startsWith(u'p'))
        return found < 0 ? 1e18 : found;
    return -found;
}

} // namespace

/// Every row of `dvms`, `kinds` and `users`, counted again.
class BoardNumbersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_capture = std::make_unique<CountedCapture>(12); }
    void dvms() { compareRows(QStringLiteral("dvms"), "dvm", dvmColumns()); }
    void kinds() { compareRows(QStringLiteral("kinds"), "kind", kindColumns()); }
    void users() { compareRows(QStringLiteral("users"), "user", userColumns()); }
    void responseTimes();
    void timesOfDvms();
    void kindsOfDvms();
    void fastestOfKinds();
    void sorted_data();
    void sorted();
    void limits();
    void csv();

private:
    void compareRows(const QString &board, const char *key, const std::vector<CountedColumn> &columns);

    std::unique_ptr<CountedCapture> m_capture;
};

void BoardNumbersTest::compareRows(const QString &board, const char *key,
                                   const std::vector<CountedColumn> &columns)
{
    for (const CountWindow &window : m_capture->windows()) {
        const nlohmann::json json = m_capture->ask({board}, window);
        std::map<std::string, nlohmann::json> rows;
        for (const auto &row : json.at(board.toStdString()))
            QVERIFY(rows.emplace(keyOfRow(row, key), row).second);
        COMPARE_JSON(json.at("all"), rows.size());
        std::set<std::string> met;
        for (const CountedColumn &column : columns) {
            const auto counted = m_capture->byKey(column.sql, window);
            for (const auto &[who, count] : counted)
                met.insert(who);
            for (const auto &[who, row] : rows) {
                const auto found = counted.find(who);
                const std::int64_t wanted = found == counted.end() ? 0 : found->second;
                const auto &told = at(row, column.pointer);
                QVERIFY2(told == wanted, (who + " " + column.pointer + " is " + told.dump() + ", not " +
                                          std::to_string(wanted))
                                             .c_str());
            }
        }
        // Nobody is missing, and nobody is there for nothing. Kind 0 is that of jobs nothing is known of.
        met.erase("0");
        std::set<std::string> told;
        for (const auto &[who, row] : rows)
            told.insert(who);
        QVERIFY2(told == met, board.toUtf8().constData());
        QVERIFY(!window.everything() || rows.size() > 10);
    }
}

void BoardNumbersTest::responseTimes()
{
    for (const auto &[board, key, who] :
         {std::tuple("dvms", "dvm", pk), std::tuple("kinds", "kind", "job.kind")}) {
        for (const CountWindow &window : m_capture->windows()) {
            const nlohmann::json json = m_capture->ask({QString::fromUtf8(board)}, window);
            for (const auto &row : json.at(board)) {
                const std::string values =
                    std::string(
                        "SELECT coalesce(attempt.response_ms, attempt.response_s * 1000) FROM attempt "
                        "JOIN job USING(jid) JOIN pubkey ON pubkey.pid = attempt.pid WHERE lower(") +
                    who + ") = '" + keyOfRow(row, key) + "' AND attempt.response_s >= 0 AND" +
                    sql::jobInWindow;
                const auto times = m_capture->numbers(values, window);
                const auto &told = row.at("response_ms");
                for (const int percent : {50, 95, 99})
                    QVERIFY(isPercentile(told.at("p" + std::to_string(percent)), times, percent));
                const auto mean = meanOf(times);
                COMPARE_JSON(told.at("mean"), mean ? nlohmann::json(*mean) : nlohmann::json(nullptr));
            }
        }
    }
}

void BoardNumbersTest::timesOfDvms()
{
    // Ever, whatever the window.
    const std::string answers = std::string("(SELECT pid, created_at FROM event WHERE") + sql::isResult +
                                "UNION ALL SELECT pid, created_at FROM event WHERE" + sql::isFeedback + ")";
    const auto first = m_capture->byKey("SELECT hex(pk), min(created_at) FROM " + answers +
                                        " JOIN pubkey USING(pid) GROUP BY 1");
    const auto last = m_capture->byKey("SELECT hex(pk), max(created_at) FROM " + answers +
                                       " JOIN pubkey USING(pid) GROUP BY 1");
    const auto completed =
        m_capture->byKey("SELECT hex(pk), max(delivered_at) FROM attempt JOIN pubkey USING(pid) "
                         "WHERE delivered_at > 0 AND ?1 <> ?2 GROUP BY 1");
    const auto isoOf = [](const std::map<std::string, std::int64_t> &times, const std::string &who) {
        const auto found = times.find(who);
        if (found == times.end())
            return nlohmann::json(nullptr);
        const auto time = QDateTime::fromSecsSinceEpoch(found->second, Qt::UTC).toString(Qt::ISODate);
        return nlohmann::json(time.toStdString());
    };
    const nlohmann::json board = m_capture->ask({QStringLiteral("dvms")});
    for (const auto &row : board.at("dvms")) {
        const std::string who = row.at("dvm");
        COMPARE_JSON(row.at("first_seen_at"), isoOf(first, who));
        COMPARE_JSON(row.at("last_seen_at"), isoOf(last, who));
        COMPARE_JSON(row.at("last_completed_at"), isoOf(completed, who));
    }
}

void BoardNumbersTest::kindsOfDvms()
{
    for (const CountWindow &window : m_capture->windows()) {
        const nlohmann::json board = m_capture->ask({QStringLiteral("dvms")}, window);
        for (const auto &row : board.at("dvms")) {
            const std::string who = row.at("dvm").get<std::string>() + "' ";
            const std::string kinds =
                std::string("SELECT kind - 1000 FROM event JOIN pubkey USING(pid) WHERE") + sql::isResult +
                "AND lower(hex(pk)) = '" + who +
                "UNION SELECT job.kind FROM attempt JOIN job USING(jid) JOIN pubkey ON pubkey.pid = "
                "attempt.pid "
                "WHERE job.kind > 0 AND" +
                sql::jobInWindow + "AND lower(hex(pk)) = '" + who +
                "UNION SELECT kind FROM payment JOIN pubkey ON pid = payee WHERE kind > 0 AND purpose = 1 "
                "AND" +
                sql::isPayment + "AND lower(hex(pk)) = '" + who + "ORDER BY 1";
            COMPARE_JSON(row.at("kinds"), m_capture->numbers(kinds, window));
        }
    }
}

void BoardNumbersTest::fastestOfKinds()
{
    constexpr std::size_t fewest = 3;
    const nlohmann::json board = m_capture->ask({QStringLiteral("kinds")});
    for (const auto &row : board.at("kinds")) {
        const std::string kind = row.at("kind").dump();
        std::optional<std::tuple<std::int64_t, std::int64_t, std::string>> best;
        const std::string responses =
            "FROM attempt JOIN job USING(jid) JOIN pubkey ON pubkey.pid = attempt.pid WHERE "
            "attempt.response_s >= 0 AND job.kind = " +
            kind + " AND" + sql::jobInWindow;
        for (const auto &[who, count] :
             m_capture->byKey("SELECT hex(pk), count(*) " + responses + "GROUP BY 1")) {
            const auto times = m_capture->numbers("SELECT attempt.response_s * 1000 " + responses +
                                                  "AND lower(hex(pk)) = '" + who + "'");
            if (times.size() >= fewest)
                best = std::min(best.value_or(std::tuple(INT64_MAX, INT64_MAX, who)),
                                std::tuple(*percentileOf(times, 50), *meanOf(times), who));
        }
        COMPARE_JSON(row.at("fastest"), best ? nlohmann::json(std::get<2>(*best)) : nlohmann::json(nullptr));
    }
}

void BoardNumbersTest::sorted_data()
{
    QTest::addColumn<QString>("board");
    QTest::addColumn<QString>("sort");
    const auto add = [](const char *board, const QStringList &sorts) {
        for (const QString &sort : sorts)
            QTest::addRow("%s %s", board, qPrintable(sort)) << QString::fromUtf8(board) << sort;
    };
    const QStringList common{QStringLiteral("success"), QStringLiteral("failed"), QStringLiteral("ignored")};
    const QStringList answered{QStringLiteral("results"), QStringLiteral("p50"), QStringLiteral("p95"),
                               QStringLiteral("paid")};
    add("dvms", common + answered + QStringList{QStringLiteral("feedback")});
    add("kinds",
        common + answered +
            QStringList{QStringLiteral("requests"), QStringLiteral("users"), QStringLiteral("dvms")});
    add("users", common + QStringList{QStringLiteral("requests")});
}

void BoardNumbersTest::sorted()
{
    QFETCH(QString, board);
    QFETCH(QString, sort);
    const nlohmann::json json = m_capture->ask({board, QStringLiteral("--sort"), sort});
    COMPARE_JSON(json.at("sort"), sort.toStdString());
    const auto &rows = json.at(board.toStdString());
    for (std::size_t i = 1; i < rows.size(); ++i)
        QVERIFY2(rankOf(rows[i - 1], sort) <= rankOf(rows[i], sort), rows[i].dump().c_str());
    QVERIFY(rankOf(rows.front(), sort) < rankOf(rows.back(), sort));
}

void BoardNumbersTest::limits()
{
    for (const char *board : {"dvms", "kinds", "users"}) {
        const QString name = QString::fromUtf8(board);
        const nlohmann::json all = m_capture->ask({name});
        const nlohmann::json some = m_capture->ask({name, QStringLiteral("--limit"), QStringLiteral("7")});
        COMPARE_JSON(some.at("all"), all.at(board).size());
        QCOMPARE(some.at(board).size(), std::size_t{7});
        for (std::size_t i = 0; i < some.at(board).size(); ++i)
            COMPARE_JSON(some.at(board)[i], all.at(board)[i]);
        COMPARE_JSON(m_capture->ask({name, QStringLiteral("--limit"), QStringLiteral("0")}).at(board),
                     all.at(board));
        const nlohmann::json byKey = m_capture->ask({name, QStringLiteral("--sort"), QStringLiteral("key")});
        const char *key = board == std::string_view("users")  ? "user"
                          : board == std::string_view("dvms") ? "dvm"
                                                              : "kind";
        for (std::size_t i = 1; i < byKey.at(board).size(); ++i)
            QVERIFY(byKey.at(board)[i - 1].at(key) < byKey.at(board)[i].at(key));
    }
}

void BoardNumbersTest::csv()
{
    for (const char *board : {"dvms", "kinds", "users"}) {
        const QString name = QString::fromUtf8(board);
        const nlohmann::json rows = m_capture->ask({name}).at(board);
        const ProgramResult result = m_capture->run({name, QStringLiteral("--csv")});
        QCOMPARE(result.code, 0);
        const QList<QByteArray> lines = result.lines();
        QCOMPARE(static_cast<std::size_t>(lines.size()), rows.size() + 1);
        const QList<QByteArray> header = lines.front().split(',');
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const QList<QByteArray> cells = lines.at(static_cast<qsizetype>(i) + 1).split(',');
            QCOMPARE(cells.size(), header.size());
            const auto cell = [&](const char *column) { return cells.at(header.indexOf(column)); };
            if (header.contains("results"))
                QCOMPARE(cell("results"), QByteArray::fromStdString(rows[i].at("results").dump()));
            if (header.contains("requests"))
                QCOMPARE(cell("requests"), QByteArray::fromStdString(rows[i].at("requests").dump()));
            if (header.contains("p95_ms")) {
                const auto &p95 = rows[i].at("response_ms").at("p95");
                QCOMPARE(cell("p95_ms"),
                         p95.is_null() ? QByteArray() : QByteArray::fromStdString(p95.dump()));
            }
        }
    }
}

DVMDASH_TEST(BoardNumbersTest)

} // namespace dvmdash::test

#include "board_numbers_test.moc"
