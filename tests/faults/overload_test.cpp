// SPDX-License-Identifier: GPL-3.0-or-later
#include "capture.h"
#include "effort.h"
#include "hostile_relay.h"
#include "relay_rig.h"
#include "support/fake_relay.h"
#include "support/relay_thread.h"
#include "support/sanitized.h"
#include "support/test_main.h"
#include "tricks.h"

#include <QElapsedTimer>

#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>

namespace dvmdash::test
{
namespace
{

constexpr int relays = 20;
constexpr int eventsOfOne = 2'000;
constexpr int patience_ms = 60'000;
constexpr std::int64_t mostGrown = 400LL * 1024 * 1024;
constexpr std::int64_t oneShare = 4096; ///< of the queue
/// Of each relay's share, and what the workers hold.
constexpr std::int64_t mostQueued = (relays + 2) * oneShare;
/// Events that a writer surely takes in while its disk stands still (WriterSettings::queue_items).
constexpr std::int64_t waitForTheDisk = 15'000;
/// The shares of any two relays differ by no more, over so many frames of all.
constexpr std::int64_t fairFactor = 4;
constexpr std::int64_t framesToShare = relays * (isSanitized ? 4'000 : 20'000);

/// Offering the same again and again is what they are here for.
relay::RelayLimits patientLimits()
{
    relay::RelayLimits limits = testLimits();
    limits.conduct.most_repeats = 2'000'000'000;
    return limits;
}

/// Relays that offer their events over and over, as fast as they are taken.
class Crowd
{
public:
    explicit Crowd(const std::vector<std::vector<QByteArray>> &texts)
    {
        for (const auto &of : texts)
            m_relays.push_back(std::make_unique<HostileRelay>(floodsWith(of)));
    }
    QStringList urls() const
    {
        QStringList urls;
        for (const auto &relay : m_relays)
            urls << relay->url();
        return urls;
    }
    std::int64_t sent() const
    {
        return std::accumulate(m_relays.begin(), m_relays.end(), std::int64_t(0),
                               [](std::int64_t sum, const auto &relay) { return sum + relay->sent(); });
    }

private:
    std::vector<std::unique_ptr<HostileRelay>> m_relays;
};

/// Another program keeps everybody from writing to a database.
class HeldFile
{
public:
    explicit HeldFile(const QString &database)
    {
        constexpr int patience = 10'000;
        if (sqlite3_open_v2(database.toUtf8().constData(), &m_db, SQLITE_OPEN_READWRITE, nullptr) !=
            SQLITE_OK)
            return;
        sqlite3_busy_timeout(m_db, patience);
        sqlite3_db_config(m_db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        m_isHeld = sqlite3_exec(m_db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK;
    }
    ~HeldFile() { sqlite3_close(m_db); }
    HeldFile(const HeldFile &) = delete;
    HeldFile &operator=(const HeldFile &) = delete;
    bool isHeld() const { return m_isHeld; }

private:
    sqlite3 *m_db = nullptr;
    bool m_isHeld = false;
};

/// Nothing was taken off the crowd's hands for a while, though it goes on offering.
bool isHeldUp(const Crowd &crowd)
{
    const std::int64_t before = crowd.sent();
    QTest::qWait(500);
    return before > 0 && crowd.sent() == before;
}

/// And that not only for a moment. False: it went on and on.
bool comesToAStandstill(const Crowd &crowd)
{
    constexpr int still_ms = 3'000;
    constexpr int look_ms = 50;
    QElapsedTimer all;
    all.start();
    QElapsedTimer still;
    still.start();
    for (std::int64_t sent = crowd.sent(); all.elapsed() < patience_ms; QTest::qWait(look_ms)) {
        if (std::exchange(sent, crowd.sent()) != sent)
            still.restart();
        if (still.elapsed() >= still_ms)
            return true;
    }
    return false;
}

bool addsUp(const ingest::SourceCounters &all)
{
    return all.read == all.accepted + all.duplicate + all.rejectedTotal();
}

} // namespace

/// Twenty relays that offer more than can be taken in. What cannot be taken waits in the sockets, each relay
/// gets its share, memory stays bounded, and what was verified is in the file.
class OverloadTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void pressureGoesBackToTheSockets();
    void aDiskThatStandsStillHoldsUpTheSockets();
    void eachRelayGetsItsShare();
    void aQuietRelayIsHeard();
    void nothingVerifiedIsDropped();

private:
    std::int64_t count() const { return static_cast<std::int64_t>(m_all.size()); }

    std::vector<std::vector<QByteArray>> m_texts; ///< of each relay
    std::set<std::string> m_all;
};

void OverloadTest::initTestCase()
{
    for (int relay = 0; relay < relays; ++relay) {
        const auto events = requestsNow(eventsOfOne, 1000 + relay);
        m_all.merge(idsOf(events));
        std::vector<QByteArray> texts;
        for (const auto &event : events)
            texts.push_back(eventText(event));
        m_texts.push_back(std::move(texts));
    }
    QCOMPARE(m_all.size(), std::size_t(relays * eventsOfOne));
}

void OverloadTest::pressureGoesBackToTheSockets()
{
    const Crowd crowd(m_texts);
    RelayRig rig(crowd.urls(), patientLimits());
    QTRY_VERIFY_WITH_TIMEOUT(rig.isRunning(), patience_ms);
    rig.engine().setPaused(true); // nobody takes from the queue
    QTRY_VERIFY_WITH_TIMEOUT(isHeldUp(crowd) || rig.mostGrown() >= mostGrown, patience_ms);
    QVERIFY2(rig.mostGrown() < mostGrown, qPrintable(QString::number(rig.mostGrown())));
    const std::int64_t before = crowd.sent();
    rig.engine().setPaused(false);
    QTRY_VERIFY_WITH_TIMEOUT(crowd.sent() > before, patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(rig.stored() == count(), patience_ms);
    QVERIFY2(rig.mostQueued() <= mostQueued, qPrintable(QString::number(rig.mostQueued())));
    QVERIFY2(rig.mostGrown() < mostGrown, qPrintable(QString::number(rig.mostGrown())));
}

/// Meanwhile the workers hold what they verified, and the program is stopped before the writer has caught up.
void OverloadTest::aDiskThatStandsStillHoldsUpTheSockets()
{
    const Crowd crowd(m_texts);
    RelayRig rig({}, patientLimits());
    QTRY_VERIFY_WITH_TIMEOUT(rig.isRunning(), patience_ms);
    {
        const HeldFile held(rig.database());
        QVERIFY(held.isHeld());
        rig.engine().setRelays(relaysNamed(crowd.urls()));
        // Whatever comes first fills the sockets for a moment: that is over when so much was verified.
        QTRY_VERIFY_WITH_TIMEOUT(rig.engine().counters().all.read >= waitForTheDisk, patience_ms);
        QVERIFY(comesToAStandstill(crowd));
        QVERIFY2(rig.mostGrown() < mostGrown, qPrintable(QString::number(rig.mostGrown())));
        QVERIFY(rig.stored() < count());
    }
    const std::int64_t before = rig.stored();
    QTRY_VERIFY_WITH_TIMEOUT(rig.stored() > before, patience_ms);
    rig.stop();
    const ingest::SourceCounters all = rig.engine().counters().all;
    QVERIFY(all.read > 0);
    QVERIFY(addsUp(all));
    QCOMPARE(static_cast<std::int64_t>(storedIds(rig.database()).size()), rig.stored());
    QCOMPARE(differencesIn(rig.database()), QString());
}

/// Once all is known, so that no relay has less to give than another.
void OverloadTest::eachRelayGetsItsShare()
{
    const Crowd crowd(m_texts);
    RelayRig rig(crowd.urls(), patientLimits());
    QTRY_VERIFY_WITH_TIMEOUT(rig.stored() == count(), patience_ms);
    std::vector<std::int64_t> rates; // frames a second
    std::int64_t worst = 0;          // most to least, in hundredths
    for (Effort effort(1, 1); effort.more();) {
        const ingest::Counters before = rig.counters();
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY_WITH_TIMEOUT(rig.counters().all.read - before.all.read >= framesToShare, patience_ms);
        std::vector<std::int64_t> shares;
        for (const auto &[relay, counters] : rig.counters().by_relay)
            shares.push_back(counters.read - before.by_relay.at(relay).read);
        const auto [least, most] = std::minmax_element(shares.begin(), shares.end());
        rates.push_back(framesToShare * 1000 / std::max<qint64>(1, clock.elapsed()));
        worst = std::max(worst, 100 * *most / std::max<std::int64_t>(1, *least));
        QCOMPARE(shares.size(), std::size_t(relays));
        QVERIFY(*most <= fairFactor * *least);
        QVERIFY2(rig.mostQueued() <= mostQueued, qPrintable(QString::number(rig.mostQueued())));
        QVERIFY2(rig.mostGrown() < mostGrown, qPrintable(QString::number(rig.mostGrown())));
    }
    qInfo("%lld frames a second at least were taken in; the largest share was %lld %% of the least",
          static_cast<long long>(*std::min_element(rates.begin(), rates.end())),
          static_cast<long long>(worst));
    QCOMPARE(rig.counters().all.rejectedTotal(), 0);
}

void OverloadTest::aQuietRelayIsHeard()
{
    const Crowd crowd(m_texts);
    RelayThread quiet;
    RelayRig rig(crowd.urls() << quiet.url(), patientLimits());
    // Of a commit of many thousands the newest are shown: the crowd has nothing new to say by then.
    QTRY_VERIFY_WITH_TIMEOUT(rig.stored() == count(), patience_ms);
    const auto words = requestsNow(5, 1);
    for (const auto &event : words) {
        quiet.publish({event});
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows({event.id.hex()}), patience_ms);
    }
}

/// Ended in the middle, and begun again.
void OverloadTest::nothingVerifiedIsDropped()
{
    const Crowd crowd(m_texts);
    RelayRig rig(crowd.urls(), patientLimits());
    for (int part = 1; part <= 3; ++part) {
        const auto enough = count() / 10;
        QTRY_VERIFY_WITH_TIMEOUT(rig.counters().all.read >= enough, patience_ms);
        // Most is stopped with full queues.
        rig.engine().setPaused(part != 1);
        if (part != 1)
            QTRY_VERIFY_WITH_TIMEOUT(isHeldUp(crowd), patience_ms);
        const std::int64_t read = rig.engine().counters().all.read;
        rig.stop();
        const ingest::SourceCounters all = rig.engine().counters().all;
        QVERIFY(addsUp(all));
        QVERIFY(all.read - read >= (part == 1 ? 0 : oneShare)); // what waited
        const auto held = storedIds(rig.database());
        QCOMPARE(static_cast<std::int64_t>(held.size()), rig.stored());
        QVERIFY(std::includes(m_all.begin(), m_all.end(), held.begin(), held.end()));
        rig.restart();
    }
    QTRY_VERIFY_WITH_TIMEOUT(rig.stored() == count(), patience_ms);
    rig.stop();
    QVERIFY(storedIds(rig.database()) == m_all);
    QCOMPARE(integrityOf(rig.database()), QStringLiteral("ok"));
    QCOMPARE(differencesIn(rig.database()), QString());
}

DVMDASH_TEST(OverloadTest)

} // namespace dvmdash::test

#include "overload_test.moc"
