// SPDX-License-Identifier: GPL-3.0-or-later
#include "pointer.h"
#include "support/test_main.h"
#include "table_fixture.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/live_table_view.h"

#include <QPushButton>
#include <QScrollBar>

#include <memory>

using namespace dvmdash;
using namespace dvmdash::ui;

class LiveTableTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void followsAtTheTop();
    void rowsStayUnderThePointer();
    void rowsStayWhereScrolledTo();
    void rowsBelowMoveNothing();
    void selectionWithFocusHoldsTheRows();
    void pillCountsAndShowsTheNewest();
    void scrollingUpTakesThePillAway();
    void removalAboveKeepsTheRows();
    void oldestRowsMayFallOffTheEnd();
    void sortedTableKeepsRowsToo();

private:
    QString idAt(int y) const;
    void hover(int row);
    QPushButton *pill() const { return m_table->findChild<QPushButton *>(); }

    std::unique_ptr<test::RowsModel> m_model;
    std::unique_ptr<DataTable> m_table;
    LiveTableView *m_view = nullptr;
};

void LiveTableTest::init()
{
    m_model = std::make_unique<test::RowsModel>(test::someRows(200));
    m_table = std::make_unique<DataTable>(QStringLiteral("live"), 1);
    m_table->setModel(m_model.get(), DataTable::Sorting::None);
    m_view = m_table->view();
    m_table->resize(700, 400);
    m_table->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_table.get()));
    m_view->clearFocus();
}

void LiveTableTest::cleanup()
{
    m_table.reset();
    m_model.reset();
}

QString LiveTableTest::idAt(int y) const
{
    return m_view->model()->index(m_view->rowAt(y), 0).data().toString();
}

void LiveTableTest::hover(int row)
{
    const QPoint place = m_view->visualRect(m_view->model()->index(row, 0)).center();
    test::movePointer(*m_view->viewport(), place);
    QCOMPARE(m_view->hoveredRow(), row);
}

void LiveTableTest::followsAtTheTop()
{
    m_model->insert(0, test::someRows(5, 1000));
    QCOMPARE(m_view->verticalScrollBar()->value(), 0);
    QCOMPARE(idAt(2), QStringLiteral("id1000"));
    QCOMPARE(m_view->newRows(), 0);
}

void LiveTableTest::rowsStayUnderThePointer()
{
    hover(3);
    const int y = m_view->rowViewportPosition(3) + 2;
    QCOMPARE(idAt(y), QStringLiteral("id3"));
    for (int batch = 0; batch < 10; ++batch)
        m_model->insert(0, test::someRows(4, 1000 + batch * 4));
    QCOMPARE(idAt(y), QStringLiteral("id3"));
    QCOMPARE(m_view->newRows(), 40);
    QCOMPARE(m_view->hoveredRow(), 43);
}

void LiveTableTest::rowsStayWhereScrolledTo()
{
    m_view->verticalScrollBar()->setValue(50);
    QCOMPARE(idAt(2), QStringLiteral("id50"));
    m_model->insert(0, test::someRows(7, 1000));
    QCOMPARE(idAt(2), QStringLiteral("id50"));
    QCOMPARE(m_view->newRows(), 7);
    // Also at the very end of the range.
    m_view->scrollToBottom();
    const QString last = idAt(2);
    m_model->insert(0, test::someRows(7, 2000));
    QCOMPARE(idAt(2), last);
}

void LiveTableTest::rowsBelowMoveNothing()
{
    m_view->verticalScrollBar()->setValue(50);
    m_model->insert(190, test::someRows(7, 1000));
    QCOMPARE(idAt(2), QStringLiteral("id50"));
    QCOMPARE(m_view->newRows(), 0);
}

void LiveTableTest::selectionWithFocusHoldsTheRows()
{
    m_view->setFocus();
    QTRY_VERIFY(m_view->hasFocus());
    m_table->setCurrentIndex(m_model->index(1, 0));
    m_model->insert(0, test::someRows(3, 1000));
    QCOMPARE(idAt(2), QStringLiteral("id0"));
    QCOMPARE(m_view->currentIndex().data().toString(), QStringLiteral("id1"));
    QCOMPARE(m_view->newRows(), 3);
}

void LiveTableTest::pillCountsAndShowsTheNewest()
{
    QVERIFY(!pill()->isVisible());
    hover(3);
    m_model->insert(0, test::someRows(37, 1000));
    QVERIFY(pill()->isVisible());
    QCOMPARE(pill()->text(), QStringLiteral("37 new"));
    QVERIFY(pill()->accessibleName().contains(QLatin1String("37")));
    pill()->click();
    QCOMPARE(m_view->verticalScrollBar()->value(), 0);
    QVERIFY(!pill()->isVisible());
    QCOMPARE(idAt(2), QStringLiteral("id1000"));
}

void LiveTableTest::scrollingUpTakesThePillAway()
{
    m_view->verticalScrollBar()->setValue(5);
    m_model->insert(0, test::someRows(3, 1000));
    QVERIFY(pill()->isVisible());
    m_view->verticalScrollBar()->setValue(0);
    QVERIFY(!pill()->isVisible());
}

void LiveTableTest::removalAboveKeepsTheRows()
{
    m_view->verticalScrollBar()->setValue(50);
    m_model->remove(10, 20);
    QCOMPARE(idAt(2), QStringLiteral("id50"));
    // The row at the top goes itself: the next one takes its place.
    m_model->remove(25, 10);
    QCOMPARE(idAt(2), QStringLiteral("id55"));
}

void LiveTableTest::oldestRowsMayFallOffTheEnd()
{
    m_view->verticalScrollBar()->setValue(50);
    m_model->insert(0, test::someRows(10, 1000));
    m_model->remove(200, 10);
    QCOMPARE(idAt(2), QStringLiteral("id50"));
    QCOMPARE(m_model->rowCount(), 200);
}

void LiveTableTest::sortedTableKeepsRowsToo()
{
    m_table->setModel(m_model.get(), DataTable::Sorting::Here);
    m_table->sortBy(QStringLiteral("number"), Qt::AscendingOrder);
    m_view->verticalScrollBar()->setValue(50);
    const QString top = idAt(2);
    m_model->insert(200, {{QStringLiteral("early"), {}, 0, 0}, {QStringLiteral("late"), {}, 9999, 0}});
    QCOMPARE(idAt(2), top);
    QCOMPARE(m_view->newRows(), 1);
}

DVMDASH_TEST(LiveTableTest)
#include "live_table_test.moc"
