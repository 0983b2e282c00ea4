// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scenario.h"
#include "metrics/relay_course.h"
#include "metrics/relays_given.h"
#include "metrics/rollup_fill.h"
#include "metrics/sparse_counts.h"
#include "store/store_file.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>
#include <map>
#include <random>

using namespace dvmdash;
using metrics::RelayGiven;
using metrics::RelaysGiven;
using metrics::TimeWindow;
using store::test::ScratchStore;
using test::keyOf;
using test::signedEvent;
using test::start;

namespace
{

const std::vector<std::string> relayUrls{"wss://a.example", "wss://b.example", "wss://c.example",
                                         "file:old.jsonl"};
constexpr int file = 3;

/// A store whose numbers are kept, with three relays and a file that give.
class GivenStore : public ScratchStore
{
public:
    explicit GivenStore(std::int64_t now_s)
        : ScratchStore(now_s)
    {
        makeListener = [](store::Database &db) {
            return metrics::openRollups(db, dvm::KindTable::standard());
        };
        open();
        for (std::size_t i = 0; i < relayUrls.size(); ++i)
            writer().nameRelay(static_cast<int>(i), relayUrls[i]);
    }
};

RelayGiven rowOf(const RelaysGiven &given, const std::string &url)
{
    const auto at = std::find_if(given.rows.begin(), given.rows.end(),
                                 [&](const RelayGiven &row) { return row.url == url; });
    return at == given.rows.end() ? RelayGiven() : *at;
}

/// What counts of the window, one row an event and giver: the ground of all that is counted anew below.
std::string counted(const TimeWindow &window)
{
    return "WITH counted AS (SELECT e.rid, e.role, e.kind, e.pid, e.live, e.created_at, s.first_ms, r.url, "
           "r.url LIKE 'file:%' AS is_file FROM event e JOIN seen s ON s.rid = e.rid JOIN relay r ON "
           "r.relay = s.relay WHERE e.role IN (1, 2, 3) AND e.flags & 1 = 0 AND NOT EXISTS (SELECT 1 FROM "
           "answer a WHERE a.rid = e.rid AND a.note = 1) AND e.created_at BETWEEN " +
           std::to_string(window.since) + " AND " + std::to_string(window.until - 1) +
           "), rivals AS (SELECT rid, count(*) AS n, min(first_ms) AS earliest FROM counted WHERE NOT "
           "is_file GROUP BY rid) ";
}

std::vector<std::int64_t> sqlRow(store::Database &db, const std::string &sql)
{
    store::Statement statement = db.prepare(sql);
    std::vector<std::int64_t> numbers;
    if (statement.step())
        for (int i = 0; i < 6; ++i)
            numbers.push_back(statement.integer(i));
    return numbers;
}

std::vector<std::int64_t> numbersOf(const RelayGiven &row)
{
    return {row.looked, row.late, row.only, row.raced, row.first, row.events};
}

QByteArray text(const std::vector<std::int64_t> &numbers)
{
    QByteArray words;
    for (const std::int64_t number : numbers)
        words += QByteArray::number(qint64(number)) + ' ';
    return words;
}

} // namespace

class RelaysGivenTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysWhoWasFirst();
    void agreesWithPlainSql();
    void looksAtTheNewestOnly();
    void courseAgreesWithPlainSql();
    void courseOfManyEventsIsByTheHour();
    void whatARelayDidNotProveIsAGap();
    void anEmptyFileGivesNothing();

private:
    /// Any event to any relays at any time.
    static void giveByChance(GivenStore &store, const std::vector<nostr::Event> &events, std::mt19937 &random)
    {
        for (const nostr::Event &event : events) {
            const int first = static_cast<int>(random() % relayUrls.size());
            store.give({event}, first, random() % 3 != 0);
            for (int relay = 0; relay < static_cast<int>(relayUrls.size()); ++relay)
                if (random() % 2 == 0) // before, with and after the one that came first to us
                    store.giveCopy(event.id, relay, event.created_at * 1000 + 248 + (random() % 5));
        }
    }
    static std::vector<nostr::Event> scenario(std::uint64_t seed, std::int64_t *until)
    {
        demo::ScenarioSettings settings;
        settings.seed = seed;
        settings.jobs = 250;
        settings.span = 5 * 3600;
        const auto made = demo::makeScenario(settings);
        *until = made.truth.until;
        std::vector<nostr::Event> events;
        for (const auto &timed : made.events)
            events.push_back(timed.event);
        return events;
    }
};

void RelaysGivenTest::saysWhoWasFirst()
{
    GivenStore store(start + 100);
    const auto request = signedEvent(1, 5050, 1, {});
    const auto result = signedEvent(2, 6050, 2, {{"e", request.id.hex()}});
    const auto lonely = signedEvent(1, 5001, 3, {});
    const auto old = signedEvent(1, 5001, 4, {});
    const auto ms = [](const nostr::Event &event, int more) { return event.created_at * 1000 + 250 + more; };
    store.give({request}, 0, true);
    store.giveCopy(request.id, 1, ms(request, 7)); // a is first, b late
    store.give({result}, 1, true);
    store.giveCopy(result.id, 0, ms(result, 0)); // in one millisecond: both are first
    store.give({lonely}, 0, true);
    store.giveCopy(lonely.id, file, ms(lonely, -100)); // a file is no rival
    store.give({old}, 2, false);                       // what was stored there is no race
    store.giveCopy(old.id, 0, ms(old, 9));
    auto reader = store.read();
    const auto given = metrics::readRelaysGiven(reader, {{start, start + 100}}, (start + 100) * 1000);

    QCOMPARE(given.looked_events, 4);
    QCOMPARE(given.rows.size(), std::size_t(4));
    const RelayGiven a = rowOf(given, relayUrls[0]);
    QCOMPARE(text(numbersOf(a)), QByteArray("4 1 1 2 2 4 "));
    QCOMPARE(a.firstShare().percent(), std::optional(100.0));
    QCOMPARE(a.duplicateShare().percent(), std::optional(25.0));
    QCOMPARE(a.onlyShare().percent(), std::optional(25.0));
    QCOMPARE(text(numbersOf(rowOf(given, relayUrls[1]))), QByteArray("2 1 0 2 1 2 "));
    QCOMPARE(text(numbersOf(rowOf(given, relayUrls[2]))), QByteArray("1 0 0 0 0 1 "));
    QCOMPARE(text(numbersOf(rowOf(given, relayUrls[file]))), QByteArray("1 0 0 0 0 1 "));
    QVERIFY(given.rows.front().url == relayUrls[0]); // most events first

    QCOMPARE(a.kinds_all, 2);
    QVERIFY(a.kinds == (std::vector<metrics::KindGiven>{{5001, 2}, {5050, 2}}));
    QCOMPARE(a.dvms_all, 1);
    QVERIFY(a.dvms == (std::vector<metrics::DvmGiven>{{keyOf(2), 1}}));
}

void RelaysGivenTest::agreesWithPlainSql()
{
    for (const std::uint64_t seed : {3U, 4U, 5U}) {
        std::int64_t until = 0;
        const auto events = scenario(seed, &until);
        GivenStore store(until);
        std::mt19937 random(static_cast<std::uint32_t>(seed));
        giveByChance(store, events, random);
        auto reader = store.read();
        for (int round = 0; round < 20; ++round) {
            TimeWindow window{until - 6 * 3600 + static_cast<std::int64_t>(random() % 18'000), 0};
            window.until = window.since + static_cast<std::int64_t>(random() % 9'000);
            if (round == 0)
                window = {1, until + 10};
            const auto given = metrics::readRelaysGiven(reader, {window}, until * 1000);
            auto &db = reader.database();
            const auto all = sqlRow(db, counted(window) + "SELECT count(DISTINCT rid), count(DISTINCT url), "
                                                          "0, 0, 0, 0 FROM counted");
            QCOMPARE(given.looked_events, all[0]);
            QCOMPARE(std::int64_t(given.rows.size()), all[1]);
            QVERIFY(given.looked == window);
            for (const std::string &url : relayUrls) {
                const auto expected = sqlRow(
                    db, counted(window) +
                            "SELECT count(*), sum(NOT is_file AND first_ms > earliest), sum(NOT is_file AND "
                            "n = 1), sum(NOT is_file AND live AND n > 1), sum(NOT is_file AND live AND n > 1 "
                            "AND first_ms = earliest), count(*) FROM counted LEFT JOIN rivals USING(rid) "
                            "WHERE url = '" +
                            url + "'");
                const RelayGiven row = rowOf(given, url);
                QVERIFY2(numbersOf(row) == expected,
                         (text(numbersOf(row)) + " for " + text(expected) + url.c_str()).constData());
                for (const auto &kind : row.kinds) {
                    const auto of = std::to_string(kind.kind);
                    const auto count =
                        sqlRow(db, counted(window) + "SELECT count(*), 0, 0, 0, 0, 0 FROM " +
                                       "counted WHERE url = '" + url + "' AND ((role = 1 AND kind = " + of +
                                       ") OR (role = 2 AND kind = 1000 + " + of + "))");
                    QCOMPARE(kind.events, count[0]);
                }
                const auto kinds = sqlRow(db, counted(window) +
                                                  "SELECT count(DISTINCT iif(role = 2, kind - 1000, kind)), "
                                                  "0, 0, 0, 0, 0 FROM counted WHERE role < 3 AND url = '" +
                                                  url + "'");
                QCOMPARE(row.kinds_all, kinds[0]);
                for (const auto &dvm : row.dvms) {
                    const auto count =
                        sqlRow(db, counted(window) +
                                       "SELECT count(*), 0, 0, 0, 0, 0 FROM counted JOIN pubkey "
                                       "USING(pid) WHERE role > 1 AND url = '" +
                                       url + "' AND hex(pk) = upper('" + dvm.dvm.hex() + "')");
                    QCOMPARE(dvm.events, count[0]);
                }
                const auto dvms = sqlRow(db, counted(window) +
                                                 "SELECT count(DISTINCT pid), 0, 0, 0, 0, 0 "
                                                 "FROM counted WHERE role > 1 AND url = '" +
                                                 url + "'");
                QCOMPARE(row.dvms_all, dvms[0]);
                QCOMPARE(std::int64_t(row.dvms.size()), std::min<std::int64_t>(12, row.dvms_all));
            }
        }
    }
}

/// Whole seconds, so that the numbers are those of a window that can be named.
void RelaysGivenTest::looksAtTheNewestOnly()
{
    GivenStore small(start + 100);
    small.give({signedEvent(1, 5001, 9, {}), signedEvent(1, 5001, 10, {}), signedEvent(2, 5001, 10, {}),
                signedEvent(3, 5001, 10, {})});
    auto smallReader = small.read();
    const auto second =
        metrics::readRelaysGiven(smallReader, {{start, start + 100}, 1}, (start + 100) * 1000);
    QCOMPARE(second.looked_events, 3);
    QCOMPARE(second.looked.since, start + 10);

    std::int64_t until = 0;
    const auto events = scenario(6, &until);
    GivenStore store(until);
    std::mt19937 random(6);
    giveByChance(store, events, random);
    auto reader = store.read();
    for (const std::int64_t most : {1, 10, 333}) {
        const auto given = metrics::readRelaysGiven(reader, {TimeWindow::everything(), most}, until * 1000);
        QVERIFY(given.looked_events >= most);
        QVERIFY(given.looked.since > given.window.since);
        QCOMPARE(given.looked.until, given.window.until);
        const auto newest = metrics::readRelaysGiven(reader, {given.looked}, until * 1000);
        const auto all = metrics::readRelaysGiven(reader, {given.window}, until * 1000);
        QCOMPARE(newest.looked_events, given.looked_events);
        const auto later =
            metrics::readRelaysGiven(reader, {{given.looked.since + 1, given.looked.until}}, until * 1000);
        QVERIFY(later.looked_events < most);
        for (const std::string &url : relayUrls) {
            const RelayGiven row = rowOf(given, url);
            QCOMPARE(row.events, rowOf(all, url).events);
            RelayGiven same = rowOf(newest, url);
            same.events = row.events;
            same.url = row.url;
            QVERIFY(row == same);
        }
    }
}

void RelaysGivenTest::courseAgreesWithPlainSql()
{
    std::int64_t until = 0;
    const auto events = scenario(7, &until);
    GivenStore store(until);
    std::mt19937 random(7);
    giveByChance(store, events, random);
    auto reader = store.read();
    for (const std::int64_t length : {1'800, 5'000, 30'000, 400'000}) {
        const TimeWindow window{until - length - static_cast<std::int64_t>(random() % 3'000), until + 30};
        for (const std::string &url : relayUrls) {
            const auto course = metrics::readRelayCourse(reader, {url, window}, until * 1000);
            QCOMPARE(course.step, metrics::stepFor(window));
            QCOMPARE(course.points.size(), metrics::stepsOf(window, course.step).size());
            std::int64_t sum = 0;
            for (const auto &point : course.points) {
                const TimeWindow step{std::max(point.start, window.since),
                                      std::min(metrics::stepEnd(course.step, point.start), window.until)};
                const auto expected =
                    sqlRow(reader.database(), counted(step) +
                                                  "SELECT count(*), 0, 0, 0, 0, 0 FROM counted "
                                                  "WHERE url = '" +
                                                  url + "'");
                QCOMPARE(point.events, expected[0]);
                sum += point.events;
            }
            QVERIFY(sum > 0);
        }
    }
    const auto unknown =
        metrics::readRelayCourse(reader, {"wss://x.example", {until - 3600, until}}, until * 1000);
    QVERIFY(std::all_of(unknown.points.begin(), unknown.points.end(),
                        [](const auto &point) { return point.events == 0; }));
}

/// Of as many events as nobody waits for, whole hours stand in the numbers that are kept.
void RelaysGivenTest::courseOfManyEventsIsByTheHour()
{
    GivenStore store(start + 7'200);
    store.give({signedEvent(1, 5050, 10, {})}, 0, true);
    store.close();
    {
        store::StoreFile file(store.path());
        metrics::SparseCounts many;
        many.add(metrics::metric::Sightings, metrics::mostReadOneByOne + 1);
        store::Statement change =
            file.database().prepare("UPDATE rollup SET counts = ?1 WHERE dim = 5 AND level = 2");
        change.bindBlob(1, many.encoded()).run();
    }
    auto reader = store.read();
    const std::int64_t hour = start - start % 3600;
    const auto course =
        metrics::readRelayCourse(reader, {relayUrls[0], {hour, hour + 7'200}}, (start + 7'200) * 1000);
    QCOMPARE(course.step, metrics::Step::Hour);
    QCOMPARE(course.points.size(), std::size_t(2));
    QCOMPARE(course.points.front().events, metrics::mostReadOneByOne + 1);
}

void RelaysGivenTest::whatARelayDidNotProveIsAGap()
{
    GivenStore store(start + 4'000);
    store.give({signedEvent(1, 5050, 10, {})}, 0, true);
    store.listen(start + 100, start + 300, 0);
    store.listen(start, start + 4'000, 1);
    auto reader = store.read();
    const TimeWindow window{start, start + 3'600};
    const auto gapsOf = [&](const std::string &url) {
        return metrics::readRelayCourse(reader, {url, window}, (start + 3'600) * 1000).gaps;
    };
    QVERIFY(gapsOf(relayUrls[0]) ==
            (std::vector<metrics::Gap>{{start, start + 100}, {start + 300, start + 3'540}}));
    QVERIFY(gapsOf(relayUrls[1]).empty());
    QVERIFY(gapsOf("wss://x.example") == (std::vector<metrics::Gap>{{start, start + 3'540}}));
}

void RelaysGivenTest::anEmptyFileGivesNothing()
{
    GivenStore store(start);
    auto reader = store.read();
    const auto given = metrics::readRelaysGiven(reader, {TimeWindow::everything()}, start * 1000);
    QVERIFY(given.rows.empty());
    QCOMPARE(given.looked_events, 0);
    const auto course =
        metrics::readRelayCourse(reader, {relayUrls[0], TimeWindow::everything()}, start * 1000);
    QVERIFY(course.points.empty());
    QVERIFY(course.gaps.empty());
}

DVMDASH_TEST(RelaysGivenTest)
#include "relays_given_test.moc"
