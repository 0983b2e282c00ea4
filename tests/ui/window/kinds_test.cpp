// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/boards/course_card.h"
#include "ui/boards/figure_cards.h"
#include "ui/charts/time_series_chart.h"
#include "ui/dvms/dvm_view.h"
#include "ui/dvms/dvms_page.h"
#include "ui/kinds/kind_view.h"
#include "ui/kinds/kinds_models.h"
#include "ui/kinds/kinds_page.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/stat_card.h"
#include "window_fixture.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

#include <algorithm>
#include <map>
#include <set>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::WindowFixture;

namespace
{

struct Counted {
    qint64 requests = 0, results = 0;
    std::set<QString> users, dvms, dvmsEver;
    std::map<int, qint64> jobs; ///< by state
    qint64 claimed = 0, confirmed = 0;
    qint64 lastRequest = 0;
    std::map<QString, qint64> resultsOf; ///< by DVM
};

std::map<int, Counted> countKinds(const WindowFixture &fixture, const engine::TimeWindow &window)
{
    const auto isWithin = [&](qint64 time) { return time >= window.since && time < window.until; };
    std::map<int, Counted> all;
    for (const auto &row :
         fixture.texts(QStringLiteral("SELECT role, kind, created_at, lower(hex(pk)) FROM event JOIN pubkey "
                                      "USING(pid) WHERE role IN (1, 2) AND (flags & 1) = 0"))) {
        const bool isRequest = row.at(0) == QLatin1String("1");
        Counted &kind = all[row.at(1).toInt() - (isRequest ? 0 : 1000)];
        const qint64 time = row.at(2).toLongLong();
        if (isRequest)
            kind.lastRequest = std::max(kind.lastRequest, time);
        else if (time < window.until)
            kind.dvmsEver.insert(row.at(3));
        if (!isWithin(time))
            continue;
        ++(isRequest ? kind.requests : kind.results);
        (isRequest ? kind.users : kind.dvms).insert(row.at(3));
        if (!isRequest)
            ++kind.resultsOf[row.at(3)];
    }
    for (const auto &row : fixture.texts(QStringLiteral("SELECT kind, state, created_at FROM job")))
        if (isWithin(row.at(2).toLongLong()))
            ++all[row.at(0).toInt()].jobs[row.at(1).toInt()];
    for (const auto &row : fixture.texts(QStringLiteral(
             "SELECT kind, tier, msat, created_at FROM payment WHERE counted = 1 AND purpose = 1")))
        if (isWithin(row.at(3).toLongLong()))
            (row.at(1) == QLatin1String("4") ? all[row.at(0).toInt()].confirmed
                                             : all[row.at(0).toInt()].claimed) += row.at(2).toLongLong();
    return all;
}

qint64 jobsIn(const Counted &kind, std::initializer_list<dvm::State> states)
{
    qint64 sum = 0;
    for (const dvm::State state : states)
        if (const auto at = kind.jobs.find(static_cast<int>(state)); at != kind.jobs.end())
            sum += at->second;
    return sum;
}

qint64 jobsSeen(const Counted &kind)
{
    qint64 sum = 0;
    for (const auto &[state, count] : kind.jobs)
        if (state != static_cast<int>(dvm::State::Missing))
            sum += count;
    return sum;
}

QVariant raw(const KindsModel &model, int row, const char *column)
{
    return model.index(row, model.columnOf(QLatin1String(column))).data(RawValueRole);
}

} // namespace

class KindsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void tableEqualsAnIndependentCount_data();
    void tableEqualsAnIndependentCount();
    void pageEqualsAnIndependentCount();
    void allTimesBeginWithTheFirstRequest();
    void leadersAreOrdered();
    void opensAndLeavesByKeyboard();
    void searchFilters();
    void csvEqualsTheTable();
    void leaderLeadsToTheDvm();
    void chartZoomsTheWindow();
    void saysWhatItRestsOn();

private:
    KindsPage &page() { return m_fixture->window().kinds(); }
    /// The kind with most requests.
    int busiest();

    std::unique_ptr<WindowFixture> m_fixture;
};

void KindsTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    QVERIFY(m_fixture->import(test::recentEvents()));
    m_fixture->open();
    m_fixture->window().showPage(QStringLiteral("kinds"));
    QTRY_VERIFY_WITH_TIMEOUT(page().model().rowCount() > 0, 20'000);
}

void KindsTest::cleanup()
{
    m_fixture.reset();
}

int KindsTest::busiest()
{
    const auto &rows = page().model().rows();
    return std::max_element(
               rows.begin(), rows.end(),
               [](const auto &a, const auto &b) { return a.figures.requests < b.figures.requests; })
        ->kind;
}

void KindsTest::tableEqualsAnIndependentCount_data()
{
    QTest::addColumn<int>("span");
    QTest::newRow("1h") << static_cast<int>(WindowChoice::Span::Hour);
    QTest::newRow("7d") << static_cast<int>(WindowChoice::Span::Week);
    QTest::newRow("part") << static_cast<int>(WindowChoice::Span::Custom);
    QTest::newRow("All") << static_cast<int>(WindowChoice::Span::All);
}

void KindsTest::tableEqualsAnIndependentCount()
{
    QFETCH(int, span);
    WindowChoice &choice = m_fixture->window().windowChoice();
    QAbstractItemModelTester tester(&page().model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    const std::int64_t now = page().feed().latest()->freshness.as_of_ms / 1000;
    QSignalSpy answered(&page().feed(), &FeedBase::answered);
    if (span == static_cast<int>(WindowChoice::Span::Custom))
        choice.setCustom({now - 2417, now - 811});
    else
        choice.setSpan(static_cast<WindowChoice::Span>(span));
    page().refresh();
    QTRY_VERIFY(answered.count() > 0);

    const engine::TimeWindow window = page().feed().latest()->freshness.window;
    const auto counted = countKinds(*m_fixture, window);
    const KindsModel &model = page().model();
    std::set<int> there;
    for (int row = 0; row < model.rowCount(); ++row) {
        const int number = raw(model, row, "kind").toInt();
        there.insert(number);
        QVERIFY2(counted.contains(number), qPrintable(QString::number(number)));
        const Counted &kind = counted.at(number);
        QCOMPARE(raw(model, row, "requests").toLongLong(), kind.requests);
        QCOMPARE(raw(model, row, "results").toLongLong(), kind.results);
        QCOMPARE(raw(model, row, "users").toLongLong(), qint64(kind.users.size()));
        QCOMPARE(raw(model, row, "dvms").toLongLong(), qint64(kind.dvms.size()));
        QCOMPARE(raw(model, row, "dvms_ever").toLongLong(), qint64(kind.dvmsEver.size()));
        const qint64 seen = jobsSeen(kind);
        QCOMPARE(raw(model, row, "completion_n").toLongLong(), seen);
        if (seen > 0)
            QCOMPARE(raw(model, row, "completion").toLongLong(),
                     jobsIn(kind, {dvm::State::Delivered}) * 10'000 / seen);
        QCOMPARE(raw(model, row, "failed_jobs").toLongLong(),
                 jobsIn(kind, {dvm::State::Failed, dvm::State::Ignored, dvm::State::Stalled,
                               dvm::State::PaidUndelivered}));
        QCOMPARE(raw(model, row, "confirmed").toLongLong(), kind.confirmed);
        QCOMPARE(raw(model, row, "claimed").toLongLong(), kind.claimed);
        QCOMPARE(raw(model, row, "last_request").toLongLong(), kind.lastRequest);
    }
    int active = 0;
    for (const auto &[number, kind] : counted)
        if (number != 0 && (kind.requests > 0 || kind.results > 0)) {
            ++active;
            QVERIFY2(there.contains(number), qPrintable(QString::number(number)));
        }
    QVERIFY(active > 10);
}

void KindsTest::pageEqualsAnIndependentCount()
{
    const int number = busiest();
    const std::int64_t now = page().feed().latest()->freshness.as_of_ms / 1000;
    m_fixture->window().windowChoice().setCustom({now - 3000, now - 60});
    m_fixture->window().showKind(number);
    KindView &view = page().view();
    QTRY_VERIFY(view.feed().latest() && view.figures()->isVisible());
    const engine::Kind &shown = *view.feed().latest();
    const Counted counted = countKinds(*m_fixture, shown.window).at(number);
    QVERIFY(counted.requests > 0);
    QCOMPARE(view.figures()->card(Figure::Requests)->figure(), format::count(counted.requests));
    QCOMPARE(view.figures()->card(Figure::Users)->figure(), format::count(qint64(counted.users.size())));
    const auto before =
        countKinds(*m_fixture, {shown.window.since - shown.window.length(), shown.window.since})[number];
    QVERIFY(view.figures()
                ->card(Figure::Requests)
                ->accessibleName()
                .contains(format::change(counted.requests, before.requests).text));

    const ChartData &demand = view.demandCourse()->chart()->data();
    qint64 drawn = 0;
    for (const ChartPoint &point : demand.series.at(0).points)
        drawn += point.value;
    QCOMPARE(drawn, countKinds(*m_fixture, {demand.window.since, demand.window.until}).at(number).requests);
    const ChartData &dvms = view.dvmsCourse()->chart()->data();
    QCOMPARE(dvms.series.at(0).points.last().value, qint64(counted.dvmsEver.size()));
    for (const ChartPoint &point : dvms.series.at(1).points) {
        const engine::TimeWindow bucket{
            point.time, std::min<std::int64_t>(point.time + dvms.bucketSeconds, shown.window.until)};
        QCOMPARE(point.value, qint64(countKinds(*m_fixture, bucket).at(number).dvms.size()));
    }
    const auto &leaders = *static_cast<DvmsOfKindModel *>(view.table()->model());
    qint64 results = 0;
    for (int row = 0; row < leaders.rowCount(); ++row) {
        const QString key = QString::fromStdString(leaders.row(row).dvm.hex());
        const auto at = counted.resultsOf.find(key);
        const qint64 own = at == counted.resultsOf.end() ? 0 : at->second;
        QCOMPARE(
            leaders.index(row, leaders.columnOf(QStringLiteral("results"))).data(RawValueRole).toLongLong(),
            own);
        if (counted.results > 0)
            QCOMPARE(
                leaders.index(row, leaders.columnOf(QStringLiteral("share"))).data(RawValueRole).toLongLong(),
                own * 10'000 / counted.results);
        results += own;
    }
    QCOMPARE(results, counted.results);
}

void KindsTest::allTimesBeginWithTheFirstRequest()
{
    const int number = busiest();
    m_fixture->window().windowChoice().setSpan(WindowChoice::Span::All);
    m_fixture->window().showKind(number);
    KindView &view = page().view();
    QTRY_VERIFY(view.feed().latest() && view.figures()->isVisible());
    const auto counted = countKinds(*m_fixture, {0, view.feed().latest()->window.until}).at(number);
    const ChartData &demand = view.demandCourse()->chart()->data();
    qint64 drawn = 0;
    for (qint64 bucket = 0; bucket < demand.bucketCount(); ++bucket)
        drawn += demand.valueAt(demand.series.at(0), demand.firstBucket() + bucket * demand.bucketSeconds)
                     .value_or(0);
    QCOMPARE(drawn, counted.requests);
    QCOMPARE(view.dvmsCourse()->chart()->data().series.at(0).points.last().value,
             qint64(counted.dvmsEver.size()));
    // There is nothing before everything to compare with.
    QVERIFY(!view.figures()->card(Figure::Requests)->accessibleName().contains(QLatin1String("new")));
}

void KindsTest::leadersAreOrdered()
{
    m_fixture->window().showKind(busiest());
    KindView &view = page().view();
    QTRY_VERIFY(view.table()->isVisible() && view.table()->model()->rowCount() > 2);
    const auto column = [&view](const char *id) {
        return static_cast<DvmsOfKindModel *>(view.table()->model())->columnOf(QLatin1String(id));
    };
    const auto known = [&](const char *id) {
        QVector<qint64> values;
        const QAbstractItemModel &shown = *view.table()->view()->model();
        for (int row = 0; row < shown.rowCount(); ++row)
            if (const QVariant value = shown.index(row, column(id)).data(RawValueRole); value.isValid())
                values.append(value.toLongLong());
        return values;
    };
    const auto falls = [](const QVector<qint64> &values) {
        return std::is_sorted(values.rbegin(), values.rend());
    };
    QVERIFY(falls(known("share")));
    view.order()->setCurrent(QStringLiteral("p50"));
    const QVector<qint64> times = known("p50");
    QVERIFY(!times.isEmpty() && std::is_sorted(times.begin(), times.end()));
    view.order()->setCurrent(QStringLiteral("success"));
    QVERIFY(falls(known("success")));
    view.order()->setCurrent(QStringLiteral("confirmed"));
    QVERIFY(falls(known("confirmed")));
    view.table()->sortBy(QStringLiteral("share"), Qt::DescendingOrder);
    QCOMPARE(view.order()->current(), QStringLiteral("share"));
}

void KindsTest::opensAndLeavesByKeyboard()
{
    LiveTableView *view = page().table().view();
    page().setFocus();
    QTest::keyClick(view, Qt::Key_Down);
    const int row = page().table().currentIndex().row();
    QTest::keyClick(view, Qt::Key_Return);
    QVERIFY(page().isSubjectShown());
    QCOMPARE(*page().view().kind(), page().model().row(row).kind);
    QVERIFY(page()
                .view()
                .findChild<QLabel *>(QStringLiteral("subject.name"))
                ->text()
                .contains(QString::number(page().model().row(row).kind)));
    QTest::keyClick(m_fixture->window().focusWidget(), Qt::Key_Escape);
    QVERIFY(!page().isSubjectShown());
    QCOMPARE(m_fixture->window().focusWidget(), view);
    QCOMPARE(page().table().currentIndex().row(), row);
}

void KindsTest::searchFilters()
{
    page().applySearch(QString::number(busiest()));
    QTRY_COMPARE(page().table().view()->model()->rowCount(), 1);
    page().applySearch(QStringLiteral("text"));
    QTRY_VERIFY(page().table().view()->model()->rowCount() > 1);
    QVERIFY(page().table().view()->model()->rowCount() < page().model().rowCount());
}

void KindsTest::csvEqualsTheTable()
{
    m_fixture->window().windowChoice().setCustom({page().feed().latest()->freshness.as_of_ms / 1000 - 3000,
                                                  page().feed().latest()->freshness.as_of_ms / 1000 - 60});
    QSignalSpy answered(&page().feed(), &FeedBase::answered);
    QTRY_VERIFY(answered.count() > 0);
    QTest::keyClick(&m_fixture->window(), Qt::Key_E, Qt::ControlModifier);
    const auto lines = m_fixture->exported();
    const QAbstractItemModel &shown = *page().table().view()->model();
    const QVector<int> columns = page().table().visibleColumns();
    QCOMPARE(lines.size(), shown.rowCount() + 1);
    QCOMPARE(lines.front(), csvHeader(shown, columns));
    for (int row = 0; row < shown.rowCount(); ++row)
        for (qsizetype i = 0; i < columns.size(); ++i)
            if (const QModelIndex index = shown.index(row, columns.at(i)); index.data(RawValueRole).isValid())
                QCOMPARE(lines.at(row + 1).at(i), rawText(index));
}

void KindsTest::leaderLeadsToTheDvm()
{
    m_fixture->window().showKind(busiest());
    DataTable *table = page().view().table();
    QTRY_VERIFY(table->isVisible() && table->model()->rowCount() > 0);
    table->setCurrentIndex(table->model()->index(0, 0));
    QTest::keyClick(table->view(), Qt::Key_Return);
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("dvms"));
    QVERIFY(m_fixture->window().dvms().isSubjectShown());
    QCOMPARE(*m_fixture->window().dvms().view().dvm(),
             static_cast<DvmsOfKindModel *>(table->model())->row(0).dvm);
}

void KindsTest::chartZoomsTheWindow()
{
    m_fixture->window().showKind(busiest());
    TimeSeriesChart *chart = page().view().demandCourse()->chart();
    QTRY_VERIFY(chart->isVisible() && chart->width() > 200);
    WindowChoice &choice = m_fixture->window().windowChoice();
    const std::int64_t now = page().view().feed().latest()->freshness.as_of_ms / 1000;
    Q_EMIT chart->windowSelected(now - 1800, now - 600);
    QCOMPARE(choice.span(), WindowChoice::Span::Custom);
    QTRY_VERIFY(page().view().feed().latest()->window == (engine::TimeWindow{now - 1800, now - 600}));
    Q_EMIT chart->windowSelected(now - 1200, now - 900);
    Q_EMIT chart->resetWindow();
    QVERIFY(choice.window(0) == (engine::TimeWindow{now - 1800, now - 600}));
    Q_EMIT chart->resetWindow();
    QCOMPARE(choice.span(), WindowChoice::Span::Hour);
    Q_EMIT chart->resetWindow(); // nothing to go back to
    QCOMPARE(choice.span(), WindowChoice::Span::Hour);
}

void KindsTest::saysWhatItRestsOn()
{
    QSignalSpy basis(&page(), &Page::basisChanged);
    page().refresh();
    QTRY_VERIFY(basis.count() > 0);
    const QString text = basis.last().at(0).toString();
    QVERIFY2(text.contains(QLatin1String("as of")), qPrintable(text));
    QVERIFY2(text.contains(QLatin1String("covered")), qPrintable(text));
    QCOMPARE(text.contains(QLatin1String("partial")), page().feed().latest()->freshness.isPartial());
}

DVMDASH_TEST(KindsTest)
#include "kinds_test.moc"
