// SPDX-License-Identifier: GPL-3.0-or-later
#include "lookup/address.h"
#include "lookup/public_address.h"
#include "nostr/bech32.h"
#include "support/signed_events.h"
#include "support/test_main.h"

using namespace dvmdash;
using namespace dvmdash::lookup;

namespace
{

/// The URL, or why there is none.
QString asked(What what, const QString &address)
{
    const auto url = urlOf({what, test::keyOf(1), address.toStdString()});
    if (const auto *problem = std::get_if<Unaskable>(&url))
        return QStringLiteral("problem %1").arg(static_cast<int>(*problem));
    return QString::fromStdString(std::get<std::string>(url));
}

QString lnurlOf(const char *url)
{
    return QString::fromStdString(nostr::encodeBech32("lnurl", nostr::groupsFromBytes(url)));
}

const QString noAddress = QStringLiteral("problem 0");
const QString notHttps = QStringLiteral("problem 1");
const QString notPublic = QStringLiteral("problem 2");
const QString oddPort = QStringLiteral("problem 3");

} // namespace

class LookupAddressTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lightning_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("url");
        const auto row = [](const QString &address, const QString &url) {
            QTest::newRow(qPrintable(address)) << address << url;
        };
        const auto text = [](const char *latin1) { return QString::fromLatin1(latin1); };
        row(text("me@pay.dev"), text("https://pay.dev/.well-known/lnurlp/me"));
        row(text("Me@PAY.dev"), text("https://pay.dev/.well-known/lnurlp/me"));
        row(text("me+tips@pay.dev"), text("https://pay.dev/.well-known/lnurlp/me%2Btips"));
        row(text("m_e.x-1@a.b.pay.dev"), text("https://a.b.pay.dev/.well-known/lnurlp/m_e.x-1"));
        const QString onion = text("me@abcdefghijklmnop.onion");
        row(onion, text("http://abcdefghijklmnop.onion/.well-known/lnurlp/me"));
        for (const char *none : {"", "me", "me@", "@pay.dev", "a@b@pay.dev", "m e@pay.dev", "m/e@pay.dev",
                                 "m?e@pay.dev", "../x@pay.dev", "me@pay.dev/x", "me@pay.dev?x", "lnurl1xyz"})
            row(text(none), noAddress);
        for (const char *local :
             {"me@localhost",   "me@127.0.0.1",     "me@127.1",         "me@2130706433", "me@0x7f000001",
              "me@0x7f.1",      "me@017700000001",  "me@[::1]",         "me@10.0.0.1",   "me@8.8.8.8",
              "me@printer",     "me@printer.local", "me@PRINTER.LOCAL", "me@x.lan",      "me@x.internal",
              "me@x.home.arpa", "me@x.localhost",   "me@pay.dev.",      "me@.pay.dev",   "me@pay..dev",
              "me@-pay.dev",    "me@pay_x.dev",     "me@pay.example",   "me@.onion"})
            row(text(local), notPublic);
        row(text("me@pay.dev:8443"), oddPort);
        row(text("me@pay.dev:443"), text("https://pay.dev:443/.well-known/lnurlp/me"));
    }
    void lightning()
    {
        QFETCH(const QString, address);
        QFETCH(const QString, url);
        QCOMPARE(asked(What::Lnurl, address), url);
    }

    void olderForm()
    {
        QCOMPARE(asked(What::Lnurl, lnurlOf("https://pay.dev/lnurl?id=7")),
                 QStringLiteral("https://pay.dev/lnurl?id=7"));
        QCOMPARE(asked(What::Lnurl, lnurlOf("https://pay.dev/x").toUpper()),
                 QStringLiteral("https://pay.dev/x"));
        QCOMPARE(asked(What::Lnurl, lnurlOf("http://pay.dev/x")), notHttps);
        QCOMPARE(asked(What::Lnurl, lnurlOf("http://abcdefghijklmnop.onion/x")),
                 QStringLiteral("http://abcdefghijklmnop.onion/x"));
        QCOMPARE(asked(What::Lnurl, lnurlOf("file:///etc/passwd")), notHttps);
        QCOMPARE(asked(What::Lnurl, lnurlOf("https://192.168.1.1/x")), notPublic);
        QCOMPARE(asked(What::Lnurl, lnurlOf("https://[::1]/x")), notPublic);
        QCOMPARE(asked(What::Lnurl, lnurlOf("https://me:pw@pay.dev/x")), noAddress);
        QCOMPARE(asked(What::Lnurl, lnurlOf("https://pay.dev\\@127.0.0.1/x")), noAddress);
        QCOMPARE(asked(What::Lnurl, lnurlOf("https://pay.dev/a b")), noAddress);
        QCOMPARE(asked(What::Lnurl, lnurlOf("https://%31%32%37.0.0.1/")), notPublic);
        QCOMPARE(asked(What::Lnurl, lnurlOf("https://pay.dev:22/")), oddPort);
        QCOMPARE(asked(What::Lnurl, lnurlOf("https://p\xc3\xa4y.dev/")), noAddress);
        QCOMPARE(asked(What::Nip05, lnurlOf("https://pay.dev/x")), noAddress);
    }

    void names()
    {
        QCOMPARE(asked(What::Nip05, QStringLiteral("Bob@names.dev")),
                 QStringLiteral("https://names.dev/.well-known/nostr.json?name=bob"));
        QCOMPARE(asked(What::Nip05, QStringLiteral("_@names.dev")),
                 QStringLiteral("https://names.dev/.well-known/nostr.json?name=_"));
        QCOMPARE(asked(What::Nip05, QStringLiteral("names.dev")), noAddress);
        QCOMPARE(asked(What::Nip05, QStringLiteral("b+b@names.dev")), noAddress);
        QCOMPARE(asked(What::Nip05, QStringLiteral("b&x=1@names.dev")), noAddress);
        QCOMPARE(asked(What::Nip05, QStringLiteral("bob@192.168.0.1")), notPublic);
    }

    void publicAddresses_data()
    {
        QTest::addColumn<bool>("isPublic");
        for (const char *address : {"1.1.1.1", "93.184.216.34", "100.63.255.255", "100.128.0.1", "172.15.0.1",
                                    "172.32.0.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"})
            QTest::newRow(address) << true;
        for (const char *address : {"0.0.0.0",
                                    "10.1.2.3",
                                    "100.64.0.1",
                                    "127.0.0.1",
                                    "127.9.9.9",
                                    "169.254.169.254",
                                    "172.16.0.1",
                                    "172.31.255.255",
                                    "192.168.1.1",
                                    "192.0.2.1",
                                    "198.18.0.1",
                                    "203.0.113.9",
                                    "224.0.0.1",
                                    "255.255.255.255",
                                    "::",
                                    "::1",
                                    "fe80::1",
                                    "fc00::1",
                                    "fd12::1",
                                    "ff02::1",
                                    "::ffff:127.0.0.1",
                                    "::ffff:192.168.0.1",
                                    "64:ff9b::7f00:1",
                                    "2001:db8::1",
                                    "2002:7f00:1::",
                                    "2001::1",
                                    ""})
            QTest::newRow(*address ? address : "none") << false;
    }
    void publicAddresses()
    {
        QFETCH(const bool, isPublic);
        const QString text = QString::fromLatin1(QTest::currentDataTag());
        QCOMPARE(isPublicAddress(QHostAddress(text == QStringLiteral("none") ? QString() : text)), isPublic);
    }
};

DVMDASH_TEST(LookupAddressTest)
#include "lookup_address_test.moc"
