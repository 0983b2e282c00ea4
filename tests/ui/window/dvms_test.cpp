// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm_counts.h"
#include "support/test_main.h"
#include "ui/boards/figure_cards.h"
#include "ui/dvms/dvm_view.h"
#include "ui/dvms/dvms_models.h"
#include "ui/dvms/dvms_page.h"
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

#include <QAbstractItemModelTester>
#include <QPushButton>
#include <QSignalSpy>

#include <algorithm>
#include <cstdlib>

using namespace dvmdash;
using namespace dvmdash::ui;
using namespace dvmdash::test;

namespace
{

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
    void opensAndLeavesByKeyboard();
    void nameIsALink();
    void everyNumberIsExplained();
    void searchFindsAndOpens();
    void csvEqualsTheTable();
    void columnsComeBack();
    void answersChangeNoMoreThanTheyMust();
    void asksOnlyWhatIsShown();
    void emptyWindowLeadsToAllTimes();
    void loadingShowsASkeleton();
    void failureKeepsWhatIsShown();

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
        const CountedDvm &dvm = counted.at(key);
        QCOMPARE(raw(model, row, "dvm").toString(), NameBook::npub(model.row(row).dvm));
        QCOMPARE(raw(model, row, "results").toLongLong(), dvm.results);
        QCOMPARE(raw(model, row, "feedback").toLongLong(), dvm.feedback);
        QCOMPARE(raw(model, row, "ignored").toLongLong(), attemptsIn(dvm, dvm::State::Ignored));
        const qint64 ended = attemptsIn(dvm, dvm::State::Delivered) + attemptsFailed(dvm);
        QCOMPARE(raw(model, row, "success_n").toLongLong(), ended);
        QCOMPARE(raw(model, row, "success").isValid(), ended > 0);
        if (ended > 0)
            QCOMPARE(raw(model, row, "success").toLongLong(),
                     attemptsIn(dvm, dvm::State::Delivered) * 10'000 / ended);
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

DVMDASH_TEST(DvmsTest)
#include "dvms_test.moc"
