// SPDX-License-Identifier: GPL-3.0-or-later
#include "pointer.h"
#include "support/test_main.h"
#include "ui/charts/time_series_chart.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QChart>
#include <QLineSeries>
#include <QSignalSpy>

#include <memory>

using namespace dvmdash;
using namespace dvmdash::ui;

namespace
{

/// January to April 2024, the last one still running.
const QVector<qint64> months{1'704'067'200, 1'706'745'600, 1'709'251'200, 1'711'929'600, 1'714'521'600};

ChartData monthly()
{
    ChartData data;
    data.bounds = months;
    data.window = {months.front(), months.at(3) + 10 * 86'400};
    data.asOf = data.window.until - 1;
    ChartSeries requests{
        QStringLiteral("requests"), QStringLiteral("Requests"), Hue::Requests, {}, Missing::Zero};
    for (int i = 0; i < 4; ++i)
        requests.points.append({months.at(i), 100});
    data.series = {requests};
    return data;
}

} // namespace

/// Buckets of uneven length, as they are drawn and pointed at.
class ChartMonthsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void monthsAreDrawnAsLongAsTheyAre();
    void barsOfACutMonthAreAllSeen();
    void monthsAreSelectedWhole();

private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<TimeSeriesChart> m_chart;
};

void ChartMonthsTest::init()
{
    m_theme = std::make_unique<Theme>();
    m_theme->install(*qApp);
    m_theme->setMode(Theme::Mode::Light);
    m_chart = std::make_unique<TimeSeriesChart>(QStringLiteral("Requests and results"));
    m_chart->resize(700, 300);
    m_chart->setData(monthly());
    m_chart->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
}

void ChartMonthsTest::cleanup()
{
    m_chart.reset();
    m_theme.reset();
}

void ChartMonthsTest::barsOfACutMonthAreAllSeen()
{
    // Only the last nine days of January are shown, and of its two bars the first one is no further left.
    ChartData data = monthly();
    data.window.since += 22 * 86'400;
    data.series.append(data.series.front());
    data.series.back().hue = Hue::Results;
    m_chart->setStyle(ChartStyle::GroupedBars);
    m_chart->setData(data);
    const ChartGeometry g = chartGeometry(*m_theme, data, m_chart->style(), m_chart->size());
    const QImage image = m_chart->grab().toImage();
    const int y = qRound(g.y(50));
    const qreal width = g.x(double(months.at(1))) - g.plot.left();
    QCOMPARE(image.pixel(qRound(g.plot.left() + width * 0.3), y), m_theme->color(Hue::Requests).rgb());
    QCOMPARE(image.pixel(qRound(g.plot.left() + width * 0.7), y), m_theme->color(Hue::Results).rgb());
}

void ChartMonthsTest::monthsAreDrawnAsLongAsTheyAre()
{
    const ChartData data = monthly();
    m_chart->setData(data);
    m_chart->setStyle(ChartStyle::GroupedBars);
    const ChartGeometry g = chartGeometry(*m_theme, data, m_chart->style(), m_chart->size());
    const QImage image = m_chart->grab().toImage();
    // Along one line through all bars: each begins and ends where its month does, but for the gap.
    const int y = qRound(g.y(50));
    const QRgb solid = m_theme->color(Hue::Requests).rgb();
    const qreal most = m_theme->scaled(6) + 2;
    for (int i = 0; i < 3; ++i) {
        const qreal left = g.x(double(months.at(i)));
        const qreal right = g.x(double(months.at(i + 1)));
        QCOMPARE(image.pixel(qRound(left + most), y), solid);
        QCOMPARE(image.pixel(qRound(right - most), y), solid);
        QVERIFY(image.pixel(qRound(right), y) != solid);
    }
    const QColor lighter = mixed(m_theme->colors().card, m_theme->color(Hue::Requests), 0.45);
    QCOMPARE(image.pixel(qRound(g.plot.right() - most), y), lighter.rgb());

    m_chart->setStyle(ChartStyle::Lines);
    QList<QPointF> points;
    const auto all = m_chart->chart()->series();
    for (const auto *series : all)
        points += static_cast<const QLineSeries *>(series)->points();
    QCOMPARE(points.size(), 5); // three whole months, and the lighter end from the last of them
    for (int i = 0; i < 3; ++i) {
        const double middle = double(months.at(i) + months.at(i + 1)) / 2;
        QVERIFY(points.contains(QPointF(middle - double(months.front()), 100)));
    }
    QVERIFY(points.contains(QPointF(double(months.at(3) + 5 * 86'400 - months.front()), 100)));
}

void ChartMonthsTest::monthsAreSelectedWhole()
{
    m_chart->setData(monthly());
    QSignalSpy selected(m_chart.get(), &TimeSeriesChart::windowSelected);
    const ChartGeometry g = chartGeometry(*m_theme, m_chart->data(), m_chart->style(), m_chart->size());
    const auto within = [&](int month) {
        return QPointF(g.x(double(months.at(month) + 86'400)), g.plot.center().y()).toPoint();
    };
    QTest::mousePress(m_chart->viewport(), Qt::LeftButton, {}, within(1));
    test::movePointer(*m_chart->viewport(), within(2));
    QTest::mouseRelease(m_chart->viewport(), Qt::LeftButton, {}, within(2));
    QCOMPARE(selected.count(), 1);
    QCOMPARE(selected.at(0).at(0).toLongLong(), months.at(1));
    QCOMPARE(selected.at(0).at(1).toLongLong(), months.at(3));
    QTest::keyClick(m_chart.get(), Qt::Key_Home);
    QCOMPARE(m_chart->crosshair(), std::optional<qint64>(months.at(0)));
    QTest::keyClick(m_chart.get(), Qt::Key_Right);
    QTest::keyClick(m_chart.get(), Qt::Key_Right);
    QCOMPARE(m_chart->crosshair(), std::optional<qint64>(months.at(2)));
    QVERIFY(m_chart->accessibleDescription().startsWith(QLatin1String("March 2024")));
    QTest::keyClick(m_chart.get(), Qt::Key_End);
    QCOMPARE(m_chart->crosshair(), std::optional<qint64>(months.at(3)));
    QVERIFY(m_chart->accessibleDescription().contains(QLatin1String("still running")));
}

DVMDASH_TEST(ChartMonthsTest)
#include "chart_months_test.moc"
