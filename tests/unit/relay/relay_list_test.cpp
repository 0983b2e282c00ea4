// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_list.h"
#include "relay/relay_url.h"
#include "support/test_main.h"

#include <QFile>

using namespace dvmdash;
using relay::RelayEntry;
using relay::RelayList;

namespace
{

/// JSON written with ' for ", which the Qt moc reads more reliably than raw strings inside macros.
QByteArray quoted(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

} // namespace

class RelayListTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void defaultsAreTheFile()
    {
        QFile file(qEnvironmentVariable("DVMDASH_SOURCE_DIR") + QStringLiteral("/resources/relays.json"));
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
        QCOMPARE(relay::defaultRelaysJson(), file.readAll());
        QString error;
        const auto read = relay::relayListFromJson(relay::defaultRelaysJson(), &error);
        QVERIFY2(read.has_value(), qPrintable(error));
        QCOMPARE(relay::defaultRelays(), *read);
        QVERIFY(read->size() >= 5);
        for (const RelayEntry &entry : *read) {
            QVERIFY(entry.enabled);
            QVERIFY(entry.url.startsWith(QStringLiteral("wss://")));
        }
    }

    void readsBothForms()
    {
        const RelayList expected = {{QStringLiteral("wss://a.example"), true},
                                    {QStringLiteral("wss://b.example"), false}};
        QCOMPARE(relay::relayListFromJson(
                     quoted("[{'url':'A.example'},{'url':'wss://b.example:443/','enabled':false,'note':1}]")),
                 expected);
        const RelayList strings = {{QStringLiteral("wss://a.example"), true},
                                   {QStringLiteral("ws://b.example"), true}};
        QCOMPARE(relay::relayListFromJson(quoted("['wss://a.example','ws://b.example']")), strings);
        QCOMPARE(relay::relayListFromJson("[]"), RelayList{});
    }

    void aRelayNamedTwiceStaysOnceInItsFirstPlace()
    {
        const auto list = relay::relayListFromJson(
            quoted("['wss://a.example','wss://b.example',{'url':'wss://A.example/','enabled':false}]"));
        const RelayList expected = {{QStringLiteral("wss://a.example"), true},
                                    {QStringLiteral("wss://b.example"), true}};
        QCOMPARE(list, expected);
    }

    void roundTrip()
    {
        const RelayList list = {{QStringLiteral("wss://b.example/x?y=1"), false},
                                {QStringLiteral("ws://a.example:81"), true}};
        QCOMPARE(relay::relayListFromJson(relay::toJson(list)), list);
        QCOMPARE(relay::relayListFromJson(relay::toJson({})), RelayList{});
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("says");
        QTest::newRow("no JSON") << QByteArray("[\"wss://a.example\"") << QStringLiteral("no JSON");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("no JSON");
        QTest::newRow("object") << QByteArray("{}") << QStringLiteral("JSON array");
        QTest::newRow("number") << QByteArray("[\"wss://a.example\",7]") << QStringLiteral("Entry 2");
        QTest::newRow("no url") << QByteArray("[{\"enabled\":true}]") << QStringLiteral("Entry 1");
        QTest::newRow("bad url") << QByteArray("[\"https://a.example\"]") << QStringLiteral("wss://");
        QTest::newRow("enabled") << QByteArray("[{\"url\":\"wss://a.example\",\"enabled\":\"yes\"}]")
                                 << QStringLiteral("true or false");
    }
    void refuses()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, says);
        QString error;
        QVERIFY(!relay::relayListFromJson(json, &error));
        QVERIFY2(error.contains(says), qPrintable(error));
        QVERIFY(!relay::relayListFromJson(json));
    }
};
DVMDASH_TEST(RelayListTest)

#include "relay_list_test.moc"
