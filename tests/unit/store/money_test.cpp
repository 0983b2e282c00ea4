// SPDX-License-Identifier: GPL-3.0-or-later
// Money that is CONFIRMED, CLAIMED or refused (section 5), as the store keeps it: whatever came first.
#include "demo/money.h"
#include "demo/random.h"
#include "lookup/plan.h"
#include "support/scratch_store.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>

using namespace dvmdash;
using dvm::PaymentReject;
using dvm::PaymentState;
using dvm::Tier;
using lookup::Finding;
using lookup::Outcome;
using lookup::What;
using store::test::ScratchStore;
using test::identity;
using test::keyOf;
using test::signedEvent;
using test::start;

namespace
{

constexpr unsigned char customer = 1;
constexpr unsigned char dvmKey = 2;
constexpr unsigned char stranger = 3;
constexpr unsigned char provider = 99;
constexpr unsigned char otherProvider = 98;
constexpr const char *mint = "https://mint.example";
constexpr std::int64_t msat = 8'000;

const nostr::Event &request()
{
    static const nostr::Event event =
        signedEvent(customer, 5001, 0, {{"i", "x", "text"}, {"p", keyOf(dvmKey).hex()}});
    return event;
}

const nostr::Event &result()
{
    static const nostr::Event event =
        signedEvent(dvmKey, 6001, 9, {{"e", request().id.hex()}, {"p", keyOf(customer).hex()}}, "done");
    return event;
}

nostr::Event nutzap(const char *mintUrl = mint, const std::string &secret = "one", std::int64_t at = 12)
{
    const std::string proof = "{\"amount\":8,\"id\":\"00\",\"secret\":\"" + secret + "\",\"C\":\"02\"}";
    return signedEvent(customer, 9321, at,
                       {{"proof", proof},
                        {"unit", "sat"},
                        {"u", mintUrl},
                        {"e", result().id.hex()},
                        {"p", keyOf(dvmKey).hex()}});
}

nostr::Event info(std::int64_t at, const char *mintUrl)
{
    return signedEvent(dvmKey, 10019, at, {{"mint", mintUrl}});
}

nostr::Event redemption(unsigned char by, const nostr::Event &zap, std::int64_t at = 20)
{
    return signedEvent(by, 7376, at, {{"e", zap.id.hex(), "", "redeemed"}});
}

/// `payment` makes the payment hash: receipts with one are of one payment.
nostr::Event receipt(unsigned char signer, int payment = 1, std::int64_t at = 12)
{
    demo::Zap zap;
    zap.payer = &identity(customer);
    zap.wallet = &identity(signer);
    zap.recipient = keyOf(dvmKey);
    zap.about = &result();
    zap.msat = msat;
    zap.created_at = start + at;
    demo::Random random(static_cast<std::uint64_t>(payment));
    return signedEvent(signer, 9735, at, demo::zapReceiptTags(random, zap));
}

Finding answered(std::optional<unsigned char> key, std::int64_t at_s, const char *address = "dvm@pay.dev")
{
    Finding finding{{What::Lnurl, keyOf(dvmKey), address}, Outcome::NoKey, {}, (start + at_s) * 1000, {}};
    if (key) {
        finding.outcome = Outcome::Key;
        finding.key = keyOf(*key);
    }
    return finding;
}

Finding failed(std::int64_t at_s)
{
    return {{What::Lnurl, keyOf(dvmKey), "dvm@pay.dev"}, Outcome::Failed, {}, (start + at_s) * 1000, "down"};
}

struct Money {
    PaymentState state = PaymentState::None;
    std::int64_t claimed = 0;
    std::int64_t confirmed = 0;
    bool operator==(const Money &) const = default;
};
const Money nothing{PaymentState::None, 0, 0};
const Money claimed{PaymentState::Claimed, msat, 0};
const Money confirmed{PaymentState::Confirmed, 0, msat};

Money moneyOf(store::Reader &reader)
{
    const auto detail = reader.jobDetail(request().id);
    if (!detail || detail->attempts.empty())
        return {};
    const dvm::Attempt &attempt = detail->attempts.front();
    return {attempt.payment, attempt.claimed_msat, attempt.confirmed_msat};
}

std::optional<PaymentReject> refusalOf(store::Reader &reader, const nostr::Event &event)
{
    const auto detail = reader.eventDetail(event.id);
    return detail.payment ? detail.payment->refused : std::nullopt;
}

const char *describe(const Money &money)
{
    static std::string text;
    text = std::string(dvm::paymentStateName(money.state)) + ", claimed " + std::to_string(money.claimed) +
           ", confirmed " + std::to_string(money.confirmed);
    return text.c_str();
}

} // namespace

class MoneyTest : public QObject
{
    Q_OBJECT
private:
    /// In every order of the events, or in many of them spread over all, each event in a batch of its own.
    static void inEveryOrder(std::vector<nostr::Event> events, const Money &expected,
                             std::optional<PaymentReject> refused = {}, const nostr::Event *refusedEvent = {})
    {
        const auto byId = [](const nostr::Event &a, const nostr::Event &b) { return a.id < b.id; };
        std::sort(events.begin(), events.end(), byId);
        std::size_t orders = 1;
        for (std::size_t i = 2; i <= events.size(); ++i)
            orders *= i;
        constexpr std::size_t enough = 12;
        const std::size_t step = std::max<std::size_t>(1, orders / enough - 1); // no factor of their number
        std::size_t order = 0;
        do {
            if (order++ % step != 0)
                continue;
            ScratchStore scratch(start + 1'000'000);
            scratch.listen(start - 100, start + 1'000'000);
            for (const auto &event : events)
                scratch.give({event});
            auto reader = scratch.read();
            const Money money = moneyOf(reader);
            QVERIFY2(money == expected, describe(money));
            if (refusedEvent)
                QVERIFY(refusalOf(reader, *refusedEvent) == refused);
        } while (std::next_permutation(events.begin(), events.end(), byId));
    }

private Q_SLOTS:
    void nutzapIsClaimedUntilItsRecipientRedeemsIt()
    {
        inEveryOrder({request(), result(), nutzap()}, claimed);
        inEveryOrder({request(), result(), nutzap(), redemption(dvmKey, nutzap())}, confirmed);
        inEveryOrder({request(), result(), nutzap(), redemption(stranger, nutzap())}, claimed);
        inEveryOrder({request(), result(), nutzap(), redemption(customer, nutzap())}, claimed);
    }

    void nutzapOfAnotherMintIsRefused()
    {
        const auto zap = nutzap();
        inEveryOrder({request(), result(), zap, info(0, mint)}, claimed, std::nullopt, &zap);
        inEveryOrder({request(), result(), zap, info(0, "https://other.example")}, nothing,
                     PaymentReject::WrongMint, &zap);
        // Published later: it says nothing of this one.
        inEveryOrder({request(), result(), zap, info(13, "https://other.example")}, claimed, std::nullopt,
                     &zap);
        // Replaced: the one of its own time, or of the day before, counts.
        inEveryOrder({request(), result(), zap, info(0, mint), info(5, "https://other.example")}, claimed);
        inEveryOrder(
            {request(), zap, result(), info(-200'000, mint), info(-100'000, "https://other.example")},
            nothing, PaymentReject::WrongMint, &zap);
        // What was redeemed was received.
        inEveryOrder({request(), result(), zap, info(0, "https://other.example"), redemption(dvmKey, zap)},
                     confirmed, std::nullopt, &zap);
    }

    /// Of several nutzaps with the same proofs one counts; when it is refused, the next one does.
    void aRefusedOneGivesWay()
    {
        const auto bad = nutzap("https://other.example", "one", 11);
        const auto good = nutzap(mint, "one", 13);
        inEveryOrder({request(), result(), bad, good, info(0, mint)}, claimed, PaymentReject::WrongMint,
                     &bad);
        // The earlier counts while nothing is known.
        inEveryOrder({request(), result(), bad, good}, claimed, std::nullopt, &bad);
        // Redeemed: surer than the earlier one.
        inEveryOrder({request(), result(), bad, good, redemption(dvmKey, good)}, confirmed);
    }

    void redemptionOfTheFutureWaitsForItsTime()
    {
        ScratchStore scratch(start + 100);
        scratch.listen(start - 100, start + 10'000);
        const auto zap = nutzap();
        scratch.give({request(), result(), zap, redemption(dvmKey, zap, 5'000)});
        {
            auto reader = scratch.read();
            QVERIFY(moneyOf(reader) == claimed);
        }
        scratch.setNow(start + 6'000);
        scratch.give({signedEvent(stranger, 1, 6'000, {})});
        auto reader = scratch.read();
        QVERIFY(moneyOf(reader) == confirmed);
    }

    void receiptsByWhatTheAddressSays()
    {
        const auto theirs = receipt(provider, 1);
        const auto other = receipt(otherProvider, 2);
        for (const bool findingFirst : {false, true}) {
            ScratchStore scratch(start + 1'000);
            if (findingFirst)
                scratch.writer().learn(answered(provider, 900));
            scratch.give({request(), result(), theirs, other});
            if (!findingFirst) {
                {
                    auto reader = scratch.read();
                    QVERIFY((moneyOf(reader) == Money{PaymentState::Claimed, 2 * msat, 0}));
                }
                scratch.writer().learn(answered(provider, 900));
            }
            auto reader = scratch.read();
            const Money money = moneyOf(reader);
            QVERIFY2(money == confirmed, describe(money));
            QVERIFY(!refusalOf(reader, theirs));
            // Refused, with its reason, and still there.
            QVERIFY(refusalOf(reader, other) == PaymentReject::WrongSigner);
            const auto detail = reader.jobDetail(request().id);
            QVERIFY(std::any_of(detail->events.begin(), detail->events.end(),
                                [&](const auto &row) { return row.id == other.id; }));
        }
    }

    void keysThatChange()
    {
        const auto before = receipt(provider, 1, 12);
        const auto after = receipt(otherProvider, 2, 50'000);
        ScratchStore scratch(start + 1'000'000);
        scratch.give({request(), result(), before, after});
        const auto now = [&](const Money &expected, int line) {
            auto reader = scratch.read();
            const Money money = moneyOf(reader);
            if (money != expected)
                qWarning("line %d: %s", line, describe(money));
            return money == expected;
        };
        const auto learn = [&](const Finding &finding) { scratch.writer().learn(finding); };
        const Money both{PaymentState::Claimed, 2 * msat, 0};
        const Money bothConfirmed{PaymentState::Confirmed, 0, 2 * msat};
        QVERIFY(now(both, __LINE__));
        learn(answered(provider, 20'000));
        QVERIFY(now(confirmed, __LINE__)); // the other is refused
        // The same again, and one that cannot be asked: nothing changes.
        learn(answered(provider, 30'000));
        learn(failed(35'000));
        QVERIFY(now(confirmed, __LINE__));
        // Another key in its place: what was refused counts, what was confirmed stays.
        learn(answered(otherProvider, 40'000));
        QVERIFY(now(bothConfirmed, __LINE__));
        // And back: the one of the time in between was never theirs, by what is known now.
        learn(answered(provider, 45'000));
        QVERIFY(now(confirmed, __LINE__));
        {
            auto reader = scratch.read();
            QVERIFY(refusalOf(reader, after) == PaymentReject::WrongSigner);
        }
        // It takes no zaps any more: of what comes later nothing is known.
        learn(answered({}, 48'000));
        QVERIFY(now({PaymentState::Confirmed, msat, msat}, __LINE__));
    }

    void anAddressThatIsNotNamedAnyMore()
    {
        const auto later = receipt(otherProvider, 1, 50'000);
        ScratchStore scratch(start + 1'000'000);
        scratch.give({request(), result(), later});
        scratch.writer().learn(answered(provider, 20'000));
        {
            auto reader = scratch.read();
            QVERIFY(moneyOf(reader) == nothing);
            QCOMPARE(reader.findings(keyOf(dvmKey)).size(), std::size_t{1});
        }
        // Two addresses: either provider may sign.
        scratch.writer().learn(answered(otherProvider, 21'000, "dvm@other.dev"));
        {
            auto reader = scratch.read();
            QVERIFY(moneyOf(reader) == confirmed);
        }
        Finding gone = answered({}, 30'000, "dvm@other.dev");
        gone.outcome = Outcome::NotNamed;
        scratch.writer().learn(gone);
        {
            auto reader = scratch.read();
            QVERIFY(moneyOf(reader) == nothing);
            QCOMPARE(reader.findings(keyOf(dvmKey)).size(), std::size_t{1});
        }
        gone.subject.address = "dvm@pay.dev";
        scratch.writer().learn(gone);
        auto reader = scratch.read();
        QVERIFY(moneyOf(reader) == claimed);
        QVERIFY(reader.findings(keyOf(dvmKey)).empty());
    }

    void aKeyExpires()
    {
        constexpr std::int64_t week = lookup::keyLifeMs / 1000;
        const auto later = receipt(otherProvider, 1, 2 * week);
        ScratchStore scratch(start + 3 * week);
        scratch.give({request(), result(), later});
        scratch.writer().learn(answered(provider, 0));
        scratch.writer().learn(failed(week - 1));
        {
            auto reader = scratch.read();
            QVERIFY(moneyOf(reader) == nothing);
            const auto known = reader.findings(keyOf(dvmKey));
            QCOMPARE(known.size(), std::size_t{1});
            QCOMPARE(known.front().failures, 1);
            QCOMPARE(known.front().error, std::string("down"));
            QVERIFY(known.front().key == keyOf(provider)); // of the last answer
            QCOMPARE(known.front().answered_ms, start * 1000);
            QCOMPARE(known.front().checked_ms, (start + week - 1) * 1000);
        }
        scratch.writer().learn(failed(week));
        auto reader = scratch.read();
        QVERIFY(moneyOf(reader) == claimed);
        QVERIFY(!refusalOf(reader, later));
    }

    /// Two receipts of one payment, one of them by a stranger: it takes no place from the true one.
    void aForgedReceiptDoesNotCount()
    {
        const auto forged = receipt(otherProvider, 1, 11);
        const auto valid = receipt(provider, 1, 13);
        for (const bool forgedFirst : {false, true}) {
            ScratchStore scratch(start + 1'000);
            scratch.give({request(), result(), forgedFirst ? forged : valid});
            scratch.writer().learn(answered(provider, 900));
            scratch.give({forgedFirst ? valid : forged});
            auto reader = scratch.read();
            const Money money = moneyOf(reader);
            QVERIFY2(money == confirmed, describe(money));
            QVERIFY(reader.eventDetail(valid.id).payment->counted);
            QVERIFY(!reader.eventDetail(forged.id).payment->counted);
        }
    }

    void nip05SaysNothingOfMoney()
    {
        ScratchStore scratch(start + 1'000);
        scratch.give({request(), result(), receipt(provider)});
        Finding finding = answered(otherProvider, 900);
        finding.subject.what = What::Nip05;
        scratch.writer().learn(finding);
        auto reader = scratch.read();
        QVERIFY(moneyOf(reader) == claimed);
        QVERIFY(!reader.findings(keyOf(dvmKey)).front().isVerified());
    }

    void whatMayBeAsked()
    {
        const auto profile = [](unsigned char who, const char *lud16) {
            return signedEvent(who, 0, 1, {},
                               std::string("{\"lud16\":\"") + lud16 + "\",\"nip05\":\"me@names.dev\"}");
        };
        const auto announcement = signedEvent(dvmKey, 31990, 2, {{"d", "x"}, {"k", "5001"}},
                                              "{\"name\":\"d\",\"lud16\":\"shop@pay.dev\","
                                              "\"nip05\":\"d@names.dev\"}");
        ScratchStore scratch(start + 1'000);
        scratch.give({request(), profile(dvmKey, "me@pay.dev"), profile(customer, "c@pay.dev"),
                      profile(stranger, "s@pay.dev"), announcement, result()});
        const auto named = [&] {
            auto reader = scratch.read();
            auto subjects = reader.lookups().named;
            std::sort(subjects.begin(), subjects.end());
            return subjects;
        };
        const lookup::Subject name{What::Nip05, keyOf(dvmKey), "d@names.dev"};
        // Nothing was paid: nobody is asked about receipts.
        QVERIFY(named() == std::vector{name});
        scratch.give({receipt(provider)});
        const auto paid = named();
        QCOMPARE(paid.size(), std::size_t{3});
        QVERIFY((paid[0] == lookup::Subject{What::Lnurl, keyOf(dvmKey), "me@pay.dev"}));
        QVERIFY((paid[1] == lookup::Subject{What::Lnurl, keyOf(dvmKey), "shop@pay.dev"}));
        QVERIFY(paid[2] == name);
    }
};

DVMDASH_TEST(MoneyTest)
#include "money_test.moc"
