// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording_sink.h"
#include "relay/relay_information.h"
#include "support/fake_relay.h"
#include "support/test_main.h"

#include <QNetworkAccessManager>
#include <QSignalSpy>

#include <optional>

using namespace dvmdash;
using relay::RelayInformation;
using test::FakeRelay;

namespace
{

const QByteArray goodDocument =
    R"({"name":"A relay","description":"For tests","software":"fake","version":"1.0",
    "supported_nips":[1,11,42],"limitation":{"max_message_length":131072,"max_subscriptions":20,"max_filters":10,
    "max_limit":200,"default_limit":100,"auth_required":false,"payment_required":true},"unknown":{"a":[1]}})";

QByteArray httpAnswer(const QByteArray &body, const QByteArray &status = "200 OK")
{
    return "HTTP/1.1 " + status +
           "\r\nContent-Type: application/nostr+json\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\nConnection: close\r\n\r\n" + body;
}

/// What a fetch ends with; the outer optional is empty when it did not end.
std::optional<std::optional<RelayInformation>> fetched(const QString &url, int timeout_ms = 60'000)
{
    QNetworkAccessManager manager;
    std::optional<std::optional<RelayInformation>> answer;
    relay::RelayInformationFetch fetch(manager, url, timeout_ms, nullptr);
    QObject::connect(&fetch, &relay::RelayInformationFetch::finished, &fetch,
                     [&answer](const std::optional<RelayInformation> &information) { answer = information; });
    (void)QTest::qWaitFor([&answer] { return answer.has_value(); }, 10'000);
    return answer;
}

} // namespace

class RelayInformationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads()
    {
        const auto information = relay::relayInformationFromJson(goodDocument);
        QVERIFY(information.has_value());
        RelayInformation expected;
        expected.name = QStringLiteral("A relay");
        expected.description = QStringLiteral("For tests");
        expected.software = QStringLiteral("fake");
        expected.version = QStringLiteral("1.0");
        expected.nips = {1, 11, 42};
        expected.max_message_length = 131072;
        expected.max_subscriptions = 20;
        expected.max_filters = 10;
        expected.max_limit = 200;
        expected.default_limit = 100;
        expected.auth_required = false;
        expected.payment_required = true;
        QCOMPARE(*information, expected);
    }

    void wrongTypesCountAsAbsent()
    {
        const auto information = relay::relayInformationFromJson(
            R"({"name":7,"description":["x"],"supported_nips":[1,"2",-3,1.5,null,99999999999,4],
                "limitation":{"max_limit":"500","max_filters":-1,"max_subscriptions":1.5,"max_message_length":1e300,
                "auth_required":"yes","payment_required":1}})");
        QVERIFY(information.has_value());
        RelayInformation expected;
        expected.nips = {1, 4};
        QCOMPARE(*information, expected);
        QCOMPARE(relay::relayInformationFromJson(R"({"limitation":[1],"supported_nips":{"a":1}})"),
                 RelayInformation{});
    }

    void longTextsAreClipped()
    {
        const auto information =
            relay::relayInformationFromJson("{\"name\":\"" + QByteArray(50'000, 'x') + "\"}");
        QVERIFY(information.has_value());
        QCOMPARE(information->name.size(), 200);
    }

    void theLowestOfTheLimitsHolds()
    {
        QCOMPARE(relay::mostStoredEvents(std::nullopt), 500);
        QCOMPARE(relay::surelyGivenWhole(std::nullopt), 100); // nobody said how much it gives
        RelayInformation information;
        QCOMPARE(relay::mostStoredEvents(information), 500);
        information.max_limit = 5000;
        QCOMPARE(relay::mostStoredEvents(information), 500);
        information.default_limit = 300;
        QCOMPARE(relay::mostStoredEvents(information), 300);
        information.max_limit = 200;
        QCOMPARE(relay::mostStoredEvents(information), 200);
        QCOMPARE(relay::surelyGivenWhole(information), 200);
    }

    void whatIsNoObjectIsNothing()
    {
        for (const char *text : {"", "x", "[]", "7", "{\"name\":", "<html></html>"})
            QVERIFY(!relay::relayInformationFromJson(text));
        QVERIFY(!relay::relayInformationFromJson(QByteArray(60'000, '[')));
    }

    void address()
    {
        const auto of = [](const char *url) {
            return relay::relayInformationUrl(QString::fromUtf8(url)).toString();
        };
        QCOMPARE(of("wss://relay.example"), QStringLiteral("https://relay.example/"));
        QCOMPARE(of("ws://relay.example:81/x?y=1"), QStringLiteral("http://relay.example:81/x?y=1"));
    }

    void fetches()
    {
        FakeRelay server;
        server.httpAnswer = httpAnswer(goodDocument);
        const auto answer = fetched(server.url());
        QVERIFY(answer && *answer);
        QCOMPARE((*answer)->name, QStringLiteral("A relay"));
        QCOMPARE(server.httpRequests.size(), 1);
        QVERIFY(server.httpRequests.first().contains(QStringLiteral("application/nostr+json")));
    }

    void fetchesNothing_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("garbage") << httpAnswer("<html>hello</html>");
        QTest::newRow("empty") << httpAnswer("");
        QTest::newRow("404") << httpAnswer(goodDocument, "404 Not Found");
        QTest::newRow("206") << httpAnswer(goodDocument, "206 Partial Content");
        QTest::newRow("redirect") << QByteArray("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n"
                                                "Content-Length: 0\r\n\r\n");
        QTest::newRow("no HTTP") << QByteArray("hello\r\n\r\n");
        QTest::newRow("closed") << QByteArray();
        QTest::newRow("huge") << httpAnswer("{\"name\":\"" + QByteArray(2'000'000, 'x') + "\"}");
        QTest::newRow("just over the cap")
            << httpAnswer("{\"name\":\"" + QByteArray(relay::mostInformationBytes - 10, 'x') + "\"}");
    }
    void fetchesNothing()
    {
        QFETCH(QByteArray, answer);
        FakeRelay server;
        server.httpAnswer = answer;
        const auto got = fetched(server.url());
        QVERIFY(got.has_value());
        QVERIFY(!got->has_value());
    }

    void fetchesUpToTheCap()
    {
        FakeRelay server;
        server.httpAnswer =
            httpAnswer("{\"name\":\"" + QByteArray(relay::mostInformationBytes - 11, 'x') + "\"}");
        const auto got = fetched(server.url());
        QVERIFY(got && *got);
    }

    void givesUpOnAServerThatNeverAnswers()
    {
        const test::RawServer server([](QTcpSocket &, const QByteArray &) {});
        const auto got = fetched(server.url(), 50);
        QVERIFY(got.has_value());
        QVERIFY(!got->has_value());
    }

    void deletingCancels()
    {
        QNetworkAccessManager manager;
        const test::RawServer server([](QTcpSocket &, const QByteArray &) {});
        auto fetch = std::make_unique<relay::RelayInformationFetch>(manager, server.url(), 60'000, nullptr);
        QSignalSpy finished(fetch.get(), &relay::RelayInformationFetch::finished);
        QTRY_COMPARE(server.connections(), 1);
        fetch.reset();
        QCOMPARE(finished.count(), 0);
    }

    /// Asked on the first connection, not on every one.
    void theStatusTellsItAndItIsAskedOnce()
    {
        test::RecordingSink sink;
        FakeRelay server;
        server.httpAnswer = httpAnswer(goodDocument);
        auto limits = test::testLimits();
        limits.fetch_information = true;
        relay::RelayPool pool(sink, limits);
        pool.setSubscriptions({test::jobsSubscription()});
        pool.setRelays(test::relaysNamed({server.url()}));
        QTRY_VERIFY(test::onlyStatus(pool).information.has_value());
        QCOMPARE(test::onlyStatus(pool).information->max_limit, std::optional<int>(200));

        server.dropClient();
        QTRY_COMPARE(test::onlyStatus(pool).connected_count, 2);
        QTRY_COMPARE(server.requests.size(), 2U);
        QCOMPARE(server.httpRequests.size(), 1);
        QVERIFY(test::onlyStatus(pool).information.has_value());
    }

    void aRelayWithoutDocumentWorksAllTheSame()
    {
        test::RecordingSink sink;
        FakeRelay server;
        auto limits = test::testLimits();
        limits.fetch_information = true;
        relay::RelayPool pool(sink, limits);
        pool.setSubscriptions({test::jobsSubscription()});
        pool.setRelays(test::relaysNamed({server.url()}));
        QTRY_VERIFY(!server.httpRequests.isEmpty()); // Qt asks a server that hangs up once more
        QTRY_COMPARE(test::onlyStatus(pool).state, relay::LinkState::Live);
        QVERIFY(!test::onlyStatus(pool).information);
        QCOMPARE(test::onlyStatus(pool).detail, QString());
    }
};
DVMDASH_TEST(RelayInformationTest)

#include "relay_information_test.moc"
