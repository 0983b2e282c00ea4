// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/boards/course_card.h"
#include "ui/boards/figure_cards.h"
#include "ui/charts/time_series_chart.h"
#include "ui/dvms/dvm_view.h"
#include "ui/dvms/dvms_models.h"
#include "ui/dvms/dvms_page.h"
#include "ui/dvms/jobs_card.h"
#include "ui/dvms/mix_bar.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/job_words.h"
#include "ui/jobs/job_model.h"
#include "ui/kinds/kind_view.h"
#include "ui/kinds/kinds_page.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/skeleton.h"
#include "ui/widgets/stat_card.h"
#include "ui/window/top_bar.h"
#include "window_fixture.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::WindowFixture;

namespace
{

/// What a row must say, counted from the stored rows alone.
struct Counted {
    qint64 results = 0, feedback = 0;
    std::map<int, qint64> attempts; ///< by state
    qint64 targeted = 0, requested = 0, inferred = 0, claimed = 0, confirmed = 0;
    std::vector<qint64> responses; ///< ms
    std::set<int> kinds;
    qint64 lastSeen = 0, lastCompleted = 0;
};
using CountedDvms = std::map<QString, Counted>; ///< by key in hex

CountedDvms countDvms(const WindowFixture &fixture, const engine::TimeWindow &window)
{
    const auto within = [&](const char *column) {
        return QStringLiteral(" %1 >= %2 AND %1 < %3 ")
            .arg(QLatin1String(column))
            .arg(window.since)
            .arg(window.until);
    };
    CountedDvms dvms;
    const QString isNote = QStringLiteral("(SELECT rid FROM answer WHERE note = 1)");
    for (const auto &row :
         fixture.rows(QStringLiteral(
                          "SELECT lower(hex(pk)), role, kind FROM event JOIN pubkey USING(pid) WHERE role IN "
                          "(2, 3) AND (flags & 1) = 0 AND rid NOT IN ") +
                      isNote + QStringLiteral(" AND") + within("created_at"))) {
        Counted &dvm = dvms[row.at(0)];
        const bool isResult = row.at(1) == QLatin1String("2");
        ++(isResult ? dvm.results : dvm.feedback);
        if (isResult)
            dvm.kinds.insert(row.at(2).toInt() - 1000);
    }
    for (const auto &row : fixture.rows(
             QStringLiteral("SELECT lower(hex(pk)), attempt.state, attempt.targeted, requested_msat, "
                            "attempt.payment, attempt.response_s, attempt.response_ms, job.kind FROM attempt "
                            "JOIN job USING(jid) JOIN pubkey USING(pid) WHERE") +
             within("job.created_at"))) {
        Counted &dvm = dvms[row.at(0)];
        ++dvm.attempts[row.at(1).toInt()];
        dvm.targeted += row.at(2).toInt();
        dvm.requested += row.at(3).toLongLong();
        if (row.at(4) == QLatin1String("2"))
            dvm.inferred += row.at(3).toLongLong();
        if (!row.at(5).isEmpty() && row.at(5).toLongLong() >= 0)
            dvm.responses.push_back(row.at(6).isEmpty() ? row.at(5).toLongLong() * 1000
                                                        : row.at(6).toLongLong());
        if (row.at(7) != QLatin1String("0"))
            dvm.kinds.insert(row.at(7).toInt());
    }
    for (const auto &row : fixture.rows(
             QStringLiteral("SELECT lower(hex(pk)), tier, msat, kind FROM payment JOIN pubkey ON pid = "
                            "payee WHERE counted = 1 AND purpose = 1 AND") +
             within("created_at"))) {
        Counted &dvm = dvms[row.at(0)];
        (row.at(1) == QLatin1String("4") ? dvm.confirmed : dvm.claimed) += row.at(2).toLongLong();
        if (row.at(3) != QLatin1String("0"))
            dvm.kinds.insert(row.at(3).toInt());
    }
    for (const auto &row : fixture.rows(
             QStringLiteral(
                 "SELECT lower(hex(pk)), max(created_at) FROM event JOIN pubkey USING(pid) WHERE role "
                 "IN (2, 3) AND (flags & 1) = 0 AND rid NOT IN ") +
             isNote + QStringLiteral(" GROUP BY pid")))
        if (const auto at = dvms.find(row.at(0)); at != dvms.end())
            at->second.lastSeen = row.at(1).toLongLong();
    for (const auto &row :
         fixture.rows(QStringLiteral("SELECT lower(hex(pk)), max(delivered_at) FROM attempt JOIN pubkey "
                                     "USING(pid) WHERE delivered_at IS NOT NULL GROUP BY pid")))
        if (const auto at = dvms.find(row.at(0)); at != dvms.end())
            at->second.lastCompleted = row.at(1).toLongLong();
    return dvms;
}

qint64 of(const Counted &dvm, dvm::State state)
{
    const auto at = dvm.attempts.find(static_cast<int>(state));
    return at == dvm.attempts.end() ? 0 : at->second;
}

qint64 failedOf(const Counted &dvm)
{
    return of(dvm, dvm::State::Failed) + of(dvm, dvm::State::Ignored) + of(dvm, dvm::State::Stalled) +
           of(dvm, dvm::State::PaidUndelivered);
}

/// The value at this rank, which a percentile comes near to within 1 %.
qint64 ranked(std::vector<qint64> values, int percent)
{
    std::sort(values.begin(), values.end());
    const auto rank = static_cast<std::size_t>(
        std::max(1.0, std::ceil(static_cast<double>(values.size()) * percent / 100.0)));
    return values.at(rank - 1);
}

QVariant raw(const DvmsModel &model, int row, const char *column)
{
    return model.index(row, model.columnOf(QLatin1String(column))).data(RawValueRole);
}

bool isNear(qint64 value, qint64 wanted)
{
    return std::abs(value - wanted) * 100 <= wanted + 100;
}

} // namespace

class DvmsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void tableEqualsAnIndependentCount_data();
    void tableEqualsAnIndependentCount();
    void pageEqualsTheRow();
    void opensAndLeavesByKeyboard();
    void nameIsALink();
    void everyNumberIsExplained();
    void searchFindsAndOpens();
    void csvEqualsTheTable();
    void columnsComeBack();
    void answersChangeNoMoreThanTheyMust();
    void asksOnlyWhatIsShown();
    void jobsAreInspected();
    void competitorsAndKindsLeadOn();
    void strangerIsSaidToBeUnknown();
    void emptyWindowLeadsToAllTimes();
    void loadingShowsASkeleton();
    void failureKeepsWhatIsShown();
    void fitsBesideTheInspector();

private:
    DvmsPage &page() { return m_fixture->window().dvms(); }
    /// Turns to the page and waits for its rows.
    void turnTo();
    /// The DVM with most results.
    nostr::PublicKey busiest();

    std::unique_ptr<WindowFixture> m_fixture;
};

void DvmsTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    QVERIFY(m_fixture->import(test::recentEvents()));
    m_fixture->open();
    turnTo();
}

void DvmsTest::cleanup()
{
    m_fixture.reset();
}

void DvmsTest::turnTo()
{
    m_fixture->window().showPage(QStringLiteral("dvms"));
    QTRY_VERIFY_WITH_TIMEOUT(page().model().rowCount() > 0, 20'000);
}

nostr::PublicKey DvmsTest::busiest()
{
    const auto &rows = page().model().rows();
    return std::max_element(
               rows.begin(), rows.end(),
               [](const auto &a, const auto &b) { return a.figures.results < b.figures.results; })
        ->dvm;
}

void DvmsTest::tableEqualsAnIndependentCount_data()
{
    QTest::addColumn<int>("span");
    QTest::newRow("1h") << static_cast<int>(WindowChoice::Span::Hour);
    QTest::newRow("24h") << static_cast<int>(WindowChoice::Span::Day);
    QTest::newRow("part") << static_cast<int>(WindowChoice::Span::Custom);
    QTest::newRow("All") << static_cast<int>(WindowChoice::Span::All);
}

void DvmsTest::tableEqualsAnIndependentCount()
{
    QFETCH(int, span);
    WindowChoice &choice = m_fixture->window().windowChoice();
    const std::int64_t now = page().feed().latest()->freshness.as_of_ms / 1000;
    QSignalSpy answered(&page().feed(), &FeedBase::answered);
    if (span == static_cast<int>(WindowChoice::Span::Custom))
        choice.setCustom({now - 2417, now - 811});
    else
        choice.setSpan(static_cast<WindowChoice::Span>(span));
    page().refresh();
    QTRY_VERIFY(answered.count() > 0);

    const engine::TimeWindow window = page().feed().latest()->freshness.window;
    const CountedDvms counted = countDvms(*m_fixture, window);
    const DvmsModel &model = page().model();
    QCOMPARE(model.rowCount(), static_cast<int>(counted.size()));
    QVERIFY(counted.size() > 10);
    int timed = 0;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QString key = QString::fromStdString(model.row(row).dvm.hex());
        QVERIFY2(counted.contains(key), qPrintable(key));
        const Counted &dvm = counted.at(key);
        QCOMPARE(raw(model, row, "dvm").toString(), NameBook::npub(model.row(row).dvm));
        QCOMPARE(raw(model, row, "results").toLongLong(), dvm.results);
        QCOMPARE(raw(model, row, "feedback").toLongLong(), dvm.feedback);
        QCOMPARE(raw(model, row, "ignored").toLongLong(), of(dvm, dvm::State::Ignored));
        const qint64 ended = of(dvm, dvm::State::Delivered) + failedOf(dvm);
        QCOMPARE(raw(model, row, "success_n").toLongLong(), ended);
        QCOMPARE(raw(model, row, "success").isValid(), ended > 0);
        if (ended > 0)
            QCOMPARE(raw(model, row, "success").toLongLong(),
                     of(dvm, dvm::State::Delivered) * 10'000 / ended);
        QCOMPARE(raw(model, row, "responses").toLongLong(), qint64(dvm.responses.size()));
        QCOMPARE(raw(model, row, "p50").isValid(), !dvm.responses.empty());
        if (!dvm.responses.empty()) {
            ++timed;
            QVERIFY(isNear(raw(model, row, "p50").toLongLong(), ranked(dvm.responses, 50)));
            QVERIFY(isNear(raw(model, row, "p95").toLongLong(), ranked(dvm.responses, 95)));
        }
        QCOMPARE(raw(model, row, "confirmed").toLongLong(), dvm.confirmed);
        QCOMPARE(raw(model, row, "claimed").toLongLong(), dvm.claimed);
        QCOMPARE(raw(model, row, "inferred").toLongLong(), dvm.inferred);
        QCOMPARE(raw(model, row, "requested").toLongLong(), dvm.requested);
        QCOMPARE(raw(model, row, "last_seen").toLongLong(), dvm.lastSeen);
        QCOMPARE(raw(model, row, "last_completed").toLongLong(), dvm.lastCompleted);
        QStringList kinds;
        for (const int kind : dvm.kinds)
            kinds.append(QString::number(kind));
        QCOMPARE(raw(model, row, "kinds").toString(), kinds.join(QLatin1Char(' ')));
    }
    QVERIFY(timed > 5);
}

void DvmsTest::pageEqualsTheRow()
{
    const nostr::PublicKey dvm = busiest();
    m_fixture->window().windowChoice().setCustom({page().feed().latest()->freshness.as_of_ms / 1000 - 3000,
                                                  page().feed().latest()->freshness.as_of_ms / 1000 - 60});
    m_fixture->window().showDvm(dvm);
    DvmView &view = page().view();
    QTRY_VERIFY(view.feed().latest() && view.figures()->isVisible());
    const engine::Dvm &shown = *view.feed().latest();
    const Counted counted = countDvms(*m_fixture, shown.window).at(QString::fromStdString(dvm.hex()));
    const Counted before = countDvms(*m_fixture, {shown.window.since - shown.window.length(),
                                                  shown.window.since})[QString::fromStdString(dvm.hex())];
    StatCard *results = view.figures()->card(Figure::Results);
    QCOMPARE(results->figure(), format::count(counted.results));
    QVERIFY(results->accessibleName().contains(format::change(counted.results, before.results).text));
    QCOMPARE(view.figures()->card(Figure::Feedback)->figure(), format::count(counted.feedback));
    QCOMPARE(view.figures()->card(Figure::Confirmed)->figure(), format::sats(counted.confirmed));

    // The bars of the chart add up to the figure, but for the first bucket where the window cuts it.
    const ChartData &data = view.answersCourse()->chart()->data();
    qint64 drawn = 0;
    for (const ChartPoint &point : data.series.at(0).points)
        drawn += point.value;
    QCOMPARE(drawn, countDvms(*m_fixture, {data.window.since, data.window.until})
                        .at(QString::fromStdString(dvm.hex()))
                        .results);
    QCOMPARE(view.responseCourse()->chart()->data().series.at(0).missing, Missing::Unknown);

    qint64 attempts = 0;
    for (const MixBar::Part &part : view.attemptMix()->parts())
        attempts += part.count;
    qint64 wanted = 0;
    for (const auto &[state, count] : counted.attempts) {
        wanted += count;
        QVERIFY(view.attemptMix()->words().contains(stateWord(static_cast<dvm::State>(state)) +
                                                    QLatin1Char(' ') + format::count(count)));
    }
    QCOMPARE(attempts, wanted);
    QVERIFY(wanted > 0);
    qint64 feedback = 0;
    for (const MixBar::Part &part : view.feedbackMix()->parts())
        feedback += part.count;
    QCOMPARE(feedback, counted.feedback);
    qint64 ofKinds = 0;
    const auto &kinds = *view.kindsTable()->model();
    for (int row = 0; row < kinds.rowCount(); ++row)
        ofKinds += kinds.index(row, 1).data(RawValueRole).toLongLong();
    QCOMPARE(ofKinds, counted.results);
    QTRY_VERIFY(view.jobs()->model().rowCount() > 0);
    QCOMPARE(qint64(view.competitorsTable()->model()->rowCount()), qint64(shown.competitors.size()));
}

void DvmsTest::opensAndLeavesByKeyboard()
{
    LiveTableView *view = page().table().view();
    QTest::keyClick(&m_fixture->window(), Qt::Key_1, Qt::ControlModifier);
    QTest::keyClick(&m_fixture->window(), Qt::Key_4, Qt::ControlModifier);
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("dvms"));
    page().setFocus();
    QCOMPARE(m_fixture->window().focusWidget(), view);
    QTest::keyClick(view, Qt::Key_Down);
    QTest::keyClick(view, Qt::Key_Down);
    const int row = page().table().currentIndex().row();
    QVERIFY(row >= 0);
    QTest::keyClick(view, Qt::Key_Return);
    QVERIFY(page().isSubjectShown());
    QCOMPARE(*page().view().dvm(), page().model().row(row).dvm);
    QTRY_VERIFY(page().view().figures()->isVisible());
    QVERIFY(page().view().isAncestorOf(m_fixture->window().focusWidget()));
    QTest::keyClick(m_fixture->window().focusWidget(), Qt::Key_Escape);
    QVERIFY(!page().isSubjectShown());
    QCOMPARE(m_fixture->window().focusWidget(), view);
    QCOMPARE(page().table().currentIndex().row(), row);

    QTest::keyClick(view, Qt::Key_Return);
    QVERIFY(page().isSubjectShown());
    page().view().findChild<QPushButton *>(QStringLiteral("subject.back"))->click();
    QVERIFY(!page().isSubjectShown());
}

void DvmsTest::nameIsALink()
{
    LiveTableView *view = page().table().view();
    const auto click = [&](int column) {
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                          view->visualRect(view->model()->index(1, column)).center());
    };
    click(page().model().columnOf(QStringLiteral("results")));
    QVERIFY(!page().isSubjectShown());
    click(0);
    QVERIFY(page().isSubjectShown());
    QCOMPARE(NameBook::npub(*page().view().dvm()), view->model()->index(1, 0).data(RawValueRole).toString());
}

void DvmsTest::everyNumberIsExplained()
{
    const auto check = [](const QAbstractItemModel &model) {
        for (int column = 0; column < model.columnCount(); ++column) {
            const auto kind = cellKind(model, column);
            if (kind == CellKind::Text)
                continue;
            QVERIFY2(model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString().size() > 20,
                     qPrintable(model.headerData(column, Qt::Horizontal, ColumnIdRole).toString()));
        }
    };
    check(page().model());
    check(*page().view().kindsTable()->model());
    check(*page().view().competitorsTable()->model());
    check(*m_fixture->window().kinds().table().model());
    check(*m_fixture->window().kinds().view().table()->model());
    // A rate says what it is a rate of.
    const DvmsModel &model = page().model();
    const int row = model.rowOf(busiest());
    QVERIFY(model.index(row, model.columnOf(QStringLiteral("success")))
                .data(Qt::ToolTipRole)
                .toString()
                .contains(format::count(raw(model, row, "success_n").toLongLong())));
    m_fixture->window().showDvm(busiest());
    QTRY_VERIFY(page().view().figures()->isVisible());
    QVERIFY(page().view().figures()->card(Figure::P50)->toolTip().contains(QLatin1String("n = ")));
    QVERIFY(page().view().figures()->card(Figure::P50)->toolTip().contains(QLatin1String("As of ")));
}

void DvmsTest::searchFindsAndOpens()
{
    const nostr::PublicKey dvm = busiest();
    const auto shown = [this] { return page().table().view()->model()->rowCount(); };
    const int all = shown();
    SearchField *top = m_fixture->window().topBar().search();
    top->setText(NameBook::npub(dvm));
    QTest::keyClick(top, Qt::Key_Return);
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("dvms"));
    QTRY_COMPARE(shown(), 1);
    QTest::keyClick(&page().search(), Qt::Key_Return);
    QVERIFY(page().isSubjectShown());
    QCOMPARE(*page().view().dvm(), dvm);
    // From there a search leads back to the table.
    top->setText(QStringLiteral("nobody is called so"));
    QTest::keyClick(top, Qt::Key_Return);
    QVERIFY(!page().isSubjectShown());
    QTRY_COMPARE(shown(), 0);
    auto *empty = page().table().findChild<EmptyState *>();
    QTRY_VERIFY(empty->isVisible());
    QCOMPARE(empty->title(), QStringLiteral("No DVM fits"));
    empty->findChild<QPushButton *>()->click();
    QTRY_COMPARE(shown(), all);
    page().search().setText(QString::number(page().model().row(0).kinds.front()));
    QTRY_VERIFY(shown() < all && shown() > 0);
}

void DvmsTest::csvEqualsTheTable()
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
    QVERIFY(lines.front().contains(QStringLiteral("success_percent")));
    QVERIFY(lines.front().contains(QStringLiteral("confirmed_msat")));
    QVERIFY(!lines.front().contains(QStringLiteral("inferred_msat"))); // hidden at first
    for (int row = 0; row < shown.rowCount(); ++row) {
        const QStringList &cells = lines.at(row + 1);
        QCOMPARE(cells.size(), columns.size());
        for (qsizetype i = 0; i < columns.size(); ++i) {
            const QModelIndex index = shown.index(row, columns.at(i));
            if (index.data(RawValueRole).isValid())
                QCOMPARE(cells.at(i), rawText(index));
        }
    }
}

void DvmsTest::columnsComeBack()
{
    page().table().sortBy(QStringLiteral("p95"), Qt::AscendingOrder);
    QTRY_VERIFY(!m_fixture->viewState().value(QStringLiteral("table/dvms")).isEmpty());
    m_fixture->close();
    m_fixture->open();
    turnTo();
    const QAbstractItemModel &shown = *page().table().view()->model();
    const int column = page().model().columnOf(QStringLiteral("p95"));
    qint64 last = -1;
    for (int row = 0; row < shown.rowCount(); ++row) {
        const QVariant value = shown.index(row, column).data(RawValueRole);
        if (!value.isValid())
            continue;
        QVERIFY(value.toLongLong() >= last);
        last = value.toLongLong();
    }
    QVERIFY(last > 0);
}

void DvmsTest::answersChangeNoMoreThanTheyMust()
{
    DvmsModel &model = page().model();
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    WindowChoice &choice = m_fixture->window().windowChoice();
    const std::int64_t now = page().feed().latest()->freshness.as_of_ms / 1000;
    QSignalSpy answered(&page().feed(), &FeedBase::answered);
    choice.setCustom({now - 3000, now - 60});
    QTRY_VERIFY(answered.count() > 0);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy layout(&model, &QAbstractItemModel::layoutChanged);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    // Names may come at any time: they are told for the first column alone.
    const auto numbersTold = [&changed] {
        return std::count_if(changed.begin(), changed.end(),
                             [](const QVariantList &told) { return told.at(1).toModelIndex().column() > 0; });
    };
    const QPersistentModelIndex kept = model.index(model.rowOf(busiest()), 0);
    const nostr::PublicKey dvm = busiest();
    answered.clear();
    page().refresh();
    QTRY_VERIFY(answered.count() > 0);
    QCOMPARE(numbersTold(), 0); // the same answer
    answered.clear();
    choice.setCustom({now - 3000, now - 1500});
    QTRY_VERIFY(answered.count() > 0);
    QVERIFY(numbersTold() > 0 && numbersTold() <= model.rowCount());
    QCOMPARE(reset.count() + layout.count(), 0);
    if (kept.isValid())
        QCOMPARE(model.row(kept.row()).dvm, dvm);
}

void DvmsTest::asksOnlyWhatIsShown()
{
    QVERIFY(page().feed().isActive());
    QVERIFY(!page().view().feed().isActive());
    m_fixture->window().showDvm(busiest());
    QVERIFY(!page().feed().isActive());
    QVERIFY(page().view().feed().isActive());
    m_fixture->window().showPage(QStringLiteral("live"));
    QVERIFY(!page().feed().isActive());
    QVERIFY(!page().view().feed().isActive());
    m_fixture->window().showPage(QStringLiteral("dvms"));
    QVERIFY(page().view().feed().isActive());
}

void DvmsTest::jobsAreInspected()
{
    m_fixture->window().showDvm(busiest());
    JobsCard *jobs = page().view().jobs();
    QTRY_VERIFY(jobs->isVisible() && jobs->model().rowCount() > 0);
    for (int row = 0; row < jobs->model().rowCount(); ++row)
        QVERIFY(jobs->model().job(row).attempts > 0);
    jobs->table()->view()->setFocus();
    jobs->table()->setCurrentIndex(jobs->table()->model()->index(0, 0));
    QTest::keyClick(jobs->table()->view(), Qt::Key_Return);
    QVERIFY(m_fixture->window().isInspecting());
    QCOMPARE(*m_fixture->window().inspector().current(), jobs->model().job(0).request);
    // First the inspector, then the page.
    QTest::keyClick(jobs->table()->view(), Qt::Key_Escape);
    QVERIFY(!m_fixture->window().isInspecting());
    QVERIFY(page().isSubjectShown());
    QTest::keyClick(m_fixture->window().focusWidget(), Qt::Key_Escape);
    QVERIFY(!page().isSubjectShown());
}

void DvmsTest::competitorsAndKindsLeadOn()
{
    m_fixture->window().showDvm(busiest());
    DvmView &view = page().view();
    QTRY_VERIFY(view.competitorsTable()->isVisible() && view.competitorsTable()->model()->rowCount() > 0);
    const nostr::PublicKey other =
        static_cast<CompetitorsModel *>(view.competitorsTable()->model())->row(0).dvm;
    QVERIFY(other != busiest());
    view.competitorsTable()->setCurrentIndex(view.competitorsTable()->model()->index(0, 0));
    QTest::keyClick(view.competitorsTable()->view(), Qt::Key_Return);
    QCOMPARE(*view.dvm(), other);
    QTRY_VERIFY(view.kindsTable()->isVisible() && view.kindsTable()->model()->rowCount() > 0);
    view.kindsTable()->setCurrentIndex(view.kindsTable()->model()->index(0, 0));
    const int kind = view.kindsTable()->model()->index(0, 0).data(RawValueRole).toInt();
    QTest::keyClick(view.kindsTable()->view(), Qt::Key_Return);
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("kinds"));
    QCOMPARE(*m_fixture->window().kinds().view().kind(), kind);
}

void DvmsTest::strangerIsSaidToBeUnknown()
{
    const auto key = nostr::PublicKey::fromHex(std::string(64, '7'));
    m_fixture->window().showDvm(*key);
    const auto isSaid = [this] {
        const auto states = page().view().findChildren<EmptyState *>();
        return std::any_of(states.begin(), states.end(), [](const EmptyState *state) {
            return state->isVisible() && state->title() == QLatin1String("Nothing is known of this key");
        });
    };
    QTRY_VERIFY(isSaid());
}

void DvmsTest::emptyWindowLeadsToAllTimes()
{
    m_fixture->window().windowChoice().setCustom({1'000'000'000, 1'000'003'600});
    auto *empty = page().table().findChild<EmptyState *>();
    QTRY_VERIFY(empty->isVisible());
    QCOMPARE(empty->title(), QStringLiteral("No DVM in this window"));
    empty->findChild<QPushButton *>()->click();
    QCOMPARE(m_fixture->window().windowChoice().span(), WindowChoice::Span::All);
    QTRY_VERIFY(page().model().rowCount() > 0);
}

void DvmsTest::loadingShowsASkeleton()
{
    // A page that was never looked at has asked for nothing.
    DataTable &kinds = m_fixture->window().kinds().table();
    QVERIFY(kinds.isLoading());
    QCOMPARE(kinds.model()->rowCount(), 0);
    QVERIFY(!kinds.findChild<EmptyState *>()->isVisibleTo(&kinds));
    QVERIFY(kinds.findChild<Skeleton *>()->isVisibleTo(&kinds));
    QVERIFY(!page().table().isLoading());
    // The page of a DVM does not show another one's numbers while it waits.
    m_fixture->window().showDvm(busiest());
    QTRY_VERIFY(page().view().figures()->isVisible());
    m_fixture->window().showDvm(page().model().row(0).dvm == busiest() ? page().model().row(1).dvm
                                                                       : page().model().row(0).dvm);
    QVERIFY(!page().view().figures()->isVisible());
    QTRY_VERIFY(page().view().figures()->isVisible());
}

void DvmsTest::failureKeepsWhatIsShown()
{
    const auto banner = [this]() -> Banner * {
        const auto banners = page().findChildren<Banner *>();
        for (Banner *one : banners)
            if (one->isVisible() && one->tone() == Tone::Failed)
                return one;
        return nullptr;
    };
    const int rows = page().model().rowCount();
    m_fixture->change("ALTER TABLE rollup RENAME TO mislaid");
    const std::int64_t now = page().feed().latest()->freshness.as_of_ms / 1000;
    m_fixture->window().windowChoice().setCustom({now - 3001, now - 61}); // an answer that nobody remembers
    QTRY_VERIFY(banner() != nullptr);
    QVERIFY(banner()->text().contains(QLatin1String("could not be read")));
    QCOMPARE(page().model().rowCount(), rows);
    m_fixture->window().showDvm(busiest());
    QTRY_VERIFY(banner() != nullptr && page().view().isAncestorOf(banner()));
    m_fixture->change("ALTER TABLE mislaid RENAME TO rollup");
    banner()->findChild<QPushButton *>()->click();
    QTRY_VERIFY(banner() == nullptr);
    QTRY_VERIFY(page().view().figures()->isVisible());
    QVERIFY(page().goBack());
    page().refresh();
    QTRY_VERIFY(banner() == nullptr);
}

void DvmsTest::fitsBesideTheInspector()
{
    MainWindow &window = m_fixture->window();
    window.resize(1280, 720);
    window.showDvm(busiest());
    QTRY_VERIFY(page().view().figures()->isVisible());
    QTRY_VERIFY(page().view().jobs()->model().rowCount() > 0);
    window.inspect(page().view().jobs()->model().job(0).request);
    auto *scroll = page().view().findChild<QScrollArea *>();
    QTRY_VERIFY(scroll->widget()->width() <= scroll->viewport()->width());
    QTRY_VERIFY(page().view().answersCourse()->width() <= scroll->viewport()->width());
    QCOMPARE(window.size(), QSize(1280, 720));
    window.showKind(page().model().row(page().model().rowOf(busiest())).kinds.front());
    QTRY_VERIFY(window.kinds().view().figures()->isVisible());
    scroll = window.kinds().view().findChild<QScrollArea *>();
    QTRY_VERIFY(scroll->widget()->width() <= scroll->viewport()->width());
    QCOMPARE(window.size(), QSize(1280, 720));
}

DVMDASH_TEST(DvmsTest)
#include "dvms_test.moc"
