// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm_counts.h"
#include "support/test_main.h"
#include "ui/boards/course_card.h"
#include "ui/boards/figure_cards.h"
#include "ui/chain/chain_page.h"
#include "ui/charts/time_series_chart.h"
#include "ui/dvms/dvm_view.h"
#include "ui/dvms/dvms_models.h"
#include "ui/dvms/dvms_page.h"
#include "ui/dvms/health_line.h"
#include "ui/dvms/health_words.h"
#include "ui/dvms/troubles_card.h"
#include "ui/dvms/troubles_models.h"
#include "ui/dvms/why_card.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/job_words.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented_control.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QScrollArea>

#include <algorithm>
#include <set>
#include <tuple>

using namespace dvmdash;
using namespace dvmdash::ui;
using namespace dvmdash::test;

namespace
{

constexpr std::array lists{dvm::State::Failed, dvm::State::Ignored, dvm::State::Stalled,
                           dvm::State::PaidUndelivered};

QString nameOf(dvm::State state)
{
    const auto name = dvm::stateName(state);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

/// Its row number in the file, by its key.
QString pidOf(const nostr::PublicKey &dvm)
{
    return QStringLiteral("(SELECT pid FROM pubkey WHERE lower(hex(pk)) = '%1')")
        .arg(QString::fromStdString(dvm.hex()));
}

} // namespace

class DvmTroublesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void failuresAreDrawn();
    void reasonsLeadToAnExample();
    void listsHoldTheDvmsOwnAttempts();
    void listLeadsToTheChain();
    void listIsExported();
    void gravestListIsOpened();
    void healthIsSaid();
    void healthIsSearchedFor();
    void overviewNamesThem();
    void nothingWentWrong();
    void showsNoOthersTroubles();
    void words_data();
    void words();
    void moments();
    void statesKeepTheirColour();

private:
    DvmsPage &page() { return m_fixture->window().dvms(); }
    DvmView &view() { return page().view(); }
    /// Turns to the page of this DVM, and waits for all of it.
    void turnTo(const nostr::PublicKey &dvm);
    /// The DVM with most failures.
    nostr::PublicKey worst();
    /// Somebody listens, up to now.
    void listenNow();
    nostr::PublicKey withMost(dvm::State state);

    std::unique_ptr<WindowFixture> m_fixture;
};

void DvmTroublesTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    QVERIFY(m_fixture->import(test::recentEvents()));
    m_fixture->open();
    m_fixture->window().showPage(QStringLiteral("dvms"));
    QTRY_VERIFY_WITH_TIMEOUT(page().model().rowCount() > 0, 20'000);
}

void DvmTroublesTest::cleanup()
{
    m_fixture.reset();
}

void DvmTroublesTest::turnTo(const nostr::PublicKey &dvm)
{
    m_fixture->window().showDvm(dvm);
    QTRY_VERIFY(view().feed().latest() && view().feed().latest()->row.dvm == dvm);
    QTRY_VERIFY(view().troublesFeed().latest() && view().troublesFeed().latest()->question.dvm == dvm);
}

nostr::PublicKey DvmTroublesTest::worst()
{
    const auto &rows = page().model().rows();
    return std::max_element(rows.begin(), rows.end(),
                            [](const auto &a, const auto &b) {
                                return a.figures.attemptsFailed() < b.figures.attemptsFailed();
                            })
        ->dvm;
}

nostr::PublicKey DvmTroublesTest::withMost(dvm::State state)
{
    const auto &rows = page().model().rows();
    return std::max_element(rows.begin(), rows.end(),
                            [state](const auto &a, const auto &b) {
                                return a.figures.attemptsIn(state) < b.figures.attemptsIn(state);
                            })
        ->dvm;
}

void DvmTroublesTest::listenNow()
{
    m_fixture->change("UPDATE coverage SET until = CAST(strftime('%s', 'now') AS INTEGER) + 600");
}

void DvmTroublesTest::failuresAreDrawn()
{
    const nostr::PublicKey dvm = worst();
    turnTo(dvm);
    const TimeSeriesChart *chart = view().failuresCourse()->chart();
    QCOMPARE(chart->style(), ChartStyle::StackedBars);
    const ChartData &data = chart->data();
    QVERIFY(data.unit.startsWith(QLatin1String("failed attempts per ")));
    const CountedDvm counted =
        countDvms(*m_fixture, {data.window.since, data.window.until}).at(QString::fromStdString(dvm.hex()));
    qint64 all = 0;
    for (const dvm::State state : lists) {
        const auto series = std::find_if(data.series.begin(), data.series.end(), [&](const ChartSeries &one) {
            return one.id == nameOf(state).toLower();
        });
        qint64 drawn = 0;
        if (series != data.series.end()) {
            for (const ChartPoint &point : series->points)
                drawn += point.value;
            QVERIFY(series->tone == stateTone(state));
            QCOMPARE(series->name, stateWord(state));
        }
        QCOMPARE(drawn, attemptsIn(counted, state));
        all += drawn;
    }
    QVERIFY(all > 0);
    QCOMPARE(all, attemptsFailed(counted));
    // What nothing was counted of has no name at the end.
    for (const ChartSeries &series : data.series)
        QVERIFY(std::any_of(series.points.begin(), series.points.end(),
                            [](const ChartPoint &point) { return point.value > 0; }));
}

void DvmTroublesTest::reasonsLeadToAnExample()
{
    const nostr::PublicKey dvm = withMost(dvm::State::Failed);
    const FailureGroupsModel &model = view().why()->model();
    QAbstractItemModelTester tester(view().why()->table()->model(),
                                    QAbstractItemModelTester::FailureReportingMode::QtTest);
    turnTo(dvm);
    QTRY_VERIFY(model.rowCount() > 0);
    qint64 all = 0;
    bool isSaid = false;
    for (int row = 0; row < model.rowCount(); ++row) {
        const auto cell = [&](const char *column) {
            return model.index(row, model.columnOf(QLatin1String(column)));
        };
        all += cell("count").data(RawValueRole).toLongLong();
        QVERIFY(!cell("message").data().toString().isEmpty());
        QVERIFY(cell("example").data(LeadsRole).toBool());
        isSaid |= model.row(row).key.first == dvm::State::Failed && !model.row(row).key.second.empty();
    }
    QVERIFY(isSaid);
    QCOMPARE(all, qint64(view().feed().latest()->row.figures.attemptsFailed()));
    LiveTableView *rows = view().why()->table()->view();
    view().findChild<QScrollArea *>()->ensureWidgetVisible(rows);
    const QModelIndex example = rows->model()->index(0, model.columnOf(QStringLiteral("example")));
    const QString id = example.data(RawValueRole).toString();
    const auto clickOn = [&](const QModelIndex &index) {
        QTest::mouseClick(rows->viewport(), Qt::LeftButton, {}, rows->visualRect(index).center());
    };
    clickOn(rows->model()->index(0, model.columnOf(QStringLiteral("reason"))));
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("dvms"));
    rows->scrollTo(example);
    clickOn(example);
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("chain"));
    QCOMPARE(QString::fromStdString(m_fixture->window().chain().job()->hex()), id);
}

void DvmTroublesTest::listsHoldTheDvmsOwnAttempts()
{
    TroublesCard *card = view().troubles();
    QAbstractItemModelTester tester(card->table()->model(),
                                    QAbstractItemModelTester::FailureReportingMode::QtTest);
    qint64 listed = 0;
    for (const nostr::PublicKey &dvm : {worst(), withMost(dvm::State::PaidUndelivered)}) {
        turnTo(dvm);
        const engine::TimeWindow window = view().troublesFeed().latest()->window;
        for (const dvm::State state : lists) {
            card->lists()->setCurrent(nameOf(state));
            const auto wanted = m_fixture->rows(
                QStringLiteral(
                    "SELECT job.created_at, attempt.since FROM job JOIN attempt USING(jid) WHERE pid = %1 "
                    "AND attempt.state = %2 AND job.created_at >= %3 AND job.created_at < %4")
                    .arg(pidOf(dvm))
                    .arg(static_cast<int>(state))
                    .arg(window.since)
                    .arg(window.until)
                    .toUtf8());
            QCOMPARE(card->model().rowCount(), static_cast<int>(wanted.size()));
            QMultiMap<qint64, qint64> times;
            for (const auto &row : wanted)
                times.insert(row.at(0), row.at(1));
            for (int row = 0; row < card->model().rowCount(); ++row) {
                const metrics::TroubledJob &job = card->model().row(row);
                QCOMPARE(job.state, state);
                QVERIFY(times.remove(job.created_at, job.since) > 0);
            }
            const auto segments = card->lists()->findChildren<QAbstractButton *>();
            QVERIFY(std::any_of(segments.begin(), segments.end(), [&](const QAbstractButton *segment) {
                return segment->objectName() == nameOf(state) &&
                       segment->text().endsWith(QLatin1Char(' ') +
                                                format::count(static_cast<qint64>(wanted.size())));
            }));
            listed += static_cast<qint64>(wanted.size());
        }
        card->lists()->setCurrent(QStringLiteral("refunds"));
        qint64 refunded = 0;
        for (int row = 0; row < card->model().rowCount(); ++row) {
            refunded += shownAmount(card->model().row(row)).msat;
            QVERIFY(shownAmount(card->model().row(row)).tier >= dvm::PaymentState::Claimed);
        }
        QCOMPARE(refunded, qint64(view().feed().latest()->row.figures.money.refunded));
    }
    QVERIFY(listed > 3);
}

void DvmTroublesTest::listLeadsToTheChain()
{
    turnTo(withMost(dvm::State::Ignored));
    TroublesCard *card = view().troubles();
    card->lists()->setCurrent(nameOf(dvm::State::Ignored));
    QVERIFY(card->model().rowCount() > 0);
    card->table()->view()->setFocus();
    card->table()->setCurrentIndex(card->table()->model()->index(0, 0));
    QTest::keyClick(card->table()->view(), Qt::Key_Return);
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("chain"));
    QCOMPARE(*m_fixture->window().inspector().current(), card->model().row(0).request);
}

void DvmTroublesTest::listIsExported()
{
    turnTo(withMost(dvm::State::Ignored));
    TroublesCard *card = view().troubles();
    card->lists()->setCurrent(nameOf(dvm::State::Ignored));
    card->table()->exportCsv();
    const auto lines = m_fixture->exported();
    QCOMPARE(lines.size(), card->model().rowCount() + 1);
    for (const char *column : {"customer_npub", "amount_msat", "tier", "since_utc", "request_id"})
        QVERIFY2(lines.front().contains(QLatin1String(column)), column);
    const auto request = lines.front().indexOf(QStringLiteral("request_id"));
    std::set<QString> ids;
    for (qsizetype line = 1; line < lines.size(); ++line)
        ids.insert(lines.at(line).at(request));
    for (int row = 0; row < card->model().rowCount(); ++row)
        QVERIFY(ids.contains(QString::fromStdString(card->model().row(row).request.hex())));
}

void DvmTroublesTest::gravestListIsOpened()
{
    TroublesCard *card = view().troubles();
    turnTo(withMost(dvm::State::PaidUndelivered));
    QCOMPARE(card->lists()->current(), nameOf(dvm::State::PaidUndelivered));
    // What the reader chose stays, whatever comes in.
    const auto segments = card->lists()->findChildren<QAbstractButton *>();
    for (QAbstractButton *segment : segments)
        if (segment->objectName() == nameOf(dvm::State::Stalled))
            segment->click();
    view().refresh();
    QTest::qWait(50);
    QCOMPARE(card->lists()->current(), nameOf(dvm::State::Stalled));
}

void DvmTroublesTest::healthIsSaid()
{
    // The file was imported a while ago, and no relay is connected.
    const auto &rows = page().model().rows();
    const auto isDown = [](const metrics::DvmRow &row) { return row.health == dvm::Liveness::PossiblyDown; };
    QVERIFY(std::none_of(rows.begin(), rows.end(), isDown));
    listenNow();
    m_fixture->change("DELETE FROM event WHERE kind = 11998 AND created_at > "
                      "(SELECT max(created_at) - 1500 FROM event)");
    m_fixture->window().windowChoice().setSpan(WindowChoice::Span::Month);
    QTRY_VERIFY(std::any_of(rows.begin(), rows.end(), isDown));
    const metrics::DvmRow down = *std::find_if(rows.begin(), rows.end(), isDown);
    QVERIFY(down.ignored > 0);
    turnTo(down.dvm);
    HealthLine *line = view().health();
    QVERIFY(line->health() && line->isVisible());
    QCOMPARE(line->word(), QStringLiteral("possibly down"));
    QVERIFY(line->words().contains(QLatin1String("ignored")));
    QVERIFY(line->toolTip().contains(QLatin1String("for being down")));
    QVERIFY(line->accessibleName().startsWith(QLatin1String("possibly down: ")));
    for (const dvm::Signal &signal : line->health()->signals)
        QVERIFY2(line->toolTip().contains(signalWords(signal, format::nowMs()).toHtmlEscaped()) ||
                     line->toolTip().contains(signalWords(signal, format::nowMs())),
                 qPrintable(line->toolTip()));
}

void DvmTroublesTest::healthIsSearchedFor()
{
    listenNow();
    m_fixture->window().windowChoice().setSpan(WindowChoice::Span::Month);
    const auto &rows = page().model().rows();
    const auto count = [&](dvm::Liveness liveness) {
        return static_cast<int>(std::count_if(
            rows.begin(), rows.end(), [&](const metrics::DvmRow &row) { return row.health == liveness; }));
    };
    QTRY_VERIFY(count(dvm::Liveness::Unknown) == 0);
    page().search().setText(QStringLiteral("alive"));
    QTRY_COMPARE(page().table().view()->model()->rowCount(), count(dvm::Liveness::Alive));
    const int column = page().model().columnOf(QStringLiteral("health"));
    for (int row = 0; row < page().table().view()->model()->rowCount(); ++row)
        QCOMPARE(page().table().view()->model()->index(row, column).data().toString(),
                 QStringLiteral("alive"));
}

void DvmTroublesTest::overviewNamesThem()
{
    listenNow();
    m_fixture->change("DELETE FROM event WHERE kind = 11998 AND created_at > "
                      "(SELECT max(created_at) - 1500 FROM event)");
    m_fixture->window().windowChoice().setSpan(WindowChoice::Span::Month);
    const auto &rows = page().model().rows();
    const auto isDown = [](const metrics::DvmRow &row) { return row.health == dvm::Liveness::PossiblyDown; };
    QTRY_VERIFY(std::any_of(rows.begin(), rows.end(), isDown));
    const auto most = [&](auto weight) {
        return *std::max_element(rows.begin(), rows.end(), [&](const auto &a, const auto &b) {
            return std::pair(weight(a), b.dvm) < std::pair(weight(b), a.dvm);
        });
    };
    const metrics::DvmRow down =
        most([&](const metrics::DvmRow &row) { return isDown(row) ? row.ignored : 0; });
    const metrics::DvmRow unpaid =
        most([](const metrics::DvmRow &row) { return row.figures.attemptsIn(dvm::State::PaidUndelivered); });
    for (const auto &[name, dvm, count] :
         {std::tuple("attention.down.0", down.dvm, down.ignored),
          std::tuple("attention.unpaid.0", unpaid.dvm,
                     unpaid.figures.attemptsIn(dvm::State::PaidUndelivered))}) {
        m_fixture->window().showPage(QStringLiteral("overview"));
        auto *line = m_fixture->child<QAbstractButton>(name);
        QTRY_VERIFY_WITH_TIMEOUT(line->isVisible(), 15'000);
        QTRY_VERIFY(line->accessibleName().startsWith(format::count(count)));
        line->click();
        QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("dvms"));
        QVERIFY(page().isSubjectShown());
        QCOMPARE(*view().dvm(), dvm);
    }
    const auto all = std::count_if(rows.begin(), rows.end(), isDown);
    m_fixture->window().showPage(QStringLiteral("overview"));
    auto *more = m_fixture->child<QAbstractButton>("attention.down.more");
    QTRY_COMPARE(more->isVisible(), all > 2);
    if (all > 2) {
        more->click();
        QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("dvms"));
        QTRY_COMPARE(page().table().view()->model()->rowCount(), static_cast<int>(all));
    }
}

void DvmTroublesTest::nothingWentWrong()
{
    const nostr::PublicKey dvm = worst();
    m_fixture->window().windowChoice().setCustom({1'000'000'000, 1'000'003'600});
    turnTo(dvm);
    QTRY_VERIFY(view().why()->table()->findChild<EmptyState *>()->isVisible());
    QCOMPARE(view().why()->model().rowCount(), 0);
    QVERIFY(view().failuresCourse()->chart()->data().isEmpty());
    QCOMPARE(view().troubles()->lists()->current(), nameOf(dvm::State::Ignored));
    QVERIFY(view().troubles()->table()->findChild<EmptyState *>()->isVisible());
}

void DvmTroublesTest::showsNoOthersTroubles()
{
    turnTo(worst());
    QVERIFY(view().why()->model().rowCount() > 0);
    const auto other = std::find_if(page().model().rows().begin(), page().model().rows().end(),
                                    [this](const metrics::DvmRow &row) { return row.dvm != worst(); });
    m_fixture->window().showDvm(other->dvm);
    QCOMPARE(view().why()->model().rowCount(), 0);
    QCOMPARE(view().troubles()->model().rowCount(), 0);
    QVERIFY(!view().health()->health());
}

void DvmTroublesTest::words_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<qint64>("ago");
    QTest::addColumn<qint64>("count");
    QTest::addColumn<bool>("more");
    QTest::addColumn<QString>("said");
    using Kind = dvm::SignalKind;
    const auto row = [](const char *name, Kind kind, qint64 ago, qint64 count, bool more, const char *said) {
        QTest::newRow(name) << static_cast<int>(kind) << ago << count << more << QString::fromLatin1(said);
    };
    row("ignored", Kind::IgnoredRequests, 7'200, 14, false, "14 requests ignored since 10:00");
    row("ignored one", Kind::IgnoredRequests, 7'200, 1, false, "a request ignored at 10:00");
    row("ignored many", Kind::IgnoredRequests, 7'200, 2'000, true,
        "at least 2,000 requests ignored since 10:00");
    row("no answer", Kind::NoAnswerSince, 7'200, 0, false, "no answer to anybody since 10:00");
    row("no heartbeat", Kind::NoHeartbeat, 7'200, 0, false, "no heartbeat since 10:00");
    row("answer", Kind::Answer, 12, 0, false, "last answer 12 s ago");
    row("heartbeat", Kind::Heartbeat, 12, 0, false, "heartbeat 12 s ago");
    row("not heard", Kind::NotHeard, 7'200, 0, false, "listening without a break only since 10:00");
}

void DvmTroublesTest::words()
{
    QFETCH(int, kind);
    QFETCH(qint64, ago);
    QFETCH(qint64, count);
    QFETCH(bool, more);
    QFETCH(QString, said);
    const qint64 noon = QDateTime(QDate(2026, 11, 21), QTime(12, 0)).toSecsSinceEpoch();
    const dvm::Signal signal{
        static_cast<dvm::SignalKind>(kind), dvm::Bearing::Neither, noon - ago, {}, count, more};
    QCOMPARE(signalWords(signal, noon * 1000), said);
    dvm::Signal never = signal;
    never.at = 0;
    never.kind = dvm::SignalKind::NoAnswerSince;
    QCOMPARE(signalWords(never, noon * 1000), QStringLiteral("never an answer to anybody"));
}

void DvmTroublesTest::moments()
{
    const QDateTime noon(QDate(2026, 11, 21), QTime(12, 0));
    const auto said = [&](const QDateTime &at) {
        return momentWords(at.toSecsSinceEpoch(), noon.toMSecsSinceEpoch());
    };
    QCOMPARE(said(noon.addSecs(-60)), QStringLiteral("11:59"));
    QCOMPARE(said(noon.addSecs(-13 * 3600)), QStringLiteral("Nov 20, 23:00"));
    QCOMPARE(said(noon.addYears(-1)), QStringLiteral("2025-11-21"));
    QCOMPARE(briefMomentWords(noon.addSecs(-13 * 3600).toSecsSinceEpoch(), noon.toMSecsSinceEpoch()),
             QStringLiteral("Nov 20"));
}

void DvmTroublesTest::statesKeepTheirColour()
{
    const Theme &theme = m_fixture->theme();
    ChartSeries failed;
    failed.tone = Tone::Failed;
    ChartSeries pale = failed;
    pale.isPale = true;
    QCOMPARE(seriesColor(theme, failed), theme.color(Tone::Failed));
    QVERIFY(seriesColor(theme, pale) != seriesColor(theme, failed));
    // Its name is as easy to read as the other's.
    QCOMPARE(seriesInk(theme, pale), theme.color(Tone::Failed));
    QVERIFY(contrastRatio(seriesColor(theme, pale), seriesColor(theme, failed)) > 1.5);
    // Names of one colour need a square beside them, and there is room for it.
    ChartData data;
    data.window = {0, 3600};
    data.series = {failed, failed};
    const qreal without = chartGeometry(theme, data, ChartStyle::StackedBars, {600, 200}).plot.right();
    data.series[1] = pale;
    QVERIFY(chartGeometry(theme, data, ChartStyle::StackedBars, {600, 200}).plot.right() < without);
    ChartSeries plain;
    plain.hue = Hue::Results;
    QCOMPARE(seriesColor(theme, plain), theme.color(Hue::Results));
}

DVMDASH_TEST(DvmTroublesTest)
#include "dvm_troubles_test.moc"
