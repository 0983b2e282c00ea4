// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/named_dvms.h"
#include "support/test_main.h"

using namespace dvmdash;
using engine::NamedDvms;

namespace
{

nostr::PublicKey keyOf(std::size_t number)
{
    return nostr::PublicKey::fromHex(QByteArray::number(number).rightJustified(64, '0').toStdString())
        .value();
}

std::vector<store::EventRow> eventsBy(std::size_t number, dvm::Role role)
{
    store::EventRow row;
    row.role = role;
    row.author = keyOf(number);
    return {row};
}

} // namespace

class NamedDvmsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void onlyWhatDvmsPublishNamesThem()
    {
        NamedDvms dvms;
        QVERIFY(!dvms.learn({}));
        QVERIFY(!dvms.learn(eventsBy(1, dvm::Role::Request)));
        QVERIFY(dvms.learn(eventsBy(1, dvm::Role::Result)));
        QVERIFY(dvms.learn(eventsBy(2, dvm::Role::Feedback)));
        QVERIFY(dvms.learn(eventsBy(3, dvm::Role::Announcement)));
        const std::vector<nostr::PublicKey> expected{keyOf(1), keyOf(2), keyOf(3)};
        QVERIFY(dvms.list() == expected);
    }

    void eachIsNewOnce()
    {
        NamedDvms dvms({keyOf(1)});
        QVERIFY(!dvms.learn(eventsBy(1, dvm::Role::Result)));
        QVERIFY(dvms.learn(eventsBy(2, dvm::Role::Result)));
        QVERIFY(!dvms.learn(eventsBy(2, dvm::Role::Feedback)));
        QCOMPARE(dvms.list().size(), std::size_t(2));
    }

    void ofTooManyTheOldestGoes()
    {
        NamedDvms dvms;
        for (std::size_t i = 0; i <= engine::mostNamedDvms; ++i)
            QVERIFY(dvms.learn(eventsBy(i, dvm::Role::Result)));
        QCOMPARE(dvms.list().size(), engine::mostNamedDvms);
        QVERIFY(dvms.list().front() == keyOf(1));
        QVERIFY(dvms.list().back() == keyOf(engine::mostNamedDvms));
        QVERIFY(dvms.learn(eventsBy(0, dvm::Role::Result))); // and is new when it turns up again
    }
};

DVMDASH_TEST(NamedDvmsTest)
#include "named_dvms_test.moc"
