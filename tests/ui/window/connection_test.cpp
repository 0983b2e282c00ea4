// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fake_relay.h"
#include "support/socks_server.h"
#include "support/test_main.h"
#include "ui/relays/connection_dialog.h"
#include "ui/relays/network_banner.h"
#include "ui/relays/relays_page.h"
#include "ui/window/status_line.h"
#include "ui/window/window_memory.h"
#include "window_fixture.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace dvmdash;
using http::Proxies;
using test::FakeRelay;
using test::SocksServer;
using test::WindowFixture;
using ui::ConnectionDialog;
using Kind = http::ProxyChoice::Kind;

namespace
{

struct Form {
    ConnectionDialog dialog;
    QSignalSpy chosen{&dialog, &ConnectionDialog::chosen};

    explicit Form(const Proxies &proxies = {}, const QStringList &relays = {})
        : dialog(proxies, relays, nullptr)
    {
    }
    template<typename T>
    T *child(const char *name)
    {
        return dialog.findChild<T *>(QString::fromLatin1(name));
    }
    void choose(Kind kind)
    {
        auto *box = child<QComboBox>("connection.kind");
        box->setCurrentIndex(box->findData(static_cast<int>(kind)));
    }
    void type(const char *name, const QString &text) { child<QLineEdit>(name)->setText(text); }
    void press(const char *name) { child<QPushButton>(name)->click(); }
    QString said() { return child<QLabel>("connection.said")->text(); }
};

} // namespace

class ConnectionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsChosenIsTold()
    {
        Form form;
        form.choose(Kind::Socks5);
        form.type("connection.address", QStringLiteral("proxy.lan:1080"));
        form.child<QAbstractButton>("connection.tor")->setChecked(true);
        form.type("connection.tor.address", QStringLiteral("[::1]:9150"));
        form.press("connection.use");
        QCOMPARE(form.chosen.count(), 1);
        const auto proxies = form.chosen.at(0).at(0).value<Proxies>();
        QCOMPARE(http::proxyText(proxies.usual), QStringLiteral("socks5://proxy.lan:1080"));
        QVERIFY(proxies.tor);
        QCOMPARE(http::proxyText(*proxies.tor), QStringLiteral("socks5://[::1]:9150"));
    }

    void whatIsInUseIsShown()
    {
        Form form(Proxies{{Kind::Http, QStringLiteral("::1"), 8118}, {}});
        QCOMPARE(form.child<QComboBox>("connection.kind")->currentData().toInt(),
                 static_cast<int>(Kind::Http));
        QCOMPARE(form.child<QLineEdit>("connection.address")->text(), QStringLiteral("[::1]:8118"));
        QVERIFY(!form.child<QAbstractButton>("connection.tor")->isChecked());
        QCOMPARE(form.child<QLineEdit>("connection.tor.address")->text(), QStringLiteral("127.0.0.1:9050"));
        QVERIFY(!form.child<QLineEdit>("connection.tor.address")->isEnabled());
        form.choose(Kind::System);
        QVERIFY(form.child<QLineEdit>("connection.address")->isHidden());
        form.press("connection.use");
        QCOMPARE(form.chosen.at(0).at(0).value<Proxies>(), Proxies{});
    }

    void whatCannotBeReadIsSaidAndNotTaken()
    {
        Form form;
        form.choose(Kind::Http);
        for (const char *typed : {"", "proxy.lan", "me:secret@proxy.lan:1", "socks5://proxy.lan:1"}) {
            form.type("connection.address", QString::fromLatin1(typed));
            form.press("connection.use");
            QVERIFY2(!form.said().isEmpty(), typed);
            QVERIFY(!form.said().contains(QLatin1String("secret")));
        }
        form.choose(Kind::None);
        QVERIFY(form.said().isEmpty());
        form.child<QAbstractButton>("connection.tor")->setChecked(true);
        form.type("connection.tor.address", QStringLiteral("here"));
        form.press("connection.use");
        QVERIFY(form.said().contains(QLatin1String("127.0.0.1:9050")));
        QVERIFY(form.chosen.isEmpty());
    }

    void itCanBeTriedBefore()
    {
        FakeRelay relay;
        SocksServer proxy;
        proxy.lead(QStringLiteral("relay.invalid"), relay.port());
        const QString url = QStringLiteral("ws://relay.invalid:%1").arg(relay.port());
        Form form({}, {url});
        form.choose(Kind::Socks5);
        form.type("connection.address", QStringLiteral("127.0.0.1:%1").arg(proxy.port()));
        form.press("connection.try");
        QTRY_VERIFY2_WITH_TIMEOUT(form.said().contains(QLatin1String("is reached in this way")),
                                  qPrintable(form.said()), 20'000);
        proxy.refuseWith(5);
        form.press("connection.try");
        QTRY_VERIFY2_WITH_TIMEOUT(form.said().contains(QLatin1String("did not reach relay.invalid")),
                                  qPrintable(form.said()), 20'000);
        QVERIFY(form.chosen.isEmpty());
    }

    /// From the dialog to the sockets, and over the next start.
    void theWindowFollowsAndRemembers()
    {
        FakeRelay relay;
        SocksServer proxy;
        proxy.lead(QStringLiteral("relay.invalid"), relay.port());
        WindowFixture fixture({{{QStringLiteral("ws://relay.invalid:%1").arg(relay.port()), true}}});
        fixture.open();
        auto &window = fixture.window();
        window.showPage(QStringLiteral("relays"));
        fixture.child<QPushButton>("relays.connection")->click();
        auto *dialog = fixture.child<ConnectionDialog>("connection");
        auto *kind = dialog->findChild<QComboBox *>();
        kind->setCurrentIndex(kind->findData(static_cast<int>(Kind::Socks5)));
        dialog->findChild<QLineEdit *>(QStringLiteral("connection.address"))
            ->setText(QStringLiteral("127.0.0.1:%1").arg(proxy.port()));
        dialog->findChild<QPushButton *>(QStringLiteral("connection.use"))->click();
        QCOMPARE(http::proxyText(fixture.engine().proxies().usual), proxy.text());
        QTRY_COMPARE(fixture.engine().relayActivity().value(0).status.state, relay::LinkState::Live);
        QVERIFY(!proxy.asked.isEmpty());
        QCOMPARE(http::proxyText(ui::WindowMemory(fixture.viewState()).proxies().usual), proxy.text());
    }

    void troublesOfTheNetworkAreSaidOnceForAllRelays()
    {
        quint16 unused = 0;
        {
            QTcpServer server;
            QVERIFY(server.listen(QHostAddress::LocalHost));
            unused = server.serverPort();
        }
        WindowFixture fixture(
            {{{QStringLiteral("ws://one.invalid"), true}, {QStringLiteral("ws://two.invalid"), true}}});
        fixture.open();
        fixture.window().showPage(QStringLiteral("relays"));
        fixture.engine().setProxies({{Kind::Socks5, QStringLiteral("127.0.0.1"), unused}, {}});
        auto *banner = fixture.window().relaysPage().network();
        QTRY_VERIFY(banner->isVisible());
        QTRY_VERIFY2(banner->text().contains(QLatin1String("2 relays are not reached through the proxy")),
                     qPrintable(banner->text()));
    }

    void theBannerSaysWhatHappened()
    {
        engine::Engine engine({});
        ui::NetworkBanner banner(engine);
        QVERIFY(banner.isHidden());
        relay::NetworkState state;
        state.clock = relay::ClockChange{0, 1'000'000'000, 7'200'000, 0};
        Q_EMIT engine.networkChanged(state);
        QVERIFY(!banner.isHidden());
        QVERIFY2(banner.text().contains(QLatin1String("slept for 2 h")), qPrintable(banner.text()));
        state.offline = true;
        Q_EMIT engine.networkChanged(state);
        QVERIFY2(banner.text().contains(QLatin1String("This computer is offline")),
                 qPrintable(banner.text()));
        QCOMPARE(banner.tone(), ui::Tone::Failed);
        state.offline = false;
        state.needs_tor = 1;
        Q_EMIT engine.networkChanged(state);
        QSignalSpy wanted(&banner, &ui::NetworkBanner::connectionWanted);
        Q_EMIT banner.actionTriggered();
        QCOMPARE(wanted.count(), 1);
        state.needs_tor = 0;
        state.clock.reset();
        Q_EMIT engine.networkChanged(state);
        QVERIFY(banner.isHidden());
    }

    void whatIsKeptIsReadAgain()
    {
        ui::MemoryViewState kept;
        ui::WindowMemory memory(kept);
        QCOMPARE(memory.proxies(), Proxies{});
        const Proxies proxies{{Kind::Http, QStringLiteral("proxy.lan"), 8118},
                              http::ProxyChoice{Kind::Socks5, QStringLiteral("::1"), 9150}};
        memory.keepProxies(proxies);
        QCOMPARE(memory.proxies(), proxies);
        memory.keepProxies({{Kind::None, {}, 0}, {}});
        QCOMPARE(memory.proxies(), (Proxies{{Kind::None, {}, 0}, {}}));
        kept.setValue(QStringLiteral("network/proxies"), "{\"usual\":\"who knows\",\"tor\":7}");
        QCOMPARE(memory.proxies(), Proxies{});
    }
};

DVMDASH_TEST(ConnectionTest)

#include "connection_test.moc"
