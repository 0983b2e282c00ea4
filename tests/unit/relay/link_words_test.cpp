// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/link_words.h"
#include "relay/relay_status.h"
#include "support/test_main.h"

#include <QSet>

using namespace dvmdash;
using relay::LinkWords;

class LinkWordsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void textOfRelaysIsTamed()
    {
        QCOMPARE(LinkWords::fromRelay(QStringLiteral("  a\tb\r\nc\x1b[31m\u202e\u200bd ")),
                 QStringLiteral("a b c [31m d"));
        QCOMPARE(LinkWords::fromRelay(QString(QChar(0))), QString());
        const QString clipped = LinkWords::fromRelay(QString(5000, QLatin1Char('x')));
        QCOMPARE(clipped.size(), 301);
        QVERIFY(clipped.endsWith(QChar(0x2026)));
    }

    void tlsErrorsHavePlainWords_data()
    {
        QTest::addColumn<int>("error");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, QSslError::SslError error, const char *says) {
            QTest::newRow(name) << static_cast<int>(error) << QString::fromUtf8(says);
        };
        row("host name", QSslError::HostNameMismatch, "another name than relay.example");
        row("expired", QSslError::CertificateExpired, "expired on");
        row("not yet", QSslError::CertificateNotYetValid, "clock");
        row("self-signed", QSslError::SelfSignedCertificate, "self-signed");
        row("self-signed in chain", QSslError::SelfSignedCertificateInChain, "self-signed");
        row("no issuer", QSslError::UnableToGetLocalIssuerCertificate, "authority that signed it is unknown");
        row("first", QSslError::UnableToVerifyFirstCertificate, "authority that signed it is unknown");
        row("revoked", QSslError::CertificateRevoked, "revoked");
        row("other", QSslError::InvalidPurpose, "cannot be trusted");
    }
    void tlsErrorsHavePlainWords()
    {
        QFETCH(int, error);
        QFETCH(QString, says);
        const QSslError one(static_cast<QSslError::SslError>(error));
        const QString words = LinkWords::tls({one, one}, QUrl(QStringLiteral("wss://relay.example")));
        QVERIFY2(words.contains(says), qPrintable(words));
        QCOMPARE(words.count(says), 1);
    }

    void httpStatusesSayWhatToDo()
    {
        QSet<QString> different;
        for (const int status : {200, 301, 400, 402, 403, 404, 429, 502}) {
            const QString words = LinkWords::httpStatus(status);
            QVERIFY(words.contains(QString::number(status)));
            different.insert(words);
        }
        QCOMPARE(different.size(), 8);
    }

    void socketErrorsSayWhatToDo_data()
    {
        QTest::addColumn<int>("error");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("connected");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, QAbstractSocket::SocketError error, const char *text,
                            bool connected, const char *says) {
            QTest::newRow(name) << static_cast<int>(error) << QString::fromUtf8(text) << connected
                                << QString::fromUtf8(says);
        };
        row("DNS", QAbstractSocket::HostNotFoundError, "Host not found", false, "DNS");
        row("refused", QAbstractSocket::ConnectionRefusedError, "Connection refused", false,
            "relay.example:443 refused");
        row("403", QAbstractSocket::ConnectionRefusedError, "Unhandled http status code: 403 (Forbidden).",
            true, "HTTP 403");
        row("no WebSocket", QAbstractSocket::ConnectionRefusedError, "Accept-key size: 3", true,
            "speaks no WebSocket");
        row("cut off", QAbstractSocket::RemoteHostClosedError, "", true, "without a word");
        row("timeout", QAbstractSocket::SocketTimeoutError, "", false, "did not answer");
        row("network", QAbstractSocket::NetworkError, "Network unreachable", false, "Network unreachable");
        row("TLS", QAbstractSocket::SslHandshakeFailedError, "wrong version number", true,
            "begins with ws://");
        row("else", QAbstractSocket::SocketResourceError, "too many files", false, "too many files");
    }
    void socketErrorsSayWhatToDo()
    {
        QFETCH(int, error);
        QFETCH(QString, text);
        QFETCH(bool, connected);
        QFETCH(QString, says);
        const QString words =
            LinkWords::socketError(static_cast<QAbstractSocket::SocketError>(error), text,
                                   QUrl(QStringLiteral("wss://relay.example/path")), connected);
        QVERIFY2(words.contains(says), qPrintable(words));
    }

    void proxiesHaveWordsOfTheirOwn_data()
    {
        QTest::addColumn<int>("error");
        QTest::addColumn<QString>("says");
        const auto row = [](QAbstractSocket::SocketError error, const char *says) {
            QTest::newRow(says) << static_cast<int>(error) << QString::fromUtf8(says);
        };
        row(QAbstractSocket::ProxyConnectionRefusedError, "Nothing listens at the proxy");
        row(QAbstractSocket::ProxyNotFoundError, "a name that is not known");
        row(QAbstractSocket::ProxyConnectionTimeoutError, "does not answer");
        row(QAbstractSocket::ProxyAuthenticationRequiredError, "asks for a user name");
        row(QAbstractSocket::ProxyProtocolError, "another kind");
        row(QAbstractSocket::RemoteHostClosedError, "without a word");
        row(QAbstractSocket::HostNotFoundError, "did not reach relay.example:443");
    }
    void proxiesHaveWordsOfTheirOwn()
    {
        QFETCH(int, error);
        QFETCH(QString, says);
        const QString words = LinkWords::proxyError(
            static_cast<QAbstractSocket::SocketError>(error), QStringLiteral("no"),
            QUrl(QStringLiteral("wss://relay.example/path")), QStringLiteral("Tor at 127.0.0.1:9050"));
        QVERIFY2(words.contains(says), qPrintable(words));
        QVERIFY2(words.contains(QLatin1String("(Tor at 127.0.0.1:9050)")), qPrintable(words));
    }

    void closeReasonsAreTold()
    {
        QVERIFY(LinkWords::closedByRelay(1001, QStringLiteral("restarting"))
                    .contains(QStringLiteral("restarting")));
        QVERIFY(LinkWords::closedByRelay(1001, QString()).contains(QStringLiteral("1001")));
    }

    void misconductHasWordsOfItsOwn()
    {
        using Fault = relay::Conduct::Fault;
        const relay::ConductLimits limits;
        QSet<QString> different;
        for (const auto fault :
             {Fault::Chatter, Fault::Refused, Fault::Repeats, Fault::Pieces, Fault::Unread}) {
            const QString words = LinkWords::misconduct(fault, 1234, limits);
            QVERIFY2(words.contains(QStringLiteral("left alone for a while")), qPrintable(words));
            QVERIFY2(!words.contains(QLatin1Char('%')), qPrintable(words));
            different.insert(words);
        }
        QCOMPARE(different.size(), 5);
        QVERIFY(
            LinkWords::misconduct(Fault::Refused, 1234, limits).contains(QStringLiteral("%L1").arg(1234)));
    }

    void statesHaveOneWordEach()
    {
        using relay::LinkState;
        QSet<QString> names;
        for (const auto state :
             {LinkState::Disabled, LinkState::Connecting, LinkState::Subscribing, LinkState::Live,
              LinkState::Refused, LinkState::Waiting, LinkState::Quarantined, LinkState::Stopped}) {
            const QString name = relay::linkStateName(state);
            QVERIFY(!name.isEmpty() && !name.contains(QLatin1Char(' ')));
            names.insert(name);
        }
        QCOMPARE(names.size(), 8);
    }
};
DVMDASH_TEST(LinkWordsTest)

#include "link_words_test.moc"
