// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/charts/sparkline.h"
#include "ui/theme/theme.h"
#include "ui/widgets/stat_card.h"

#include <QSignalSpy>

using namespace dvmdash::ui;

class StatCardTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void beginsAsSkeleton();
    void saysEverythingInWords();
    void isAButtonOnlyWhenAsked();
    void sizeDoesNotDependOnContents();
    void paintsTheFigure();
    void sparklineTakesAnyCount_data();
    void sparklineTakesAnyCount();
    void sparklineBreaksWhereNothingIsKnown();
};

void StatCardTest::beginsAsSkeleton()
{
    StatCard card(QStringLiteral("Requests"));
    QVERIFY(card.isLoading());
    QCOMPARE(card.accessibleName(), QStringLiteral("Requests: loading"));
    card.setFigure(QStringLiteral("12"));
    QVERIFY(!card.isLoading());
    card.setLoading(true);
    QVERIFY(card.isLoading());
}

void StatCardTest::saysEverythingInWords()
{
    StatCard card(QStringLiteral("Requests"));
    card.setFigure(format::count(12480));
    card.setChange(format::change(12480, 11556));
    card.setExplanation(QStringLiteral("Kinds 5000 to 5999"));
    QCOMPARE(card.accessibleName(), QStringLiteral("Requests: 12,480, 7 % more"));
    QCOMPARE(card.accessibleDescription(), QStringLiteral("Kinds 5000 to 5999"));
    for (const char *part : {"Requests", "12,480", "7 % more", "Kinds"})
        QVERIFY2(card.toolTip().contains(QLatin1String(part)), part);
    card.setChange(std::nullopt);
    card.setFigure(QStringLiteral("Text generation"), QStringLiteral("kind 5050"));
    QCOMPARE(card.accessibleName(), QStringLiteral("Requests: Text generation, kind 5050"));
}

void StatCardTest::isAButtonOnlyWhenAsked()
{
    StatCard card(QStringLiteral("Requests"));
    QCOMPARE(card.focusPolicy(), Qt::NoFocus);
    card.setActivatable(true);
    card.resize(card.sizeHint());
    card.show();
    QVERIFY(QTest::qWaitForWindowExposed(&card));
    card.setFocus();
    QSignalSpy clicked(&card, &StatCard::clicked);
    QTest::keyClick(&card, Qt::Key_Return);
    QTest::keyClick(&card, Qt::Key_Space);
    QTest::mouseClick(&card, Qt::LeftButton);
    QCOMPARE(clicked.count(), 3);
}

void StatCardTest::sizeDoesNotDependOnContents()
{
    StatCard card(QStringLiteral("Requests"));
    const QSize before = card.sizeHint();
    card.setFigure(QString(200, QLatin1Char('W')));
    card.setChange(format::change(1, 0));
    card.setHistory({1, 2, 3}, Hue::Requests);
    QCOMPARE(card.sizeHint(), before);
}

void StatCardTest::paintsTheFigure()
{
    StatCard card(QStringLiteral("Requests"));
    card.resize(card.sizeHint());
    const QImage loading = card.grab().toImage();
    card.setFigure(QStringLiteral("12,480"));
    const QImage figure = card.grab().toImage();
    QVERIFY(loading != figure);
    // A name that does not fit the large size is drawn smaller, not cut away.
    card.setFigure(QStringLiteral("Content discovery"));
    QVERIFY(card.grab().toImage() != figure);
}

void StatCardTest::sparklineTakesAnyCount_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {0, 1, 2, 48, 100'000})
        QTest::addRow("%d values", count) << count;
}

void StatCardTest::sparklineTakesAnyCount()
{
    QFETCH(int, count);
    Sparkline line;
    line.resize(120, 40);
    const QImage empty = line.grab().toImage();
    QVector<qint64> values;
    for (int i = 0; i < count; ++i)
        values.append(i % 17);
    line.setValues(values, true);
    QCOMPARE(line.grab().toImage() == empty, count == 0);
    line.setValues(QVector<qint64>(3, 0));
    QVERIFY(line.grab().toImage() != empty);
    line.setValues({-5, 5, -5});
    QVERIFY(line.grab().toImage() != empty);
}

void StatCardTest::sparklineBreaksWhereNothingIsKnown()
{
    Sparkline line;
    line.resize(120, 40);
    const QImage empty = line.grab().toImage();
    line.setKnownValues({3, 3, 3, 3, 3});
    const QImage whole = line.grab().toImage();
    line.setKnownValues({3, std::nullopt, 3, std::nullopt, 3});
    const QImage broken = line.grab().toImage();
    QVERIFY(broken != whole);
    // The middle between two known values is as empty as the card, but for the ground line.
    QCOMPARE(broken.copy(25, 0, 10, 30), empty.copy(25, 0, 10, 30));
    QVERIFY(whole.copy(25, 0, 10, 30) != empty.copy(25, 0, 10, 30));
    line.setKnownValues(QVector<std::optional<qint64>>(4));
    QVERIFY(line.grab().toImage().copy(0, 0, 120, 36) == empty.copy(0, 0, 120, 36));
}

DVMDASH_TEST(StatCardTest)
#include "stat_card_test.moc"
