// SPDX-License-Identifier: GPL-3.0-or-later
#include "events_by_id.h"
#include "parties.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QDateTime>

namespace dvmdash::test
{

namespace
{

ProgramResult publish(const QString &url, const QStringList &options)
{
    return NodeScript(QStringLiteral("publish.mjs"), QStringList{url} + options).result();
}

/// An announcement of an application that is no DVM: one that nobody asked for.
QByteArray foreignAnnouncement()
{
    nostr::Event event;
    event.created_at = QDateTime::currentSecsSinceEpoch();
    event.kind = 31'990;
    event.tags = {{"d", "reader"}, {"k", "1"}};
    event.content = "{}";
    identity(9).sign(event);
    return toLines({event});
}

} // namespace

/// nostr-tools signs and publishes, a relay from npm passes on, our collector takes it all.
class InteropCollectTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void storedBefore_data() { ThirdPartyRelay::addRows(); }
    void storedBefore();
    void publishedLive_data() { ThirdPartyRelay::addRows(); }
    void publishedLive();
    void eachEventOnceAcrossRuns_data() { ThirdPartyRelay::addRows(); }
    void eachEventOnceAcrossRuns();
    void refusedFilterIsNarrowed();
};

void InteropCollectTest::storedBefore()
{
    QFETCH(const ThirdPartyRelay::Software, software);
    ThirdPartyRelay relay(software);
    const auto events =
        publishedEvents(publish(relay.url(), {QStringLiteral("--count"), QStringLiteral("120"),
                                              QStringLiteral("--spread"), QStringLiteral("7200")}));
    QCOMPARE(events.size(), std::size_t{120});

    const ProgramFolder folder;
    CollectorProcess collector(folder, relay.url(), {QStringLiteral("--since"), QStringLiteral("1d")});
    QVERIFY(collector.hasStored(120));
    QVERIFY(collector.hasTold(" live\n"));
    const ProgramResult result = collector.stop();
    QCOMPARE(result.code, 0);
    const nlohmann::json summary = result.json();
    COMPARE_JSON(summary.at("accepted"), 120);
    COMPARE_JSON(summary.at("rejected"), nlohmann::json::object());
    COMPARE_JSON(summary.at("relays")[0].at("state"), "live");
    QVERIFY(areSameEvents(exportedEvents(folder), events));
}

void InteropCollectTest::publishedLive()
{
    QFETCH(const ThirdPartyRelay::Software, software);
    ThirdPartyRelay relay(software);
    const ProgramFolder folder;
    CollectorProcess collector(folder, relay.url());
    QVERIFY(collector.hasTold(" live\n"));

    // @nostr-relay does not look at tags when it passes on live events, so the collector has to.
    const QString foreign = folder.write(QStringLiteral("foreign.jsonl"), foreignAnnouncement());
    QCOMPARE(publishedEvents(publish(relay.url(), {QStringLiteral("--file"), foreign})).size(),
             std::size_t{1});
    const auto events =
        publishedEvents(publish(relay.url(), {QStringLiteral("--count"), QStringLiteral("120")}));
    QCOMPARE(events.size(), std::size_t{120});

    QVERIFY(collector.hasStored(120));
    const ProgramResult result = collector.stop();
    QCOMPARE(result.code, 0);
    nlohmann::json rejected = nlohmann::json::object();
    if (software == ThirdPartyRelay::Software::NostrRelay)
        rejected["filter_mismatch"] = 1;
    COMPARE_JSON(result.json().at("rejected"), rejected);
    QVERIFY(areSameEvents(exportedEvents(folder), events));
}

/// What the relay gives a second time is known.
void InteropCollectTest::eachEventOnceAcrossRuns()
{
    QFETCH(const ThirdPartyRelay::Software, software);
    ThirdPartyRelay relay(software);
    const ProgramFolder folder;
    const QStringList sinceYesterday{QStringLiteral("--since"), QStringLiteral("1d")};
    auto events = publishedEvents(publish(relay.url(), {QStringLiteral("--count"), QStringLiteral("40")}));
    {
        CollectorProcess first(folder, relay.url(), sinceYesterday);
        QVERIFY(first.hasStored(40));
        QCOMPARE(first.stop().code, 0); // however short it was: it was there
    }
    events.merge(publishedEvents(publish(relay.url(), {QStringLiteral("--count"), QStringLiteral("40")})));
    CollectorProcess second(folder, relay.url(), sinceYesterday);
    QVERIFY(second.hasStored(80));
    QVERIFY(second.hasTold(" live\n"));
    const ProgramResult result = second.stop();
    COMPARE_JSON(result.json().at("accepted"), 40);
    COMPARE_JSON(result.json().at("rejected"), nlohmann::json::object());
    QVERIFY(areSameEvents(exportedEvents(folder), events));
}

/// A relay that allows few kinds in a filter says so: the user is to read it, and the collector asks for
/// less.
void InteropCollectTest::refusedFilterIsNarrowed()
{
    ThirdPartyRelay relay(ThirdPartyRelay::Software::NostrRelay,
                          {QStringLiteral("--max-kinds"), QStringLiteral("20")});
    const auto events =
        publishedEvents(publish(relay.url(), {QStringLiteral("--count"), QStringLiteral("40")}));
    const ProgramFolder folder;
    CollectorProcess collector(folder, relay.url(), {QStringLiteral("--since"), QStringLiteral("1d")});
    const QByteArray who = relay.url().toUtf8() + " says: ";
    QVERIFY(collector.hasTold("less than or equal to 20 kinds"));
    QVERIFY(collector.told().contains(who));
    QVERIFY(collector.hasTold(" live\n"));
    QVERIFY(collector.hasStored(40));
    QCOMPARE(collector.stop().code, 0);
    QVERIFY(areSameEvents(exportedEvents(folder), events));
}

DVMDASH_TEST(InteropCollectTest)

} // namespace dvmdash::test

#include "collect_test.moc"
