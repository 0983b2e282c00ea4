// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/charts/end_labels.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cmath>

using namespace dvmdash::ui;

class EndLabelsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void staysWhereItFits();
    void pushesApartEvenly();
    void keepsInsideTheEdges();
    void dropsTheLastWhenFull();
    void neverOverlaps();
    void nothing();
};

void EndLabelsTest::staysWhereItFits()
{
    QCOMPARE(placeLabels({50, 100, 20}, 10, 0, 200), (QVector<qreal>{50, 100, 20}));
}

void EndLabelsTest::pushesApartEvenly()
{
    QCOMPARE(placeLabels({100, 100}, 10, 0, 200), (QVector<qreal>{95, 105}));
    QCOMPARE(placeLabels({104, 100}, 10, 0, 200), (QVector<qreal>{107, 97}));
}

void EndLabelsTest::keepsInsideTheEdges()
{
    QCOMPARE(placeLabels({0, -50}, 10, 0, 200), (QVector<qreal>{15, 5}));
    QCOMPARE(placeLabels({500, 190}, 10, 0, 200), (QVector<qreal>{195, 185}));
}

void EndLabelsTest::dropsTheLastWhenFull()
{
    const auto placed = placeLabels({10, 10, 10, 10}, 10, 0, 25);
    QVERIFY(!std::isnan(placed.at(0)));
    QVERIFY(!std::isnan(placed.at(1)));
    QVERIFY(std::isnan(placed.at(2)));
    QVERIFY(std::isnan(placed.at(3)));
}

void EndLabelsTest::neverOverlaps()
{
    QRandomGenerator random(11);
    for (int round = 0; round < 500; ++round) {
        QVector<qreal> wanted;
        for (int i = random.bounded(1, 14); i > 0; --i)
            wanted.append(random.bounded(260) - 30);
        const auto placed = placeLabels(wanted, 13, 0, 200);
        QVector<qreal> sorted = placed;
        std::sort(sorted.begin(), sorted.end());
        QVERIFY(sorted.front() >= 6.5 - 1e-6);
        QVERIFY(sorted.back() <= 193.5 + 1e-6);
        for (qsizetype i = 1; i < sorted.size(); ++i)
            QVERIFY(sorted.at(i) - sorted.at(i - 1) >= 13 - 1e-6);
        // In the wanted order.
        for (qsizetype a = 0; a < wanted.size(); ++a) {
            for (qsizetype b = 0; b < wanted.size(); ++b)
                QVERIFY(!(wanted.at(a) < wanted.at(b)) || placed.at(a) < placed.at(b));
        }
    }
}

void EndLabelsTest::nothing()
{
    QVERIFY(placeLabels({}, 10, 0, 100).isEmpty());
    QVERIFY(std::isnan(placeLabels({5}, 10, 0, 5).front()));
}

DVMDASH_TEST(EndLabelsTest)
#include "end_labels_test.moc"
