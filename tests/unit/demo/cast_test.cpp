// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/cast.h"
#include "support/test_main.h"

#include <set>
#include <string>

using namespace dvmdash;
using namespace dvmdash::demo;

class CastTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sameSeedSamePeople();
    void everyKindIsServed();
    void everybodyIsSomebodyElse();
    void outagesComeBack();
};

void CastTest::sameSeedSamePeople()
{
    const dvm::KindTable &kinds = dvm::KindTable::standard();
    const Cast one = makeCast(11, kinds), again = makeCast(11, kinds), other = makeCast(12, kinds);
    QCOMPARE(one.dvms.size(), Cast::dvmCount);
    QCOMPARE(one.customers.size(), Cast::customerCount);
    for (std::size_t i = 0; i < one.dvms.size(); ++i) {
        QVERIFY(one.dvms[i].key() == again.dvms[i].key());
        QVERIFY(one.dvms[i].key() != other.dvms[i].key());
        QCOMPARE(one.dvms[i].kinds, again.dvms[i].kinds);
        QCOMPARE(one.dvms[i].price_msat, again.dvms[i].price_msat);
    }
    // The secret is SHA-256 of "dvmdash demo 11 dvm 0"; the key was computed apart from this program.
    QCOMPARE(one.dvms[0].key().hex(),
             std::string("b77663c20ba7fae7f817c78fbc0825041c8663f4961eb6df3adcd861202d3689"));
}

void CastTest::everyKindIsServed()
{
    const dvm::KindTable &kinds = dvm::KindTable::standard();
    const Cast cast = makeCast(1, kinds);
    for (const dvm::KindInfo &info : kinds.kinds()) {
        int working = 0;
        for (const Dvm *dvm : cast.serving(info.request))
            working += dvm->abandoned ? 0 : 1;
        QVERIFY2(working >= 3, std::to_string(info.request).c_str());
    }
    for (const Dvm &dvm : cast.dvms)
        QVERIFY2(!dvm.kinds.empty(), dvm.name.c_str());
}

void CastTest::everybodyIsSomebodyElse()
{
    const Cast cast = makeCast(1, dvm::KindTable::standard());
    std::set<nostr::PublicKey> keys;
    std::set<std::string> names;
    for (const Dvm &dvm : cast.dvms) {
        QVERIFY(keys.insert(dvm.key()).second);
        QVERIFY2(names.insert(dvm.name).second, dvm.name.c_str());
        QVERIFY(!dvm.name.empty() && !dvm.about.empty() && !dvm.handle.empty());
    }
    for (const Customer &customer : cast.customers)
        QVERIFY(keys.insert(customer.signer.publicKey()).second);
    for (const Wallet &wallet : cast.wallets)
        QVERIFY(keys.insert(wallet.signer.publicKey()).second);
}

void CastTest::outagesComeBack()
{
    const Cast cast = makeCast(1, dvm::KindTable::standard());
    int withOutage = 0, abandoned = 0;
    for (const Dvm &dvm : cast.dvms) {
        int hoursUp = 0;
        for (std::int64_t hour = 0; hour < 24; ++hour)
            hoursUp += dvm.isUp(hour * 3600 + 1800) ? 1 : 0;
        if (dvm.abandoned) {
            QCOMPARE(hoursUp, 0);
            ++abandoned;
        } else if (dvm.outage >= 0) {
            QCOMPARE(hoursUp, 20);
            ++withOutage;
        } else {
            QCOMPARE(hoursUp, 24);
        }
    }
    QVERIFY(withOutage > 0);
    QVERIFY(abandoned > 0);
}

DVMDASH_TEST(CastTest)

#include "cast_test.moc"
