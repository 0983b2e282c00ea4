// SPDX-License-Identifier: GPL-3.0-or-later
#include "lookup/lookup_service.h"
#include "support/certificate.h"
#include "support/fake_web.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <QSslCertificate>
#include <QTcpSocket>

using namespace dvmdash;
using lookup::Finding;
using lookup::LookupService;
using lookup::Outcome;
using lookup::Subject;
using lookup::What;
using test::FakeWeb;
using test::keyOf;

namespace
{

constexpr int waitMs = 10'000;

/// A service that goes to the servers of the test.
struct Rig {
    LookupService service;
    std::vector<Finding> found;

    explicit Rig(FakeWeb &web, int timeout_ms = waitMs)
        : service(settings(web, timeout_ms))
    {
        QObject::connect(&service, &LookupService::found, &service,
                         [this](const Finding &finding) { found.push_back(finding); });
        service.setPermission({true, true});
    }
    static lookup::ServiceSettings settings(FakeWeb &web, int timeout_ms)
    {
        lookup::ServiceSettings settings;
        settings.reroute = web.reroute();
        settings.limits.timeout_ms = timeout_ms;
        settings.now_ms = [] { return std::int64_t{4711}; };
        return settings;
    }
    /// What one question comes to.
    Finding ask(const Subject &subject)
    {
        found.clear();
        service.ask({subject});
        if (!QTest::qWaitFor([this] { return !found.empty(); }, waitMs))
            return {};
        return found.front();
    }
};

Subject lightning(const char *address = "me@pay.dev")
{
    return {What::Lnurl, keyOf(1), address};
}

Subject name(const char *address = "me@names.dev")
{
    return {What::Nip05, keyOf(1), address};
}

const QString payPath = QStringLiteral("pay.dev/.well-known/lnurlp/me");
const QString namePath = QStringLiteral("names.dev/.well-known/nostr.json?name=me");

QByteArray lnurlBody(unsigned char key)
{
    return "{\"tag\":\"payRequest\",\"allowsNostr\":true,\"nostrPubkey\":\"" +
           QByteArray::fromStdString(keyOf(key).hex()) + "\"}";
}

bool says(const Finding &finding, const char *words)
{
    return finding.outcome == Outcome::Failed && finding.error.find(words) != std::string::npos;
}

} // namespace

/// Over a real HTTP server on loopback.
class LookupServiceTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingGoesOutWithoutPermission()
    {
        FakeWeb web;
        Rig rig(web);
        rig.service.setPermission({});
        rig.service.ask({lightning(), name()});
        QTest::qWait(100);
        QVERIFY(web.heads.isEmpty());
        QVERIFY(rig.found.empty());
        // What was not allowed is not kept for later.
        rig.service.setPermission({true, false});
        QTest::qWait(100);
        QVERIFY(web.heads.isEmpty());
        rig.service.ask({lightning(), name()});
        QTRY_COMPARE(rig.found.size(), std::size_t{1});
        QCOMPARE(web.requests, QStringList{payPath});
    }

    void findsKeys()
    {
        FakeWeb web;
        web.answers[payPath] = FakeWeb::json(lnurlBody(9));
        web.answers[namePath] =
            FakeWeb::json("{\"names\":{\"me\":\"" + QByteArray::fromStdString(keyOf(1).hex()) + "\"}}");
        Rig rig(web);
        QVERIFY((rig.ask(lightning()) == Finding{lightning(), Outcome::Key, keyOf(9), 4711, {}}));
        QVERIFY((rig.ask(name()) == Finding{name(), Outcome::Key, keyOf(1), 4711, {}}));
        web.answers[namePath] = FakeWeb::json("{\"names\":{}}");
        QVERIFY((rig.ask(name()) == Finding{name(), Outcome::NoKey, {}, 4711, {}}));
    }

    void saysWhoAsksNothingOfItself()
    {
        FakeWeb web;
        web.answers[payPath] = FakeWeb::status(
            200, "Set-Cookie: a=b; Path=/\r\nContent-Type: application/json\r\n", lnurlBody(9));
        Rig rig(web);
        rig.ask(lightning());
        rig.ask(lightning());
        QCOMPARE(web.heads.size(), 2);
        const QByteArray again = web.heads.at(1).toLower();
        for (const char *header : {"cookie:", "referer:", "authorization:", "origin:"})
            QVERIFY2(!again.contains(header), again.constData());
    }

    void errorsAreToldInWords()
    {
        FakeWeb web;
        Rig rig(web);
        QVERIFY(says(rig.ask(lightning()), "status 404"));
        web.answers[payPath] = FakeWeb::status(500);
        QVERIFY(says(rig.ask(lightning()), "status 500"));
        web.answers[payPath] = FakeWeb::status(204);
        QVERIFY(says(rig.ask(lightning()), "status 204"));
        web.answers[payPath] = FakeWeb::json("<html>");
        QVERIFY(says(rig.ask(lightning()), "cannot be read"));
        web.answers[payPath] = FakeWeb::json("{\"x\":\"" + QByteArray(64 * 1024, 'x') + "\"}");
        QVERIFY(says(rig.ask(lightning()), "larger than 64 KiB"));
        web.close();
        QVERIFY(rig.ask(lightning()).outcome == Outcome::Failed);
    }

    void slowOnesAreGivenUp()
    {
        FakeWeb web;
        web.answers[payPath] = QByteArray();
        Rig rig(web, 200);
        QVERIFY(says(rig.ask(lightning()), "No answer within 1 s"));
    }

    void redirects()
    {
        FakeWeb web;
        const auto to = [](const char *url) {
            return FakeWeb::status(302, "Location: " + QByteArray(url) + "\r\n");
        };
        Rig rig(web);
        // NIP-05 forbids them.
        web.answers[namePath] = to("https://other.dev/nostr.json");
        QVERIFY(says(rig.ask(name()), "NIP-05 forbids"));
        QCOMPARE(web.requests.size(), 1);
        // Of LNURL they are followed, each looked at like an address.
        web.answers[payPath] = to("https://www.pay.dev/me");
        web.answers[QStringLiteral("www.pay.dev/me")] = FakeWeb::json(lnurlBody(9));
        QVERIFY(rig.ask(lightning()).outcome == Outcome::Key);
        const auto asked = web.requests.size();
        for (const char *bad : {"http://pay.dev/me", "https://127.0.0.1/me", "https://router.local/",
                                "https://localhost/", "file:///etc/passwd", "https://pay.dev:22/"}) {
            web.answers[payPath] = to(bad);
            QVERIFY2(says(rig.ask(lightning()), "may not be asked"), bad);
        }
        QCOMPARE(web.requests.size(), asked + 6);
        web.answers[payPath] = to("https://pay.dev/.well-known/lnurlp/me");
        QVERIFY(says(rig.ask(lightning()), "too often"));
        QCOMPARE(web.requests.size(), asked + 6 + 4);
    }

    void addressesThatAreNone()
    {
        FakeWeb web;
        Rig rig(web);
        for (const char *local : {"me@127.0.0.1", "me@localhost", "me@printer.local", "me@10.0.0.1"})
            QVERIFY2(says(rig.ask(lightning(local)), "no public name"), local);
        QVERIFY(says(rig.ask(lightning("me")), "no address"));
        QVERIFY(web.heads.isEmpty());
    }

    void aFewAtATime()
    {
        FakeWeb web;
        std::vector<Subject> many;
        for (unsigned char i = 1; i <= 20; ++i) {
            many.push_back({What::Lnurl, keyOf(i), "me@pay" + std::to_string(i) + ".dev"});
            web.answers[QStringLiteral("pay%1.dev/.well-known/lnurlp/me").arg(i)] =
                FakeWeb::json(lnurlBody(i));
        }
        Rig rig(web);
        rig.service.ask(many);
        rig.service.ask(many); // those are under way already
        QTRY_COMPARE_WITH_TIMEOUT(rig.found.size(), many.size(), waitMs);
        QTest::qWait(50);
        QCOMPARE(rig.found.size(), many.size());
        QVERIFY2(web.mostAtOnce <= 3, qPrintable(QString::number(web.mostAtOnce)));
        for (const Finding &finding : rig.found)
            QVERIFY(finding.key == finding.subject.key);
    }

    void forbiddenWhileUnderWay()
    {
        FakeWeb web;
        web.answers[payPath] = QByteArray();
        web.answers[namePath] = QByteArray();
        Rig rig(web);
        rig.service.ask({lightning(), name()});
        QTRY_COMPARE(web.requests.size(), 2);
        rig.service.setPermission({});
        QTest::qWait(100);
        QVERIFY(rig.found.empty());
        // And it can be asked again at once.
        web.answers[payPath] = FakeWeb::json(lnurlBody(9));
        rig.service.setPermission({true, true});
        QVERIFY(rig.ask(lightning()).outcome == Outcome::Key);
    }

    void certificatesMustHold()
    {
        const QSslConfiguration tls = test::serverTls({});
        FakeWeb web(tls);
        web.answers[payPath] = FakeWeb::json(lnurlBody(9));
        {
            Rig rig(web);
            const Finding finding = rig.ask(lightning());
            QVERIFY2(says(finding, "self-signed"), finding.error.c_str());
            QVERIFY(web.heads.isEmpty());
        }
        const test::Trust trust(tls.localCertificate());
        Rig rig(web);
        QVERIFY(rig.ask(lightning()).outcome == Outcome::Key);
    }
};

DVMDASH_TEST(LookupServiceTest)
#include "lookup_service_test.moc"
