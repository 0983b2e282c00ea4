// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/models/board_model.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/live_table_view.h"

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QRandomGenerator>
#include <QSignalSpy>

#include <algorithm>
#include <map>

using namespace dvmdash;
using namespace dvmdash::ui;

namespace
{

struct Row {
    int key = 0;
    qint64 value = 0;
    bool operator==(const Row &) const = default;
};
using Model = BoardModel<Row, int>;

std::vector<BoardColumn<Row>> columns()
{
    std::vector<BoardColumn<Row>> list;
    list.push_back(
        {{QStringLiteral("key"), QStringLiteral("Key"), CellKind::Text}, [](const Row &row, int role) {
             if (role == SearchTextRole)
                 return QVariant(QStringLiteral("row %1 Word%1").arg(row.key));
             return role == Qt::DisplayRole ? QVariant(QString::number(row.key)) : QVariant();
         }});
    list.push_back(
        {{QStringLiteral("value"), QStringLiteral("Value"), CellKind::Number},
         [](const Row &row, int role) { return role == RawValueRole ? QVariant(row.value) : QVariant(); }});
    return list;
}

std::vector<Row> rows(const QVector<int> &keys)
{
    std::vector<Row> made;
    for (const int key : keys)
        made.push_back({key, key * 10});
    return made;
}

struct Spies {
    explicit Spies(Model &model)
        : inserted(&model, &QAbstractItemModel::rowsInserted)
        , removed(&model, &QAbstractItemModel::rowsRemoved)
        , changed(&model, &QAbstractItemModel::dataChanged)
        , moved(&model, &QAbstractItemModel::rowsMoved)
        , layout(&model, &QAbstractItemModel::layoutChanged)
        , reset(&model, &QAbstractItemModel::modelReset)
    {
    }
    /// "inserted removed changed moved layout reset"
    QString counts() const
    {
        return QStringLiteral("%1 %2 %3 %4 %5 %6")
            .arg(inserted.size())
            .arg(removed.size())
            .arg(changed.size())
            .arg(moved.size())
            .arg(layout.size())
            .arg(reset.size());
    }
    QSignalSpy inserted, removed, changed, moved, layout, reset;
};

QString shownKeys(const DataTable &table)
{
    QStringList keys;
    const QAbstractItemModel &shown = *table.view()->model();
    for (int row = 0; row < shown.rowCount(); ++row)
        keys.append(shown.index(row, 0).data().toString());
    return keys.join(QLatin1Char(' '));
}

void sendToRows(const DataTable &table, QEvent::Type type)
{
    if (type == QEvent::Enter) {
        QEnterEvent event(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5));
        QCoreApplication::sendEvent(table.view()->viewport(), &event);
    } else {
        QEvent event(type);
        QCoreApplication::sendEvent(table.view()->viewport(), &event);
    }
}

} // namespace

class BoardModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void smallestChanges_data();
    void smallestChanges();
    void tellsOnlyRowsThatChanged();
    void randomAnswers();
    void orderWaitsWhileLookedAt();
    void orderWaitsForTheKeys();
    void searchesAllWords();
};

void BoardModelTest::smallestChanges_data()
{
    QTest::addColumn<QVector<int>>("before");
    QTest::addColumn<QVector<int>>("after");
    QTest::addColumn<QString>("counts"); // inserted removed changed moved layout reset
    QTest::newRow("the same") << QVector<int>{1, 2, 3} << QVector<int>{1, 2, 3} << "0 0 0 0 0 0";
    QTest::newRow("another order") << QVector<int>{1, 2, 3} << QVector<int>{3, 1, 2} << "0 0 0 0 0 0";
    QTest::newRow("from nothing") << QVector<int>{} << QVector<int>{9, 4, 7} << "1 0 0 0 0 0";
    QTest::newRow("to nothing") << QVector<int>{1, 2, 3} << QVector<int>{} << "0 1 0 0 0 0";
    QTest::newRow("two in one place") << QVector<int>{1, 9} << QVector<int>{9, 3, 1, 2} << "1 0 0 0 0 0";
    QTest::newRow("two places") << QVector<int>{2, 5} << QVector<int>{1, 2, 5, 6} << "2 0 0 0 0 0";
    QTest::newRow("gone at two places") << QVector<int>{1, 2, 3, 4, 5} << QVector<int>{2, 5} << "0 2 0 0 0 0";
    QTest::newRow("one comes, one leaves") << QVector<int>{1, 2, 3} << QVector<int>{2, 3, 4} << "1 1 0 0 0 0";
}

void BoardModelTest::smallestChanges()
{
    QFETCH(QVector<int>, before);
    QFETCH(QVector<int>, after);
    QFETCH(QString, counts);
    Model model(&Row::key, columns());
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(rows(before));
    Spies spies(model);
    model.setRows(rows(after));
    QCOMPARE(spies.counts(), counts);
    std::sort(after.begin(), after.end());
    QVERIFY(model.rows() == rows(after));
}

void BoardModelTest::tellsOnlyRowsThatChanged()
{
    Model model(&Row::key, columns());
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::vector<Row> next = rows({1, 2, 3, 4, 5, 6});
    model.setRows(next);
    Spies spies(model);
    next[1].value = next[2].value = next[5].value = 7;
    std::reverse(next.begin(), next.end());
    model.setRows(next);
    QCOMPARE(spies.counts(), QStringLiteral("0 0 2 0 0 0"));
    QCOMPARE(spies.changed.at(0).at(0).toModelIndex().row(), 1);
    QCOMPARE(spies.changed.at(0).at(1).toModelIndex().row(), 2);
    QCOMPARE(spies.changed.at(1).at(0).toModelIndex().row(), 5);
    QCOMPARE(model.rowOf(3), 2);
    QCOMPARE(model.rowOf(7), -1);
}

void BoardModelTest::randomAnswers()
{
    Model model(&Row::key, columns());
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QRandomGenerator random(11);
    for (int round = 0; round < 200; ++round) {
        std::map<int, Row> wanted;
        for (int key = 0; key < 40; ++key)
            if (random.bounded(3) != 0)
                wanted[key] = {key, random.bounded(3)};
        std::vector<std::pair<QPersistentModelIndex, int>> kept;
        for (int row = 0; row < model.rowCount(); row += 5)
            kept.emplace_back(model.index(row, 0), model.row(row).key);
        std::vector<Row> next;
        for (const auto &[key, row] : wanted)
            next.push_back(row);
        std::vector<Row> shuffled = next;
        std::shuffle(shuffled.begin(), shuffled.end(), random);
        model.setRows(shuffled);
        QVERIFY(model.rows() == next);
        for (const auto &[index, key] : kept)
            QCOMPARE(index.isValid() ? index.row() : -1, model.rowOf(key));
    }
}

void BoardModelTest::orderWaitsWhileLookedAt()
{
    Model model(&Row::key, columns());
    DataTable table(QStringLiteral("board"), 1);
    table.setModel(&model);
    table.sortBy(QStringLiteral("value"), Qt::DescendingOrder);
    table.setOrderWaits(true);
    model.setRows(rows({1, 2, 3}));
    QCOMPARE(shownKeys(table), QStringLiteral("3 2 1"));

    sendToRows(table, QEvent::Enter);
    model.setRows({{1, 99}, {2, 20}, {3, 30}});
    QCOMPARE(shownKeys(table), QStringLiteral("3 2 1"));
    QCOMPARE(table.view()->model()->index(2, 1).data(RawValueRole).toLongLong(), 99); // told all the same
    sendToRows(table, QEvent::Leave);
    QCOMPARE(shownKeys(table), QStringLiteral("1 3 2"));
    model.setRows({{1, 1}, {2, 20}, {3, 30}});
    QCOMPARE(shownKeys(table), QStringLiteral("3 2 1"));
}

void BoardModelTest::orderWaitsForTheKeys()
{
    Model model(&Row::key, columns());
    DataTable table(QStringLiteral("board"), 1);
    table.setModel(&model);
    table.sortBy(QStringLiteral("value"), Qt::DescendingOrder);
    table.setOrderWaits(true);
    model.setRows(rows({1, 2, 3}));
    table.resize(400, 300);
    table.show();
    QTest::keyClick(table.view(), Qt::Key_Down);
    model.setRows({{1, 99}, {2, 20}, {3, 30}});
    QCOMPARE(shownKeys(table), QStringLiteral("3 2 1"));
    table.hide(); // nobody looks any more
    QCOMPARE(shownKeys(table), QStringLiteral("1 3 2"));
}

void BoardModelTest::searchesAllWords()
{
    Model model(&Row::key, columns());
    DataTable table(QStringLiteral("board"), 1);
    table.setModel(&model);
    model.setRows(rows({1, 2, 12, 20}));
    table.setWords(QStringLiteral("  wORD2 row "));
    QCOMPARE(shownKeys(table), QStringLiteral("2 20"));
    model.setRows(rows({1, 2, 12, 20, 21}));
    QCOMPARE(shownKeys(table), QStringLiteral("2 20 21"));
    table.setWords(QStringLiteral("word2 row 20"));
    QCOMPARE(shownKeys(table), QStringLiteral("20"));
    table.setWords({});
    QCOMPARE(shownKeys(table), QStringLiteral("1 2 12 20 21"));
}

DVMDASH_TEST(BoardModelTest)
#include "board_model_test.moc"
