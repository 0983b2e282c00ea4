// SPDX-License-Identifier: GPL-3.0-or-later
#include "counted_capture.h"
#include "support/test_main.h"

#include <numeric>

namespace dvmdash::test
{

namespace
{

CountWindow windowOf(const nlohmann::json &window)
{
    return {window.at("since_unix").get<std::int64_t>(), window.at("until_unix").get<std::int64_t>()};
}

} // namespace

/// The pages of one DVM and of one kind, against the boards and counted again.
class PageNumbersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_capture = std::make_unique<CountedCapture>(12); }
    void dvmPage();
    void dvmTroubles();
    void dvmHealth();
    void kindPage();
    void neverMet();
    void forPeople();

private:
    std::unique_ptr<CountedCapture> m_capture;
};

void PageNumbersTest::dvmPage()
{
    const auto windows = m_capture->windows();
    for (const CountWindow &window : {windows[0], windows[1], windows[2]}) {
        const nlohmann::json board = m_capture->ask({QStringLiteral("dvms")}, window);
        const nlohmann::json &row = board.at("dvms").front();
        const QString npub = QString::fromStdString(row.at("npub").get<std::string>());
        const nlohmann::json page = m_capture->ask({QStringLiteral("dvm"), npub}, window);
        for (const auto &[member, value] : row.items())
            COMPARE_JSON(page.at(member), value);
        COMPARE_JSON(page.at("window"), board.at("window"));
        // The time before is a window like any other.
        const CountWindow before = windowOf(page.at("previous").at("window"));
        COMPARE_JSON(windowOf(page.at("window")).since, before.until);
        const nlohmann::json previous = m_capture->ask({QStringLiteral("dvm"), npub}, before);
        for (const char *member : {"results", "feedback", "attempts", "msat", "response_ms"})
            COMPARE_JSON(page.at("previous").at(member), previous.at(member));
        std::int64_t results = 0;
        std::int64_t completed = 0;
        for (const auto &point : page.at("points")) {
            results += point.at("results").get<std::int64_t>();
            completed += point.at("completed").get<std::int64_t>();
        }
        COMPARE_JSON(page.at("results"), results);
        COMPARE_JSON(page.at("attempts").at("DELIVERED"), completed);
        const std::string pid =
            "(SELECT pid FROM pubkey WHERE lower(hex(pk)) = '" + row.at("dvm").get<std::string>() + "')";
        for (const auto &kind : page.at("by_kind")) {
            const std::string results6 = " kind = 1000 + " + kind.at("kind").dump() + " AND" + sql::isResult;
            const auto own =
                m_capture->number("SELECT count(*) FROM event WHERE" + results6 + "AND pid = " + pid, window);
            COMPARE_JSON(kind.at("results"), own);
            COMPARE_JSON(
                kind.at("share"),
                rateOf(own, m_capture->number("SELECT count(*) FROM event WHERE" + results6, window)));
        }
        // Competitors: whoever gave a result in the window for a kind that this one ever gave one for.
        const std::string rivals =
            std::string("SELECT hex(pk), count(*) FROM event JOIN pubkey USING(pid) WHERE") + sql::isResult +
            "AND pid <> " + pid +
            " AND kind IN (SELECT kind FROM event WHERE kind BETWEEN 6000 AND 6999 AND flags & 1 = 0 AND pid "
            "= " +
            pid + ") GROUP BY 1";
        std::map<std::string, std::int64_t> told;
        for (const auto &competitor : page.at("competitors"))
            told.emplace(competitor.at("dvm"), competitor.at("results").get<std::int64_t>());
        QVERIFY(told == m_capture->byKey(rivals, window));
        QVERIFY(!window.everything() || told.size() > 3);
    }
}

/// What goes wrong with each DVM, against the rows: the attempts of this DVM count, not the states of the
/// jobs.
void PageNumbersTest::dvmTroubles()
{
    const std::map<std::string, int> reasons{
        {"failed", 6}, {"ignored", 7}, {"stalled", 8}, {"paid_undelivered", 9}};
    const auto windows = m_capture->windows();
    std::map<std::string, std::size_t> met;
    for (const CountWindow &window : {windows[0], windows[1], windows[2]}) {
        const nlohmann::json board =
            m_capture->ask({QStringLiteral("dvms"), QStringLiteral("--limit"), QStringLiteral("0"),
                            QStringLiteral("--sort"), QStringLiteral("failed")},
                           window);
        for (const auto &row : board.at("dvms")) {
            const auto dvm = row.at("dvm").get<std::string>();
            const nlohmann::json page =
                m_capture->ask({QStringLiteral("dvm"), QString::fromStdString(dvm)}, window);
            const std::string pid = "(SELECT pid FROM pubkey WHERE lower(hex(pk)) = '" + dvm + "')";
            const std::string requestId = "printf('%016x', job.id8) || hex(job.id24)";
            std::int64_t all = 0;
            for (const auto &[reason, state] : reasons) {
                const auto wanted = m_capture->byKey(
                    "SELECT " + requestId + ", attempt.since FROM job JOIN attempt USING(jid) WHERE" +
                        sql::jobInWindow + "AND pid = " + pid +
                        " AND attempt.state = " + std::to_string(state),
                    window);
                std::map<std::string, std::string> told;
                for (const auto &job : page.at(reason))
                    told.emplace(job.at("id"), job.at("state"));
                QCOMPARE(told.size(), wanted.size());
                for (const auto &[id, since] : wanted) {
                    QVERIFY2(told.contains(id), id.c_str());
                    QCOMPARE(told.at(id), reason);
                }
                COMPARE_JSON(page.at("failures").at(reason), wanted.size());
                all += static_cast<std::int64_t>(wanted.size());
                met[reason] += wanted.size();
            }
            COMPARE_JSON(page.at("attempts_failed"), all);
            COMPARE_JSON(page.at("failures_explained"), all);
            std::int64_t grouped = 0;
            for (const auto &group : page.at("failure_messages")) {
                grouped += group.at("count").get<std::int64_t>();
                QVERIFY(!group.at("kinds").empty());
            }
            QCOMPARE(grouped, all);
            const auto refunds = m_capture->numbers(std::string("SELECT msat FROM payment WHERE") +
                                                        sql::isPayment + "AND purpose = 2 AND payer = " + pid,
                                                    window);
            QCOMPARE(page.at("refunds").size(), refunds.size());
            std::int64_t refunded = 0;
            for (const auto &refund : page.at("refunds"))
                refunded += refund.at("msat").get<std::int64_t>();
            COMPARE_JSON(page.at("msat").at("refunded"), refunded);
            QCOMPARE(refunded, std::accumulate(refunds.begin(), refunds.end(), std::int64_t{0}));
            met["refunds"] += refunds.size();
            std::int64_t points = 0;
            for (const auto &point : page.at("points"))
                points += point.at("failed").get<std::int64_t>();
            QCOMPARE(points, all);
        }
    }
    for (const char *one : {"failed", "ignored", "stalled", "paid_undelivered", "refunds"})
        QVERIFY2(met[one] > 0, one);
}

void PageNumbersTest::dvmHealth()
{
    const nlohmann::json board =
        m_capture->ask({QStringLiteral("dvms"), QStringLiteral("--limit"), QStringLiteral("20")});
    for (const auto &row : board.at("dvms")) {
        const QString npub = QString::fromStdString(row.at("npub").get<std::string>());
        const nlohmann::json page = m_capture->ask({QStringLiteral("dvm"), npub});
        const nlohmann::json &health = page.at("health");
        COMPARE_JSON(health.at("state"), row.at("health_state"));
        QVERIFY(!health.at("signals").empty());
        for (const auto &signal : health.at("signals")) {
            for (const char *member : {"signal", "speaks_for", "at", "event"})
                QVERIFY2(signal.contains(member), member);
            if (signal.at("signal") == "ignored_requests")
                COMPARE_JSON(signal.at("count"), row.at("ignored_since_answer"));
        }
        const ProgramResult text = m_capture->run({QStringLiteral("dvm"), npub});
        QVERIFY2(text.out.contains("\nhealth "), text.out.constData());
    }
}

void PageNumbersTest::kindPage()
{
    const auto windows = m_capture->windows();
    for (const CountWindow &window : {windows[0], windows[1], windows[2]}) {
        const nlohmann::json row = m_capture->ask({QStringLiteral("kinds")}, window).at("kinds").front();
        const std::string kind = row.at("kind").dump();
        const nlohmann::json page =
            m_capture->ask({QStringLiteral("kind"), QString::fromStdString(kind)}, window);
        for (const auto &[member, value] : row.items())
            COMPARE_JSON(page.at(member), value);
        const CountWindow before = windowOf(page.at("previous").at("window"));
        const nlohmann::json previous =
            m_capture->ask({QStringLiteral("kind"), QString::fromStdString(kind)}, before);
        for (const char *member : {"requests", "results", "unique_users", "jobs", "msat", "response_ms"})
            COMPARE_JSON(page.at("previous").at(member), previous.at(member));
        // By the kind of its results the same.
        const QString ofResults = QString::number(row.at("kind").get<int>() + 1'000);
        COMPARE_JSON(m_capture->ask({QStringLiteral("kind"), ofResults}, window).at("points"),
                     page.at("points"));
        std::int64_t requests = 0;
        for (const auto &point : page.at("points"))
            requests += point.at("requests").get<std::int64_t>();
        COMPARE_JSON(page.at("requests"), requests);
        const std::string results = " kind = 1000 + " + kind + " AND" + std::string(sql::isResult);
        const auto byDvm = m_capture->byKey(
            "SELECT hex(pk), count(*) FROM event JOIN pubkey USING(pid) WHERE" + results + "GROUP BY 1",
            window);
        std::int64_t told = 0;
        for (const auto &dvm : page.at("dvms")) {
            const auto found = byDvm.find(dvm.at("dvm"));
            const std::int64_t own = found == byDvm.end() ? 0 : found->second;
            COMPARE_JSON(dvm.at("results"), own);
            COMPARE_JSON(dvm.at("share"), rateOf(own, page.at("results").get<std::int64_t>()));
            told += own > 0 ? 1 : 0;
        }
        QCOMPARE(static_cast<std::size_t>(told), byDvm.size());
        const std::string ever = "SELECT count(DISTINCT pid) FROM event WHERE kind = 1000 + " + kind +
                                 " AND flags & 1 = 0 AND created_at < ?2 AND ?1 <> ?2";
        COMPARE_JSON(page.at("dvms_ever"), m_capture->number(ever, window));
        if (!page.at("points").empty())
            COMPARE_JSON(page.at("points").back().at("dvms_ever"), page.at("dvms_ever"));
    }
}

void PageNumbersTest::neverMet()
{
    for (const QStringList &arguments : {QStringList{QStringLiteral("dvm"), QString(64, u'a')},
                                         QStringList{QStringLiteral("kind"), QStringLiteral("5998")},
                                         QStringList{QStringLiteral("series"), QStringLiteral("results"),
                                                     QStringLiteral("--dvm"), QString(64, u'a')}}) {
        const ProgramResult result = m_capture->run(arguments);
        QCOMPARE(result.code, 1);
        QVERIFY(result.out.isEmpty());
        QVERIFY2(result.err.contains("never met"), result.err.constData());
    }
    // Met, but not in this window: a page of zeros.
    const nlohmann::json row = m_capture->ask({QStringLiteral("kinds")}).at("kinds").front();
    const QString kind = QString::fromStdString(row.at("kind").dump());
    COMPARE_JSON(m_capture->ask({QStringLiteral("kind"), kind}, {1'000, 2'000}).at("requests"), 0);
}

void PageNumbersTest::forPeople()
{
    const nlohmann::json dvm = m_capture->ask({QStringLiteral("dvms")}).at("dvms").front();
    const ProgramResult dvms = m_capture->run({QStringLiteral("dvms")});
    QCOMPARE(dvms.code, 0);
    QVERIFY(dvms.out.contains(QByteArray::fromStdString(dvm.at("npub").get<std::string>())));
    QVERIFY(dvms.out.contains("20 of "));
    QVERIFY(dvms.out.contains("--limit 0"));
    const ProgramResult page =
        m_capture->run({QStringLiteral("dvm"), QString::fromStdString(dvm.at("dvm").get<std::string>())});
    for (const char *word : {"window", "results", "response time", "competitor", "attempts by state", "sats"})
        QVERIFY2(page.out.contains(word), word);
    const ProgramResult kind = m_capture->run({QStringLiteral("kind"), QStringLiteral("5300")});
    for (const char *word : {"window", "requests", "DVMs ever", "share"})
        QVERIFY2(kind.out.contains(word), word);
    for (const ProgramResult &result : {dvms, page, kind})
        for (const QByteArray &line : result.lines())
            QVERIFY(!line.endsWith(' '));
}

DVMDASH_TEST(PageNumbersTest)

} // namespace dvmdash::test

#include "page_numbers_test.moc"
