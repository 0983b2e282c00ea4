// SPDX-License-Identifier: GPL-3.0-or-later
#include "pointer.h"
#include "support/test_main.h"
#include "table_fixture.h"
#include "ui/charts/time_series_chart.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QApplication>
#include <QChart>
#include <QLineSeries>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QToolButton>

#include <memory>

using namespace dvmdash;
using namespace dvmdash::ui;

namespace
{

constexpr qint64 start = 1'709'596'800;
constexpr int bucketSeconds = 900;

ChartData sample(int buckets = 96)
{
    ChartData data;
    data.bucketSeconds = bucketSeconds;
    data.window = {start, start + qint64(buckets) * bucketSeconds};
    data.unit = QStringLiteral("events per 15 min");
    ChartSeries requests{
        QStringLiteral("requests"), QStringLiteral("Requests"), Hue::Requests, {}, Missing::Zero};
    ChartSeries results{
        QStringLiteral("results"), QStringLiteral("Results"), Hue::Results, {}, Missing::Zero};
    for (int i = 0; i < buckets; ++i) {
        requests.points.append({start + qint64(i) * bucketSeconds, 100 + i % 7});
        results.points.append({start + qint64(i) * bucketSeconds, 60 + i % 5});
    }
    data.series = {requests, results};
    return data;
}

bool hasColor(const QImage &image, const QColor &color)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixel(x, y) == color.rgb())
                return true;
        }
    }
    return false;
}

/// Number of points in all lines of the chart.
qsizetype drawnPoints(const TimeSeriesChart &chart)
{
    qsizetype count = 0;
    const auto all = chart.chart()->series();
    for (const auto *series : all)
        count += static_cast<const QLineSeries *>(series)->count();
    return count;
}

} // namespace

class TimeSeriesChartTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void anySize_data();
    void anySize();
    void drawsInTheColoursOfTheSeries();
    void followsTheTheme();
    void thinsToThePixels();
    void replacesInsteadOfAdding();
    void linesBreakAtGaps();
    void shortGapsAreHatchedAndBreakNothing();
    void hoveringMovesNothing();
    void crosshairSaysAllValues();
    void keysMoveTheCrosshair();
    void keysSelectATime();
    void dragSelectsWholeBuckets();
    void dragBeyondTheEdge();
    void clickAloneSelectsNothing();
    void escapeGivesUpTheDrag();
    void doubleClickGoesBack();
    void crosshairIsSharedByTime();
    void crosshairStaysOverNewData();
    void emptyStateSaysWhy();
    void exportsCsv();
    void exportsPngAndSvg();
    void geometryIsThatOfTheAxes();

private:
    QPoint at(int bucket) const;

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<TimeSeriesChart> m_chart;
};

void TimeSeriesChartTest::init()
{
    m_theme = std::make_unique<Theme>();
    m_theme->install(*qApp);
    m_theme->setMode(Theme::Mode::Light);
    m_chart = std::make_unique<TimeSeriesChart>(QStringLiteral("Requests and results"));
    m_chart->resize(700, 300);
    m_chart->setData(sample());
    m_chart->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
}

void TimeSeriesChartTest::cleanup()
{
    m_chart.reset();
    m_theme.reset();
}

QPoint TimeSeriesChartTest::at(int bucket) const
{
    const ChartGeometry g = chartGeometry(*m_theme, m_chart->data(), m_chart->style(), m_chart->size());
    return QPointF(g.x(double(start) + (bucket + 0.5) * bucketSeconds), g.plot.center().y()).toPoint();
}

void TimeSeriesChartTest::anySize_data()
{
    QTest::addColumn<int>("buckets");
    QTest::addColumn<int>("style");
    QTest::addColumn<QSize>("size");
    for (const int buckets : {0, 1, 2, 96, 100'000}) {
        for (const auto style : {ChartStyle::Lines, ChartStyle::GroupedBars, ChartStyle::StackedBars})
            QTest::addRow("%d buckets, style %d", buckets, int(style))
                << buckets << int(style) << QSize(700, 300);
    }
    QTest::newRow("tiny") << 96 << int(ChartStyle::Lines) << QSize(20, 10);
    QTest::newRow("flat") << 96 << int(ChartStyle::StackedBars) << QSize(900, 30);
}

void TimeSeriesChartTest::anySize()
{
    QFETCH(int, buckets);
    QFETCH(int, style);
    QFETCH(QSize, size);
    m_chart->setStyle(ChartStyle(style));
    m_chart->setData(sample(buckets));
    m_chart->setMinimumSize(1, 1);
    m_chart->resize(size);
    const QImage image = m_chart->grab().toImage();
    QCOMPARE(image.size(), m_chart->size());
    if (buckets > 0 && size.height() > 100)
        QVERIFY(hasColor(image, m_theme->color(Hue::Requests)));
}

void TimeSeriesChartTest::drawsInTheColoursOfTheSeries()
{
    m_chart->setStyle(ChartStyle::GroupedBars);
    const QImage image = m_chart->grab().toImage();
    QVERIFY(hasColor(image, m_theme->color(Hue::Requests)));
    QVERIFY(hasColor(image, m_theme->color(Hue::Results)));
    QVERIFY(!hasColor(image, m_theme->color(Hue::Orange)));
    // The running bucket is lighter.
    ChartData data = sample(4);
    data.asOf = start + 3 * bucketSeconds + 1;
    m_chart->setData(data);
    QVERIFY(hasColor(m_chart->grab().toImage(),
                     mixed(m_theme->colors().card, m_theme->color(Hue::Requests), 0.45)));
}

void TimeSeriesChartTest::followsTheTheme()
{
    const QImage light = m_chart->grab().toImage();
    QCOMPARE(light.pixelColor(695, 6), lightColors().card);
    m_theme->setMode(Theme::Mode::Dark);
    const QImage dark = m_chart->grab().toImage();
    QCOMPARE(dark.pixelColor(695, 6), darkColors().card);
    const auto *line = static_cast<QLineSeries *>(m_chart->chart()->series().front());
    QCOMPARE(line->pen().color(), darkColors().hues[int(Hue::Requests)]);
}

void TimeSeriesChartTest::thinsToThePixels()
{
    m_chart->setData(sample(100'000));
    QVERIFY2(drawnPoints(*m_chart) <= 2 * 4 * 700, qPrintable(QString::number(drawnPoints(*m_chart))));
    QVERIFY(drawnPoints(*m_chart) > 700);
}

void TimeSeriesChartTest::replacesInsteadOfAdding()
{
    const auto before = m_chart->chart()->series().size();
    for (int i = 0; i < 20; ++i)
        m_chart->setData(sample(50 + i));
    QCOMPARE(m_chart->chart()->series().size(), before);
    m_chart->setData(ChartData());
    QCOMPARE(drawnPoints(*m_chart), 0);
}

void TimeSeriesChartTest::linesBreakAtGaps()
{
    ChartData data = sample(10);
    data.series.removeLast();
    data.series[0].points.remove(4, 2);
    m_chart->setData(data);
    QCOMPARE(drawnPoints(*m_chart), 10); // zeros are known
    data.gaps = {{start + 4 * bucketSeconds, start + 6 * bucketSeconds}};
    m_chart->setData(data);
    QCOMPARE(drawnPoints(*m_chart), 8);
    const auto lines = m_chart->chart()->series();
    QCOMPARE(static_cast<QLineSeries *>(lines.at(0))->count(), 4);
    QCOMPARE(static_cast<QLineSeries *>(lines.at(1))->count(), 4);
    // Hatched, so drawn differently from a plain empty place.
    const QImage hatched = m_chart->grab().toImage();
    data.gaps.clear();
    data.series[0].missing = Missing::Unknown;
    m_chart->setData(data);
    QVERIFY(m_chart->grab().toImage() != hatched);
}

void TimeSeriesChartTest::shortGapsAreHatchedAndBreakNothing()
{
    ChartData data = sample(10);
    m_chart->setData(data);
    const int before = drawnPoints(*m_chart);
    const QImage whole = m_chart->grab().toImage();
    data.gaps = {{start + 4 * bucketSeconds + 10, start + 4 * bucketSeconds + 11}};
    m_chart->setData(data);
    QCOMPARE(drawnPoints(*m_chart), before);
    const QImage hatched = m_chart->grab().toImage();
    // One second in hours: two columns of pixels.
    int changed = 0;
    for (int x = 0; x < whole.width(); ++x) {
        bool isChanged = false;
        for (int y = 0; y < whole.height(); ++y)
            isChanged = isChanged || whole.pixel(x, y) != hatched.pixel(x, y);
        changed += isChanged ? 1 : 0;
    }
    QVERIFY2(changed >= 1 && changed <= 3, qPrintable(QString::number(changed)));
    test::movePointer(*m_chart->viewport(), at(4));
    QVERIFY2(m_chart->accessibleDescription().contains(QLatin1String("not observed for 1 s")),
             qPrintable(m_chart->accessibleDescription()));
}

void TimeSeriesChartTest::hoveringMovesNothing()
{
    const QRectF before = m_chart->chart()->plotArea();
    test::movePointer(*m_chart->viewport(), at(20));
    QVERIFY(m_chart->crosshair());
    m_chart->grab();
    QCOMPARE(m_chart->chart()->plotArea(), before);
    const QSize hint = m_chart->sizeHint();
    QCOMPARE(m_chart->sizeHint(), hint);
}

void TimeSeriesChartTest::crosshairSaysAllValues()
{
    QSignalSpy moved(m_chart.get(), &TimeSeriesChart::crosshairMoved);
    test::movePointer(*m_chart->viewport(), at(20));
    QCOMPARE(m_chart->crosshair(), std::optional<qint64>(start + 20 * bucketSeconds));
    QCOMPARE(moved.count(), 1);
    const QString words = m_chart->accessibleDescription();
    QVERIFY2(words.contains(QLatin1String("Requests 106")), qPrintable(words));
    QVERIFY2(words.contains(QLatin1String("Results 60")), qPrintable(words));
    QVERIFY2(words.contains(QLatin1String("05:00")), qPrintable(words));
    const QImage with = m_chart->grab().toImage();
    m_chart->setCrosshair(std::nullopt);
    QVERIFY(m_chart->grab().toImage() != with);
}

void TimeSeriesChartTest::keysMoveTheCrosshair()
{
    const auto index = [this] { return (m_chart->crosshair().value_or(-1) - start) / bucketSeconds; };
    QTest::keyClick(m_chart.get(), Qt::Key_Left);
    QCOMPARE(index(), 95); // the newest first
    QTest::keyClick(m_chart.get(), Qt::Key_Left);
    QCOMPARE(index(), 94);
    QTest::keyClick(m_chart.get(), Qt::Key_Left, Qt::ControlModifier);
    QCOMPARE(index(), 84);
    QTest::keyClick(m_chart.get(), Qt::Key_Home);
    QCOMPARE(index(), 0);
    QTest::keyClick(m_chart.get(), Qt::Key_Left);
    QCOMPARE(index(), 0);
    QTest::keyClick(m_chart.get(), Qt::Key_End);
    QCOMPARE(index(), 95);
    QTest::keyClick(m_chart.get(), Qt::Key_Escape);
    QVERIFY(!m_chart->crosshair());
}

void TimeSeriesChartTest::keysSelectATime()
{
    QSignalSpy selected(m_chart.get(), &TimeSeriesChart::windowSelected);
    QSignalSpy reset(m_chart.get(), &TimeSeriesChart::resetWindow);
    QTest::keyClick(m_chart.get(), Qt::Key_Return);
    QCOMPARE(selected.count(), 0);
    QTest::keyClick(m_chart.get(), Qt::Key_Home);
    QTest::keyClick(m_chart.get(), Qt::Key_End);
    QTest::keyClick(m_chart.get(), Qt::Key_Left, Qt::ShiftModifier);
    QTest::keyClick(m_chart.get(), Qt::Key_Left, Qt::ShiftModifier);
    QTest::keyClick(m_chart.get(), Qt::Key_Return);
    QCOMPARE(selected.count(), 1);
    QCOMPARE(selected.at(0).at(0).toLongLong(), start + 93 * bucketSeconds);
    QCOMPARE(selected.at(0).at(1).toLongLong(), start + 96 * bucketSeconds);
    QTest::keyClick(m_chart.get(), Qt::Key_Backspace);
    QCOMPARE(reset.count(), 1);
}

void TimeSeriesChartTest::dragSelectsWholeBuckets()
{
    QSignalSpy selected(m_chart.get(), &TimeSeriesChart::windowSelected);
    QTest::mousePress(m_chart->viewport(), Qt::LeftButton, {}, at(40));
    test::movePointer(*m_chart->viewport(), at(20));
    QCOMPARE(m_chart->crosshair(), std::optional<qint64>(start + 20 * bucketSeconds));
    QVERIFY(hasColor(m_chart->grab().toImage(), m_theme->ink(Ink::Accent)));
    QTest::mouseRelease(m_chart->viewport(), Qt::LeftButton, {}, at(20));
    QCOMPARE(selected.count(), 1);
    QCOMPARE(selected.at(0).at(0).toLongLong(), start + 20 * bucketSeconds);
    QCOMPARE(selected.at(0).at(1).toLongLong(), start + 41 * bucketSeconds);
}

void TimeSeriesChartTest::dragBeyondTheEdge()
{
    QSignalSpy selected(m_chart.get(), &TimeSeriesChart::windowSelected);
    QTest::mousePress(m_chart->viewport(), Qt::LeftButton, {}, at(90));
    test::movePointer(*m_chart->viewport(), QPoint(699, 299));
    QCOMPARE(m_chart->crosshair(), std::optional<qint64>(start + 95 * bucketSeconds));
    QTest::mouseRelease(m_chart->viewport(), Qt::LeftButton, {}, QPoint(699, 299));
    QCOMPARE(selected.count(), 1);
    QCOMPARE(selected.at(0).at(1).toLongLong(), start + 96 * bucketSeconds);
}

void TimeSeriesChartTest::clickAloneSelectsNothing()
{
    QSignalSpy selected(m_chart.get(), &TimeSeriesChart::windowSelected);
    QTest::mouseClick(m_chart->viewport(), Qt::LeftButton, {}, at(40));
    QCOMPARE(selected.count(), 0);
    QCOMPARE(m_chart->crosshair(), std::optional<qint64>(start + 40 * bucketSeconds));
}

void TimeSeriesChartTest::escapeGivesUpTheDrag()
{
    QSignalSpy selected(m_chart.get(), &TimeSeriesChart::windowSelected);
    QTest::mousePress(m_chart->viewport(), Qt::LeftButton, {}, at(40));
    test::movePointer(*m_chart->viewport(), at(50));
    QCOMPARE(m_chart->crosshair(), std::optional<qint64>(start + 50 * bucketSeconds));
    QTest::keyClick(m_chart.get(), Qt::Key_Escape);
    QTest::mouseRelease(m_chart->viewport(), Qt::LeftButton, {}, at(50));
    QCOMPARE(selected.count(), 0);
}

void TimeSeriesChartTest::doubleClickGoesBack()
{
    QSignalSpy reset(m_chart.get(), &TimeSeriesChart::resetWindow);
    QSignalSpy selected(m_chart.get(), &TimeSeriesChart::windowSelected);
    QTest::mouseDClick(m_chart->viewport(), Qt::LeftButton, {}, at(40));
    QCOMPARE(reset.count(), 1);
    QCOMPARE(selected.count(), 0);
}

void TimeSeriesChartTest::crosshairIsSharedByTime()
{
    m_chart->setCrosshair(start + 20 * bucketSeconds + 17);
    QCOMPARE(m_chart->crosshair(), std::optional<qint64>(start + 20 * bucketSeconds));
    m_chart->setCrosshair(start - 1);
    QVERIFY(!m_chart->crosshair());
}

void TimeSeriesChartTest::crosshairStaysOverNewData()
{
    m_chart->setCrosshair(start + 20 * bucketSeconds);
    m_chart->setData(sample(97));
    QCOMPARE(m_chart->crosshair(), std::optional<qint64>(start + 20 * bucketSeconds));
    m_chart->setData(sample(10));
    QVERIFY(!m_chart->crosshair());
}

void TimeSeriesChartTest::emptyStateSaysWhy()
{
    m_chart->setData(ChartData());
    const QImage before = m_chart->grab().toImage();
    m_chart->setEmptyText(QStringLiteral("No requests in this hour"),
                          QStringLiteral("The relays were silent."));
    QVERIFY(m_chart->grab().toImage() != before);
    m_chart->setData(ChartData());
    QCOMPARE(m_chart->accessibleDescription(), QStringLiteral("No requests in this hour"));
    test::movePointer(*m_chart->viewport(), QPoint(300, 100));
    QTest::keyClick(m_chart.get(), Qt::Key_Left);
    QVERIFY(!m_chart->crosshair());
}

void TimeSeriesChartTest::exportsCsv()
{
    const QTemporaryDir folder;
    FixedFileChooser chooser(folder.filePath(QStringLiteral("c.csv")));
    m_chart->setFileChooser(chooser);
    m_chart->setData(sample(2));
    QSignalSpy finished(m_chart.get(), &TimeSeriesChart::exportFinished);
    Card card(QStringLiteral("x"));
    m_chart->addActionsTo(card);
    for (auto *button : card.findChildren<QToolButton *>()) {
        if (button->accessibleName().contains(QLatin1String("CSV")))
            button->click();
    }
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(chooser.lastRequest().suggestedName, QStringLiteral("requests-and-results.csv"));
    QCOMPARE(
        test::readFile(folder.filePath(QStringLiteral("c.csv"))),
        QByteArray(
            "time_utc,requests,results\r\n2024-03-05T00:00:00Z,100,60\r\n2024-03-05T00:15:00Z,101,61\r\n"));
}

void TimeSeriesChartTest::exportsPngAndSvg()
{
    const QImage plain = m_chart->toImage();
    QCOMPARE(plain.size(), m_chart->size() * 2);
    QVERIFY(hasColor(plain, m_theme->color(Hue::Requests)));
    m_chart->setCrosshair(start + 20 * bucketSeconds);
    QCOMPARE(m_chart->toImage(), plain); // without the crosshair
    QVERIFY(m_chart->crosshair());

    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("c.png"));
    FixedFileChooser chooser(path);
    m_chart->setFileChooser(chooser);
    QSignalSpy finished(m_chart.get(), &TimeSeriesChart::exportFinished);
    m_chart->exportPng();
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(QImage(path).size(), plain.size());

    QSvgRenderer renderer(m_chart->toSvg());
    QVERIFY(renderer.isValid());
    QCOMPARE(renderer.viewBox(), m_chart->rect());
    QVERIFY(m_chart->toSvg().contains("Requests"));
}

void TimeSeriesChartTest::geometryIsThatOfTheAxes()
{
    const ChartGeometry g = chartGeometry(*m_theme, m_chart->data(), ChartStyle::Lines, QSizeF(700, 300));
    QCOMPARE(m_chart->chart()->plotArea(), g.plot);
    QVERIFY(QRectF(0, 0, 700, 300).contains(g.plot));
    QCOMPARE(g.x(double(g.window.since)), g.plot.left());
    QCOMPARE(g.x(double(g.window.until)), g.plot.right());
    QCOMPARE(g.y(double(g.values.first)), g.plot.bottom());
    QCOMPARE(g.y(double(g.values.last())), g.plot.top());
    // What Qt Charts draws and what is painted over it lie at the same place.
    auto *line = m_chart->chart()->series().front();
    const QPointF ours(g.x(double(start) + 450), g.y(100));
    const QPointF theirs = m_chart->chart()->mapToPosition(QPointF(450, 100), line);
    QVERIFY(QLineF(ours, theirs).length() < 0.01);
}

DVMDASH_TEST(TimeSeriesChartTest)
#include "time_series_chart_test.moc"
