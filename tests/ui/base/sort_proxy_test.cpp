// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "table_fixture.h"
#include "ui/models/sort_proxy.h"

#include <QAbstractItemModelTester>

using namespace dvmdash;
using namespace dvmdash::ui;

namespace
{

QString idsOf(const QAbstractItemModel &model)
{
    QStringList ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids.append(model.index(row, 0).data(RawValueRole).toString());
    return ids.join(QLatin1Char(' '));
}

} // namespace

class SortProxyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void sortsNumbersAsNumbers();
    void sortsTextsWithoutCase();
    void unknownStandsBelowAll();
    void newRowsFindTheirPlace();
    void returnsToTheModelsOrder();
    void sortsManyRows();

private:
    test::RowsModel m_model;
};

void SortProxyTest::init()
{
    m_model.replaceAll({{QStringLiteral("a"), QStringLiteral("beta"), 100, 3},
                        {QStringLiteral("b"), QStringLiteral("Alpha"), 20, 1},
                        {QStringLiteral("c"), QStringLiteral("gamma"), -1, 2},
                        {QStringLiteral("d"), QStringLiteral("Beta"), 3, 9}});
}

void SortProxyTest::sortsNumbersAsNumbers()
{
    SortProxy proxy;
    QAbstractItemModelTester tester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
    proxy.setSourceModel(&m_model);
    proxy.sort(3, Qt::DescendingOrder);
    QCOMPARE(idsOf(proxy), QStringLiteral("a b d c"));
    proxy.sort(4, Qt::AscendingOrder);
    QCOMPARE(idsOf(proxy), QStringLiteral("b c a d"));
}

void SortProxyTest::sortsTextsWithoutCase()
{
    SortProxy proxy;
    proxy.setSourceModel(&m_model);
    proxy.sort(2, Qt::AscendingOrder);
    QCOMPARE(idsOf(proxy), QStringLiteral("b a d c"));
}

void SortProxyTest::unknownStandsBelowAll()
{
    SortProxy proxy;
    proxy.setSourceModel(&m_model);
    proxy.sort(3, Qt::AscendingOrder);
    QCOMPARE(idsOf(proxy), QStringLiteral("c d b a"));
}

void SortProxyTest::newRowsFindTheirPlace()
{
    SortProxy proxy;
    QAbstractItemModelTester tester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
    proxy.setSourceModel(&m_model);
    proxy.sort(3, Qt::AscendingOrder);
    m_model.insert(0, {{QStringLiteral("e"), QStringLiteral("x"), 50, 5}});
    QCOMPARE(idsOf(proxy), QStringLiteral("c d b e a"));
    m_model.remove(1, 1);
    QCOMPARE(idsOf(proxy), QStringLiteral("c d b e"));
}

void SortProxyTest::returnsToTheModelsOrder()
{
    SortProxy proxy;
    proxy.setSourceModel(&m_model);
    proxy.sort(3, Qt::AscendingOrder);
    proxy.sort(-1, Qt::AscendingOrder);
    QCOMPARE(idsOf(proxy), QStringLiteral("a b c d"));
}

void SortProxyTest::sortsManyRows()
{
    constexpr int count = 100'000;
    QVector<test::Row> rows = test::someRows(count);
    for (int i = 0; i < count; ++i)
        rows[i].number = (qint64(i) * 7919) % count; // a permutation: 7919 is prime to the count
    m_model.replaceAll(rows);
    SortProxy proxy;
    proxy.setSourceModel(&m_model);
    QBENCHMARK_ONCE
    {
        proxy.sort(3, Qt::AscendingOrder);
    }
    for (int row = 0; row < count; ++row)
        QCOMPARE(proxy.index(row, 3).data(RawValueRole).toLongLong(), row);
}

DVMDASH_TEST(SortProxyTest)
#include "sort_proxy_test.moc"
