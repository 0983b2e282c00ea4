// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/cast.h"
#include "demo/demo_relay.h"
#include "nostr/message.h"
#include "relay_probe.h"
#include "support/test_main.h"

#include <QSignalSpy>
#include <QTcpSocket>

#include <nlohmann/json.hpp>

using namespace dvmdash;
using namespace dvmdash::demo;
using dvmdash::test::RelayProbe;

class DemoRelayTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void storedNewestFirstThenEose();
    void limitIsKept();
    void liveAfterEose();
    void closeEndsASubscription();
    void sameIdReplaces();
    void severalFilters();
    void publishIsCheckedAndAnswered();
    void publishedReachesOthers();
    void ephemeralIsSentAndForgotten();
    void replaceableIsReplaced();
    void badMessagesAreAnswered_data();
    void badMessagesAreAnswered();
    void tooManySubscriptionsAreClosed();
    void binaryIsRefused();
    void informationOnTheSamePort();
    void otherRequestsAreAnswered();
    void waitingConnectionsAreServedLater();
    void slowReaderGetsAllInTheEnd();
    void deafReaderIsDropped();
    void takenPortIsSaid();

private:
    nostr::Event note(const std::string &content, std::int64_t created_at = 1000, int kind = 1,
                      nostr::Tags tags = {}) const;
    void listen(const RelayOptions &options = {});

    std::unique_ptr<DemoRelay> relay;
    nostr::Signer author = makeSigner(1, "test", 0);
};

nostr::Event DemoRelayTest::note(const std::string &content, std::int64_t created_at, int kind,
                                 nostr::Tags tags) const
{
    nostr::Event event;
    event.kind = kind;
    event.created_at = created_at;
    event.tags = std::move(tags);
    event.content = content;
    author.sign(event);
    return event;
}

void DemoRelayTest::listen(const RelayOptions &options)
{
    relay = std::make_unique<DemoRelay>(options);
    QVERIFY(relay->listen());
}

void DemoRelayTest::init()
{
    listen();
}

void DemoRelayTest::cleanup()
{
    relay.reset();
}

void DemoRelayTest::storedNewestFirstThenEose()
{
    for (const std::int64_t at : {30, 10, 20})
        relay->publish(note("n", at));
    RelayProbe probe(relay->url());
    QVERIFY(probe.connected());
    probe.send(R"(["REQ","a",{"kinds":[1]}])");
    QVERIFY(probe.waitFor("EOSE"));
    QCOMPARE(probe.messages.size(), std::size_t(4));
    QCOMPARE(probe.messages[0][2]["created_at"].get<int>(), 30);
    QCOMPARE(probe.messages[1][2]["created_at"].get<int>(), 20);
    QCOMPARE(probe.messages[2][2]["created_at"].get<int>(), 10);
    QCOMPARE(probe.messages[3].dump(), std::string(R"(["EOSE","a"])"));
    QCOMPARE(probe.messages[0][2].dump(), nlohmann::json::parse(nostr::toJson(note("n", 30))).dump());
}

void DemoRelayTest::limitIsKept()
{
    for (std::int64_t at = 1; at <= 20; ++at)
        relay->publish(note("n", at));
    RelayProbe probe(relay->url());
    QVERIFY(probe.connected());
    probe.send(R"(["REQ","a",{"limit":3}])");
    QVERIFY(probe.waitFor("EOSE"));
    QCOMPARE(probe.count("EVENT"), 3);
    QCOMPARE(probe.messages[2][2]["created_at"].get<int>(), 18);
    probe.send(R"(["REQ","b",{"limit":2,"until":10,"since":10}])");
    QVERIFY(probe.waitFor("EOSE", 2));
    QCOMPARE(probe.eventIds("b").size(), std::size_t(1));
    // A limit is for stored events only.
    relay->publish(note("live", 99));
    QVERIFY(probe.waitFor("EVENT", 5));
}

void DemoRelayTest::liveAfterEose()
{
    RelayProbe probe(relay->url());
    QVERIFY(probe.connected());
    probe.send(R"(["REQ","tags",{"#t":["dvm"]}])");
    probe.send(R"(["REQ","kind",{"kinds":[1]}])");
    QVERIFY(probe.waitFor("EOSE", 2));
    relay->publish(note("no match", 5, 7));
    relay->publish(note("one match", 5, 1));
    relay->publish(note("both match", 5, 1, {{"t", "dvm"}}));
    QVERIFY(probe.waitFor("EVENT", 3));
    QCOMPARE(probe.eventIds("kind").size(), std::size_t(2));
    QCOMPARE(probe.eventIds("tags").size(), std::size_t(1));
}

void DemoRelayTest::closeEndsASubscription()
{
    RelayProbe probe(relay->url());
    QVERIFY(probe.connected());
    probe.send(R"(["REQ","gone",{}])");
    probe.send(R"(["CLOSE","gone"])");
    probe.send(R"(["REQ","kept",{}])");
    QVERIFY(QTest::qWaitFor([&] { return probe.last("EOSE") == nlohmann::json({"EOSE", "kept"}); }));
    relay->publish(note("after"));
    QVERIFY(probe.waitFor("EVENT"));
    QCOMPARE(probe.eventIds("gone").size(), std::size_t(0));
    QCOMPARE(probe.eventIds("kept").size(), std::size_t(1));
}

void DemoRelayTest::sameIdReplaces()
{
    RelayProbe probe(relay->url());
    QVERIFY(probe.connected());
    probe.send(R"(["REQ","a",{"kinds":[1]}])");
    probe.send(R"(["REQ","a",{"kinds":[2]}])");
    QVERIFY(QTest::qWaitFor([&] { return probe.count("EOSE") >= 1; }));
    probe.send(R"(["REQ","b",{"kinds":[3]}])");
    QVERIFY(QTest::qWaitFor([&] { return probe.last("EOSE") == nlohmann::json({"EOSE", "b"}); }));
    relay->publish(note("former", 5, 1));
    relay->publish(note("latter", 5, 2));
    QVERIFY(probe.waitFor("EVENT"));
    QCOMPARE(probe.last("EVENT")[2]["kind"].get<int>(), 2);
    QCOMPARE(probe.count("EVENT"), 1);
}

void DemoRelayTest::severalFilters()
{
    for (const int kind : {1, 2, 3})
        relay->publish(note("n", kind, kind));
    RelayProbe probe(relay->url());
    QVERIFY(probe.connected());
    probe.send(R"(["REQ","a",{"kinds":[1,2]},{"kinds":[2,3],"limit":1}])");
    QVERIFY(probe.waitFor("EOSE"));
    QCOMPARE(probe.count("EVENT"), 3);
}

void DemoRelayTest::publishIsCheckedAndAnswered()
{
    RelayProbe probe(relay->url());
    QVERIFY(probe.connected());
    QSignalSpy received(relay.get(), &DemoRelay::received);
    const nostr::Event good = note("good");
    const auto answer = [&](const std::string &frame) {
        const int before = probe.count("OK");
        probe.send(frame);
        return probe.waitFor("OK", before + 1) ? probe.last("OK") : nlohmann::json();
    };
    nlohmann::json ok = answer(nostr::publishFrame(good));
    QCOMPARE(ok.dump(), nlohmann::json({"OK", good.id.hex(), true, ""}).dump());
    QCOMPARE(received.count(), 1);
    QVERIFY(relay->store().contains(good.id));

    ok = answer(nostr::publishFrame(good));
    QVERIFY(ok[2].get<bool>());
    QVERIFY(ok[3].get<std::string>().starts_with("duplicate:"));

    nostr::Event changed = note("changed");
    changed.content = "other";
    ok = answer(nostr::publishFrame(changed));
    QVERIFY(!ok[2].get<bool>());
    QVERIFY(ok[3].get<std::string>().starts_with("invalid:"));
    QCOMPARE(ok[1].get<std::string>(), changed.id.hex());

    nostr::Event forged = note("forged");
    forged.sig.data[5] ^= 1;
    ok = answer(nostr::publishFrame(forged));
    QVERIFY(!ok[2].get<bool>());

    ok = answer(R"(["EVENT",{"id":"x","kind":"one"}])");
    QVERIFY(!ok[2].get<bool>());
    QCOMPARE(relay->storedEvents(), std::size_t(1));
    QCOMPARE(received.count(), 1);
}

void DemoRelayTest::publishedReachesOthers()
{
    RelayProbe reader(relay->url()), writer(relay->url());
    QVERIFY(reader.connected() && writer.connected());
    reader.send(R"(["REQ","a",{"authors":[")" + author.publicKey().hex() + R"("]}])");
    QVERIFY(reader.waitFor("EOSE"));
    const nostr::Event event = note("hello \u0000 ☃ \"quoted\"");
    writer.send(nostr::publishFrame(event));
    QVERIFY(reader.waitFor("EVENT"));
    QCOMPARE(reader.eventIds("a").front(), event.id.hex());
}

void DemoRelayTest::ephemeralIsSentAndForgotten()
{
    RelayProbe probe(relay->url());
    QVERIFY(probe.connected());
    probe.send(R"(["REQ","a",{}])");
    QVERIFY(probe.waitFor("EOSE"));
    probe.send(nostr::publishFrame(note("passing", 5, 20'001)));
    QVERIFY(probe.waitFor("EVENT"));
    QVERIFY(probe.waitFor("OK"));
    QVERIFY(probe.last("OK")[2].get<bool>());
    QCOMPARE(relay->storedEvents(), std::size_t(0));
}

void DemoRelayTest::replaceableIsReplaced()
{
    relay->publish(note("old", 5, 0));
    relay->publish(note("new", 6, 0));
    RelayProbe probe(relay->url());
    QVERIFY(probe.connected());
    probe.send(R"(["REQ","a",{"kinds":[0]}])");
    QVERIFY(probe.waitFor("EOSE"));
    QCOMPARE(probe.count("EVENT"), 1);
    QCOMPARE(probe.last("EVENT")[2]["content"].get<std::string>(), std::string("new"));
    probe.send(nostr::publishFrame(note("older still", 4, 0)));
    QVERIFY(probe.waitFor("OK"));
    QVERIFY(probe.last("OK")[3].get<std::string>().starts_with("duplicate:"));
}

void DemoRelayTest::badMessagesAreAnswered_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("type");
    QTest::newRow("no JSON") << QByteArray("hello") << QByteArray("NOTICE");
    QTest::newRow("object") << QByteArray("{}") << QByteArray("NOTICE");
    QTest::newRow("empty") << QByteArray("[]") << QByteArray("NOTICE");
    QTest::newRow("unknown") << QByteArray(R"(["DANCE"])") << QByteArray("NOTICE");
    QTest::newRow("no filter") << QByteArray(R"(["REQ","a"])") << QByteArray("CLOSED");
    QTest::newRow("bad filter") << QByteArray(R"(["REQ","a",{"kinds":"one"}])") << QByteArray("CLOSED");
    QTest::newRow("short id") << QByteArray(R"(["REQ","a",{"ids":["abcd"]}])") << QByteArray("CLOSED");
}

void DemoRelayTest::badMessagesAreAnswered()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, type);
    RelayProbe probe(relay->url());
    QVERIFY(probe.connected());
    probe.send(text.toStdString());
    QVERIFY(probe.waitFor(type.constData()));
    QVERIFY(probe.last(type.constData()).back().get<std::string>().starts_with("invalid:"));
    // The connection lives on.
    probe.send(R"(["REQ","b",{}])");
    QVERIFY(probe.waitFor("EOSE"));
}

void DemoRelayTest::tooManySubscriptionsAreClosed()
{
    listen({.max_subscriptions = 2});
    RelayProbe probe(relay->url());
    QVERIFY(probe.connected());
    for (const char *id : {"a", "b", "c"})
        probe.send(std::string("[\"REQ\",\"") + id + "\",{}]");
    QVERIFY(probe.waitFor("CLOSED"));
    QCOMPARE(probe.last("CLOSED")[1].get<std::string>(), std::string("c"));
    probe.send(R"(["CLOSE","a"])");
    probe.send(R"(["REQ","c",{}])");
    QVERIFY(probe.waitFor("EOSE", 3));
}

void DemoRelayTest::binaryIsRefused()
{
    RelayProbe probe(relay->url());
    QVERIFY(probe.connected());
    probe.socket.sendBinaryMessage(QByteArray("[\"REQ\",\"a\",{}]"));
    QVERIFY(probe.waitFor("NOTICE"));
    QCOMPARE(probe.count("EOSE"), 0);
}

void DemoRelayTest::informationOnTheSamePort()
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(relay->url().port()));
    socket.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/nostr+json\r\n\r\n");
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    const QByteArray answer = socket.readAll();
    QVERIFY(answer.startsWith("HTTP/1.1 200 "));
    QVERIFY(answer.contains("Content-Type: application/nostr+json\r\n"));
    const auto body = nlohmann::json::parse(answer.mid(answer.indexOf("\r\n\r\n") + 4).toStdString());
    QVERIFY(body.at("supported_nips") == nlohmann::json({1, 11}));
    QCOMPARE(body.at("limitation").at("max_subscriptions").get<int>(), 20);
    QCOMPARE(relay->clients(), std::size_t(0));
}

void DemoRelayTest::otherRequestsAreAnswered()
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(relay->url().port()));
    socket.write("GET /favicon.ico HTTP/1.1\r\nHo");
    QVERIFY(socket.waitForBytesWritten());
    socket.write("st: 127.0.0.1\r\n\r\n"); // a head in two pieces
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    QVERIFY(socket.readAll().contains("Nostr client"));
}

void DemoRelayTest::waitingConnectionsAreServedLater()
{
    relay->setAccepting(false);
    RelayProbe probe(relay->url());
    relay->publish(note("meanwhile"));
    QCOMPARE(relay->clients(), std::size_t(0));
    relay->setAccepting(true);
    QVERIFY(probe.connected());
    probe.send(R"(["REQ","a",{}])");
    QVERIFY(probe.waitFor("EOSE"));
    QCOMPARE(probe.count("EVENT"), 1);
}

void DemoRelayTest::slowReaderGetsAllInTheEnd()
{
    listen({.send_buffer_bytes = 4096});
    const std::string large(20'000, 'x');
    for (std::int64_t at = 1; at <= 100; ++at)
        relay->publish(note(large, at));
    RelayProbe probe(relay->url());
    QVERIFY(probe.connected());
    probe.send(R"(["REQ","a",{}])");
    probe.send(R"(["REQ","b",{"limit":1}])");
    QVERIFY(probe.waitFor("EOSE", 2));
    QCOMPARE(probe.eventIds("a").size(), std::size_t(100));
    QCOMPARE(probe.eventIds("b").size(), std::size_t(1));
    QCOMPARE(relay->droppedClients(), std::size_t(0));
}

void DemoRelayTest::deafReaderIsDropped()
{
    listen({.max_message_bytes = 1024 * 1024, .send_buffer_bytes = 64 * 1024, .stall_ms = 100});
    // More than the system's own buffers take.
    const std::string large(900'000, 'x');
    for (std::int64_t at = 1; at <= 30; ++at)
        relay->publish(note(large, at));

    QTcpSocket deaf;
    deaf.setReadBufferSize(1024);
    deaf.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(relay->url().port()));
    deaf.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n");
    QTRY_COMPARE(relay->clients(), std::size_t(1));
    // A masked text frame with a mask of zeros: ["REQ","a",{}] is 14 bytes.
    deaf.write(QByteArray("\x81\x8e\x00\x00\x00\x00[\"REQ\",\"a\",{}]", 20));
    QTRY_COMPARE_WITH_TIMEOUT(relay->droppedClients(), std::size_t(1), 20'000);
    QCOMPARE(relay->clients(), std::size_t(0));

    // Others are served as before.
    RelayProbe probe(relay->url());
    QVERIFY(probe.connected());
    probe.send(R"(["REQ","a",{"limit":2}])");
    QVERIFY(probe.waitFor("EOSE"));
    QCOMPARE(probe.count("EVENT"), 2);
}

void DemoRelayTest::takenPortIsSaid()
{
    DemoRelay second;
    QVERIFY(!second.listen(static_cast<std::uint16_t>(relay->url().port())));
    QVERIFY(!second.errorString().isEmpty());
    QVERIFY(second.url().isEmpty());
}

DVMDASH_TEST(DemoRelayTest)

#include "demo_relay_test.moc"
