// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/widgets/flow_layout.h"

#include <QLabel>
#include <QSet>
#include <QWidget>

using namespace dvmdash::ui;

class FlowLayoutTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rows_data();
    void rows();
    void fillsTheWidth();
    void hiddenItemsTakeNoPlace();
    void takesItemsBack();
};

void FlowLayoutTest::rows_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("items");
    QTest::addColumn<int>("columns");
    QTest::newRow("all in one row") << 780 << 7 << 7;
    QTest::newRow("more room than needed") << 2000 << 7 << 7;
    QTest::newRow("even rows, not six and one") << 700 << 7 << 4;
    QTest::newRow("two rows of four") << 560 << 8 << 4;
    QTest::newRow("too narrow for one") << 40 << 3 << 1;
}

void FlowLayoutTest::rows()
{
    QFETCH(int, width);
    QFETCH(int, items);
    QFETCH(int, columns);
    QWidget holder;
    auto *layout = new FlowLayout(100, 12, &holder);
    for (int i = 0; i < items; ++i) {
        auto *item = new QWidget;
        item->setMinimumHeight(30 + i);
        layout->addWidget(item);
    }
    layout->setGeometry(QRect(0, 0, width, layout->heightForWidth(width)));
    QSet<int> lefts;
    QSet<int> tops;
    for (int i = 0; i < items; ++i) {
        lefts.insert(layout->itemAt(i)->geometry().left());
        tops.insert(layout->itemAt(i)->geometry().top());
        for (int other = 0; other < i; ++other)
            QVERIFY(!layout->itemAt(i)->geometry().intersects(layout->itemAt(other)->geometry()));
    }
    QCOMPARE(lefts.size(), columns);
    QCOMPARE(tops.size(), (items + columns - 1) / columns);
    QVERIFY(layout->itemAt(items - 1)->geometry().bottom() < layout->heightForWidth(width));
}

void FlowLayoutTest::fillsTheWidth()
{
    QWidget holder;
    auto *layout = new FlowLayout(100, 12, &holder);
    for (int i = 0; i < 7; ++i)
        layout->addWidget(new QWidget);
    for (int width = 780; width < 800; ++width) {
        layout->setGeometry(QRect(5, 5, width, 50));
        QCOMPARE(layout->itemAt(0)->geometry().left(), 5);
        QCOMPARE(layout->itemAt(6)->geometry().right() + 1, 5 + width);
    }
}

void FlowLayoutTest::hiddenItemsTakeNoPlace()
{
    QWidget holder;
    auto *layout = new FlowLayout(100, 12, &holder);
    for (int i = 0; i < 3; ++i)
        layout->addWidget(new QLabel(QStringLiteral("x")));
    holder.show();
    layout->itemAt(0)->widget()->hide();
    layout->setGeometry(QRect(0, 0, 400, 100));
    QCOMPARE(layout->itemAt(1)->geometry().left(), 0);
}

void FlowLayoutTest::takesItemsBack()
{
    FlowLayout layout(100, 12);
    auto *item = new QSpacerItem(1, 1);
    layout.addItem(item);
    QCOMPARE(layout.count(), 1);
    const std::unique_ptr<QLayoutItem> taken(layout.takeAt(0));
    QCOMPARE(taken.get(), item);
    QCOMPARE(layout.count(), 0);
    QVERIFY(!layout.takeAt(0));
    QVERIFY(!layout.itemAt(-1));
}

DVMDASH_TEST(FlowLayoutTest)
#include "flow_layout_test.moc"
