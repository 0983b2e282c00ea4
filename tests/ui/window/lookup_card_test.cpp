// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/money.h"
#include "demo/random.h"
#include "support/fake_web.h"
#include "support/signed_events.h"
#include "support/test_main.h"
#include "ui/boards/figure_cards.h"
#include "ui/dvms/dvm_view.h"
#include "ui/dvms/dvms_page.h"
#include "ui/overview/overview_cards.h"
#include "ui/overview/overview_page.h"
#include "ui/relays/lookup_card.h"
#include "ui/relays/lookup_words.h"
#include "ui/relays/relays_page.h"
#include "ui/widgets/check_box.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/stat_card.h"
#include "ui/widgets/state_chip.h"
#include "window_fixture.h"

#include <QDateTime>
#include <QLabel>
#include <QPushButton>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::FakeWeb;
using test::identity;
using test::keyOf;
using test::signedEvent;
using test::WindowFixture;

namespace
{

constexpr unsigned char customer = 1;
constexpr unsigned char dvmKey = 2;
constexpr unsigned char provider = 99;
const QString payPath = QStringLiteral("pay.dev/.well-known/lnurlp/me");
const QString namePath = QStringLiteral("names.dev/.well-known/nostr.json?name=d");

/// A job of some minutes ago that was paid by a receipt.
std::vector<nostr::Event> paidJob()
{
    const std::int64_t at = QDateTime::currentSecsSinceEpoch() - test::start - 300;
    const auto request = signedEvent(customer, 5001, at, {{"i", "x", "text"}});
    const auto result = signedEvent(dvmKey, 6001, at + 9, {{"e", request.id.hex()}}, "done");
    demo::Zap zap;
    zap.payer = &identity(customer);
    zap.wallet = &identity(provider);
    zap.recipient = keyOf(dvmKey);
    zap.about = &result;
    zap.msat = 21'000;
    zap.created_at = test::start + at + 12;
    demo::Random random(1);
    return {request, result, signedEvent(provider, 9735, at + 12, demo::zapReceiptTags(random, zap)),
            signedEvent(dvmKey, 31990, at - 100, {{"d", "x"}, {"k", "5001"}},
                        "{\"name\":\"d\",\"lud16\":\"me@pay.dev\",\"nip05\":\"d@names.dev\"}")};
}

QByteArray hexOf(unsigned char key)
{
    return QByteArray::fromStdString(keyOf(key).hex());
}

lookup::Known known(lookup::What what, std::optional<unsigned char> answer, bool lastFailed = false)
{
    lookup::Known one;
    one.subject = {what, keyOf(dvmKey), "me@pay.dev"};
    if (answer)
        one.key = keyOf(*answer);
    one.last = lastFailed ? lookup::Outcome::Failed : answer ? lookup::Outcome::Key : lookup::Outcome::NoKey;
    one.answered_ms = one.checked_ms = 1'000;
    if (lastFailed)
        one.error = "No <b>answer</b>";
    return one;
}

} // namespace

class LookupCardTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_web = std::make_unique<FakeWeb>();
        m_web->answers[payPath] = FakeWeb::json(
            "{\"tag\":\"payRequest\",\"allowsNostr\":true,\"nostrPubkey\":\"" + hexOf(provider) + "\"}");
        m_web->answers[namePath] = FakeWeb::json("{\"names\":{\"d\":\"" + hexOf(dvmKey) + "\"}}");
    }
    void cleanup() { m_fixture.reset(); }

    void offUntilAllowed()
    {
        open(false);
        m_fixture->window().showPage(QStringLiteral("relays"));
        QVERIFY(!card().isOpen());
        QTest::qWait(300);
        QVERIFY(m_web->heads.isEmpty());
        m_fixture->child<QPushButton>("relays.lookups")->click();
        QVERIFY(card().isOpen());
        QVERIFY(!lnurl()->isChecked() && !nip05()->isChecked());
        QVERIFY(lnurl()->isEnabled() && nip05()->isEnabled());
        m_fixture->child<QPushButton>("relays.lookups")->click();
        QVERIFY(!card().isOpen());
    }

    void moneyIsConfirmedOnceItIsAllowed()
    {
        open(false);
        StatCard *sats = m_fixture->window().overview().findChild<StatCard *>(QStringLiteral("card.sats"));
        QTRY_COMPARE(sats->caption(), QStringLiteral("Sats claimed"));
        QVERIFY(sats->toolTip().contains(confirmationWords()));
        // A click leads to where it is allowed.
        sats->click();
        QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("relays"));
        QVERIFY(card().isOpen());
        QVERIFY(lnurl()->hasFocus());

        lnurl()->click();
        QTRY_COMPARE(m_web->requests, QStringList{payPath});
        auto *state = m_fixture->child<QLabel>("relays.lnurl.state");
        QTRY_VERIFY2_WITH_TIMEOUT(state->text().startsWith(QStringLiteral("1 of 1 ")),
                                  qPrintable(state->text()), 12'000);
        m_fixture->window().showPage(QStringLiteral("overview"));
        QTRY_COMPARE(sats->caption(), QStringLiteral("Sats confirmed"));
        QCOMPARE(m_web->requests, QStringList{payPath}); // and not the name
    }

    void theChoiceIsKept()
    {
        open(false);
        m_fixture->window().showPage(QStringLiteral("relays"));
        card().open();
        nip05()->click();
        QTRY_COMPARE(m_web->requests, QStringList{namePath});
        m_fixture->close();
        m_fixture->open();
        QVERIFY((m_fixture->engine().lookups() == lookup::Permission{false, true}));
        m_fixture->window().showPage(QStringLiteral("relays"));
        card().open();
        QVERIFY(!lnurl()->isChecked() && nip05()->isChecked());
        nip05()->click();
        m_fixture->close();
        m_fixture->open();
        QVERIFY((m_fixture->engine().lookups() == lookup::Permission{}));
        QCOMPARE(m_web->requests.size(), 1);
        // Relays that hints name are visited unless the reader forbids it.
        m_fixture->window().showPage(QStringLiteral("relays"));
        card().open();
        QVERIFY(m_fixture->child<QAbstractButton>("relays.hints")->isChecked());
        m_fixture->child<QAbstractButton>("relays.hints")->click();
        QVERIFY((m_fixture->engine().lookups() == lookup::Permission{false, false, false}));
        m_fixture->close();
        m_fixture->open();
        QVERIFY((m_fixture->engine().lookups() == lookup::Permission{false, false, false}));
    }

    void theNameOfADvmIsMarked()
    {
        open(false);
        m_fixture->engine().setLookups({true, true});
        m_fixture->window().showDvm(keyOf(dvmKey));
        QTRY_VERIFY_WITH_TIMEOUT(chip(QStringLiteral("verified")), 15'000);
        QTRY_VERIFY_WITH_TIMEOUT(chip(QStringLiteral("checked")), 15'000);
    }

    void aDemoAsksNobody()
    {
        open(true);
        m_fixture->window().showPage(QStringLiteral("relays"));
        card().open();
        QVERIFY(!lnurl()->isEnabled() && !nip05()->isEnabled());
        QVERIFY(!m_fixture->viewState().value(QStringLiteral("network/lookups")).contains("true"));
    }

    void marks()
    {
        using lookup::What;
        const auto mark = [](const std::vector<lookup::Known> &all, What what, bool allowed = true) {
            const auto found = lookupMark(all, what, "me@pay.dev", allowed, 60'000);
            return found ? found->word : QString();
        };
        QCOMPARE(mark({}, What::Nip05, false), QString());
        QCOMPARE(mark({}, What::Nip05), QStringLiteral("not asked yet"));
        QCOMPARE(mark({known(What::Nip05, dvmKey)}, What::Nip05), QStringLiteral("verified"));
        QCOMPARE(mark({known(What::Nip05, dvmKey)}, What::Lnurl), QStringLiteral("not asked yet"));
        QCOMPARE(mark({known(What::Nip05, customer)}, What::Nip05), QStringLiteral("mismatch"));
        QCOMPARE(mark({known(What::Nip05, {})}, What::Nip05), QStringLiteral("not known"));
        QCOMPARE(mark({known(What::Lnurl, provider)}, What::Lnurl), QStringLiteral("checked"));
        QCOMPARE(mark({known(What::Lnurl, {})}, What::Lnurl), QStringLiteral("no zaps"));
        // What is known stays shown when it may not be asked any more, and when the last try failed.
        QCOMPARE(mark({known(What::Nip05, dvmKey)}, What::Nip05, false), QStringLiteral("verified"));
        QCOMPARE(mark({known(What::Nip05, dvmKey, true)}, What::Nip05), QStringLiteral("verified"));
        auto never = known(What::Nip05, {}, true);
        never.answered_ms = 0;
        QCOMPARE(mark({never}, What::Nip05), QStringLiteral("no answer"));
        const auto failed = lookupMark({never}, What::Nip05, "me@pay.dev", true, 60'000);
        QVERIFY(failed->toolTip.contains(QStringLiteral("answer")));
        QVERIFY(!lookupMark({never}, What::Nip05, "", true, 60'000));
    }

    void theInspectorSaysHowAReceiptStands()
    {
        open(false);
        m_fixture->window().inspect(m_events.at(2).id);
        QTRY_VERIFY(chip(QStringLiteral("claimed")));
        m_fixture->window().inspect(m_events.at(0).id);
        QTRY_VERIFY(!chip(QStringLiteral("claimed")));
        m_web->answers[payPath] = FakeWeb::json(
            "{\"tag\":\"payRequest\",\"allowsNostr\":true,\"nostrPubkey\":\"" + hexOf(customer) + "\"}");
        m_fixture->engine().setLookups({true, false});
        QTRY_COMPARE(m_fixture->number("SELECT refused FROM payment"), 8);
        m_fixture->window().inspect(m_events.at(2).id);
        QTRY_VERIFY(chip(QStringLiteral("refused")));
    }

    void theOpenCardLeavesRoomForTheList()
    {
        open(false);
        m_fixture->window().showPage(QStringLiteral("relays"));
        RelaysPage &page = m_fixture->window().relaysPage();
        card().open();
        QTRY_VERIFY(page.table()->height() > 150);
        m_fixture->child<QPushButton>("relays.lookups")->click();
        QTRY_VERIFY(page.table()->height() > 150);
    }

    void paymentsAreMarked()
    {
        const auto word = [](dvm::Tier tier, std::optional<dvm::PaymentReject> refused, bool counted) {
            store::PaymentRow payment;
            payment.msat = 21'000;
            payment.tier = tier;
            payment.refused = refused;
            payment.counted = counted;
            const LookupMark mark = paymentMark(payment);
            return mark.toolTip.contains(QStringLiteral("21 sats")) ? mark.word : QString();
        };
        QCOMPARE(word(dvm::Tier::Confirmed, {}, true), QStringLiteral("confirmed"));
        QCOMPARE(word(dvm::Tier::Claimed, {}, true), QStringLiteral("claimed"));
        QCOMPARE(word(dvm::Tier::Claimed, {}, false), QStringLiteral("counted once"));
        QCOMPARE(word(dvm::Tier::Claimed, dvm::PaymentReject::WrongSigner, false), QStringLiteral("refused"));
    }

private:
    void open(bool demo)
    {
        WindowFixture::Options options;
        options.demo = demo;
        options.lookup_service.reroute = m_web->reroute();
        m_fixture = std::make_unique<WindowFixture>(options);
        m_events = paidJob();
        QVERIFY(m_fixture->import(m_events));
        m_fixture->open();
    }
    /// A mark with this word is in sight.
    bool chip(const QString &word)
    {
        const auto chips = m_fixture->window().findChildren<StateChip *>();
        return std::any_of(chips.begin(), chips.end(),
                           [&](const StateChip *one) { return one->isVisible() && one->word() == word; });
    }
    LookupCard &card() { return *m_fixture->window().relaysPage().lookups(); }
    CheckBox *lnurl() { return m_fixture->child<CheckBox>("relays.lnurl"); }
    CheckBox *nip05() { return m_fixture->child<CheckBox>("relays.nip05"); }

    std::vector<nostr::Event> m_events;
    std::unique_ptr<FakeWeb> m_web;
    std::unique_ptr<WindowFixture> m_fixture;
};

DVMDASH_TEST(LookupCardTest)
#include "lookup_card_test.moc"
