// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "table_fixture.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/skeleton.h"
#include "ui/widgets/table_header.h"
#include "ui/widgets/view_state.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace dvmdash;
using namespace dvmdash::ui;

namespace
{

TableHeader *headerOf(const DataTable &table)
{
    return static_cast<TableHeader *>(table.view()->horizontalHeader());
}

QAction *columnAction(QMenu &menu, const char *title)
{
    const auto actions = menu.actions();
    for (QAction *action : actions) {
        if (action->text() == QLatin1String(title))
            return action;
    }
    return nullptr;
}

} // namespace

class DataTableTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hidesWhatTheModelHides();
    void firstColumnIsNeverHidden();
    void columnsAreChosenInTheMenu();
    void columnsComeBack();
    void anotherVersionIsNotRestored();
    void columnsThatAreGoneDisturbNothing();
    void sortingKeepsIndexesOfTheModel();
    void modelSortsItself();
    void thirdClickReturnsToTheModelsOrder();
    void enterActivates();
    void copiesTheRawValue();
    void copiesRows();
    void exportsWhatIsVisible();
    void emptyAndLoading();
    void scalesToManyRows();
    void headerActionsHaveNames();
};

void DataTableTest::hidesWhatTheModelHides()
{
    test::RowsModel model(test::someRows(3));
    DataTable table(QStringLiteral("t"), 1);
    table.setModel(&model);
    QCOMPARE(table.visibleColumns(), (QVector<int>{0, 1, 2, 3, 4}));
    QVERIFY(!table.view()->showGrid());
    QVERIFY(!table.view()->alternatingRowColors());
}

void DataTableTest::firstColumnIsNeverHidden()
{
    test::RowsModel model(test::someRows(3));
    DataTable table(QStringLiteral("t"), 1);
    table.setModel(&model);
    QMenu menu;
    headerOf(table)->fillColumnMenu(menu);
    QVERIFY(!columnAction(menu, "Id")->isEnabled());
    QVERIFY(columnAction(menu, "Text")->isEnabled());

    MemoryViewState state;
    state.setValue(QStringLiteral("table/t"),
                   TableState{1, {{QStringLiteral("id"), 90, false}}, {}, false}.toJson());
    table.restoreFrom(state);
    QVERIFY(table.visibleColumns().contains(0));
}

void DataTableTest::columnsAreChosenInTheMenu()
{
    test::RowsModel model(test::someRows(3));
    DataTable table(QStringLiteral("t"), 1);
    table.setModel(&model);
    QMenu menu;
    headerOf(table)->fillColumnMenu(menu);
    columnAction(menu, "Extra")->trigger();
    columnAction(menu, "State")->trigger();
    QCOMPARE(table.visibleColumns(), (QVector<int>{0, 2, 3, 4, 5}));
}

void DataTableTest::columnsComeBack()
{
    test::RowsModel model(test::someRows(3));
    MemoryViewState state;
    {
        DataTable table(QStringLiteral("t"), 1);
        table.setModel(&model);
        table.restoreFrom(state);
        headerOf(table)->moveSection(3, 1);
        headerOf(table)->resizeSection(2, 321);
        QMenu menu;
        headerOf(table)->fillColumnMenu(menu);
        columnAction(menu, "State")->trigger();
        table.sortBy(QStringLiteral("number"), Qt::DescendingOrder);
        QTRY_VERIFY(!state.value(QStringLiteral("table/t")).isEmpty());
    }
    DataTable table(QStringLiteral("t"), 1);
    table.setModel(&model);
    table.restoreFrom(state);
    QCOMPARE(table.visibleColumns(), (QVector<int>{0, 3, 2, 4}));
    QCOMPARE(headerOf(table)->sectionSize(2), 321);
    QCOMPARE(headerOf(table)->sortIndicatorSection(), 3);
    QCOMPARE(table.view()->model()->index(0, 0).data().toString(), QStringLiteral("id2"));
}

void DataTableTest::anotherVersionIsNotRestored()
{
    test::RowsModel model(test::someRows(3));
    MemoryViewState state;
    state.setValue(QStringLiteral("table/t"),
                   TableState{1, {{QStringLiteral("text"), 90, false}}, {}, false}.toJson());
    DataTable table(QStringLiteral("t"), 2);
    table.setModel(&model);
    table.restoreFrom(state);
    QVERIFY(table.visibleColumns().contains(2));
}

void DataTableTest::columnsThatAreGoneDisturbNothing()
{
    test::RowsModel model(test::someRows(3));
    MemoryViewState state;
    const TableState saved{1,
                           {{QStringLiteral("id"), 90, true},
                            {QStringLiteral("from the future"), 10, true},
                            {QStringLiteral("number"), 111, true}},
                           QStringLiteral("from the future"),
                           true};
    state.setValue(QStringLiteral("table/t"), saved.toJson());
    DataTable table(QStringLiteral("t"), 1);
    table.setModel(&model);
    table.restoreFrom(state);
    QCOMPARE(table.visibleColumns(), (QVector<int>{0, 3, 1, 2, 4}));
    QCOMPARE(headerOf(table)->sectionSize(3), 111);
}

void DataTableTest::sortingKeepsIndexesOfTheModel()
{
    test::RowsModel model(test::someRows(5));
    DataTable table(QStringLiteral("t"), 1);
    table.setModel(&model);
    table.sortBy(QStringLiteral("number"), Qt::DescendingOrder);
    QSignalSpy current(&table, &DataTable::currentChanged);
    table.view()->selectRow(0);
    QCOMPARE(current.count(), 1);
    QCOMPARE(table.currentIndex().row(), 4);
    QCOMPARE(table.currentIndex().model(), &model);
    table.setCurrentIndex(model.index(1, 0));
    QCOMPARE(table.view()->currentIndex().row(), 3);
    QCOMPARE(table.selectedRows(), QVector<int>{1});
}

void DataTableTest::modelSortsItself()
{
    class Asked : public test::RowsModel
    {
    public:
        using RowsModel::RowsModel;
        void sort(int column, Qt::SortOrder order) override { last = {column, order}; }
        std::pair<int, Qt::SortOrder> last{-7, Qt::AscendingOrder};
    };
    Asked model(test::someRows(3));
    DataTable table(QStringLiteral("t"), 1);
    table.setModel(&model, DataTable::Sorting::ByModel);
    table.sortBy(QStringLiteral("at"), Qt::DescendingOrder);
    QCOMPARE(model.last, std::pair(4, Qt::DescendingOrder));
    QCOMPARE(table.view()->model(), &model);
}

void DataTableTest::thirdClickReturnsToTheModelsOrder()
{
    test::RowsModel model(
        {{QStringLiteral("a"), {}, 2, 1}, {QStringLiteral("b"), {}, 3, 1}, {QStringLiteral("c"), {}, 1, 1}});
    DataTable table(QStringLiteral("t"), 1);
    table.setModel(&model);
    table.resize(900, 300);
    table.show();
    QVERIFY(QTest::qWaitForWindowExposed(&table));
    TableHeader *header = headerOf(table);
    const QPoint head(header->sectionViewportPosition(3) + 20, header->height() / 2);
    const auto order = [&] {
        QString ids;
        for (int row = 0; row < 3; ++row)
            ids += table.view()->model()->index(row, 0).data().toString();
        return ids;
    };
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, head);
    QCOMPARE(order(), QStringLiteral("cab"));
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, head);
    QCOMPARE(order(), QStringLiteral("bac"));
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, head);
    QCOMPARE(order(), QStringLiteral("abc"));
}

void DataTableTest::enterActivates()
{
    test::RowsModel model(test::someRows(3));
    DataTable table(QStringLiteral("t"), 1);
    table.setModel(&model);
    table.resize(700, 300);
    table.show();
    QVERIFY(QTest::qWaitForWindowExposed(&table));
    table.setFocus();
    QSignalSpy activated(&table, &DataTable::activated);
    table.setCurrentIndex(model.index(0, 0));
    QTest::keyClick(table.view(), Qt::Key_Down);
    QTest::keyClick(table.view(), Qt::Key_Return);
    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated.at(0).at(0).toModelIndex().row(), 1);
    const QRect cell = table.view()->visualRect(table.view()->model()->index(2, 0));
    QTest::mouseClick(table.view()->viewport(), Qt::LeftButton, {}, cell.center());
    QTest::mouseDClick(table.view()->viewport(), Qt::LeftButton, {}, cell.center());
    QCOMPARE(activated.count(), 2);
    QCOMPARE(activated.at(1).at(0).toModelIndex().row(), 2);
}

void DataTableTest::copiesTheRawValue()
{
    test::RowsModel model({{QString(64, QLatin1Char('b')), QStringLiteral("x"), 12480, 1'709'650'000}});
    DataTable table(QStringLiteral("t"), 1);
    table.setModel(&model);
    const auto copied = [&](int column) {
        table.setCurrentIndex(model.index(0, column));
        QTest::keyClick(table.view(), Qt::Key_C, Qt::ControlModifier);
        return QGuiApplication::clipboard()->text();
    };
    QCOMPARE(copied(0), QString(64, QLatin1Char('b')));
    QCOMPARE(copied(3), QStringLiteral("12480"));
    QCOMPARE(copied(4), QStringLiteral("2024-03-05T14:46:40Z"));
}

void DataTableTest::copiesRows()
{
    test::RowsModel model({{QStringLiteral("a"), QStringLiteral("tab\there\nline"), 1, 0},
                           {QStringLiteral("b"), QStringLiteral("y"), 2, 1}});
    DataTable table(QStringLiteral("t"), 1);
    table.setModel(&model);
    table.view()->selectAll();
    QTest::keyClick(table.view(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QStringLiteral("a\tfailed\ttab here line\t1\t1970-01-01T00:00:00Z\n"
                            "b\tfailed\ty\t2\t1970-01-01T00:00:01Z\n"));
}

void DataTableTest::exportsWhatIsVisible()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("t.csv"));
    test::RowsModel model(test::someRows(3));
    DataTable table(QStringLiteral("jobs"), 1);
    table.setModel(&model);
    FixedFileChooser chooser(path);
    table.setFileChooser(chooser);
    QMenu menu;
    headerOf(table)->fillColumnMenu(menu);
    columnAction(menu, "State")->trigger();
    columnAction(menu, "When")->trigger();
    headerOf(table)->moveSection(3, 1);
    table.sortBy(QStringLiteral("number"), Qt::DescendingOrder);
    QSignalSpy finished(&table, &DataTable::exportFinished);
    Card card(QStringLiteral("Jobs"));
    table.addActionsTo(card);
    for (auto *button : card.findChildren<QToolButton *>()) {
        if (button->accessibleName().contains(QLatin1String("CSV")))
            button->click();
    }
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(chooser.lastRequest().suggestedName, QStringLiteral("jobs.csv"));
    QCOMPARE(test::readFile(path),
             QByteArray("id,number_ms,text\r\nid2,2,text 2\r\nid1,1,text 1\r\nid0,0,text 0\r\n"));
}

void DataTableTest::emptyAndLoading()
{
    test::RowsModel model;
    DataTable table(QStringLiteral("t"), 1);
    table.setModel(&model);
    table.setEmptyState(Icon::Jobs, QStringLiteral("No jobs yet"), QStringLiteral("why"),
                        QStringLiteral("Start"));
    table.setLoading(true);
    table.resize(600, 400);
    table.show();
    QVERIFY(QTest::qWaitForWindowExposed(&table));
    auto *empty = table.findChild<EmptyState *>();
    auto *skeleton = table.findChild<Skeleton *>();
    QVERIFY(skeleton->isVisible());
    QVERIFY(!empty->isVisible());
    table.setLoading(false);
    QVERIFY(!skeleton->isVisible());
    QVERIFY(empty->isVisible());
    QVERIFY(table.rect().contains(empty->geometry()));
    QSignalSpy clicked(&table, &DataTable::emptyButtonClicked);
    empty->findChild<QPushButton *>()->click();
    QCOMPARE(clicked.count(), 1);
    model.insert(0, test::someRows(1));
    QVERIFY(!empty->isVisible());
    model.remove(0, 1);
    QVERIFY(empty->isVisible());
}

void DataTableTest::scalesToManyRows()
{
    class Counting : public test::RowsModel
    {
    public:
        using RowsModel::RowsModel;
        QVariant data(const QModelIndex &index, int role) const override
        {
            ++asked;
            return RowsModel::data(index, role);
        }
        mutable qint64 asked = 0;
    };
    Counting model(test::someRows(100'000));
    DataTable table(QStringLiteral("t"), 1);
    table.setModel(&model, DataTable::Sorting::None);
    table.resize(800, 600);
    table.show();
    QVERIFY(QTest::qWaitForWindowExposed(&table));
    table.grab();
    // Only what is on screen is asked for: some 20 rows.
    QVERIFY2(model.asked < 3000, qPrintable(QString::number(model.asked)));
    model.asked = 0;
    table.view()->scrollToBottom();
    table.grab();
    QVERIFY2(model.asked < 3000, qPrintable(QString::number(model.asked)));
    QCOMPARE(table.view()->rowAt(table.view()->viewport()->height() - 2), 99'999);
}

void DataTableTest::headerActionsHaveNames()
{
    test::RowsModel model(test::someRows(1));
    DataTable table(QStringLiteral("t"), 1);
    table.setModel(&model);
    Card card(QStringLiteral("Jobs"));
    table.addActionsTo(card);
    const auto buttons = card.findChildren<QToolButton *>();
    QCOMPARE(buttons.size(), 2);
    for (const auto *button : buttons) {
        QVERIFY(!button->accessibleName().isEmpty());
        QVERIFY(!button->toolTip().isEmpty());
        QVERIFY(button->focusPolicy() & Qt::TabFocus);
    }
}

DVMDASH_TEST(DataTableTest)
#include "data_table_test.moc"
