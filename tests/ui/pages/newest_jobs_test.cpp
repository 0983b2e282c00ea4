// SPDX-License-Identifier: GPL-3.0-or-later
#include "page_fixture.h"
#include "support/test_main.h"
#include "ui/jobs/newest_jobs.h"

#include <QStringList>

using namespace dvmdash;
using dvm::State;

namespace
{

/// Newest first; a job's number is its time too.
ui::JobRows jobs(const std::vector<int> &numbers, State state = State::Waiting)
{
    ui::JobRows rows;
    for (const int number : numbers)
        rows.push_back(test::jobRow(number, state));
    return rows;
}

QString text(const ui::JobRows &rows)
{
    const std::int64_t base = test::jobRow(0, State::Waiting).created_at;
    QStringList words;
    for (const engine::JobRow &row : rows)
        words.append(QString::number(row.created_at - base) +
                     (row.state == State::Delivered ? QStringLiteral("d") : QString()));
    return words.join(QLatin1Char(' '));
}

} // namespace

class NewestJobsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void newestStandAboveWhatWasShown()
    {
        const ui::JobRows shown = jobs({5, 4, 3, 2, 1});
        QCOMPARE(text(ui::withNewest(jobs({7, 6, 5, 4}, State::Delivered), false, shown, 100)),
                 QStringLiteral("7d 6d 5d 4d 3 2 1"));
    }
    void whatTheNewestDoNotHoldIsGoneAmongThem()
    {
        QCOMPARE(text(ui::withNewest(jobs({7, 4}), false, jobs({6, 5, 4, 3}), 100)), QStringLiteral("7 4 3"));
    }
    void ofOneTimeNoneIsLostWhereTheNewestEnd()
    {
        ui::JobRows shown = jobs({5, 4, 3});
        shown[0].created_at = shown[1].created_at;
        QCOMPARE(ui::withNewest(jobs({7, 4}), false, shown, 100).size(), std::size_t(4));
    }
    void allThereAreReplaceTheList()
    {
        QCOMPARE(text(ui::withNewest(jobs({7, 6}), true, jobs({5, 4}), 100)), QStringLiteral("7 6"));
        QCOMPARE(text(ui::withNewest({}, true, jobs({5, 4}), 100)), QString());
    }
    void noMoreThanMost()
    {
        QCOMPARE(text(ui::withNewest(jobs({7, 6}), false, jobs({5, 4, 3}), 4)), QStringLiteral("7 6 5 4"));
    }
    void whatCameAfterTheWholeListStays()
    {
        QCOMPARE(text(ui::withLater(jobs({5, 4, 2}, State::Delivered), jobs({7, 6, 5, 4, 3}))),
                 QStringLiteral("7 6 5d 4d 2d"));
        QCOMPARE(text(ui::withLater(jobs({5, 4}), {})), QStringLiteral("5 4"));
        QCOMPARE(text(ui::withLater({}, jobs({5, 4}))), QString());
    }
};

DVMDASH_TEST(NewestJobsTest)
#include "newest_jobs_test.moc"
