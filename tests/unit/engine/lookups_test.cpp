// SPDX-License-Identifier: GPL-3.0-or-later
// What domains answer, and what becomes of the money by it.
#include "demo/money.h"
#include "demo/random.h"
#include "engine/answers.h"
#include "engine/archive.h"
#include "engine/engine.h"
#include "engine/rebuild.h"
#include "metrics/rollup_fill.h"
#include "store/replay.h"
#include "support/fake_web.h"
#include "support/random_delivery.h"
#include "support/signed_events.h"
#include "support/tangled_events.h"
#include "support/test_main.h"

#include <algorithm>

using namespace dvmdash;
using dvm::PaymentState;
using engine::Engine;
using lookup::Finding;
using lookup::Outcome;
using lookup::What;
using store::test::giveAtRandom;
using store::test::ScratchStore;
using test::FakeWeb;
using test::identity;
using test::keyOf;
using test::signedEvent;
using test::start;

namespace
{

constexpr unsigned char customer = 1;
constexpr unsigned char dvmKey = 2;
constexpr unsigned char provider = 99;
constexpr std::int64_t msat = 21'000;

/// Why a report is not clean; empty when it is.
QString faults(const QString &path)
{
    const auto report = engine::checkDatabase(path);
    QString text = report.error;
    for (const auto &table : report.tables)
        for (const auto &example : table.examples)
            text += QString::fromStdString(example) + QLatin1Char('\n');
    return text;
}

/// A job that was paid by a receipt, of a DVM that names its addresses.
std::vector<nostr::Event> paidJob(const char *lud16, const char *nip05)
{
    const auto request = signedEvent(customer, 5001, 0, {{"i", "x", "text"}});
    const auto result = signedEvent(dvmKey, 6001, 9, {{"e", request.id.hex()}}, "done");
    demo::Zap zap;
    zap.payer = &identity(customer);
    zap.wallet = &identity(provider);
    zap.recipient = keyOf(dvmKey);
    zap.about = &result;
    zap.msat = msat;
    zap.created_at = start + 12;
    demo::Random random(1);
    const auto receipt = signedEvent(provider, 9735, 12, demo::zapReceiptTags(random, zap));
    const auto announcement =
        signedEvent(dvmKey, 31990, 1, {{"d", "x"}, {"k", "5001"}},
                    std::string("{\"name\":\"d\",\"lud16\":\"") + lud16 + "\",\"nip05\":\"" + nip05 + "\"}");
    return {request, result, receipt, announcement};
}

QByteArray lnurlBody(unsigned char key)
{
    return FakeWeb::json("{\"tag\":\"payRequest\",\"allowsNostr\":true,\"nostrPubkey\":\"" +
                         QByteArray::fromStdString(keyOf(key).hex()) + "\"}");
}

QByteArray namesBody(unsigned char key)
{
    return FakeWeb::json("{\"names\":{\"d\":\"" + QByteArray::fromStdString(keyOf(key).hex()) + "\"}}");
}

const QString payPath = QStringLiteral("pay.dev/.well-known/lnurlp/me");
const QString namePath = QStringLiteral("names.dev/.well-known/nostr.json?name=d");

} // namespace

class LookupsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_scratch = std::make_unique<ScratchStore>(start + 20'000);
        m_scratch->makeListener = engine::countInRollups;
    }

    void offUntilAllowedThenConfirmed()
    {
        m_scratch->give(paidJob("me@pay.dev", "d@names.dev"));
        m_scratch->close();
        FakeWeb web;
        web.answers[payPath] = lnurlBody(provider);
        web.answers[namePath] = namesBody(dvmKey);
        Engine engine(configFor(web));
        bool jobsChanged = false;
        connect(&engine, &Engine::activity, this, [&](const engine::ActivityPtr &activity) {
            jobsChanged = jobsChanged || activity->jobs_changed;
        });
        engine.start();
        QTRY_VERIFY(engine.state() == engine::EngineState::Running);
        QTest::qWait(400);
        QVERIFY(web.heads.isEmpty());
        QCOMPARE(money(), (std::pair{msat, std::int64_t{0}}));

        engine.setLookups({true, false});
        QTRY_COMPARE(money(), (std::pair{std::int64_t{0}, msat}));
        QTRY_VERIFY(jobsChanged);
        QCOMPARE(web.requests, QStringList{payPath});
        engine.setLookups({true, true});
        QTRY_COMPARE(findings().size(), std::size_t{2});
        QVERIFY(findings()[1].isVerified());
        // Once a day is enough.
        QTest::qWait(300);
        QCOMPARE(web.requests, (QStringList{payPath, namePath}));
        QCOMPARE(faults(path()), QString());

        // What was found stays, and nothing more is asked.
        engine.setLookups({});
        QTest::qWait(200);
        QCOMPARE(web.heads.size(), 2);
        QCOMPARE(money(), (std::pair{std::int64_t{0}, msat}));
        engine.stop();
        QCOMPARE(faults(path()), QString());
    }

    void failuresAreTold()
    {
        m_scratch->give(paidJob("me@localhost", "d@names.dev"));
        m_scratch->close();
        FakeWeb web;
        web.answers[namePath] = namesBody(customer);
        auto config = configFor(web);
        config.lookups = {true, true};
        Engine engine(config);
        engine.start();
        QTRY_COMPARE(findings().size(), std::size_t{2});
        const auto known = findings();
        QVERIFY(known[0].last == Outcome::Failed);
        QVERIFY(known[0].error.find("no public name") != std::string::npos);
        QVERIFY(known[1].last == Outcome::Key && !known[1].isVerified()); // somebody else's name
        QCOMPARE(web.requests, QStringList{namePath});
        QCOMPARE(money(), (std::pair{msat, std::int64_t{0}}));
        engine.stop();
        QCOMPARE(faults(path()), QString());
    }

    void whatIsNoLongerNamedIsForgotten()
    {
        m_scratch->give(paidJob("me@pay.dev", ""));
        Finding old{{What::Lnurl, keyOf(dvmKey), "me@old.dev"}, Outcome::Key, keyOf(7), start * 1000, {}};
        m_scratch->writer().learn(old);
        m_scratch->close();
        QCOMPARE(money(), (std::pair{std::int64_t{0}, std::int64_t{0}})); // refused by the old address
        FakeWeb web;
        web.answers[payPath] = lnurlBody(provider);
        auto config = configFor(web);
        config.lookups = {true, false};
        Engine engine(config);
        engine.start();
        QTRY_COMPARE(money(), (std::pair{std::int64_t{0}, msat}));
        QTRY_COMPARE(findings().size(), std::size_t{1});
        QCOMPARE(findings()[0].subject.address, std::string("me@pay.dev"));
        engine.stop();
        QCOMPARE(faults(path()), QString());
    }

    /// Events in any order with checks in between: the numbers kept by deltas are those made at once.
    void numbersFollowTheChecks_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 6; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void numbersFollowTheChecks()
    {
        QFETCH(const int, seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        const auto events = tangled(seed);
        std::int64_t checked = start;
        for (const std::int64_t now : {start + 200, start + 500, start + 3'000, start + 90'000}) {
            m_scratch->setNow(now);
            const auto part = static_cast<std::ptrdiff_t>(events.size() / 3 * (1 + random() % 3));
            giveAtRandom(*m_scratch, {events.begin(), events.begin() + part}, random);
            for (int i = 0; i < 8; ++i)
                m_scratch->writer().learn(randomFinding(random, checked += 40));
            m_scratch->close();
            QVERIFY(m_scratch->problems().empty());
            QCOMPARE(faults(path()), QString());
        }
        store::Reader reader(m_scratch->path());
        auto &db = reader.database();
        // The tangle has some of each.
        for (const char *some : {"tier = 4 AND refused = 0", "tier = 3 AND refused = 0", "refused = 8",
                                 "refused = 10", "refused = 11", "counted = 1 AND purpose = 1"})
            QVERIFY2(db.integer(std::string("SELECT count(*) FROM payment WHERE ") + some) > 0, some);
        QCOMPARE(db.integer("SELECT count(*) FROM payment WHERE counted = 1 AND refused <> 0"), 0);
    }

    void anyOrderGivesTheSameMoney()
    {
        auto events = tangled(3);
        std::string expected;
        for (int round = 0; round < 4; ++round) {
            std::mt19937 random(static_cast<unsigned>(round));
            ScratchStore scratch(start + 90'000);
            scratch.makeListener = engine::countInRollups;
            std::shuffle(events.begin(), events.end(), random);
            std::mt19937 checks(7); // the checks are the same, in the same order
            std::int64_t checked = start;
            const std::size_t piece = events.size() / 10 + 1;
            for (std::size_t at = 0; at < events.size(); at += piece) {
                const auto from = events.begin() + static_cast<std::ptrdiff_t>(at);
                const auto until =
                    events.begin() + static_cast<std::ptrdiff_t>(std::min(at + piece, events.size()));
                scratch.give({from, until});
                scratch.writer().learn(randomFinding(checks, checked += 40));
            }
            auto reader = scratch.read();
            const std::string dump = store::test::dumpJobs(reader) + dumpPayments(reader);
            if (round == 0)
                expected = dump;
            QVERIFY(dump == expected);
        }
        QVERIFY(expected.size() > 10'000);
    }

    /// Checks that come while a rebuild reads are taken in by it.
    void aCheckInTheMiddleOfAReplay()
    {
        m_scratch->give(tangled(4));
        m_scratch->writer().learn(found(2, test::providerA, start + 50));
        m_scratch->writer().whileResting([](store::StoreFile &) {});
        store::Replay replay(m_scratch->path(), {}, dvm::KindTable::standard(), [](store::Database &db) {
            metrics::fillRollups(db, dvm::KindTable::standard());
        });
        while (replay.done() < replay.events() / 2)
            replay.advance(20);
        for (unsigned char who = 1; who <= test::tangledPeople; ++who)
            m_scratch->writer().learn(found(who, test::providerB, start + 60));
        m_scratch->writer().whileResting([](store::StoreFile &) {});
        for (const auto &table : replay.finish())
            QVERIFY2(table.total() == 0, table.examples.empty() ? "" : table.examples.front().c_str());
    }

private:
    static std::vector<nostr::Event> tangled(int seed)
    {
        test::Tangle tangle{true, true, true, true, true};
        return test::tangledEvents(tangle, static_cast<std::uint64_t>(seed), 40);
    }

    static Finding found(unsigned char who, unsigned char signer, std::int64_t checked)
    {
        return {{What::Lnurl, keyOf(who), "me@pay.dev"}, Outcome::Key, keyOf(signer), checked * 1000, {}};
    }

    static Finding randomFinding(std::mt19937 &random, std::int64_t checked)
    {
        const auto who = static_cast<unsigned char>(1 + random() % test::tangledPeople);
        Finding finding = found(who, random() % 2 == 0 ? test::providerA : test::providerB, checked);
        if (random() % 3 == 0)
            finding.subject.address = "me@other.dev";
        const auto draw = random() % 8;
        if (draw < 3) {
            finding.key.reset();
            finding.outcome = draw == 0 ? Outcome::NoKey : draw == 1 ? Outcome::NotNamed : Outcome::Failed;
        }
        return finding;
    }

    static std::string dumpPayments(store::Reader &reader)
    {
        store::Statement rows = reader.database().prepare(
            "SELECT hex(e.id24) || ' ' || p.tier || ' ' || p.refused || ' ' || p.counted || ' ' || p.purpose "
            "|| ' ' || p.kind FROM payment p JOIN event e USING(rid) ORDER BY 1");
        std::string dump;
        while (rows.step())
            dump += std::string(rows.text(0)) + '\n';
        return dump;
    }

    engine::EngineConfig configFor(FakeWeb &web) const
    {
        engine::EngineConfig config;
        config.database = path();
        config.notice_interval_ms = 20;
        config.lookup_interval_ms = 50;
        config.lookup_service.reroute = web.reroute();
        return config;
    }

    QString path() const { return QString::fromStdString(m_scratch->path()); }

    /// Of the network, claimed and confirmed.
    std::pair<std::int64_t, std::int64_t> money() const
    {
        auto archive = engine::Archive::open(path());
        const auto overview =
            archive.value->ask(engine::OverviewQuestion{metrics::TimeWindow::everything(), {}});
        return {overview->totals.money.claimed, overview->totals.money.confirmed};
    }

    std::vector<lookup::Known> findings() const
    {
        auto archive = engine::Archive::open(path());
        return archive.value->ask(engine::ProfileQuestion{keyOf(dvmKey)})->findings;
    }

    std::unique_ptr<ScratchStore> m_scratch;
};

DVMDASH_TEST(LookupsTest)
#include "lookups_test.moc"
