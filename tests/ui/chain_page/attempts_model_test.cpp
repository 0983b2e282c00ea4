// SPDX-License-Identifier: GPL-3.0-or-later
#include "../pages/page_fixture.h"
#include "made_answer.h"
#include "support/test_main.h"
#include "ui/chain/attempts_model.h"
#include "ui/models/columns.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace dvmdash;
using namespace dvmdash::ui;
using dvm::State;

namespace
{

engine::ChainAnswer chain()
{
    dvm::Attempt paid = test::madeAttempt(2, State::Waiting, 3);
    paid.payment = dvm::PaymentState::Requested;
    paid.requested_msat = 21'000;
    dvm::Attempt done = test::madeAttempt(1, State::Delivered, 9);
    done.response_s = 9;
    engine::ChainAnswer answer = test::madeAnswer(
        {test::madeNode(1, 0, State::Delivered, {test::madeAttempt(3, State::Failed, 5), done}),
         test::madeNode(2, 10, State::Waiting, {paid}), test::madeNode(3, 11, State::Unserved)});
    answer.verdict.root_causes = {
        {test::madeJob(1), test::madeDvm(1), dvm::Reason::BadResult, test::chainStart + 9, {}}};
    return answer;
}

} // namespace

class AttemptsModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsEveryAttempt();
    void followsAnswers();

private:
    test::PageFixture m_fixture;
};

void AttemptsModelTest::showsEveryAttempt()
{
    AttemptsModel model(m_fixture.names());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setAnswer(chain());
    QCOMPARE(model.rowCount(), 3);
    const auto shown = [&](int row, int column) { return model.index(row, column).data().toString(); };
    const auto raw = [&](int row, int column) { return model.index(row, column).data(RawValueRole); };
    QCOMPARE(shown(0, AttemptsModel::State), QStringLiteral("failed"));
    QCOMPARE(shown(1, AttemptsModel::State), QStringLiteral("delivered"));
    QCOMPARE(shown(2, AttemptsModel::State), QStringLiteral("awaiting payment"));
    QCOMPARE(raw(1, AttemptsModel::Response).toLongLong(), 9'000);
    QVERIFY(!raw(0, AttemptsModel::Response).isValid());
    QCOMPARE(raw(2, AttemptsModel::Asked).toLongLong(), 21'000);
    QVERIFY(!raw(2, AttemptsModel::Confirmed).isValid());
    QVERIFY(shown(1, AttemptsModel::Flags).startsWith(QLatin1String("root cause")));
    QVERIFY(shown(0, AttemptsModel::Flags).isEmpty());
    QCOMPARE(raw(0, AttemptsModel::Dvm).toString(), QString::fromStdString(test::madeDvm(3).hex()));
    // Of a job with several attempts the one that is to blame.
    QCOMPARE(model.rowOf(test::madeJob(1)), 1);
    QCOMPARE(model.rowOf(test::madeJob(2)), 2);
    QCOMPARE(model.rowOf(test::madeJob(3)), -1);
}

void AttemptsModelTest::followsAnswers()
{
    AttemptsModel model(m_fixture.names());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setAnswer(chain());
    engine::ChainAnswer next = chain();
    next.chain.nodes[1].attempts[0].state = State::Delivered;
    next.chain.nodes[2].attempts = {test::madeAttempt(4, State::Accepted, 12)};
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    model.setAnswer(next);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(removed.size(), 0);
    QCOMPARE(model.rowCount(), 4);
    next.chain.nodes.erase(next.chain.nodes.begin());
    model.setAnswer(next);
    QCOMPARE(model.rowCount(), 2);
}

DVMDASH_TEST(AttemptsModelTest)
#include "attempts_model_test.moc"
