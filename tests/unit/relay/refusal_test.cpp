// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/refusal.h"
#include "support/test_main.h"

using namespace dvmdash;
using nostr::RelayPrefix;

class RefusalTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatFollowsFromEachPrefix_data()
    {
        QTest::addColumn<RelayPrefix>("prefix");
        QTest::addColumn<bool>("final");
        QTest::addColumn<bool>("tooMuch");
        QTest::addColumn<bool>("inNotice");
        QTest::newRow("auth-required") << RelayPrefix::AuthRequired << true << false << true;
        QTest::newRow("restricted") << RelayPrefix::Restricted << true << false << true;
        QTest::newRow("blocked") << RelayPrefix::Blocked << true << true << true;
        QTest::newRow("invalid") << RelayPrefix::Invalid << true << true << true;
        QTest::newRow("pow") << RelayPrefix::Pow << true << false << false;
        QTest::newRow("rate-limited") << RelayPrefix::RateLimited << false << false << true;
        QTest::newRow("error") << RelayPrefix::Error << false << true << true;
        QTest::newRow("duplicate") << RelayPrefix::Duplicate << false << false << false;
        QTest::newRow("other") << RelayPrefix::Other << false << true << false;
    }
    void whatFollowsFromEachPrefix()
    {
        QFETCH(RelayPrefix, prefix);
        QTEST(relay::isFinalRefusal(prefix), "final");
        QTEST(relay::mayBeTooMuch(prefix), "tooMuch");
        QTEST(relay::isRefusalInNotice(prefix), "inNotice");
    }
};
DVMDASH_TEST(RefusalTest)

#include "refusal_test.moc"
