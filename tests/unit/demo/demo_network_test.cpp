// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demo_network.h"
#include "dvm/role.h"
#include "nostr/parser.h"
#include "nostr/verifier.h"
#include "relay_probe.h"
#include "support/test_main.h"

#include <QDateTime>
#include <QSignalSpy>
#include <QTcpServer>
#include <QThread>

#include <nlohmann/json.hpp>
#include <set>

using namespace dvmdash;
using namespace dvmdash::demo;
using dvmdash::test::RelayProbe;

class DemoNetworkTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void historyIsThereFromTheStart();
    void liveEventsAreDatedNow();
    void scenariosFollowEachOther();
    void runsOnItsOwnThread();
    void startsAgainAfterStop();
    void takenPortFails();
    void stopsWhileItMakesAScenario();
};

namespace
{

/// Jobs arrive a thousand times faster than life: fifty in a third of a second.
DemoSettings quick()
{
    return {.jobs = 50, .speed = 1000, .history_jobs = 0};
}

} // namespace

void DemoNetworkTest::historyIsThereFromTheStart()
{
    DemoSettings settings = quick();
    settings.history_jobs = 150;
    DemoNetwork network(settings);
    QSignalSpy ready(&network, &DemoNetwork::ready);
    network.start();
    RelayProbe probe(network.url()); // before the history is loaded
    QVERIFY(probe.connected());
    QCOMPARE(ready.count(), 1);
    QVERIFY(ready.front().at(1).toInt() > 400);
    const std::int64_t now = QDateTime::currentSecsSinceEpoch();
    probe.send(R"(["REQ","old",{"until":)" + std::to_string(now - 3600) + "}]");
    QVERIFY(probe.waitFor("EOSE"));
    std::int64_t oldest = now;
    int requests = 0, announcements = 0;
    nostr::EventParser parser;
    nostr::Verifier verifier;
    for (const nlohmann::json &message : probe.messages) {
        if (message[0] != "EVENT")
            continue;
        const auto parsed = parser.parse(message.dump());
        const auto *event = std::get_if<nostr::ParsedEvent>(&parsed);
        QVERIFY(event && !verifier.check(event->event));
        oldest = std::min(oldest, event->event.created_at);
        requests += dvm::KindTable::standard().isRequest(event->event.kind) ? 1 : 0;
        announcements += event->event.kind == 31990 ? 1 : 0;
    }
    QVERIFY(requests > 100);
    QVERIFY(announcements >= 50);
    QVERIFY(oldest < now - 23 * 3600 && oldest > now - 25 * 3600);
}

void DemoNetworkTest::liveEventsAreDatedNow()
{
    DemoNetwork network(quick());
    network.start();
    RelayProbe probe(network.url());
    QVERIFY(probe.connected());
    probe.send(R"(["REQ","live",{"limit":0}])");
    QVERIFY(probe.waitFor("EOSE"));
    QVERIFY(probe.waitFor("EVENT", 100));
    const std::int64_t now = QDateTime::currentSecsSinceEpoch();
    int onTime = 0, all = 0;
    for (const nlohmann::json &message : probe.messages) {
        if (message[0] != "EVENT")
            continue;
        const auto created = message[2]["created_at"].get<std::int64_t>();
        onTime += created <= now && created > now - 30 ? 1 : 0; // some fake it
        ++all;
    }
    QVERIFY(onTime * 10 > all * 9);
}

void DemoNetworkTest::scenariosFollowEachOther()
{
    DemoNetwork network(quick());
    QSignalSpy begins(&network, &DemoNetwork::scenarioBegins);
    QSignalSpy progress(&network, &DemoNetwork::progress);
    network.start();
    QTRY_VERIFY(begins.count() >= 3);
    QTRY_VERIFY(!progress.isEmpty());
    std::set<nostr::PublicKey> dvms[2];
    for (int i = 0; i < 3; ++i)
        QCOMPARE(begins[i][0].toULongLong(), quint64(1 + i));
    // The same people play each time.
    for (int i = 0; i < 2; ++i)
        for (const JobTruth &job : begins[i][1].value<ScenarioPtr>()->truth.jobs)
            for (const AttemptTruth &attempt : job.attempts)
                dvms[i].insert(attempt.dvm);
    const bool shared = std::ranges::any_of(dvms[0], [&](const auto &key) { return dvms[1].contains(key); });
    QVERIFY(shared);
}

void DemoNetworkTest::runsOnItsOwnThread()
{
    QThread thread;
    auto *network = new DemoNetwork(quick());
    network->moveToThread(&thread);
    connect(&thread, &QThread::started, network, &DemoNetwork::start);
    connect(&thread, &QThread::finished, network, &QObject::deleteLater);
    QSignalSpy ready(network, &DemoNetwork::ready);
    thread.start();
    QTRY_COMPARE(ready.count(), 1);
    RelayProbe probe(ready.front().front().toUrl());
    QVERIFY(probe.connected());
    probe.send(R"(["REQ","a",{"kinds":[31990]}])");
    QVERIFY(probe.waitFor("EVENT"));
    thread.quit();
    QVERIFY(thread.wait());
}

void DemoNetworkTest::startsAgainAfterStop()
{
    DemoNetwork network(quick());
    network.start();
    QVERIFY(network.url().isValid() && !network.url().isEmpty());
    network.stop();
    QVERIFY(network.url().isEmpty());
    QSignalSpy begins(&network, &DemoNetwork::scenarioBegins);
    network.start();
    QTRY_VERIFY(!begins.isEmpty());
    QCOMPARE(begins[0][0].toULongLong(), quint64(1));
}

void DemoNetworkTest::takenPortFails()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    DemoSettings settings = quick();
    settings.port = taken.serverPort();
    DemoNetwork network(settings);
    QSignalSpy failed(&network, &DemoNetwork::failed);
    network.start();
    QCOMPARE(failed.count(), 1);
    QVERIFY(!failed.front().front().toString().isEmpty());
    QVERIFY(network.url().isEmpty());
}

void DemoNetworkTest::stopsWhileItMakesAScenario()
{
    DemoSettings settings = quick();
    settings.history_jobs = 100'000; // would take minutes
    DemoNetwork network(settings);
    QSignalSpy ready(&network, &DemoNetwork::ready);
    network.start();
    QVERIFY(!network.url().isEmpty());
    network.stop();
    QCOMPARE(ready.count(), 0);
}

DVMDASH_TEST(DemoNetworkTest)

#include "demo_network_test.moc"
