// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/found_relays.h"
#include "support/signed_events.h"
#include "support/test_main.h"

using namespace dvmdash;
using relay::FoundRelays;
using relay::readRelayReport;
using test::keyOf;
using test::signedEvent;
using test::start;

namespace
{

nostr::Event report(unsigned char monitor, std::int64_t at, const std::string &url, nostr::Tags tags = {})
{
    tags.insert(tags.begin(), {"d", url});
    return signedEvent(monitor, relay::relayDiscoveryKind, at, std::move(tags));
}

QStringList urlsOf(const FoundRelays &found)
{
    QStringList urls;
    for (const auto &one : found.list())
        urls.append(one.newest.url);
    return urls;
}

} // namespace

class FoundRelaysTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsWhatAMonitorSays()
    {
        const auto read = readRelayReport(report(1, 5, "wss://R.example:443/",
                                                 {{"n", "clearnet"},
                                                  {"rtt-open", "234"},
                                                  {"N", "40"},
                                                  {"N", "11"},
                                                  {"N", "11"},
                                                  {"N", "x"},
                                                  {"R", "!payment"},
                                                  {"R", "auth"},
                                                  {"k", "1"},
                                                  {"k", "!5000"},
                                                  {"k", "5050"}}));
        QVERIFY(read);
        QCOMPARE(read->url, QStringLiteral("wss://r.example"));
        QCOMPARE(read->network, QStringLiteral("clearnet"));
        QCOMPARE(read->rtt_open_ms, std::optional(234));
        QCOMPARE(read->nips, (QVector<int>{11, 40}));
        QCOMPARE(read->auth, std::optional(true));
        QCOMPARE(read->payment, std::optional(false));
        QCOMPARE(read->jobs, std::optional(true));
        QCOMPARE(read->created_at, start + 5);
        QVERIFY(read->monitor == keyOf(1));
    }

    void whatIsNotToldIsNotKnown()
    {
        const auto read =
            readRelayReport(report(1, 5, "ws://r.example", {{"k", "1"}, {"rtt-open", "-4"}, {"R"}}));
        QVERIFY(read);
        QVERIFY(!read->jobs && !read->auth && !read->payment && !read->rtt_open_ms);
        QVERIFY(read->network.isEmpty() && read->nips.isEmpty());
        QCOMPARE(readRelayReport(report(1, 5, "ws://r.example", {{"k", "!6050"}}))->jobs,
                 std::optional(false));
    }

    void whatIsNoReportIsNone_data()
    {
        QTest::addColumn<QString>("address");
        for (const char *address : {"", "relay.example", "https://relay.example", "wss://a b",
                                    "wss://u:p@a.example", "0123456789abcdef"})
            QTest::newRow(address) << QString::fromLatin1(address);
    }
    void whatIsNoReportIsNone()
    {
        QFETCH(QString, address);
        QVERIFY(!readRelayReport(report(1, 5, address.toStdString())));
        QVERIFY(!readRelayReport(signedEvent(1, 30'078, 5, {{"d", "wss://r.example"}})));
        QVERIFY(!readRelayReport(signedEvent(1, relay::relayDiscoveryKind, 5, {})));
    }

    void ofEachMonitorTheNewestCounts()
    {
        FoundRelays found;
        QVERIFY(found.add(report(1, 9, "wss://r.example", {{"rtt-open", "100"}, {"n", "new"}})));
        QVERIFY(found.add(report(1, 5, "wss://r.example", {{"rtt-open", "900"}, {"n", "old"}})));
        QVERIFY(found.add(report(2, 7, "wss://R.example/", {{"rtt-open", "300"}, {"n", "other"}})));
        QVERIFY(found.add(report(3, 1, "wss://r.example", {{"rtt-open", "200"}})));
        QVERIFY(found.add(signedEvent(2, relay::relayMonitorKind, 1, {})));
        QVERIFY(!found.add(signedEvent(2, 1, 1, {})));
        const auto list = found.list();
        QCOMPARE(list.size(), std::size_t(1));
        QCOMPARE(list[0].monitors, 3);
        QCOMPARE(list[0].announced, 1);
        QCOMPARE(list[0].rtt_open_ms, std::optional(200));
        QCOMPARE(list[0].newest.network, QStringLiteral("new"));
        QCOMPARE(found.monitors(), std::size_t(3));
    }

    void mostMonitorsComeFirst()
    {
        FoundRelays found;
        found.add(report(1, 1, "wss://slow.example", {{"rtt-open", "800"}}));
        found.add(report(1, 1, "wss://quick.example", {{"rtt-open", "80"}}));
        found.add(report(1, 1, "wss://untold.example"));
        found.add(report(1, 1, "wss://known.example"));
        found.add(report(2, 1, "wss://known.example"));
        QCOMPARE(urlsOf(found),
                 (QStringList{QStringLiteral("wss://known.example"), QStringLiteral("wss://quick.example"),
                              QStringLiteral("wss://slow.example"), QStringLiteral("wss://untold.example")}));
    }

    void strangersCannotFillTheMemory()
    {
        FoundRelays found;
        for (unsigned char monitor = 1; monitor <= FoundRelays::mostMonitors; ++monitor)
            QVERIFY(found.add(report(monitor, 1, "wss://r.example")));
        QVERIFY(!found.add(report(90, 1, "wss://r.example")));
        QVERIFY(found.add(report(1, 2, "wss://r.example")));
        nostr::Event one = report(1, 1, "wss://x.example"); // not signed anew: nobody verifies here
        for (std::size_t i = 1; i < FoundRelays::mostRelays; ++i) {
            one.tags[0][1] = "wss://x" + std::to_string(i) + ".example";
            QVERIFY(found.add(one));
        }
        one.tags[0][1] = "wss://onemore.example";
        QVERIFY(!found.add(one));
        QCOMPARE(found.list().size(), FoundRelays::mostRelays);
    }
};

DVMDASH_TEST(FoundRelaysTest)
#include "found_relays_test.moc"
