// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording_sink.h"
#include "support/fake_relay.h"
#include "support/test_main.h"

#include <QTcpSocket>

using namespace dvmdash;
using relay::LinkState;
using test::FakeRelay;
using test::jobsSubscription;
using test::onlyStatus;
using test::RawServer;

namespace
{

/// Waits long after a failure, so that its words can be read.
relay::RelayLimits patient()
{
    auto limits = test::testLimits();
    limits.backoff_first_ms = limits.backoff_most_ms = 3'600'000;
    return limits;
}

struct Rig {
    test::RecordingSink sink;
    relay::RelayPool pool;

    explicit Rig(const QString &url, const relay::RelayLimits &limits = patient())
        : pool(sink, limits)
    {
        pool.setSubscriptions({jobsSubscription()});
        pool.setRelays(test::relaysNamed({url}));
    }
    LinkState state() const { return onlyStatus(pool).state; }
    QString detail() const { return onlyStatus(pool).detail; }
};

} // namespace

class RelayFaultsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refused()
    {
        quint16 port = 0;
        {
            const FakeRelay gone;
            port = gone.port();
        }
        Rig rig(QStringLiteral("ws://127.0.0.1:%1").arg(port));
        QTRY_COMPARE(rig.state(), LinkState::Waiting);
        QVERIFY2(rig.detail().contains(QStringLiteral("127.0.0.1:%1 refused").arg(port)),
                 qPrintable(rig.detail()));
        const auto status = onlyStatus(rig.pool);
        QCOMPARE(status.error_count, 1); // though Qt tells it twice
        QCOMPARE(status.failures, 1);
        QVERIFY(status.next_attempt_ms > 0);
        QCOMPARE(status.connected_count, 0);
    }

    /// The name can never exist (RFC 6761), so no network is asked that matters; without DNS it is as
    /// unknown.
    void unknownHost()
    {
        Rig rig(QStringLiteral("ws://no-such-relay.invalid"));
        QTRY_COMPARE_WITH_TIMEOUT(rig.state(), LinkState::Waiting, 30'000);
        QVERIFY2(rig.detail().contains(QStringLiteral("no-such-relay.invalid")), qPrintable(rig.detail()));
    }

    void httpAnswers_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *answer, const char *says) {
            QTest::newRow(answer) << QByteArray("HTTP/1.1 ") + answer + "\r\nContent-Length: 2\r\n\r\nhi"
                                  << QString::fromUtf8(says);
        };
        row("403 Forbidden", "HTTP 403");
        row("401 Unauthorized", "HTTP 401");
        row("402 Payment Required", "payment");
        row("404 Not Found", "HTTP 404");
        row("429 Too Many Requests", "HTTP 429");
        row("502 Bad Gateway", "HTTP 502");
        row("301 Moved Permanently", "HTTP 301");
        row("200 OK", "HTTP 200");
        QTest::newRow("wrong key") << QByteArray("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                                 "Connection: Upgrade\r\nSec-WebSocket-Accept: abc=\r\n\r\n")
                                   << QStringLiteral("WebSocket");
    }
    void httpAnswers()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QString, says);
        const RawServer keepsOpen(RawServer::says(answer));
        Rig rig(keepsOpen.url());
        QTRY_COMPARE(rig.state(), LinkState::Waiting);
        QVERIFY2(rig.detail().contains(says), qPrintable(rig.detail()));

        const RawServer closes(RawServer::saysAndCloses(answer));
        Rig other(closes.url());
        QTRY_COMPARE(other.state(), LinkState::Waiting);
        QVERIFY2(other.detail().contains(says), qPrintable(other.detail()));
        QCOMPARE(onlyStatus(other.pool).error_count, 1);
    }

    void garbageInPlaceOfTheHandshake()
    {
        const RawServer server(
            RawServer::saysAndCloses(QByteArrayLiteral("\x00\x01\xff garbage\r\n\r\nmore\r\n\r\n")));
        Rig rig(server.url());
        QTRY_COMPARE(rig.state(), LinkState::Waiting);
        QVERIFY(!rig.detail().isEmpty());
    }

    void closedBeforeTheHandshake()
    {
        const RawServer server(RawServer::saysAndCloses({}));
        Rig rig(server.url());
        QTRY_COMPARE(rig.state(), LinkState::Waiting);
        QVERIFY2(rig.detail().contains(QStringLiteral("without a word")), qPrintable(rig.detail()));
    }

    void neverAnswering()
    {
        auto limits = patient();
        limits.connect_timeout_ms = 60;
        const RawServer server([](QTcpSocket &, const QByteArray &) {});
        Rig rig(server.url(), limits);
        QTRY_COMPARE(rig.state(), LinkState::Waiting);
        QVERIFY2(rig.detail().contains(QStringLiteral("No answer within")), qPrintable(rig.detail()));
    }

    void silentRelay()
    {
        auto limits = test::testLimits();
        limits.ping_interval_ms = 30;
        limits.pong_timeout_ms = 60;
        const RawServer server(RawServer::silentAfterHandshake());
        Rig rig(server.url(), limits);
        QStringList details;
        connect(
            &rig.pool, &relay::RelayPool::statusesChanged, this,
            [&details](const QVector<relay::RelayStatus> &changed) { details << changed.first().detail; });
        QTRY_VERIFY(onlyStatus(rig.pool).connected_count >= 2); // and it goes on trying
        QTRY_VERIFY(!details.filter(QStringLiteral("silent for")).isEmpty());
        QVERIFY(server.connections() >= 2);
    }

    void invalidUtf8()
    {
        const auto handshake = RawServer::silentAfterHandshake();
        const RawServer server([handshake](QTcpSocket &socket, const QByteArray &data) {
            handshake(socket, data);
            if (data.startsWith("GET"))
                socket.write(QByteArray("\x81\x02\xc3\x28", 4)); // a text frame of a broken sequence
        });
        Rig rig(server.url());
        QTRY_COMPARE(rig.state(), LinkState::Waiting);
        QVERIFY2(rig.detail().contains(QStringLiteral("UTF-8")), qPrintable(rig.detail()));
        QCOMPARE(rig.sink.refused(nostr::Reject::InvalidUtf8), 1U);
    }

    void garbageAfterTheHandshake()
    {
        const auto handshake = RawServer::silentAfterHandshake();
        const RawServer server([handshake](QTcpSocket &socket, const QByteArray &data) {
            handshake(socket, data);
            if (data.startsWith("GET"))
                socket.write("\xff\xff\xff\xff\xff\xff\xff\xff no frames at all");
        });
        Rig rig(server.url());
        QTRY_COMPARE(rig.state(), LinkState::Waiting);
        QVERIFY(!rig.detail().isEmpty());
    }

    void cutOff()
    {
        FakeRelay server;
        Rig rig(server.url());
        QTRY_COMPARE(rig.state(), LinkState::Live);
        server.dropClient();
        QTRY_COMPARE(rig.state(), LinkState::Waiting);
        QVERIFY2(rig.detail().contains(QStringLiteral("without a word")), qPrintable(rig.detail()));
        QCOMPARE(onlyStatus(rig.pool).error_count, 1);
    }

    void goingAwaySaysWhy()
    {
        FakeRelay server;
        Rig rig(server.url());
        QTRY_COMPARE(rig.state(), LinkState::Live);
        server.closeClient(QWebSocketProtocol::CloseCodeGoingAway, QStringLiteral("restarting"));
        QTRY_COMPARE(rig.state(), LinkState::Waiting);
        QVERIFY2(rig.detail().contains(QStringLiteral("restarting")), qPrintable(rig.detail()));
    }
};
DVMDASH_TEST(RelayFaultsTest)

#include "relay_faults_test.moc"
