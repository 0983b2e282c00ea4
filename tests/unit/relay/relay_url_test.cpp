// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_url.h"
#include "support/test_main.h"

using namespace dvmdash;

class RelayUrlTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void normalises_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *text, const char *expected) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("wss://relay.example", "wss://relay.example");
        row("relay.example", "wss://relay.example");
        row("relay.example:7777", "wss://relay.example:7777");
        row("localhost:8080", "wss://localhost:8080");
        row("127.0.0.1:8080/x", "wss://127.0.0.1:8080/x");
        row("  WSS://Relay.Example/  ", "wss://relay.example");
        row("wss://relay.example:443", "wss://relay.example");
        row("ws://relay.example:80/", "ws://relay.example");
        row("ws://relay.example:443", "ws://relay.example:443");
        row("wss://relay.example.", "wss://relay.example");
        row("wss://relay.example/Path/Is/Kept", "wss://relay.example/Path/Is/Kept");
        row("wss://relay.example/path/", "wss://relay.example/path/");
        row("wss://relay.example?broadcast=true", "wss://relay.example/?broadcast=true");
        row("wss://relay.example/?broadcast=true", "wss://relay.example/?broadcast=true");
        row("wss://relay.example/?", "wss://relay.example");
        row("wss://relay.example/#top", "wss://relay.example");
        row("ws://[::1]:7000", "ws://[::1]:7000");
        row("wss://bücher.example", "wss://xn--bcher-kva.example");
        row("wss://xn--bcher-kva.example", "wss://xn--bcher-kva.example");
        row("wss://name", "wss://name");
    }
    void normalises()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QString error;
        const auto url = relay::normalizeRelayUrl(text, &error);
        QVERIFY2(url.has_value(), qPrintable(error));
        QCOMPARE(*url, expected);
        QCOMPARE(relay::normalizeRelayUrl(*url).value_or(QString()), expected); // and stays so
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *text, const char *says) {
            QTest::newRow(*text ? text : "empty") << QString::fromUtf8(text) << QString::fromUtf8(says);
        };
        row("", "Type the address");
        row("   ", "Type the address");
        row("https://relay.example", "begins with wss://");
        row("http://relay.example", "begins with wss://");
        row("file:///etc/hosts", "begins with wss://");
        row("wss://", "no relay address");
        row("wss://a b.example", "no relay address");
        row("wss://relay.example\\x", "no relay address");
        row("wss://relay.example:0", "no relay address");
        row("wss://relay.example:99999", "no relay address");
        row("wss://relay..example", "no relay address");
        row("mailto:someone@relay.example", "no user name");
        row("npub1qqqqqqqqq", "no relay address");
        row("wss://user:secret@relay.example", "no user name");
        row("wss://user@relay.example", "no user name");
        row("wss://relay.example/\xe2\x80\xae", "no relay address"); // a bidi override
        QTest::newRow("long by its escapes")
            << QStringLiteral("wss://relay.example/") + QString(300, QChar(0xfffd))
            << QStringLiteral("no relay address");
        QTest::newRow("long") << QStringLiteral("wss://relay.example/") + QString(2000, QLatin1Char('x'))
                              << QStringLiteral("no relay address");
    }
    void refuses()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        QString error;
        QVERIFY(!relay::normalizeRelayUrl(text, &error));
        QVERIFY2(error.contains(says), qPrintable(error));
        QVERIFY(!error.contains(QStringLiteral("secret")));
        QVERIFY(!relay::normalizeRelayUrl(text)); // nobody need ask why
    }
};
DVMDASH_TEST(RelayUrlTest)

#include "relay_url_test.moc"
