// SPDX-License-Identifier: GPL-3.0-or-later
// Section 5 of jobs and chains: zap receipts, with one thing wrong at a time.
#include "money_events.h"
#include "support/test_main.h"

using namespace dvmdash;
using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

namespace
{

std::variant<Payment, PaymentReject> read(const nostr::Event &receipt,
                                          const std::optional<nostr::PublicKey> &signer = {})
{
    static nostr::Verifier verifier;
    return readZapReceipt(receipt, verifier, signer);
}

std::optional<PaymentReject> refusal(const nostr::Event &receipt,
                                     const std::optional<nostr::PublicKey> &signer = {})
{
    const auto result = read(receipt, signer);
    const auto *reason = std::get_if<PaymentReject>(&result);
    return reason ? std::optional(*reason) : std::nullopt;
}

Zap goodZap()
{
    Zap zap;
    zap.from = 3;
    zap.to = 4;
    zap.at = 50;
    zap.seed = 0xab;
    zap.target = signedEvent(9, 7000, 0, {}).id;
    return zap;
}

/// The receipt with other tags, signed again.
nostr::Event resigned(nostr::Event receipt, unsigned char signer = 99)
{
    identity(signer).sign(receipt);
    return receipt;
}

nostr::Event withTag(nostr::Event receipt, const std::string &name, const std::string &value)
{
    for (nostr::Tag &tag : receipt.tags) {
        if (tag.at(0) == name)
            tag = {name, value};
    }
    return resigned(std::move(receipt));
}

nostr::Event without(nostr::Event receipt, const std::string &name)
{
    std::erase_if(receipt.tags, [&](const nostr::Tag &tag) { return tag.at(0) == name; });
    return resigned(std::move(receipt));
}

nostr::Event plus(nostr::Event receipt, const nostr::Tag &tag)
{
    receipt.tags.push_back(tag);
    return resigned(std::move(receipt));
}

/// A receipt around another zap request.
nostr::Event describing(const nostr::Event &request)
{
    return withTag(zapReceipt(goodZap()), "description", nostr::toJson(request));
}

} // namespace

class ZapTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void good();
    void confirmedBySigner();
    void withoutTarget();
    void withoutAmount();
    void descriptionHashOnlyWarns();
    void signedByItsRecipient();
    void keyWithoutPaymentHash();
    void refused_data();
    void refused();
    void texts();
};

void ZapTest::good()
{
    const Zap zap = goodZap();
    const nostr::Event receipt = zapReceipt(zap);
    const auto result = read(receipt);
    QVERIFY(std::holds_alternative<Payment>(result));
    const Payment payment = std::get<Payment>(result);
    QCOMPARE(payment.receipt, receipt.id);
    QCOMPARE(payment.target, zap.target);
    QCOMPARE(payment.from, keyOf(3));
    QCOMPARE(payment.to, keyOf(4));
    QCOMPARE(payment.msat, 21'000);
    QCOMPARE(payment.created_at, start + 50);
    QCOMPARE(payment.tier, Tier::Claimed);
    QCOMPARE(qs(payment.key), QStringLiteral("ab").repeated(32));
    QVERIFY(!payment.descriptionMismatch && !payment.selfSigned);
}

void ZapTest::confirmedBySigner()
{
    const nostr::Event receipt = zapReceipt(goodZap());
    QCOMPARE(std::get<Payment>(read(receipt, keyOf(99))).tier, Tier::Confirmed);
    QCOMPARE(refusal(receipt, keyOf(98)), std::optional(PaymentReject::WrongSigner));
}

void ZapTest::withoutTarget()
{
    Zap zap = goodZap();
    zap.target.reset();
    const auto result = read(zapReceipt(zap));
    QVERIFY(std::holds_alternative<Payment>(result));
    QVERIFY(!std::get<Payment>(result).target);
}

void ZapTest::withoutAmount()
{
    Zap zap = goodZap();
    zap.namesAmount = false;
    QCOMPARE(std::get<Payment>(read(zapReceipt(zap))).msat, 21'000);
}

void ZapTest::descriptionHashOnlyWarns()
{
    const nostr::Event receipt = zapReceipt(goodZap());
    const auto other = read(withTag(receipt, "bolt11", invoice(21'000, 50, 600, 1, "something else")));
    QVERIFY(std::get<Payment>(other).descriptionMismatch);
    const auto none = read(withTag(receipt, "bolt11", invoice(21'000, 50, 600, 1)));
    QVERIFY(std::get<Payment>(none).descriptionMismatch);
}

void ZapTest::signedByItsRecipient()
{
    Zap zap = goodZap();
    zap.provider = zap.to;
    QVERIFY(std::get<Payment>(read(zapReceipt(zap))).selfSigned);
}

void ZapTest::keyWithoutPaymentHash()
{
    nostr::bolt11::Invoice bare;
    bare.network = "bc";
    bare.msat = 21'000;
    bare.timestamp = start;
    const nostr::Event receipt =
        withTag(zapReceipt(goodZap()), "bolt11", nostr::bolt11::encodeUnsigned(bare));
    QCOMPARE(std::get<Payment>(read(receipt)).key, receipt.id.hex());
}

void ZapTest::refused_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<int>("reason");
    const char *const names[] = {
        "no invoice",
        "two invoices",
        "invoice with a broken checksum",
        "invoice without amount",
        "invoice of a test network",
        "no description",
        "description that is no event",
        "zap request of another kind",
        "zap request with a wrong id",
        "zap request with a wrong signature",
        "zap request without signature",
        "no recipient in the receipt",
        "two recipients in the receipt",
        "another recipient in the receipt",
        "a recipient that is no key",
        "two recipients in the zap request",
        "no recipient in the zap request",
        "two targets in the receipt",
        "two targets in the zap request",
        "another target",
        "a target only in the zap request",
        "a target only in the receipt",
        "a target that is no id",
        "another amount",
        "an amount that is no number",
        "an amount without value",
    };
    const PaymentReject reasons[] = {
        PaymentReject::NoInvoice,      PaymentReject::NoInvoice,      PaymentReject::NoInvoice,
        PaymentReject::NoAmount,       PaymentReject::NotMoney,       PaymentReject::NoDescription,
        PaymentReject::NoDescription,  PaymentReject::NoDescription,  PaymentReject::NoDescription,
        PaymentReject::NoDescription,  PaymentReject::NoDescription,  PaymentReject::WrongRecipient,
        PaymentReject::WrongRecipient, PaymentReject::WrongRecipient, PaymentReject::WrongRecipient,
        PaymentReject::WrongRecipient, PaymentReject::WrongRecipient, PaymentReject::WrongTarget,
        PaymentReject::WrongTarget,    PaymentReject::WrongTarget,    PaymentReject::WrongTarget,
        PaymentReject::WrongTarget,    PaymentReject::WrongTarget,    PaymentReject::AmountDiffers,
        PaymentReject::AmountDiffers,  PaymentReject::AmountDiffers,
    };
    static_assert(std::size(names) == std::size(reasons));
    for (int i = 0; i < static_cast<int>(std::size(names)); ++i)
        QTest::newRow(names[i]) << i << static_cast<int>(reasons[i]);
}

void ZapTest::refused()
{
    QFETCH(int, which);
    QFETCH(int, reason);
    const Zap zap = goodZap();
    const nostr::Event good = zapReceipt(zap);
    const std::string bolt11(good.tagValue("bolt11"));
    const std::string p = keyOf(4).hex();
    const std::string e = zap.target->hex();
    const std::string other = keyOf(5).hex();
    nostr::Event forged = zapRequest(zap);
    const auto request = [&](const nostr::Tags &tags) { return describing(signedEvent(3, 9734, 50, tags)); };
    Zap untargeted = zap;
    untargeted.target.reset();

    nostr::Event bad;
    switch (which) {
    case 0:
        bad = without(good, "bolt11");
        break;
    case 1:
        bad = plus(good, {"bolt11", bolt11});
        break;
    case 2:
        bad =
            withTag(good, "bolt11", bolt11.substr(0, bolt11.size() - 1) + (bolt11.back() == 'q' ? "p" : "q"));
        break;
    case 3:
        bad = withTag(good, "bolt11", invoice(0, 50));
        break;
    case 4:
        bad = withTag(good, "bolt11", invoice(21'000, 50, 600, 1, {}, "tb"));
        break;
    case 5:
        bad = without(good, "description");
        break;
    case 6:
        bad = withTag(good, "description", "thank you");
        break;
    case 7:
        bad = describing(signedEvent(3, 9735, 50, {{"p", p}, {"e", e}}));
        break;
    case 8:
        forged.content = "changed";
        bad = describing(forged);
        break;
    case 9:
        forged.sig.data[5] ^= 1;
        bad = describing(forged);
        break;
    case 10:
        forged.sig = {};
        bad = describing(forged);
        break;
    case 11:
        bad = without(good, "p");
        break;
    case 12:
        bad = plus(good, {"p", p});
        break;
    case 13:
        bad = withTag(good, "p", other);
        break;
    case 14:
        bad = withTag(good, "p", "x");
        break;
    case 15:
        bad = request({{"p", p}, {"p", other}, {"e", e}});
        break;
    case 16:
        bad = request({{"e", e}});
        break;
    case 17:
        bad = plus(good, {"e", e});
        break;
    case 18:
        bad = request({{"p", p}, {"e", e}, {"e", other}});
        break;
    case 19:
        bad = withTag(good, "e", other);
        break;
    case 20:
        bad = without(good, "e");
        break;
    case 21:
        bad = plus(zapReceipt(untargeted), {"e", e});
        break;
    case 22:
        bad = withTag(good, "e", "x");
        break;
    case 23:
        bad = request({{"p", p}, {"e", e}, {"amount", "21"}});
        break;
    case 24:
        bad = request({{"p", p}, {"e", e}, {"amount", "21000 msat"}});
        break;
    case 25:
        bad = request({{"p", p}, {"e", e}, {"amount"}});
        break;
    }
    const auto found = refusal(bad);
    QVERIFY(found);
    QCOMPARE(static_cast<int>(*found), reason);
}

void ZapTest::texts()
{
    QSet<QString> all;
    for (int i = 1; i <= static_cast<int>(PaymentReject::WrongLock); ++i)
        all.insert(qs(paymentRejectText(static_cast<PaymentReject>(i))));
    QCOMPARE(all.size(), 11);
    QStringList tiers;
    for (int i = 1; i <= 4; ++i)
        tiers += qs(tierName(static_cast<Tier>(i)));
    QCOMPARE(tiers.join(QLatin1Char(' ')), QStringLiteral("requested inferred claimed confirmed"));
}

DVMDASH_TEST(ZapTest)
#include "zap_test.moc"
