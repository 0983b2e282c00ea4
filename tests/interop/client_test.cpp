// SPDX-License-Identifier: GPL-3.0-or-later
#include "events_by_id.h"
#include "parties.h"
#include "support/test_main.h"

#include <QFile>

#include <optional>

namespace dvmdash::test
{

namespace
{

/// What check.mjs wrote at its end.
struct Verdict {
    EventsById verified;
    nlohmann::json forged;
};

Verdict verdictFrom(const QByteArray &line)
{
    const auto json = nlohmann::json::parse(line.toStdString(), nullptr, false);
    Verdict verdict;
    if (!json.is_object()) {
        QTest::qFail("check.mjs failed: see its words above", __FILE__, __LINE__);
        return verdict;
    }
    verdict.forged = json.at("forged");
    for (const auto &event : json.at("events"))
        verdict.verified.emplace(event.at("id").get<std::string>(), event);
    return verdict;
}

std::int64_t storedFrom(const QByteArray &line)
{
    const auto json = nlohmann::json::parse(line.toStdString(), nullptr, false);
    return json.is_object() ? json.value("stored", std::int64_t{-1}) : -1;
}

} // namespace

/// The client from npm accepts what our signer made, and gets on with our relay.
class InteropClientTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_demo.reset(); }
    void acceptsOurSignatures();
    void readsOurRelay();
    void publishesToOurRelay();
    void ourRelayRefusesForgeries();

private:
    ProgramFolder m_folder;
    std::optional<DemoProcess> m_demo; ///< our relay, with a network that goes on at its own pace
};

void InteropClientTest::initTestCase()
{
    m_demo.emplace(m_folder, QStringList{QStringLiteral("--seed"), QStringLiteral("7")});
    QVERIFY(!m_demo->url.isEmpty());
}

void InteropClientTest::acceptsOurSignatures()
{
    const QString capture = m_folder.path(QStringLiteral("capture.jsonl"));
    QCOMPARE(m_folder
                 .run({QStringLiteral("demo"), QStringLiteral("--out"), capture, QStringLiteral("--jobs"),
                       QStringLiteral("60"), QStringLiteral("--seed"), QStringLiteral("7")})
                 .code,
             0);
    QFile file(capture);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto events = eventsFromLines(file.readAll().trimmed().split('\n'));
    QVERIFY(events.size() > 300);

    ThirdPartyRelay relay(ThirdPartyRelay::Software::NostrRelay);
    NodeScript publisher(QStringLiteral("publish.mjs"), {relay.url(), QStringLiteral("--file"), capture});
    QVERIFY(areSameEvents(publishedEvents(publisher.result()), events));

    NodeScript reader(QStringLiteral("check.mjs"), {relay.url(), QStringLiteral("{}")});
    const auto kept = withoutReplaced(events);
    QCOMPARE(storedFrom(reader.nextLine()), static_cast<std::int64_t>(kept.size()));
    const Verdict verdict = verdictFrom(reader.nextLine());
    COMPARE_JSON(verdict.forged, nlohmann::json::array());
    QVERIFY(areSameEvents(verdict.verified, kept));
}

void InteropClientTest::readsOurRelay()
{
    QVERIFY(m_demo->historyEvents > 1'000);
    NodeScript all(QStringLiteral("check.mjs"), {m_demo->url, QStringLiteral("{}")});
    const std::int64_t stored = storedFrom(all.nextLine());
    QVERIFY(stored >= m_demo->historyEvents);
    const Verdict everything = verdictFrom(all.nextLine());
    COMPARE_JSON(everything.forged, nlohmann::json::array());
    QCOMPARE(static_cast<std::int64_t>(everything.verified.size()), stored);

    // A narrower question: the client itself lets through only what matches.
    NodeScript some(QStringLiteral("check.mjs"),
                    {m_demo->url, QStringLiteral(R"({"kinds":[5100,5300],"limit":25})")});
    QCOMPARE(storedFrom(some.nextLine()), std::int64_t{25});
    for (const auto &[id, event] : verdictFrom(some.nextLine()).verified)
        QVERIFY(event.at("kind") == 5100 || event.at("kind") == 5300);
}

void InteropClientTest::publishesToOurRelay()
{
    const QString marked = QStringLiteral(R"({"#t":["dvmdash-interop"]})");
    NodeScript live(QStringLiteral("check.mjs"),
                    {m_demo->url, marked, QStringLiteral("--await"), QStringLiteral("48")});
    QCOMPARE(storedFrom(live.nextLine()), std::int64_t{0});

    NodeScript publisher(QStringLiteral("publish.mjs"),
                         {m_demo->url, QStringLiteral("--count"), QStringLiteral("48")});
    const auto events = publishedEvents(publisher.result());
    QCOMPARE(events.size(), std::size_t{48});
    const Verdict received = verdictFrom(live.nextLine());
    COMPARE_JSON(received.forged, nlohmann::json::array());
    QVERIFY(areSameEvents(received.verified, events));

    NodeScript later(QStringLiteral("check.mjs"), {m_demo->url, marked});
    QCOMPARE(storedFrom(later.nextLine()), std::int64_t{48});
    QVERIFY(areSameEvents(verdictFrom(later.nextLine()).verified, events));
}

/// One changed letter, and the OK of our relay is false with a reason that the client understands.
void InteropClientTest::ourRelayRefusesForgeries()
{
    std::vector<nostr::Event> forged = demoEvents(3);
    forged.resize(1);
    forged.front().content += 'x';
    const QString path = m_folder.write(QStringLiteral("forged.jsonl"), toLines(forged));
    NodeScript publisher(QStringLiteral("publish.mjs"), {m_demo->url, QStringLiteral("--file"), path});
    const ProgramResult result = publisher.result();
    QCOMPARE(result.code, 1);
    const nlohmann::json answer = result.json();
    COMPARE_JSON(answer.at("ok"), false);
    QVERIFY(answer.at("reason").get<std::string>().starts_with("invalid: "));
}

DVMDASH_TEST(InteropClientTest)

} // namespace dvmdash::test

#include "client_test.moc"
