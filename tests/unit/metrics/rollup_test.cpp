// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scenario.h"
#include "metrics/rollup_fill.h"
#include "metrics/window_reader.h"
#include "store/retention.h"
#include "store/store_file.h"
#include "support/random_delivery.h"
#include "support/signed_events.h"
#include "support/tangled_events.h"
#include "support/test_main.h"

#include <algorithm>
#include <random>
#include <sstream>

using namespace dvmdash;
using metrics::Dimension;
using metrics::FactSums;
using metrics::RowKey;
using metrics::RowSums;
using metrics::TimeWindow;
using store::test::giveAtRandom;
using store::test::ScratchStore;
using test::signedEvent;
using test::start;

namespace
{

const dvm::KindTable &kinds()
{
    return dvm::KindTable::standard();
}

void countIn(ScratchStore &scratch)
{
    scratch.makeListener = [](store::Database &db) { return metrics::openRollups(db, kinds()); };
    // Nothing is deleted here: tests of retention stand elsewhere.
    scratch.prepareFile = [](store::StoreFile &file) { store::writePolicy(file.database(), {0, 0, 0, 30}); };
}

/// All rollup rows as sorted lines.
std::string dumpRollups(store::Database &db)
{
    std::string dump;
    const auto table = [&](const char *name, const char *columns) {
        store::Statement rows =
            db.prepare(std::string("SELECT ") + columns + " FROM " + name + " ORDER BY 1");
        while (rows.step())
            dump += std::string(name) + ' ' + std::string(rows.text(0)) + '\n';
    };
    const char *sums = "printf('%d %d %010d %d %d ', level, dim, bucket, k1, k2) || hex(counts)";
    table("rollup", sums);
    table("duration", sums);
    table("uniques", "printf('%d %d %d %010d ', level, members, k1, bucket) || hex(keys)");
    table("activity", "printf('%d %d %d %d %d', what, k1, k2, first_at, last_at)");
    return dump;
}

std::string firstDifference(const std::string &one, const std::string &other)
{
    std::istringstream a(one);
    std::istringstream b(other);
    std::string x;
    std::string y;
    for (;;) {
        const bool more = static_cast<bool>(std::getline(a, x));
        const bool moreOther = static_cast<bool>(std::getline(b, y));
        if (!more && !moreOther)
            return {};
        if (!more || !moreOther || x != y)
            return "\n  " + (more ? x : "(end)") + "\n  " + (moreOther ? y : "(end)");
    }
}

/// The rollups as they are made from the facts at once.
std::string dumpFilledAnew(const std::string &path)
{
    store::StoreFile file(path);
    store::Transaction transaction(file.database(), store::Transaction::Kind::Write);
    if (!metrics::fillRollups(file.database(), kinds()))
        return "stopped";
    return dumpRollups(file.database());
}

std::vector<nostr::Event> scenarioEvents(std::uint64_t seed, int jobs, std::int64_t span)
{
    demo::ScenarioSettings settings;
    settings.seed = seed;
    settings.jobs = jobs;
    settings.start = start;
    settings.span = span;
    settings.heartbeats = false;
    std::vector<nostr::Event> events;
    for (auto &timed : demo::makeScenario(settings).events)
        events.push_back(std::move(timed.event));
    return events;
}

std::vector<nostr::Event> tangled(std::uint64_t seed)
{
    test::Tangle all;
    all.answersNameSeveral = all.receiptsShareKeys = all.paymentsNameAnswers = all.nestedAndDeleted =
        all.moneyIsChecked = true;
    return test::tangledEvents(all, seed, 40);
}

} // namespace

class RollupTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// Whatever comes in whatever order: what the deltas have made is what the facts give at once.
    void incrementalEqualsFilledAnew_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 6; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }

    void incrementalEqualsFilledAnew()
    {
        QFETCH(const int, seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        auto events = seed % 2 == 0 ? scenarioEvents(static_cast<std::uint64_t>(seed), 300, 40 * 86'400)
                                    : tangled(static_cast<std::uint64_t>(seed));
        ScratchStore scratch(start);
        countIn(scratch);
        // The clock begins before most events, so that many are held back at first.
        giveAtRandom(scratch, events, random);
        for (const std::int64_t later : {600, 7'200, 90'000, 5'000'000}) {
            scratch.close();
            scratch.setNow(start + later);
            giveAtRandom(scratch, {events.begin(), events.begin() + 10}, random);
            std::string incremental;
            {
                auto reader = scratch.read();
                incremental = dumpRollups(reader.database());
            }
            QVERIFY2(scratch.problems().empty(),
                     scratch.problems().empty() ? "" : scratch.problems().front().c_str());
            QVERIFY(later < 90'000 || !incremental.empty());
            const std::string anew = dumpFilledAnew(scratch.path());
            QVERIFY2(incremental == anew, firstDifference(incremental, anew).c_str());
        }
    }

    void heldBackUntilItsTime()
    {
        ScratchStore scratch(start);
        countIn(scratch);
        const auto request = signedEvent(1, 5050, 3600, {{"i", "x", "text"}});
        const auto result = signedEvent(2, 6050, 3610, {{"e", request.id.hex()}});
        scratch.give({request, result});
        const auto totals = [&] {
            auto reader = scratch.read();
            metrics::WindowReader windows(reader.database(), kinds());
            return windows.row(Dimension::Global, {}, {start, start + 7'200}, true);
        };
        QVERIFY(totals() == RowSums());
        QVERIFY(!scratch.read().jobDetail(request.id));
        // Fifteen minutes ahead is in time.
        scratch.setNow(start + 3600 - 900);
        scratch.open();
        QTRY_COMPARE(scratch.problems().size(), std::size_t{0});
        QTest::qWait(30);
        QCOMPARE(totals().counts[metrics::metric::Requests], 1);
        QCOMPARE(totals().counts[metrics::metric::Results], 0);
        scratch.setNow(start + 3610);
        scratch.open();
        QTest::qWait(30);
        const RowSums both = totals();
        QCOMPARE(both.counts[metrics::metric::Results], 1);
        QCOMPARE(both.counts[metrics::metric::jobs(dvm::State::Delivered)], 1);
        QVERIFY(!both.responses.empty());
    }

    void customersNoteIsTakenBack()
    {
        const auto request = signedEvent(1, 5050, 0, {{"i", "x", "text"}});
        const auto note = signedEvent(1, 7000, 5, {{"e", request.id.hex()}, {"status", "processing"}});
        for (const bool noteFirst : {false, true}) {
            ScratchStore scratch(start + 1000);
            countIn(scratch);
            scratch.give({noteFirst ? note : request});
            scratch.close();
            scratch.give({noteFirst ? request : note});
            auto reader = scratch.read();
            metrics::WindowReader windows(reader.database(), kinds());
            const TimeWindow hour{start - 1800, start + 1800};
            const auto row = windows.row(Dimension::Global, {}, hour, false);
            QCOMPARE(row.counts[metrics::metric::feedback(dvm::Status::Processing)], 0);
            QVERIFY(windows.members(metrics::Members::Dvms, 0, hour).empty());
            QCOMPARE(reader.database().integer("SELECT count(*) FROM activity WHERE what = 2"), 0);
        }
    }

    /// Copies come while what their event counts for changes, in one session: before, together with the
    /// change, and after it.
    void copiesOfWhatTurnsOutToBeANote()
    {
        const auto request = signedEvent(1, 5050, 0, {{"i", "x", "text"}});
        const auto note = signedEvent(1, 7000, 5, {{"e", request.id.hex()}, {"status", "processing"}});
        const auto result = signedEvent(2, 6050, 6, {{"e", request.id.hex()}});
        ScratchStore scratch(start + 1000);
        countIn(scratch);
        // More relays than are told apart by heart: one of them is the 200th.
        scratch.prepareFile = [count = scratch.prepareFile](store::StoreFile &file) {
            count(file);
            file.database().execute("INSERT INTO relay(relay, url) VALUES(1, 'ws://relay0'), "
                                    "(200, 'ws://relay1'), (2, 'ws://relay2'), (3, 'ws://relay3')");
        };
        const auto copiesFrom = [&](relay::RelayNumber relay) {
            for (const auto *event : {&request, &note, &result})
                scratch.giveCopy(event->id, relay, (start + relay) * 1000);
        };
        scratch.give({note, result});
        scratch.giveCopy(note.id, 1, start * 1000);
        QTRY_COMPARE(scratch.stored(), 2);
        scratch.give({request});
        copiesFrom(2);
        QTRY_COMPARE(scratch.stored(), 3);
        for (const relay::RelayNumber relay : {3, 1, 2, 3})
            copiesFrom(relay);
        auto reader = scratch.read();
        QVERIFY(scratch.problems().empty());
        const std::string incremental = dumpRollups(reader.database());
        QCOMPARE(reader.database().integer("SELECT count(*) FROM seen"), 12);
        QCOMPARE(reader.database().integer("SELECT count(*) FROM seen s JOIN answer a USING(rid) "
                                           "WHERE a.note = 1"),
                 4);
        const std::string anew = dumpFilledAnew(scratch.path());
        QVERIFY2(incremental == anew, firstDifference(incremental, anew).c_str());
    }

    /// In one session: a copy before the event counts, and one after.
    void copiesOfWhatIsHeldBack()
    {
        const auto request = signedEvent(1, 5050, 3600, {{"i", "x", "text"}});
        ScratchStore scratch(start);
        countIn(scratch);
        scratch.give({request});
        scratch.writer().settle();
        scratch.giveCopy(request.id, 1, start * 1000);
        scratch.writer().settle();
        scratch.setNow(start + 3600);
        scratch.writer().settle();
        scratch.giveCopy(request.id, 2, (start + 3600) * 1000);
        scratch.writer().settle();
        auto reader = scratch.read();
        QVERIFY(scratch.problems().empty());
        QCOMPARE(reader.database().integer("SELECT count(*) FROM seen"), 3);
        const std::string incremental = dumpRollups(reader.database());
        const std::string anew = dumpFilledAnew(scratch.path());
        QVERIFY(!anew.empty());
        QVERIFY2(incremental == anew, firstDifference(incremental, anew).c_str());
    }

    /// Who is a customer and a DVM: only what it says as a DVM tells from when to when it gave feedback,
    /// however far apart its notes lie, and in whatever order all that comes.
    void notesDoNotStretchTheSpanOfFeedback()
    {
        constexpr std::int64_t day = 86'400;
        // Days; more than once in an hour, in a day, in a month, and once in years.
        const std::vector<std::int64_t> noteDays{0, 0, 1, 3, 40, 41, 75, 75};
        const std::vector<std::int64_t> feedbackDays{1, 3, 3, 40};
        std::vector<nostr::Event> events;
        std::int64_t second = 0;
        const auto add = [&](std::int64_t at, bool asCustomer) {
            const unsigned char customer = asCustomer ? 1 : 2;
            const auto request =
                signedEvent(customer, 5050, at - 1, {{"i", std::to_string(++second), "text"}});
            events.push_back(request);
            events.push_back(signedEvent(1, 7000, at, {{"e", request.id.hex()}, {"status", "processing"}}));
        };
        for (const std::int64_t at : noteDays)
            add(at * day + 60 * ++second, true);
        for (const std::int64_t at : feedbackDays)
            add(at * day + 60 * ++second, false);
        const char *const expected =
            "SELECT printf('%d %d', min(e.created_at), max(e.created_at)) FROM event e "
            "JOIN answer a USING(rid) WHERE a.note = 0";
        const char *const found = "SELECT printf('%d %d', first_at, last_at) FROM activity WHERE what = 2";
        for (unsigned seed = 1; seed <= 6; ++seed) {
            std::mt19937 random(seed);
            ScratchStore scratch(start + 100 * day);
            countIn(scratch);
            auto shuffled = events;
            std::shuffle(shuffled.begin(), shuffled.end(), random);
            for (std::size_t at = 0; at < shuffled.size();) { // some at a time, each lot a session
                const std::size_t end = std::min(shuffled.size(), at + 1 + random() % 7);
                scratch.give({shuffled.begin() + static_cast<std::ptrdiff_t>(at),
                              shuffled.begin() + static_cast<std::ptrdiff_t>(end)});
                scratch.close();
                at = end;
                auto reader = scratch.read();
                const auto words = [&](const char *sql) {
                    store::Statement row = reader.database().prepare(sql);
                    return row.step() ? std::string(row.text(0)) : std::string("0 0");
                };
                QCOMPARE(words(found), words(expected));
            }
            auto reader = scratch.read();
            QCOMPARE(reader.database().integer("SELECT count(*) FROM answer WHERE note = 0"),
                     static_cast<std::int64_t>(feedbackDays.size()));
        }
    }

    /// Any window cut into buckets and ends gives what adding up its facts one by one gives.
    void plannedEqualsBruteForce()
    {
        std::mt19937 random(11);
        ScratchStore scratch(start + 100 * 86'400);
        countIn(scratch);
        auto events = scenarioEvents(8, 600, 75 * 86'400);
        const auto more = tangled(12);
        events.insert(events.end(), more.begin(), more.end());
        giveAtRandom(scratch, events, random);
        auto reader = scratch.read();
        store::FactReader facts(reader.database());
        for (int round = 0; round < 60; ++round) {
            const auto length = static_cast<std::int64_t>(1) << (random() % 24);
            TimeWindow window;
            window.since = start - 3'600 + static_cast<std::int64_t>(random() % (80u * 86'400u));
            window.until = window.since + 1 + static_cast<std::int64_t>(random()) % length;
            FactSums expected;
            facts.events(window.since, window.until, true, [&](const store::EventFact &fact) {
                expected.add(metrics::contributionOf(fact, kinds()));
            });
            facts.sightings(window.since, window.until,
                            [&](const store::EventFact &fact, std::int64_t relay) {
                                expected.add(metrics::contributionOf(fact, relay));
                            });
            facts.jobs(window.since, window.until,
                       [&](const store::JobFact &fact) { expected.add(metrics::contributionOf(fact)); });
            facts.payments(window.since, window.until, [&](const store::PaymentFact &fact) {
                expected.add(metrics::contributionOf(fact));
            });

            metrics::WindowReader windows(reader.database(), kinds());
            for (int dimension = 0; dimension <= static_cast<int>(Dimension::Relay); ++dimension) {
                const auto along = static_cast<Dimension>(dimension);
                const auto found = windows.rows(along, window, true);
                QVERIFY(found == expected.rows(along));
                for (const auto &[key, row] : found)
                    QVERIFY(windows.row(along, key, window, true) == row);
            }
            for (const auto &[key, row] : expected.rows(Dimension::KindDvm)) {
                const auto ofKind = windows.rows(Dimension::KindDvm, window, true, key.k1);
                QVERIFY(ofKind.at(key) == row);
                for (const auto &other : ofKind)
                    QCOMPARE(other.first.k1, key.k1);
            }
            for (int set = 0; set <= static_cast<int>(metrics::Members::Kinds); ++set) {
                const auto members = static_cast<metrics::Members>(set);
                for (const auto &[k1, keys] : windows.membersByKey(members, window)) {
                    QVERIFY(keys == expected.members(members, k1));
                    QVERIFY(windows.members(members, k1, window) == keys);
                }
            }
        }
    }

    void anOlderFileIsFilledWhenItIsOpened()
    {
        ScratchStore scratch(start + 10'000);
        scratch.give(scenarioEvents(3, 50, 3'600));
        QVERIFY(dumpRollups(scratch.read().database()).empty());
        countIn(scratch);
        scratch.open();
        const std::string filled = dumpRollups(scratch.read().database());
        QVERIFY(!filled.empty());
        QCOMPARE(filled, dumpFilledAnew(scratch.path()));
    }
};

DVMDASH_TEST(RollupTest)
#include "rollup_test.moc"
