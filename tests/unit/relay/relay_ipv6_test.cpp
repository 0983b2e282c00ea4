// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording_sink.h"
#include "relay/link_words.h"
#include "relay/relay_information.h"
#include "relay/relay_list.h"
#include "relay/relay_url.h"
#include "support/fake_relay.h"
#include "support/test_main.h"

using namespace dvmdash;
using relay::LinkState;
using test::FakeRelay;
using test::onlyStatus;

class RelayIpv6Test : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void addressesHaveOneSpelling()
    {
        QCOMPARE(relay::normalizeRelayUrl(QStringLiteral("ws://[::1]:7000/")),
                 QStringLiteral("ws://[::1]:7000"));
        QCOMPARE(relay::normalizeRelayUrl(QStringLiteral("ws://[0:0:0:0:0:0:0:1]:80")),
                 QStringLiteral("ws://[::1]"));
        QCOMPARE(relay::normalizeRelayUrl(QStringLiteral("[2001:DB8::7]:7000")),
                 QStringLiteral("wss://[2001:db8::7]:7000"));
        QCOMPARE(relay::normalizeRelayUrl(QStringLiteral("wss://[2001:db8::7]:443/x")),
                 QStringLiteral("wss://[2001:db8::7]/x"));
        for (const char *wrong : {"ws://[::1", "ws://::1:7000", "ws://[::g]", "ws://[]"})
            QVERIFY2(!relay::normalizeRelayUrl(QString::fromLatin1(wrong)), wrong);
        const QString url = QStringLiteral("ws://[::1]:7000");
        QCOMPARE(relay::relayListFromJson(relay::toJson({{url, true}})).value_or(relay::RelayList()),
                 relay::RelayList({{url, true}}));
        QCOMPARE(relay::relayInformationUrl(url), QUrl(QStringLiteral("http://[::1]:7000/")));
    }

    void wordsNameTheAddress()
    {
        const QString words =
            relay::LinkWords::socketError(QAbstractSocket::ConnectionRefusedError, QStringLiteral("x"),
                                          QUrl(QStringLiteral("ws://[2001:db8::7]")), false);
        QVERIFY2(words.startsWith(QLatin1String("[2001:db8::7]:80 refused")), qPrintable(words));
    }

    void connectsAndTellsOfItself()
    {
        FakeRelay server(0, std::nullopt, QHostAddress(QHostAddress::LocalHostIPv6));
        if (!server.isListening())
            QSKIP("This computer has no IPv6");
        server.setLimitation("{}");
        test::RecordingSink sink;
        auto limits = test::testLimits();
        limits.fetch_information = true;
        relay::RelayPool pool(sink, limits);
        pool.setSubscriptions({test::jobsSubscription()});
        QVERIFY(server.url().startsWith(QLatin1String("ws://[::1]:")));
        pool.setRelays(test::relaysNamed({server.url()}));
        QTRY_COMPARE(onlyStatus(pool).state, LinkState::Live);
        QTRY_VERIFY(onlyStatus(pool).information);
        server.event("jobs", 1);
        QTRY_COMPARE(sink.count(), 1U);
        QCOMPARE(onlyStatus(pool).url, server.url());
    }
};

DVMDASH_TEST(RelayIpv6Test)

#include "relay_ipv6_test.moc"
