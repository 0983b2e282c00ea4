// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/notice_limit.h"
#include "support/test_main.h"

using dvmdash::relay::NoticeLimit;

class NoticeLimitTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFewInEachWindow()
    {
        NoticeLimit limit;
        constexpr std::int64_t began = 50'000;
        for (int i = 0; i < NoticeLimit::mostInAWindow; ++i)
            QVERIFY(limit.mayTell(began + i));
        QVERIFY(!limit.mayTell(began + 100));
        QVERIFY(!limit.mayTell(began + NoticeLimit::window_ms - 1));
        QVERIFY(limit.mayTell(began + NoticeLimit::window_ms));
    }
};
DVMDASH_TEST(NoticeLimitTest)

#include "notice_limit_test.moc"
