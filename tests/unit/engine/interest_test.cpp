// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/interest.h"
#include "support/signed_events.h"
#include "support/test_main.h"

#include <algorithm>

using namespace dvmdash;
using test::keyOf;
using test::signedEvent;
using test::start;

class InterestTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asksForAllThatMakesAJob_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("wanted");
        for (const int kind : {5000, 5432, 5999, 6000, 6050, 6999, 7000})
            QTest::addRow("%d", kind) << kind << true;
        for (const int kind : {1, 4999, 5666, 5969, 6666, 7001, 9735})
            QTest::addRow("%d", kind) << kind << false;
    }
    void asksForAllThatMakesAJob()
    {
        QFETCH(int, kind);
        QFETCH(bool, wanted);
        const auto subscriptions = engine::subscriptionsFor(dvm::KindTable::standard(), start, {});
        QCOMPARE(subscriptions.front().id, std::string(relay::jobsSubscriptionId));
        QCOMPARE(nostr::matchesAny(subscriptions.front().filters, signedEvent(1, kind, 5, {})), wanted);
        QVERIFY(!nostr::matchesAny(subscriptions.front().filters, signedEvent(1, kind, -5, {})));
    }

    void relaysThatRefuseLongFiltersAreAskedForTheNamedKinds()
    {
        const auto &kinds = dvm::KindTable::standard();
        const auto jobs = engine::subscriptionsFor(kinds, start, {}).front();
        QCOMPARE(jobs.narrower.size(), std::size_t{1});
        const auto &few = jobs.narrower.front();
        for (const auto &filter : few)
            QVERIFY(filter.kinds && filter.kinds->size() <= 10 && filter.since == start);
        int named = 0;
        for (int kind = 0; kind <= 65'535; ++kind) {
            const auto event = signedEvent(1, kind, 5, {});
            const bool isNamed = kind == 7000 || (kinds.isRequest(kind) && kinds.find(kind)) ||
                                 (kinds.isResult(kind) && kinds.find(kinds.requestKind(kind)));
            QCOMPARE(nostr::matchesAny(few, event), isNamed);
            QVERIFY(!isNamed || nostr::matchesAny(jobs.filters, event)); // a part of the whole, never more
            named += isNamed ? 1 : 0;
        }
        QVERIFY(named > 50);
    }

    /// The steps of the rules, each a part of the whole.
    void thenForWhatComesFromAndGoesToKnownDvms()
    {
        const auto &kinds = dvm::KindTable::standard();
        std::vector<nostr::PublicKey> dvms;
        for (unsigned char seed = 1; seed <= 120; ++seed)
            dvms.push_back(keyOf(seed));
        const auto jobs = engine::subscriptionsFor(kinds, start, dvms).front();
        QCOMPARE(jobs.narrower.size(), std::size_t{3});
        const auto &far = dvms[110];
        const std::string newest = far.hex();
        for (std::size_t step = 1; step < 3; ++step) {
            const auto &few = jobs.narrower[step];
            QCOMPARE(few.size(), std::size_t{2});
            QVERIFY(few[0].authors && few[0].authors->size() <= 100);
            QVERIFY(few[1].tags.at('p').size() <= 100);
            QVERIFY(nostr::matchesAny(few, signedEvent(111, 7000, 5, {})));
            QVERIFY(nostr::matchesAny(few, signedEvent(111, 6300, 5, {})));
            QVERIFY(nostr::matchesAny(few, signedEvent(150, 5300, 5, {{"p", newest}})));
            QVERIFY(!nostr::matchesAny(few, signedEvent(150, 5300, 5, {})));
            QVERIFY(!nostr::matchesAny(few, signedEvent(150, 6300, 5, {})));
            QVERIFY(!nostr::matchesAny(few, signedEvent(111, 1, 5, {{"p", newest}})));
            for (const auto &filter : few)
                for (const int kind : *filter.kinds) {
                    const auto event = signedEvent(111, kind, 5, {{"p", newest}});
                    QVERIFY(nostr::matchesAny(jobs.filters, event));
                }
        }
        for (const auto &filter : jobs.narrower[2])
            QVERIFY(filter.kinds->size() <= 10);
    }

    void longListsOfDvmsHaveShorterOnes()
    {
        std::vector<nostr::PublicKey> dvms;
        for (unsigned char seed = 1; seed <= 30; ++seed)
            dvms.push_back(keyOf(seed));
        for (const auto &one : engine::subscriptionsFor(dvm::KindTable::standard(), start, dvms)) {
            if (one.id != "money" && one.id != "refunds" && one.id != "redeemed")
                continue;
            QCOMPARE(one.narrower.size(), std::size_t{1});
            QCOMPARE(one.narrower[0].size(), one.filters.size());
            // Those that turned up last.
            QVERIFY(nostr::matchesAny(one.narrower[0],
                                      signedEvent(one.id == "redeemed" || one.id == "refunds" ? 30 : 99,
                                                  one.id == "redeemed" ? 7376 : 9321, 5,
                                                  {{"p", keyOf(30).hex()}})));
        }
    }

    void paymentsAreAskedForOfKnownDvms()
    {
        const auto receipt = signedEvent(9, 9735, 5, {{"p", keyOf(2).hex()}});
        const auto wants = [&](const std::vector<nostr::PublicKey> &dvms) {
            const auto subscriptions = engine::subscriptionsFor(dvm::KindTable::standard(), start, dvms);
            return std::any_of(subscriptions.begin(), subscriptions.end(), [&](const auto &subscription) {
                return nostr::matchesAny(subscription.filters, receipt);
            });
        };
        QVERIFY(!wants({}));
        QVERIFY(!wants({keyOf(3)}));
        QVERIFY(wants({keyOf(3), keyOf(2)}));
    }

    void whatConfirmsAPaymentIsAskedForOfKnownDvms()
    {
        const auto subscriptions =
            engine::subscriptionsFor(dvm::KindTable::standard(), start, {keyOf(3), keyOf(2)});
        const auto wants = [&](const nostr::Event &event) {
            return std::any_of(subscriptions.begin(), subscriptions.end(), [&](const auto &subscription) {
                return nostr::matchesAny(subscription.filters, event);
            });
        };
        QVERIFY(wants(signedEvent(2, 7376, 5, {})));
        QVERIFY(wants(signedEvent(2, 10002, -500, {}))); // where it is to be found, however old
        QVERIFY(!wants(signedEvent(4, 10002, 5, {})));
        QVERIFY(!wants(signedEvent(4, 7376, 5, {})));
        // How it is to be paid was published at any time.
        for (const int kind : {0, 10019}) {
            QVERIFY(wants(signedEvent(2, kind, -1'000'000, {})));
            QVERIFY(!wants(signedEvent(4, kind, 5, {})));
        }
    }

    void whatDvmsPayBackIsAskedFor()
    {
        const auto subscriptions =
            engine::subscriptionsFor(dvm::KindTable::standard(), start, {keyOf(3), keyOf(2)});
        const auto wants = [&](const nostr::Event &event) {
            return std::any_of(subscriptions.begin(), subscriptions.end(), [&](const auto &subscription) {
                return nostr::matchesAny(subscription.filters, event);
            });
        };
        // The customer is paid: only the sender tells that it is a DVM.
        QVERIFY(wants(signedEvent(9, 9735, 5, {{"p", keyOf(7).hex()}, {"P", keyOf(2).hex()}})));
        QVERIFY(!wants(signedEvent(9, 9735, 5, {{"p", keyOf(7).hex()}, {"P", keyOf(8).hex()}})));
        QVERIFY(wants(signedEvent(2, 9321, 5, {{"p", keyOf(7).hex()}})));
        QVERIFY(!wants(signedEvent(8, 9321, 5, {{"p", keyOf(7).hex()}})));
    }

    void announcementsHeartbeatsAndDeletions()
    {
        const auto subscriptions = engine::subscriptionsFor(dvm::KindTable::standard(), start, {});
        const auto &filters = subscriptions.at(1).filters;
        QVERIFY(nostr::matchesAny(filters, signedEvent(1, 31990, -1'000'000, {{"k", "5100"}})));
        QVERIFY(!nostr::matchesAny(filters, signedEvent(1, 31990, 0, {{"k", "30402"}})));
        QVERIFY(nostr::matchesAny(filters, signedEvent(1, 11998, 1, {})));
        QVERIFY(nostr::matchesAny(filters, signedEvent(1, 5, 1, {{"k", "5100"}})));
        QVERIFY(!nostr::matchesAny(filters, signedEvent(1, 5, 1, {{"k", "1"}})));
    }
};

DVMDASH_TEST(InterestTest)
#include "interest_test.moc"
