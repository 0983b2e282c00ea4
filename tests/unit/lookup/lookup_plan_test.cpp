// SPDX-License-Identifier: GPL-3.0-or-later
#include "lookup/plan.h"
#include "support/signed_events.h"
#include "support/test_main.h"

using namespace dvmdash;
using namespace dvmdash::lookup;

namespace
{

constexpr std::int64_t now = 1'800'000'000'000;
constexpr std::int64_t hour = 3'600'000;
constexpr std::int64_t day = 24 * hour;
const Permission everything{true, true};

Subject subject(unsigned char who, What what = What::Lnurl)
{
    return {what, test::keyOf(who), "me@pay.dev"};
}

Known known(const Subject &about, std::int64_t ago, int failures = 0)
{
    Known one;
    one.subject = about;
    one.last = failures > 0 ? Outcome::Failed : Outcome::Key;
    one.checked_ms = now - ago;
    one.failures = failures;
    return one;
}

} // namespace

class LookupPlanTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void onlyWhatIsAllowed()
    {
        const std::vector named{subject(1), subject(1, What::Nip05)};
        QVERIFY(due(named, {}, {}, now, 10).empty());
        QVERIFY(due(named, {}, {true, false}, now, 10) == std::vector{named[0]});
        QVERIFY(due(named, {}, {false, true}, now, 10) == std::vector{named[1]});
        QCOMPARE(due(named, {}, everything, now, 10).size(), std::size_t{2});
    }

    void anAnswerIsGoodForADay()
    {
        const Subject one = subject(1);
        QVERIFY(due({one}, {known(one, day - 1)}, everything, now, 10).empty());
        QVERIFY(due({one}, {known(one, day)}, everything, now, 10) == std::vector{one});
        // Another address of the same key is another question.
        Subject other = one;
        other.address = "me@other.dev";
        QVERIFY(due({other}, {known(one, 1)}, everything, now, 10) == std::vector{other});
    }

    void failuresWaitEverLonger()
    {
        const Subject one = subject(1);
        const std::vector<std::int64_t> waits{hour, 2 * hour, 4 * hour, 8 * hour, 16 * hour, day, day};
        for (std::size_t i = 0; i < waits.size(); ++i)
            QCOMPARE(dueAt(known(one, 0, static_cast<int>(i) + 1)) - now, waits[i]);
        QCOMPARE(dueAt(known(one, 0, 1'000'000)) - now, day);
    }

    void whatWasAskedByAClockThatWasAheadIsAskedAnew()
    {
        const Subject one = subject(1);
        QVERIFY(due({one}, {known(one, -30 * day)}, everything, now, 10) == std::vector{one});
        QVERIFY(due({one}, {known(one, -30 * day, 3)}, everything, now, 10) == std::vector{one});
    }

    void theLongestWaitingFirst()
    {
        const std::vector named{subject(1), subject(2), subject(3), subject(1)};
        const auto first =
            due(named, {known(subject(1), day), known(subject(2), 3 * day)}, everything, now, 2);
        QVERIFY((first == std::vector{subject(3), subject(2)}));
    }

    void whatIsNotNamedAnyMore()
    {
        const std::vector named{subject(1), subject(2)};
        QVERIFY(noLongerNamed(named, {known(subject(1), 0)}).empty());
        QVERIFY(noLongerNamed(named, {known(subject(1), 0), known(subject(3), 0)}) ==
                std::vector{subject(3)});
        QVERIFY(noLongerNamed(named, {known(subject(1, What::Nip05), 0)}).size() == 1);
    }
};

DVMDASH_TEST(LookupPlanTest)
#include "lookup_plan_test.moc"
