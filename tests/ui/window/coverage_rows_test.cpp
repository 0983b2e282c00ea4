// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/relays/coverage_rows.h"
#include "ui/relays/coverage_view.h"
#include "window_fixture.h"

#include <QHelpEvent>
#include <QToolTip>

#include <random>

using namespace dvmdash;
using ui::CoverageRow;
using ui::CoverageTable;
using ui::coverageTable;

namespace
{

const QString urlA = QStringLiteral("wss://a.example");
const QString urlB = QStringLiteral("wss://b.example");
const QString urlC = QStringLiteral("wss://c.example");

store::RelayCoverage covered(const QString &url, const std::vector<std::pair<int, int>> &spans)
{
    store::RelayCoverage coverage;
    coverage.relay = url.toStdString();
    for (const auto &[from, until] : spans)
        coverage.covered.add(from, until);
    return coverage;
}

} // namespace

class CoverageRowsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void firstAllThenTheListThenOthers()
    {
        const engine::Coverages coverages{
            {covered(urlC, {{150, 180}}), covered(urlA, {{100, 120}, {140, 300}})}};
        const CoverageTable table = coverageTable(coverages, {urlA, urlB}, {100, 400}, 200);
        QCOMPARE(table.from, 100);
        QCOMPARE(table.until, 200); // what is to come is not missing
        QCOMPARE(table.rows.size(), 4);
        QCOMPARE(table.rows[0].relay, QString());
        QCOMPARE(table.rows[1].relay, urlA);
        QCOMPARE(table.rows[2].relay, urlB);
        QCOMPARE(table.rows[3].relay, urlC); // is not on the list any more, and gave something
        QCOMPARE(table.rows[1].covered_s, 80);
        QVERIFY(table.rows[2].spans.isEmpty());
        QCOMPARE(table.rows[0].share, 0.8);
        QCOMPARE(coverageTable(coverages, {}, {300, 400}, 500).rows.size(), 1); // nobody gave anything then
    }

    void everythingBeginsWithTheFirst()
    {
        const CoverageTable table = coverageTable({{covered(urlA, {{100, 120}})}}, {}, {0, 400}, 300);
        QCOMPARE(table.from, 100);
        QVERIFY(coverageTable({}, {urlA}, {0, 400}, 300).rows.isEmpty());
    }

    /// Second by second, for any intervals.
    void agreesWithCountingSeconds()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 200; ++round) {
            engine::Coverages coverages;
            for (const QString &url : {urlA, urlB}) {
                std::vector<std::pair<int, int>> spans;
                for (int i = 0; i < 5; ++i) {
                    const int from = 1 + static_cast<int>(random() % 100);
                    spans.emplace_back(from, from + 1 + static_cast<int>(random() % 20));
                }
                coverages.relays.push_back(covered(url, spans));
            }
            const qint64 since = 1 + random() % 80;
            const qint64 until = since + 1 + random() % 60;
            const CoverageTable table = coverageTable(coverages, {urlA, urlB}, {since, until}, 90);
            if (since >= 90) {
                QVERIFY(table.rows.isEmpty());
                continue;
            }
            for (int row = 0; row < 3; ++row) {
                qint64 seconds = 0;
                for (qint64 at = since; at < std::min<qint64>(until, 90); ++at) {
                    bool isCovered = false;
                    for (int relay = 0; relay < 2; ++relay)
                        if (row == 0 || row == relay + 1)
                            isCovered =
                                isCovered ||
                                coverages.relays[static_cast<std::size_t>(relay)].covered.covers(at, at + 1);
                    seconds += isCovered ? 1 : 0;
                    const auto spot = ui::spotAt(table, table.rows[row], at);
                    QVERIFY(spot && spot->isCovered == isCovered && spot->from <= at && at < spot->until);
                    // It is as long as it can be.
                    const auto before = ui::spotAt(table, table.rows[row], spot->from - 1);
                    QVERIFY(!before || before->isCovered != isCovered);
                }
                QCOMPARE(table.rows[row].covered_s, seconds);
            }
            QVERIFY(!ui::spotAt(table, table.rows[0], table.until));
        }
    }

    void theDrawingSaysWhatItShows()
    {
        ui::CoverageChart chart;
        chart.resize(800, chart.sizeHint().height());
        const qint64 start = 1'700'000'000;
        engine::Coverages coverages{
            {covered(urlA, {{static_cast<int>(start), static_cast<int>(start + 1800)}})}};
        chart.setTable(coverageTable(coverages, {urlA}, {start, start + 3600}, start + 3600));
        chart.resize(800, chart.sizeHint().height());
        QVERIFY(chart.accessibleDescription().contains(QStringLiteral("50")));
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        const auto tip = [&](int x, int y) {
            QToolTip::hideText();
            QHelpEvent event(QEvent::ToolTip, {x, y}, chart.mapToGlobal(QPoint(x, y)));
            QApplication::sendEvent(&chart, &event);
            return QToolTip::text();
        };
        QVERIFY2(tip(300, 8).contains(QStringLiteral("surely heard")), qPrintable(tip(300, 8)));
        QVERIFY2(tip(680, 8).contains(QStringLiteral("Not covered")), qPrintable(tip(680, 8)));
        QVERIFY(tip(680, 30).contains(urlA));
        // Filled at the left, not at the right, in both themes as in any.
        const QImage picture = chart.grab().toImage();
        QVERIFY(picture.pixelColor(300, 11) != picture.pixelColor(2, 11));
    }
};
DVMDASH_TEST(CoverageRowsTest)
#include "coverage_rows_test.moc"
