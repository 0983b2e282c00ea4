// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/engine.h"
#include "support/test_main.h"
#include "ui/relays/key_keeper.h"
#include "ui/relays/login_dialog.h"
#include "ui/relays/relay_login.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace dvmdash;
using ui::LoginDialog;
using ui::RelayLogin;

namespace
{

nostr::SecretKey key(unsigned char number)
{
    nostr::SecretKey key{};
    key.bytes()[31] = number;
    return key;
}

/// A keychain in memory, which may be locked.
class Memory : public ui::KeyKeeper
{
public:
    std::optional<nostr::SecretKey> held;
    QString problem;

    void read() override { Q_EMIT wasRead(problem.isEmpty() ? held : std::nullopt, problem); }
    void keep(const nostr::SecretKey &key) override
    {
        if (problem.isEmpty())
            held = key;
        Q_EMIT wasKept(problem);
    }
    void forget() override
    {
        if (problem.isEmpty())
            held.reset();
        Q_EMIT wasKept(problem);
    }
};

} // namespace

class RelayLoginTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aKeptKeyIsUsedFromTheStart()
    {
        engine::Engine engine({});
        Memory keeper;
        keeper.held = key(7);
        RelayLogin login(engine, &keeper);
        QVERIFY(!login.who());
        login.begin();
        QVERIFY(login.who() == engine::publicKeyOf(key(7)));
        QVERIFY(login.isKept());
        login.forget();
        QVERIFY(!login.who() && !login.isKept() && !keeper.held);
    }

    void aKeyForThisRunIsNotKept()
    {
        engine::Engine engine({});
        Memory keeper;
        keeper.held = key(7);
        RelayLogin login(engine, &keeper);
        login.begin();
        login.use(key(8), false);
        QVERIFY(login.who() == engine::publicKeyOf(key(8)));
        QVERIFY(!login.isKept());
        QVERIFY(!keeper.held); // the other one is not taken again with the next start
    }

    void aLockedKeychainIsSaid()
    {
        engine::Engine engine({});
        Memory keeper;
        keeper.problem = QStringLiteral("It is locked.");
        RelayLogin login(engine, &keeper);
        login.begin();
        QCOMPARE(login.problem(), keeper.problem);
        login.use(key(9), true);
        QVERIFY(login.who());
        QVERIFY(!login.isKept()); // whatever was wanted
        QCOMPARE(login.problem(), keeper.problem);
    }

    void whatWasChosenStaysWhenTheKeychainAnswersLate()
    {
        engine::Engine engine({});
        Memory keeper;
        RelayLogin login(engine, &keeper);
        login.use(key(9), false);
        Q_EMIT keeper.wasRead(key(7), {});
        QVERIFY(login.who() == engine::publicKeyOf(key(9)));
    }

    void theDialogTakesAndRefuses()
    {
        engine::Engine engine({});
        Memory keeper;
        RelayLogin login(engine, &keeper);
        LoginDialog dialog(login, nullptr);
        const auto *who = dialog.findChild<QLabel *>(QStringLiteral("login.who"));
        auto *secret = dialog.findChild<QLineEdit *>(QStringLiteral("login.secret"));
        auto *use = dialog.findChild<QPushButton *>(QStringLiteral("login.use"));
        const auto *problem = dialog.findChild<QLabel *>(QStringLiteral("login.problem"));
        QCOMPARE(secret->echoMode(), QLineEdit::Password);
        secret->setText(QStringLiteral("nsec1nonsense"));
        use->click();
        QVERIFY(!login.who());
        QVERIFY(!problem->text().isEmpty());
        QVERIFY(!problem->text().contains(QStringLiteral("nonsense")));
        dialog.findChild<QPushButton *>(QStringLiteral("login.new"))->click();
        QVERIFY(secret->text().startsWith(QStringLiteral("nsec1")));
        const auto made = nostr::nip19::secretKeyFromText(secret->text().toStdString());
        use->click();
        QVERIFY(made && login.who() == engine::publicKeyOf(*made));
        QVERIFY(keeper.held == made);
        QVERIFY(secret->text().isEmpty()); // it does not lie around
        QVERIFY(who->text().contains(QStringLiteral("npub1")));
        dialog.findChild<QPushButton *>(QStringLiteral("login.forget"))->click();
        QVERIFY(!login.who() && !keeper.held);
        // Two new keys are two.
        QVERIFY(engine::newSecretKey() != engine::newSecretKey());
    }

    void withoutAKeychainNothingIsOffered()
    {
        engine::Engine engine({});
        RelayLogin login(engine, nullptr);
        login.begin();
        LoginDialog dialog(login, nullptr);
        QVERIFY(!dialog.findChild<QCheckBox *>(QStringLiteral("login.keep"))->isEnabled());
        login.use(key(5), true);
        QVERIFY(login.who() && !login.isKept());
        login.forget();
        QVERIFY(!login.who());
    }
};
DVMDASH_TEST(RelayLoginTest)
#include "relay_login_test.moc"
