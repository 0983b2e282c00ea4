// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording_sink.h"
#include "support/certificate.h"
#include "support/fake_relay.h"
#include "support/test_main.h"

#include <QSslCertificate>
#include <QSslSocket>
#include <QTcpSocket>

using namespace dvmdash;
using relay::LinkState;
using test::CertificateWish;
using test::FakeRelay;
using test::onlyStatus;
using test::Trust;

namespace
{

struct Rig {
    test::RecordingSink sink;
    relay::RelayPool pool;

    explicit Rig(const QString &url)
        : pool(sink, limits())
    {
        pool.setSubscriptions({test::jobsSubscription()});
        pool.setRelays(test::relaysNamed({url}));
    }
    static relay::RelayLimits limits()
    {
        auto limits = test::testLimits();
        limits.backoff_first_ms = limits.backoff_most_ms = 3'600'000;
        return limits;
    }
    LinkState state() const { return onlyStatus(pool).state; }
    QString detail() const { return onlyStatus(pool).detail; }
};

} // namespace

class RelayTlsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY2(QSslSocket::supportsSsl(), "Qt finds no TLS library"); }

    void selfSignedIsRefusedAndSaid()
    {
        FakeRelay server(0, test::serverTls({}));
        Rig rig(server.url());
        QTRY_COMPARE(rig.state(), LinkState::Waiting);
        QVERIFY2(rig.detail().contains(QStringLiteral("self-signed")), qPrintable(rig.detail()));
        QCOMPARE(server.connections, 0);
        QCOMPARE(onlyStatus(rig.pool).error_count, 1);
    }

    void trustedWorks()
    {
        const QSslConfiguration tls = test::serverTls({});
        const Trust trust(tls.localCertificate());
        FakeRelay server(0, tls);
        Rig rig(server.url());
        QTRY_COMPARE(rig.state(), LinkState::Live);
        server.event("jobs", 1);
        QTRY_COMPARE(rig.sink.count(), 1U);
        QCOMPARE(rig.detail(), QString());
    }

    void expired()
    {
        CertificateWish wish;
        wish.fromSeconds = -7200;
        wish.untilSeconds = -3600;
        const QSslConfiguration tls = test::serverTls(wish);
        const Trust trust(tls.localCertificate());
        FakeRelay server(0, tls);
        Rig rig(server.url());
        QTRY_COMPARE(rig.state(), LinkState::Waiting);
        QVERIFY2(rig.detail().contains(QStringLiteral("expired on 20")), qPrintable(rig.detail()));
    }

    void notYetValid()
    {
        CertificateWish wish;
        wish.fromSeconds = 3600;
        wish.untilSeconds = 7200;
        const QSslConfiguration tls = test::serverTls(wish);
        const Trust trust(tls.localCertificate());
        FakeRelay server(0, tls);
        Rig rig(server.url());
        QTRY_COMPARE(rig.state(), LinkState::Waiting);
        QVERIFY2(rig.detail().contains(QStringLiteral("not valid yet")), qPrintable(rig.detail()));
    }

    void anotherName()
    {
        CertificateWish wish;
        wish.name = "127.0.0.2";
        const QSslConfiguration tls = test::serverTls(wish);
        const Trust trust(tls.localCertificate());
        FakeRelay server(0, tls);
        Rig rig(server.url());
        QTRY_COMPARE(rig.state(), LinkState::Waiting);
        QVERIFY2(rig.detail().contains(QStringLiteral("another name than 127.0.0.1")),
                 qPrintable(rig.detail()));
    }

    void noTlsAtAll()
    {
        const test::RawServer server(test::RawServer::saysAndCloses("HTTP/1.1 400 Bad Request\r\n\r\n"));
        Rig rig(server.url(QStringLiteral("wss")));
        QTRY_COMPARE(rig.state(), LinkState::Waiting);
        QVERIFY2(rig.detail().contains(QStringLiteral("begins with ws://")), qPrintable(rig.detail()));
    }
};
DVMDASH_TEST(RelayTlsTest)

#include "relay_tls_test.moc"
