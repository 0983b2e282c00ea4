// SPDX-License-Identifier: GPL-3.0-or-later
// Nutzaps (NIP-61) and their redemption.
#include "money_events.h"
#include "support/test_main.h"

using namespace dvmdash;
using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

namespace
{

std::string proof(const char *amount, const char *secret)
{
    return std::string(R"({"amount":)") + amount + R"(,"id":"000a93d6f8a1d2c4","C":"02ab","secret":)" +
           secret + "}";
}

const std::string &targetId()
{
    static const std::string id = signedEvent(9, 6001, 0, {}).id.hex();
    return id;
}

nostr::Event nutzap(const nostr::Tags &more)
{
    nostr::Tags tags{{"u", "https://mint.example"}};
    tags.insert(tags.end(), more.begin(), more.end());
    return signedEvent(3, 9321, 70, std::move(tags));
}

nostr::Tag recipient()
{
    return {"p", keyOf(4).hex()};
}

} // namespace

class NutzapTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void good();
    void oneKeyForOneSetOfProofs();
    void refused_data();
    void refused();
    void redemption();
};

void NutzapTest::good()
{
    const nostr::Event event = nutzap({recipient(),
                                       {"e", targetId(), "wss://relay.example"},
                                       {"unit", "sat"},
                                       {"proof", proof("8", R"("one")")},
                                       {"proof", proof("2", R"("two")")}});
    const auto result = readNutzap(event);
    QVERIFY(std::holds_alternative<Payment>(result));
    const Payment payment = std::get<Payment>(result);
    QCOMPARE(payment.receipt, event.id);
    QCOMPARE(payment.target, nostr::EventId::fromHex(targetId()));
    QCOMPARE(payment.from, keyOf(3));
    QCOMPARE(payment.to, keyOf(4));
    QCOMPARE(payment.msat, 10'000);
    QCOMPARE(payment.created_at, start + 70);
    QCOMPARE(payment.tier, Tier::Claimed);
    QVERIFY(!payment.selfSigned && !payment.descriptionMismatch);
    QVERIFY(!std::get<Payment>(readNutzap(nutzap({recipient(), {"proof", proof("8", R"("one")")}}))).target);
}

void NutzapTest::oneKeyForOneSetOfProofs()
{
    const auto keyFor = [](const nostr::Tags &proofs) {
        nostr::Tags tags{recipient()};
        tags.insert(tags.end(), proofs.begin(), proofs.end());
        return std::get<Payment>(readNutzap(nutzap(tags))).key;
    };
    const nostr::Tag one{"proof", proof("8", R"("one")")};
    const nostr::Tag two{"proof", proof("2", R"("two")")};
    const nostr::Tag both{"proof", proof("2", R"("onetwo")")};
    QCOMPARE(keyFor({one, two}), keyFor({two, one}));
    QVERIFY(keyFor({one}) != keyFor({two}));
    QVERIFY(keyFor({one, two}) != keyFor({both}));
    QCOMPARE(keyFor({one}).size(), std::size_t{64});
}

void NutzapTest::refused_data()
{
    QTest::addColumn<QStringList>("tags"); ///< "name=value"
    QTest::addColumn<int>("reason");
    const QString p = QStringLiteral("p=") + qs(keyOf(4).hex());
    const QString e = QStringLiteral("e=") + qs(targetId());
    const auto proofTag = [](const char *amount, const char *secret) -> QString {
        return QStringLiteral("proof=") + qs(proof(amount, secret));
    };
    const QString fine = proofTag("8", R"("one")");
    const auto row = [](const char *name, const QStringList &tags, PaymentReject reason) {
        QTest::newRow(name) << tags << static_cast<int>(reason);
    };
    row("no recipient", {fine}, PaymentReject::WrongRecipient);
    row("two recipients", {p, p, fine}, PaymentReject::WrongRecipient);
    row("a recipient that is no key", {QStringLiteral("p=x"), fine}, PaymentReject::WrongRecipient);
    row("two targets", {p, e, e, fine}, PaymentReject::WrongTarget);
    row("a target that is no id", {p, QStringLiteral("e=x"), fine}, PaymentReject::WrongTarget);
    row("no proof", {p}, PaymentReject::BadProofs);
    row("another unit", {p, QStringLiteral("unit=usd"), fine}, PaymentReject::BadProofs);
    row("proof that is no JSON", {p, QStringLiteral("proof=cashuA")}, PaymentReject::BadProofs);
    row("one bad proof among good ones", {p, fine, QStringLiteral("proof=[]")}, PaymentReject::BadProofs);
    row("amount of zero", {p, proofTag("0", R"("one")")}, PaymentReject::BadProofs);
    row("negative amount", {p, proofTag("-8", R"("one")")}, PaymentReject::BadProofs);
    row("amount with a fraction", {p, proofTag("8.0", R"("one")")}, PaymentReject::BadProofs);
    row("amount as text", {p, proofTag(R"("8")", R"("one")")}, PaymentReject::BadProofs);
    row("amount beyond all money", {p, proofTag("9223372036854776", R"("one")")}, PaymentReject::BadProofs);
    row("sum beyond all money", {p, proofTag("9223372036854775", R"("one")"), proofTag("1", R"("two")")},
        PaymentReject::BadProofs);
    row("no secret", {p, proofTag("8", "null")}, PaymentReject::BadProofs);
    row("empty secret", {p, proofTag("8", R"("")")}, PaymentReject::BadProofs);
    row("one proof twice", {p, fine, fine}, PaymentReject::BadProofs);
}

void NutzapTest::refused()
{
    QFETCH(QStringList, tags);
    QFETCH(int, reason);
    nostr::Tags made;
    for (const QString &tag : tags) {
        const auto equals = tag.indexOf(QLatin1Char('='));
        made.push_back({tag.left(equals).toStdString(), tag.mid(equals + 1).toStdString()});
    }
    const auto result = readNutzap(nutzap(made));
    QVERIFY(std::holds_alternative<PaymentReject>(result));
    QCOMPARE(static_cast<int>(std::get<PaymentReject>(result)), reason);
}

void NutzapTest::redemption()
{
    const nostr::Event zap = nutzap({recipient(), {"proof", proof("8", R"("one")")}});
    const Payment payment = std::get<Payment>(readNutzap(zap));
    const std::string id = zap.id.hex();
    const auto told = [](unsigned char author, const nostr::Tag &tag) {
        return readRedemption(signedEvent(author, 7376, 90, {tag, {"e", targetId(), "", "created"}}));
    };
    const Redemption good = told(4, {"e", id, "wss://relay.example", "redeemed"});
    QCOMPARE(good.by, keyOf(4));
    QCOMPARE(good.nutzaps, std::vector{zap.id});
    QVERIFY(redeems(good, payment));
    QVERIFY(!redeems(told(3, {"e", id, "", "redeemed"}), payment)); // the payer's word is none
    QVERIFY(!redeems(told(4, {"e", id, "", "destroyed"}), payment));
    QVERIFY(!redeems(told(4, {"e", id}), payment));
    QVERIFY(!redeems(told(4, {"e", targetId(), "", "redeemed"}), payment));
    QVERIFY(told(4, {"e", "x", "", "redeemed"}).nutzaps.empty());
}

DVMDASH_TEST(NutzapTest)
#include "nutzap_test.moc"
