// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "union_run.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <vector>

namespace dvmdash::test
{

/// In the end the file has what the relays have together, whatever went wrong on the way.
class InteropUnionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsStoredIsTheUnion();
};

/// Many runs at once, since most of their time is spent waiting. $DVMDASH_UNION_SEEDS ("13", or "25-300")
/// says which ones, to repeat one or to try more.
void InteropUnionTest::whatIsStoredIsTheUnion()
{
    constexpr int mostAtOnce = 24;
    const QStringList asked =
        qEnvironmentVariable("DVMDASH_UNION_SEEDS", QStringLiteral("1-24")).split(QLatin1Char('-'));
    unsigned next = asked.first().toUInt();
    const unsigned last = asked.last().toUInt();
    QVERIFY(next > 0 && next <= last);

    NpmRelays relays;
    std::vector<std::unique_ptr<UnionRun>> runs;
    QStringList failures;
    const auto goOn = [&] {
        for (const auto &run : runs)
            if (run->isOver() && !run->failure().isEmpty())
                failures += run->failure();
        std::erase_if(runs, [](const auto &run) { return run->isOver(); });
        for (; next <= last && runs.size() < mostAtOnce; ++next) {
            runs.push_back(std::make_unique<UnionRun>(next, relays));
            runs.back()->start();
        }
        return runs.empty();
    };
    QVERIFY(QTest::qWaitFor(goOn, std::numeric_limits<int>::max()));
    QVERIFY2(failures.isEmpty(), qPrintable(failures.join(QLatin1Char('\n'))));
}

DVMDASH_TEST(InteropUnionTest)

} // namespace dvmdash::test

#include "union_test.moc"
