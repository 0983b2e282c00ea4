// SPDX-License-Identifier: GPL-3.0-or-later
#include "events_by_id.h"
#include "parties.h"
#include "support/test_main.h"

#include <QUrl>

#include <optional>

namespace dvmdash::test
{

namespace
{

EventsById publishTo(const QString &url)
{
    NodeScript script(QStringLiteral("publish.mjs"), {url, QStringLiteral("--count"), QStringLiteral("30")});
    return publishedEvents(script.result());
}

} // namespace

/// The relay goes away and comes back on the same port, having forgotten everything.
class InteropRestartTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void collectorComesBack_data();
    void collectorComesBack();
};

void InteropRestartTest::collectorComesBack_data()
{
    using Software = ThirdPartyRelay::Software;
    using Farewell = ThirdPartyRelay::Farewell;
    QTest::addColumn<Software>("software");
    QTest::addColumn<Farewell>("farewell");
    QTest::newRow("@nostr-relay/core closed") << Software::NostrRelay << Farewell::Polite;
    QTest::newRow("@welshman/net killed") << Software::Welshman << Farewell::Abrupt;
}

void InteropRestartTest::collectorComesBack()
{
    QFETCH(const ThirdPartyRelay::Software, software);
    QFETCH(const ThirdPartyRelay::Farewell, farewell);
    std::optional<ThirdPartyRelay> relay(std::in_place, software);
    const QString url = relay->url();
    const ProgramFolder folder;
    CollectorProcess collector(folder, url);
    QVERIFY(collector.hasTold(" live\n"));
    auto events = publishTo(url);
    QVERIFY(collector.hasStored(30));

    QVERIFY(relay->leave(farewell));
    QVERIFY(collector.hasTold(" waiting: "));
    relay.emplace(software, QStringList{QStringLiteral("--port"), QString::number(QUrl(url).port())});
    QCOMPARE(relay->url(), url);
    // Most likely before the collector is back: then they are stored events to it.
    events.merge(publishTo(url));
    QVERIFY(collector.hasTold(" live\n", 2));
    events.merge(publishTo(url));

    QVERIFY(collector.hasStored(90));
    const ProgramResult result = collector.stop();
    QCOMPARE(result.code, 0);
    const nlohmann::json summary = result.json();
    COMPARE_JSON(summary.at("rejected"), nlohmann::json::object());
    COMPARE_JSON(summary.at("relays")[0].at("state"), "live");
    COMPARE_JSON(summary.at("relays")[0].at("connections"), 2);
    QCOMPARE(events.size(), std::size_t{90});
    QVERIFY(areSameEvents(exportedEvents(folder), events));
}

DVMDASH_TEST(InteropRestartTest)

} // namespace dvmdash::test

#include "restart_test.moc"
