// SPDX-License-Identifier: GPL-3.0-or-later
#include "page_fixture.h"
#include "support/test_main.h"
#include "ui/inspector/mark_delegate.h"
#include "ui/jobs/job_model.h"
#include "ui/models/columns.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>

#include <algorithm>

using namespace dvmdash;
using dvm::State;
using ui::JobModel;

namespace
{

using Rows = std::vector<engine::JobRow>;

Rows jobs(const std::vector<int> &numbers)
{
    Rows rows;
    for (const int number : numbers)
        rows.push_back(test::jobRow(number));
    return rows;
}

Rows shown(const JobModel &model)
{
    Rows rows;
    for (int row = 0; row < model.rowCount(); ++row)
        rows.push_back(model.job(row));
    return rows;
}

struct Spies {
    explicit Spies(JobModel &model)
        : inserted(&model, &QAbstractItemModel::rowsInserted)
        , removed(&model, &QAbstractItemModel::rowsRemoved)
        , moved(&model, &QAbstractItemModel::rowsMoved)
        , changed(&model, &QAbstractItemModel::dataChanged)
        , layout(&model, &QAbstractItemModel::layoutChanged)
        , reset(&model, &QAbstractItemModel::modelReset)
    {
    }
    /// "inserted removed moved changed layout reset"
    QString counts() const
    {
        return QStringLiteral("%1 %2 %3 %4 %5 %6")
            .arg(inserted.size())
            .arg(removed.size())
            .arg(moved.size())
            .arg(changed.size())
            .arg(layout.size())
            .arg(reset.size());
    }
    QSignalSpy inserted, removed, moved, changed, layout, reset;
};

} // namespace

class JobModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_fixture = std::make_unique<test::PageFixture>(); }
    void cleanupTestCase() { m_fixture.reset(); }

    void smallestChanges_data()
    {
        QTest::addColumn<QVector<int>>("before");
        QTest::addColumn<QVector<int>>("after");
        QTest::addColumn<QString>("counts"); // inserted removed moved changed layout reset
        QTest::newRow("the same") << QVector<int>{3, 2, 1} << QVector<int>{3, 2, 1} << "0 0 0 0 0 0";
        QTest::newRow("two new on top")
            << QVector<int>{3, 2, 1} << QVector<int>{5, 4, 3, 2, 1} << "1 0 0 0 0 0";
        QTest::newRow("new at two places") << QVector<int>{3, 1} << QVector<int>{4, 3, 2, 1} << "2 0 0 0 0 0";
        QTest::newRow("from nothing") << QVector<int>{} << QVector<int>{2, 1} << "1 0 0 0 0 0";
        QTest::newRow("to nothing") << QVector<int>{2, 1} << QVector<int>{} << "0 1 0 0 0 0";
        QTest::newRow("the oldest leave") << QVector<int>{4, 3, 2, 1} << QVector<int>{4, 3} << "0 1 0 0 0 0";
        QTest::newRow("one comes, one leaves")
            << QVector<int>{3, 2, 1} << QVector<int>{4, 3, 2} << "1 1 0 0 0 0";
        QTest::newRow("one rises") << QVector<int>{4, 3, 2, 1} << QVector<int>{1, 4, 3, 2} << "0 0 1 0 0 0";
        QTest::newRow("one sinks") << QVector<int>{4, 3, 2, 1} << QVector<int>{3, 2, 1, 4} << "0 0 1 0 0 0";
        QTest::newRow("two change places")
            << QVector<int>{4, 3, 2, 1} << QVector<int>{1, 3, 2, 4} << "0 0 2 0 0 0";
        QTest::newRow("all at once") << QVector<int>{5, 4, 3, 2, 1} << QVector<int>{2, 6, 5, 3}
                                     << "1 2 1 0 0 0";
    }
    void smallestChanges()
    {
        QFETCH(QVector<int>, before);
        QFETCH(QVector<int>, after);
        QFETCH(QString, counts);
        JobModel model(m_fixture->names());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(jobs({before.begin(), before.end()}));
        Spies spies(model);
        model.setRows(jobs({after.begin(), after.end()}));
        QCOMPARE(spies.counts(), counts);
        QVERIFY(shown(model) == jobs({after.begin(), after.end()}));
    }

    void tellsOnlyRowsThatChanged()
    {
        JobModel model(m_fixture->names());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        Rows rows = jobs({9, 8, 7, 6, 5, 4, 3, 2, 1});
        model.setRows(rows);
        Spies spies(model);
        rows[2].state = State::Delivered;
        rows[3].attempts = 2;
        rows[7].state = State::Failed;
        model.setRows(rows);
        QCOMPARE(spies.counts(), QStringLiteral("0 0 0 2 0 0"));
        QCOMPARE(spies.changed.at(0).at(0).toModelIndex().row(), 2);
        QCOMPARE(spies.changed.at(0).at(1).toModelIndex().row(), 3);
        QCOMPARE(spies.changed.at(1).at(0).toModelIndex().row(), 7);
        QCOMPARE(model.index(7, JobModel::State).data(ui::ToneRole).toInt(),
                 static_cast<int>(ui::Tone::Failed));
    }

    void manyMovesAreOneChangeOfLayout()
    {
        JobModel model(m_fixture->names());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        Rows rows;
        for (int i = 0; i < 200; ++i)
            rows.push_back(test::jobRow(i));
        model.setRows(rows);
        const QPersistentModelIndex kept = model.index(3, 0);
        Spies spies(model);
        std::reverse(rows.begin(), rows.end());
        model.setRows(rows);
        QCOMPARE(spies.counts(), QStringLiteral("0 0 0 0 1 0"));
        QCOMPARE(kept.row(), 196);
        QVERIFY(shown(model) == rows);
    }

    void randomAnswers()
    {
        JobModel model(m_fixture->names());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QRandomGenerator random(7);
        for (int round = 0; round < 300; ++round) {
            // Some of the jobs, in an order that is mostly the usual one.
            Rows rows;
            for (int number = 60; number > 0; --number)
                if (random.bounded(3) != 0)
                    rows.push_back(
                        test::jobRow(number, random.bounded(10) == 0 ? State::Failed : State::Waiting));
            for (int swaps = random.bounded(round % 20 + 1); swaps > 0 && rows.size() > 1; --swaps)
                std::swap(rows[random.bounded(static_cast<quint32>(rows.size()))],
                          rows[random.bounded(static_cast<quint32>(rows.size()))]);
            std::vector<std::pair<QPersistentModelIndex, nostr::EventId>> kept;
            for (int row = 0; row < model.rowCount(); row += 7)
                kept.emplace_back(model.index(row, 0), model.job(row).request);
            model.setRows(rows);
            QVERIFY(shown(model) == rows);
            // Whoever held on to a job still holds it, or nothing when it is gone.
            for (const auto &[index, request] : kept)
                QCOMPARE(index.isValid() ? index.row() : -1, model.rowOf(request));
        }
    }

    void cellsHoldExactValues()
    {
        JobModel model(m_fixture->names());
        engine::JobRow job = test::jobRow(5, State::Delivered);
        job.response_ms = 9217;
        job.response_s = 9;
        job.payment = dvm::PaymentState::Confirmed;
        job.attempts = 5;
        job.dvms = {test::person(1).publicKey(), test::person(2).publicKey(), test::person(3).publicKey()};
        engine::JobRow claimed = test::jobRow(4, State::PaidUndelivered);
        claimed.response_s = 12;
        engine::JobRow missing = test::jobRow(3, State::Missing);
        missing.kind = 0;
        missing.customer.reset();
        missing.attempts = 2;
        model.setRows({job, claimed, missing});
        const auto raw = [&](int row, int column) { return ui::rawText(model.index(row, column)); };
        const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(raw(0, JobModel::State), QStringLiteral("delivered"));
        QCOMPARE(raw(0, JobModel::Duration), QStringLiteral("9217"));
        QCOMPARE(raw(0, JobModel::DurationBasis), QStringLiteral("our receipt"));
        QCOMPARE(raw(1, JobModel::Duration), QStringLiteral("12000"));
        QCOMPARE(raw(1, JobModel::DurationBasis), QStringLiteral("authors' clocks"));
        QCOMPARE(raw(2, JobModel::Duration), QString());
        QCOMPARE(raw(0, JobModel::Request), QString::fromStdString(job.request.hex()));
        QCOMPARE(raw(0, JobModel::Payment), QStringLiteral("confirmed"));
        QCOMPARE(raw(0, JobModel::Created), QStringLiteral("2023-11-14T22:13:25Z"));
        QCOMPARE(raw(0, JobModel::Dvms).split(QLatin1Char(' ')).size(), 3);
        QVERIFY(text(0, JobModel::Dvms).endsWith(QStringLiteral("+3")));
        QCOMPARE(text(2, JobModel::Dvms), QStringLiteral("(2 asked, none answered)"));
        QCOMPARE(text(2, JobModel::KindName), QStringLiteral("(kind not known)"));
        QVERIFY(model.index(1, JobModel::Payment).data(ui::MarksRole).value<ui::Marks>().isEmpty());
        QCOMPARE(model.index(1, JobModel::State).data(ui::ToneRole).toInt(),
                 static_cast<int>(ui::Tone::Failed));
    }

private:
    std::unique_ptr<test::PageFixture> m_fixture;
};

DVMDASH_TEST(JobModelTest)

#include "job_model_test.moc"
