// SPDX-License-Identifier: GPL-3.0-or-later
// The tiers of section 5: what makes a payment CONFIRMED, what leaves it CLAIMED, and what refuses it.
#include "dvm/standing.h"
#include "money_events.h"
#include "support/test_main.h"

#include <algorithm>

using namespace dvmdash;
using namespace dvmdash::dvm;
using namespace dvmdash::dvm::test;

namespace
{

constexpr unsigned char payer = 3;
constexpr unsigned char recipient = 4;
constexpr std::int64_t paidAt = 100'000; ///< after start
constexpr const char *mint = "https://mint.example";

std::string lock(const std::string &key)
{
    return "[\"P2PK\",{\"nonce\":\"aa\",\"data\":\"" + key + "\"}]";
}

nostr::Tag proof(const std::string &secret)
{
    std::string escaped;
    for (const char c : secret) {
        if (c == '"')
            escaped += '\\';
        escaped += c;
    }
    return {"proof", "{\"amount\":8,\"id\":\"00\",\"C\":\"02\",\"secret\":\"" + escaped + "\"}"};
}

std::string theirLock()
{
    return lock("02" + keyOf(recipient).hex());
}

nostr::Event nutzap(const std::string &mintUrl, const std::vector<std::string> &secrets)
{
    nostr::Tags tags{{"p", keyOf(recipient).hex()}, {"unit", "sat"}};
    if (!mintUrl.empty())
        tags.push_back({"u", mintUrl});
    for (const auto &secret : secrets)
        tags.push_back(proof(secret));
    return signedEvent(payer, 9321, paidAt, std::move(tags));
}

NutzapInfo info(std::int64_t at, const std::vector<nostr::Tag> &tags)
{
    return readNutzapInfo(signedEvent(recipient, nutzapInfoKind, at, {tags.begin(), tags.end()}));
}

const nostr::Tag &theirKey()
{
    static const nostr::Tag tag{"pubkey", "02" + keyOf(recipient).hex()};
    return tag;
}

const Standing claimed{Tier::Claimed, {}};
const Standing confirmed{Tier::Confirmed, {}};
const Standing wrongMint{Tier::Claimed, PaymentReject::WrongMint};
const Standing wrongLock{Tier::Claimed, PaymentReject::WrongLock};
const Standing wrongSigner{Tier::Claimed, PaymentReject::WrongSigner};

} // namespace

class StandingTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void receiptOfAnUnknownRecipientIsClaimed() { QVERIFY(standingOfReceipt(keyOf(9), 100, {}) == claimed); }

    void receiptByTheirProviderIsConfirmed()
    {
        const std::vector<KnownSigner> known{{keyOf(9), {}}};
        // Also one from long before anybody asked.
        for (const std::int64_t at : {std::int64_t{1}, std::int64_t{4'000'000'000}})
            QVERIFY(standingOfReceipt(keyOf(9), at, known) == confirmed);
    }

    void receiptBySomebodyElseIsRefused()
    {
        QVERIFY(standingOfReceipt(keyOf(8), 100, {{keyOf(9), {}}}) == wrongSigner);
    }

    void keysThatWereReplaced()
    {
        // Key 9 until 1000, then key 8.
        const std::vector<KnownSigner> known{{keyOf(9), 1000}, {keyOf(8), {}}};
        QVERIFY(standingOfReceipt(keyOf(9), 999, known) == confirmed); // stays confirmed
        QVERIFY(standingOfReceipt(keyOf(9), 1000, known) == wrongSigner);
        QVERIFY(standingOfReceipt(keyOf(8), 500, known) == confirmed); // was refused, counts again
        QVERIFY(standingOfReceipt(keyOf(7), 500, known) == wrongSigner);
        // An address that no longer gives a key says nothing of what comes later.
        const std::vector<KnownSigner> ended{{keyOf(9), 1000}};
        QVERIFY(standingOfReceipt(keyOf(9), 999, ended) == confirmed);
        QVERIFY(standingOfReceipt(keyOf(8), 999, ended) == wrongSigner);
        QVERIFY(standingOfReceipt(keyOf(9), 1000, ended) == claimed);
        QVERIFY(standingOfReceipt(keyOf(8), 1000, ended) == claimed);
    }

    void severalAddressesOfOneRecipient()
    {
        const std::vector<KnownSigner> known{{keyOf(9), {}}, {keyOf(8), {}}};
        QVERIFY(standingOfReceipt(keyOf(8), 5, known) == confirmed);
        QVERIFY(standingOfReceipt(keyOf(9), 5, known) == confirmed);
    }

    void nutzapBeforeTheirWordIsClaimed()
    {
        const auto event = nutzap(mint, {theirLock()});
        QVERIFY(standingOfNutzap(event, {}, false) == claimed);
        QVERIFY(standingOfNutzap(event, {info(0, {{"mint", mint, "sat"}, theirKey()})}, false) == claimed);
    }

    void redeemedIsConfirmedWhateverElse()
    {
        QVERIFY(standingOfNutzap(nutzap(mint, {theirLock()}), {}, true) == confirmed);
        const std::vector<NutzapInfo> other{info(0, {{"mint", "https://other.example"}, theirKey()})};
        QVERIFY(standingOfNutzap(nutzap(mint, {"plain"}), other, true) == confirmed);
    }

    void mintsOfTheInfo_data()
    {
        QTest::addColumn<QString>("mintOfNutzap");
        QTest::addColumn<QStringList>("tag");
        QTest::addColumn<bool>("accepted");
        const auto row = [](const char *name, const char *paid, const QStringList &tag, bool accepted) {
            QTest::newRow(name) << QString::fromLatin1(paid) << tag << accepted;
        };
        const QString address = QString::fromLatin1(mint);
        const QString m = QStringLiteral("mint");
        row("the same", mint, {m, address}, true);
        row("the same for sats", mint, {m, address, QStringLiteral("usd"), QStringLiteral("sat")}, true);
        row("a slash at the end", "https://mint.example/", {m, address}, true);
        row("another case of the host", "https://MINT.example", {m, address}, true);
        row("another path", "https://mint.example/Bitcoin", {m, address}, false);
        row("another mint", "https://other.example", {m, address}, false);
        row("another scheme", "http://mint.example", {m, address}, false);
        row("a nutzap that names none", "", {m, address}, false);
        row("an info that names none", mint, {QStringLiteral("relay"), address}, true);
    }
    void mintsOfTheInfo()
    {
        QFETCH(const QString, mintOfNutzap);
        QFETCH(const QStringList, tag);
        QFETCH(const bool, accepted);
        nostr::Tag words;
        for (const QString &word : tag)
            words.push_back(word.toStdString());
        const auto standing = standingOfNutzap(nutzap(mintOfNutzap.toStdString(), {theirLock()}),
                                               {info(0, {words, theirKey()})}, false);
        QVERIFY(standing == (accepted ? claimed : wrongMint));
    }

    void aMintForOtherUnitsIsNone()
    {
        const auto event = nutzap(mint, {theirLock()});
        const std::vector<NutzapInfo> infos{
            info(0, {{"mint", mint, "usd"}, {"mint", "https://other.example", "sat"}, theirKey()})};
        QVERIFY(standingOfNutzap(event, infos, false) == wrongMint);
    }

    void locksOfTheProofs()
    {
        const std::vector<NutzapInfo> infos{info(0, {{"mint", mint}, theirKey()})};
        const auto of = [&](const std::vector<std::string> &secrets) {
            return standingOfNutzap(nutzap(mint, secrets), infos, false);
        };
        QVERIFY(of({theirLock()}) == claimed);
        QVERIFY(of({lock("03" + keyOf(recipient).hex())}) == claimed);
        QVERIFY(of({lock("02" + keyOf(payer).hex())}) == wrongLock);
        QVERIFY(of({"plain"}) == wrongLock);
        QVERIFY(of({theirLock(), lock("02" + keyOf(payer).hex())}) == wrongLock);
        QVERIFY(of({"[\"HTLC\",{\"data\":\"02" + keyOf(recipient).hex() + "\"}]"}) == wrongLock);
        // The key as it stands in the info, with and without its parity.
        const std::vector<NutzapInfo> bare{info(0, {{"mint", mint}, {"pubkey", keyOf(recipient).hex()}})};
        QVERIFY(standingOfNutzap(nutzap(mint, {theirLock()}), bare, false) == claimed);
        // One that names no key holds nobody to one.
        const std::vector<NutzapInfo> keyless{info(0, {{"mint", mint}, {"pubkey", "me"}})};
        QVERIFY(standingOfNutzap(nutzap(mint, {"plain"}), keyless, false) == claimed);
    }

    void theInfoOfItsOwnTimeCounts()
    {
        const auto event = nutzap(mint, {theirLock()});
        const nostr::Tag theirs{"mint", mint};
        const nostr::Tag other{"mint", "https://other.example"};
        const auto with = [&](const std::vector<NutzapInfo> &infos) {
            auto turned = infos;
            std::reverse(turned.begin(), turned.end());
            const Standing standing = standingOfNutzap(event, infos, false);
            return standing == standingOfNutzap(event, turned, false) ? standing
                                                                      : Standing{Tier::Requested, {}};
        };
        // Published after it: says nothing of it.
        QVERIFY(with({info(paidAt + 1, {other})}) == claimed);
        QVERIFY(with({info(paidAt, {other})}) == wrongMint);
        // Replaced long before it, and long after it.
        QVERIFY(with({info(0, {theirs}), info(5, {other})}) == wrongMint);
        QVERIFY(with({info(0, {theirs}), info(paidAt + 5, {other})}) == claimed);
        // Replaced within a day before it: the payer may not have known.
        QVERIFY(with({info(0, {theirs}), info(paidAt - nutzapInfoGrace, {other})}) == wrongMint);
        QVERIFY(with({info(0, {theirs}), info(paidAt - nutzapInfoGrace + 1, {other})}) == claimed);
        // Of two that were published at once the one with the lower id counts, as relays have it.
        const NutzapInfo one = info(0, {theirs});
        const NutzapInfo two = info(0, {other});
        QVERIFY(with({one, two}) == (one.id < two.id ? claimed : wrongMint));
    }

    void mintAndKeyOfOneInfo()
    {
        // Each right in another info: neither accepts the whole.
        const nostr::Tag otherKey{"pubkey", "02" + keyOf(payer).hex()};
        const std::vector<NutzapInfo> infos{info(paidAt - 10, {{"mint", mint}, otherKey}),
                                            info(0, {{"mint", "https://other.example"}, theirKey()})};
        QVERIFY(standingOfNutzap(nutzap(mint, {theirLock()}), infos, false) == wrongLock);
    }
};

DVMDASH_TEST(StandingTest)
#include "standing_test.moc"
