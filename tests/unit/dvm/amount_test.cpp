// SPDX-License-Identifier: GPL-3.0-or-later
// Section 5 of jobs and chains: the `amount` tag as it is met in the wild.
#include "dvm/answer.h"
#include "dvm/role.h"
#include "money_events.h"
#include "support/test_main.h"

using namespace dvmdash;
using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

namespace
{

enum Says { Clean = 0, Mismatch = 1, OtherUnit = 2 };

} // namespace

class AmountTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void forms_data();
    void forms();
    void severalTags();
    void absent();
    void bidNeverCounts();
    void flagsOfTheAnswer();
};

void AmountTest::forms_data()
{
    QTest::addColumn<QStringList>("values"); ///< behind "amount"
    QTest::addColumn<qint64>("msat");        ///< -1: none
    QTest::addColumn<qint64>("expires");     ///< seconds after start; -1: none
    QTest::addColumn<int>("says");
    const auto row = [](const char *name, std::vector<std::string> values, qint64 msat, qint64 expires,
                        int says) {
        QStringList list;
        for (const std::string &value : values)
            list += QString::fromStdString(value);
        QTest::newRow(name) << list << msat << expires << says;
    };
    const std::string good = invoice(25'000, 10, 600);
    row("millisats", {"21000"}, 21'000, -1, Clean);
    row("nothing to pay", {"0"}, 0, -1, Clean);
    row("with its invoice", {"25000", good}, 25'000, 610, Clean);
    row("invoice in upper case", {"25000", qs(good).toUpper().toStdString()}, 25'000, 610, Clean);
    row("invoice as a link", {"25000", "lightning:" + good}, 25'000, 610, Clean);
    row("invoice in slot 1", {good}, 25'000, 610, Clean);
    row("invoice in slot 3", {"25000", "wss://relay.example", good}, 25'000, 610, Clean);
    row("sats beside an invoice: the invoice wins", {"25", good}, 25'000, 610, Mismatch);
    row("underscores beside an invoice: the invoice wins", {"100_000", good}, 25'000, 610, Clean);
    row("underscores", {"100_000"}, -1, -1, OtherUnit);
    row("underscores and an address", {"100_000", "dvm@example.com"}, -1, -1, OtherUnit);
    row("a lightning address in slot 2", {"21000", "dvm@example.com"}, 21'000, -1, Clean);
    row("sats by name", {"21", "sats"}, -1, -1, OtherUnit);
    row("sats in the number", {"21 sats"}, -1, -1, OtherUnit);
    row("dollars", {"1", "USD"}, -1, -1, OtherUnit);
    row("millisats by name", {"21000", "msats"}, 21'000, -1, Clean);
    row("an empty slot 2", {"21000", ""}, 21'000, -1, Clean);
    row("a broken invoice: the digits count", {"25000", good.substr(0, good.size() - 1)}, 25'000, -1, Clean);
    row("an open invoice: the digits count", {"25000", invoice(0, 10, 600)}, 25'000, 610, Clean);
    row("an open invoice alone", {invoice(0, 10, 600)}, -1, 610, OtherUnit);
    row("a test network is no money", {"25000", invoice(25'000, 10, 600, 1, {}, "tb")}, -1, -1, OtherUnit);
    row("a sign", {"-21000"}, -1, -1, OtherUnit);
    row("plus", {"+21000"}, -1, -1, OtherUnit);
    row("a fraction", {"21.5"}, -1, -1, OtherUnit);
    row("hex", {"0x10"}, -1, -1, OtherUnit);
    row("blank", {""}, -1, -1, OtherUnit);
    row("space around", {" 21000"}, -1, -1, OtherUnit);
    row("the largest number", {"9223372036854775807"}, 9'223'372'036'854'775'807, -1, Clean);
    row("one more", {"9223372036854775808"}, -1, -1, OtherUnit);
    row("leading zeros", {"0021000"}, 21'000, -1, Clean);
}

void AmountTest::forms()
{
    QFETCH(QStringList, values);
    QFETCH(qint64, msat);
    QFETCH(qint64, expires);
    QFETCH(int, says);
    nostr::Tag tag{"amount"};
    for (const QString &value : values)
        tag.push_back(value.toStdString());
    const Amount amount = readAmount(signedEvent(1, 7000, 0, {tag}));
    QVERIFY(amount.present);
    QCOMPARE(qint64{amount.msat.value_or(-1)}, msat);
    QCOMPARE(amount.invoice_expires ? qint64{*amount.invoice_expires - start} : qint64{-1}, expires);
    QCOMPARE(amount.mismatch, says == Mismatch);
    QCOMPARE(amount.unknownUnit, says == OtherUnit);
}

void AmountTest::severalTags()
{
    const Amount amount = readAmount(signedEvent(1, 7000, 0, {{"amount", "5 sats"}, {"amount", "5000"}}));
    QCOMPARE(amount.msat, std::optional<std::int64_t>(5000));
    QVERIFY(!amount.unknownUnit);
    QVERIFY(readAmount(signedEvent(1, 7000, 0, {{"amount", "5 sats"}, {"amount", "x"}})).unknownUnit);
}

void AmountTest::absent()
{
    for (const nostr::Tags &tags : {nostr::Tags{}, nostr::Tags{{"amount"}}, nostr::Tags{{}}}) {
        const Amount amount = readAmount(signedEvent(1, 7000, 0, tags));
        QVERIFY(!amount.present && !amount.msat && !amount.unknownUnit && !amount.mismatch);
    }
}

void AmountTest::bidNeverCounts()
{
    QVERIFY(!readAmount(signedEvent(1, 5001, 0, {{"bid", "21000"}})).present);
}

void AmountTest::flagsOfTheAnswer()
{
    const auto flagsOf = [](const nostr::Tag &tag) {
        std::uint32_t flags = FlagMarkup; // what stands there stays
        readAnswer(signedEvent(1, 7000, 0, {tag, {"status", "payment-required"}}), 0, false, &flags);
        return flags;
    };
    const std::string good = invoice(25'000);
    QCOMPARE(flagsOf({"amount", "25000", good}), std::uint32_t{FlagMarkup});
    QCOMPARE(flagsOf({"amount", "25", good}), std::uint32_t{FlagMarkup | FlagAmountMismatch});
    QCOMPARE(flagsOf({"amount", "25 sats"}), std::uint32_t{FlagMarkup | FlagUnknownUnit});
}

DVMDASH_TEST(AmountTest)
#include "amount_test.moc"
