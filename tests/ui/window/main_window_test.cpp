// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/identifiers.h"
#include "support/test_main.h"
#include "ui/inspector/inspector.h"
#include "ui/jobs/job_model.h"
#include "ui/jobs/jobs_page.h"
#include "ui/overview/overview_page.h"
#include "ui/relays/relays_page.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented_control.h"
#include "ui/window/custom_window_popup.h"
#include "ui/window/top_bar.h"
#include "window_fixture.h"

#include <QAbstractButton>
#include <QDateTimeEdit>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::WindowFixture;

namespace
{

const nostr::Event &firstRequest()
{
    for (const auto &timed : test::recentScenario().events)
        if (timed.event.kind >= 5000 && timed.event.kind < 6000)
            return timed.event;
    qFatal("the scenario has no request");
}

/// The filter of the page with the jobs.
QString jobsFilter(WindowFixture &fixture)
{
    const auto *jobs = fixture.window().findChild<QWidget *>(QStringLiteral("page.jobs"));
    return jobs->findChild<SearchField *>()->text();
}

/// Labels of one line that show less than they say.
QStringList cutLabels(const MainWindow &window)
{
    QStringList cut;
    const auto labels = window.findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        const bool mayBeCut =
            label->wordWrap() || label->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored;
        if (label->isVisible() && !mayBeCut && label->width() < label->minimumSizeHint().width())
            cut.append(label->text());
    }
    return cut;
}

void search(WindowFixture &fixture, const QString &text)
{
    SearchField *field = fixture.window().topBar().search();
    field->setText(text);
    QTest::keyClick(field, Qt::Key_Return);
}

} // namespace

class MainWindowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void keysTurnPages();
    void searchFindsEvents_data();
    void searchFindsEvents();
    void searchFiltersJobs_data();
    void searchFiltersJobs();
    void hexOfAPersonFilters();
    void secretKeyIsNotSearched();
    void escapeClosesTheInspector();
    void customWindowIsChosen();
    void customWindowLeftAlone();
    void badgeCountsFailedJobs();
    void f5AsksAnewForThePageInSight();
    void stateComesBack();
    void pauseAndResume();
    void brokenFileIsExplainedAndTriedAgain();
    void everythingHasAName();
    void fitsTheSmallWindow();
    void keyboardGoesFromTopToBottom();
    void nothingIsCutBesideTheInspector();
    void themeReachesEverything();

private:
    std::unique_ptr<WindowFixture> m_fixture;
};

void MainWindowTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    if (QString::fromLatin1(QTest::currentTestFunction()) ==
        QLatin1String("brokenFileIsExplainedAndTriedAgain"))
        return;
    QVERIFY(m_fixture->import(test::recentEvents()));
    m_fixture->open();
}

void MainWindowTest::cleanup()
{
    m_fixture.reset();
}

void MainWindowTest::keysTurnPages()
{
    MainWindow &window = m_fixture->window();
    const QStringList ids = MainWindow::pageIds();
    for (int i = static_cast<int>(ids.size()) - 1; i >= 0; --i) {
        QTest::keyClick(&window, static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
        QCOMPARE(window.currentPage(), ids.at(i));
        QVERIFY(window.findChild<QWidget *>(QStringLiteral("page.") + ids.at(i))->isVisible());
    }
    window.showPage(QStringLiteral("no such page"));
    QCOMPARE(window.currentPage(), ids.front());
    QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
    QCOMPARE(window.focusWidget(), window.topBar().search());
}

void MainWindowTest::searchFindsEvents_data()
{
    QTest::addColumn<QString>("text");
    const nostr::EventId id = firstRequest().id;
    QTest::newRow("hex") << QString::fromStdString(id.hex());
    QTest::newRow("note") << QString::fromStdString(nostr::nip19::encode(nostr::nip19::Note{id}));
    QTest::newRow("nevent") << QString::fromStdString(
        nostr::nip19::encode(nostr::nip19::Nevent{id, {}, std::nullopt, std::nullopt}));
    QTest::newRow("uri") << QStringLiteral("nostr:") +
                                QString::fromStdString(nostr::nip19::encode(nostr::nip19::Note{id}));
}

void MainWindowTest::searchFindsEvents()
{
    QFETCH(const QString, text);
    search(*m_fixture, text);
    QTRY_VERIFY(m_fixture->window().isInspecting());
    QVERIFY(*m_fixture->window().inspector().current() == firstRequest().id);
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("overview"));
}

void MainWindowTest::searchFiltersJobs_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("filter");
    const QString npub = NameBook::npub(firstRequest().pubkey);
    QTest::newRow("npub") << npub << npub;
    QTest::newRow("kind") << QStringLiteral("5050") << QStringLiteral("5050");
    QTest::newRow("words") << QStringLiteral("  image generation ") << QStringLiteral("image generation");
}

void MainWindowTest::searchFiltersJobs()
{
    QFETCH(const QString, text);
    search(*m_fixture, text);
    QTRY_COMPARE(m_fixture->window().currentPage(), QStringLiteral("jobs"));
    QTEST(jobsFilter(*m_fixture), "filter");
    QVERIFY(m_fixture->window().topBar().search()->text().isEmpty());
    QVERIFY(!m_fixture->window().isInspecting());
}

void MainWindowTest::hexOfAPersonFilters()
{
    search(*m_fixture, QString::fromStdString(firstRequest().pubkey.hex()));
    QTRY_COMPARE(m_fixture->window().currentPage(), QStringLiteral("jobs"));
    QVERIFY(!m_fixture->window().isInspecting());
    QTRY_VERIFY(m_fixture->window().jobs().model().rowCount() > 0);
    for (int row = 0; row < m_fixture->window().jobs().model().rowCount(); ++row) {
        const auto &job = m_fixture->window().jobs().model().job(row);
        const bool isIn =
            job.customer == firstRequest().pubkey ||
            std::find(job.dvms.begin(), job.dvms.end(), firstRequest().pubkey) != job.dvms.end();
        QVERIFY(isIn);
    }
}

void MainWindowTest::secretKeyIsNotSearched()
{
    nostr::SecretKey secret;
    secret.data.fill(7);
    search(*m_fixture, QString::fromStdString(nostr::nip19::encode(nostr::nip19::Nsec{secret})));
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("overview"));
    QVERIFY(m_fixture->window().topBar().search()->text().isEmpty());
    QVERIFY(jobsFilter(*m_fixture).isEmpty());
    const auto banners = m_fixture->window().findChildren<Banner *>();
    QVERIFY(std::any_of(banners.begin(), banners.end(), [](const Banner *banner) {
        return banner->isVisible() && banner->text().contains(QLatin1String("nsec"));
    }));
}

void MainWindowTest::escapeClosesTheInspector()
{
    m_fixture->window().inspect(firstRequest().id);
    QVERIFY(m_fixture->window().inspector().isVisible());
    QTest::keyClick(&m_fixture->window(), Qt::Key_Escape);
    QVERIFY(!m_fixture->window().inspector().isVisible());
}

void MainWindowTest::customWindowIsChosen()
{
    auto *segments = m_fixture->child<SegmentedControl>("window.span");
    CustomWindowPopup *popup = m_fixture->window().topBar().customPopup();
    segments->findChildren<QAbstractButton *>().back()->click();
    QVERIFY(popup->isVisible());
    const auto edits = popup->findChildren<QDateTimeEdit *>();
    QCOMPARE(edits.size(), 2);
    edits.at(0)->setDateTime(QDateTime::fromSecsSinceEpoch(1'700'003'600));
    edits.at(1)->setDateTime(QDateTime::fromSecsSinceEpoch(1'700'000'000));
    auto *show = popup->findChild<QPushButton *>(QStringLiteral("window.custom.show"));
    QVERIFY(!show->isEnabled()); // it would end before it begins
    edits.at(1)->setDateTime(QDateTime::fromSecsSinceEpoch(1'700'007'200));
    QVERIFY(show->isEnabled());
    show->click();
    QVERIFY(!popup->isVisible());
    const engine::TimeWindow expected{1'700'003'600, 1'700'007'200};
    QVERIFY(m_fixture->window().windowChoice().window(0) == expected);
    QTRY_VERIFY(m_fixture->window().overview().feed()->latest() &&
                m_fixture->window().overview().feed()->latest()->question.window == expected);
    QCOMPARE(m_fixture->window().overview().feed()->latest()->totals.requests, 0);
}

void MainWindowTest::customWindowLeftAlone()
{
    auto *segments = m_fixture->child<SegmentedControl>("window.span");
    const QString before = segments->current();
    segments->findChildren<QAbstractButton *>().back()->click();
    QTest::keyClick(m_fixture->window().topBar().customPopup(), Qt::Key_Escape);
    QVERIFY(!m_fixture->window().topBar().customPopup()->isVisible());
    QCOMPARE(segments->current(), before);
    QCOMPARE(m_fixture->window().windowChoice().span(), WindowChoice::Span::Hour);
}

void MainWindowTest::badgeCountsFailedJobs()
{
    m_fixture->window().windowChoice().setSpan(WindowChoice::Span::Day);
    const auto failed =
        m_fixture->number("SELECT count(*) FROM job WHERE state IN (6, 7, 8, 9) AND created_at > "
                          "unixepoch() - 86400");
    QVERIFY(failed > 0);
    const auto buttons = m_fixture->window().navigation().findChildren<QAbstractButton *>();
    QCOMPARE(buttons.size(), MainWindow::pageIds().size());
    QTRY_VERIFY(buttons.at(2)->accessibleName().contains(QString::number(failed)));
}

void MainWindowTest::f5AsksAnewForThePageInSight()
{
    MainWindow &window = m_fixture->window();
    window.windowChoice().setSpan(WindowChoice::Span::Day);
    window.showPage(QStringLiteral("jobs"));
    QTRY_VERIFY(window.jobs().model().rowCount() > 1);
    const int rows = window.jobs().model().rowCount();
    // Behind the engine's back, so that only asking shows it.
    m_fixture->change("DELETE FROM job WHERE rid = (SELECT max(rid) FROM job)");
    QCOMPARE(window.jobs().model().rowCount(), rows);
    QTest::keyClick(&window, Qt::Key_F5);
    QTRY_COMPARE(window.jobs().model().rowCount(), rows - 1);
}

void MainWindowTest::stateComesBack()
{
    m_fixture->window().showPage(QStringLiteral("relays"));
    m_fixture->window().windowChoice().setSpan(WindowChoice::Span::Week);
    m_fixture->window().resize(1111, 666);
    m_fixture->close();
    // The screen of a test is small: that it is taken back to it is tested with the memory.
    QVERIFY(m_fixture->viewState().value(QStringLiteral("window/geometry")).contains("1111"));
    m_fixture->open();
    QCOMPARE(m_fixture->window().currentPage(), QStringLiteral("relays"));
    QCOMPARE(m_fixture->window().windowChoice().span(), WindowChoice::Span::Week);
}

void MainWindowTest::pauseAndResume()
{
    auto *pause = m_fixture->child<QPushButton>("status.pause");
    QVERIFY(!m_fixture->engine().isPaused());
    pause->click();
    QVERIFY(m_fixture->engine().isPaused());
    QCOMPARE(pause->text(), QStringLiteral("Resume collecting"));
    pause->click();
    QVERIFY(!m_fixture->engine().isPaused());
}

void MainWindowTest::brokenFileIsExplainedAndTriedAgain()
{
    QFile file(m_fixture->databasePath());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(20'000, 'x'));
    file.close();
    m_fixture->open();
    QCOMPARE(m_fixture->engine().state(), engine::EngineState::Failed);
    const auto states = m_fixture->window().findChildren<EmptyState *>();
    const auto found = std::find_if(states.begin(), states.end(), [&](const EmptyState *state) {
        return state->isVisible() && state->accessibleDescription().contains(m_fixture->databasePath());
    });
    QVERIFY(found != states.end());
    QVERIFY((*found)->accessibleDescription().contains(m_fixture->engine().errorText()));
    // Somebody puts it right.
    QVERIFY(file.remove());
    (*found)->findChild<QPushButton *>()->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->engine().state(), engine::EngineState::Running, 20'000);
    QVERIFY(!(*found)->isVisible());
    QVERIFY(m_fixture->window().overview().isVisible());
}

void MainWindowTest::everythingHasAName()
{
    m_fixture->window().inspect(firstRequest().id);
    QTRY_VERIFY(m_fixture->window().overview().feed()->latest().has_value());
    for (const QString &page : MainWindow::pageIds()) {
        m_fixture->window().showPage(page);
        const auto widgets = m_fixture->window().findChildren<QWidget *>();
        for (const QWidget *widget : widgets) {
            const auto *button = qobject_cast<const QAbstractButton *>(widget);
            const bool canBeReached =
                widget->isVisible() && (widget->focusPolicy() & Qt::TabFocus) != 0 &&
                (button || qobject_cast<const QLineEdit *>(widget) || widget->inherits("QAbstractItemView"));
            const bool isNamed = !widget->accessibleName().isEmpty() ||
                                 (button && !button->text().isEmpty()) || widget->isHidden();
            // A table inside of a table's header, a spin box's own line and the like speak for their parents.
            if (canBeReached && !isNamed && !widget->objectName().startsWith(QLatin1String("qt_")))
                qWarning() << page << widget;
            QVERIFY(!canBeReached || isNamed || widget->objectName().startsWith(QLatin1String("qt_")));
        }
    }
}

void MainWindowTest::fitsTheSmallWindow()
{
    MainWindow &window = m_fixture->window();
    for (const QSize &size : {QSize(1280, 720), QSize(1440, 900)}) {
        window.resize(size);
        for (const QString &page : MainWindow::pageIds()) {
            window.showPage(page);
            QTRY_COMPARE(cutLabels(window), QStringList());
            QCOMPARE(window.size(), size);
        }
    }
}

void MainWindowTest::keyboardGoesFromTopToBottom()
{
    MainWindow &window = m_fixture->window();
    QVector<const QWidget *> order;
    const QWidget *at = window.topBar().search();
    do {
        order.append(at);
        at = at->nextInFocusChain();
    } while (at != order.front());
    const auto placeOf = [&](const QWidget *widget) { return order.indexOf(widget); };
    const auto navigation = window.navigation().findChildren<QAbstractButton *>();
    const QVector<const QWidget *> wanted{window.topBar().search(),
                                          m_fixture->child<SegmentedControl>("window.span"),
                                          navigation.front(),
                                          navigation.back(),
                                          m_fixture->child<QPushButton>("header.export"),
                                          window.overview().failuresTable()->view(),
                                          m_fixture->child<QLineEdit>("relays.input"),
                                          m_fixture->child<QPushButton>("relays.reset"),
                                          window.relaysPage().table()->view(),
                                          m_fixture->child<QPushButton>("status.pause")};
    for (qsizetype i = 1; i < wanted.size(); ++i)
        QVERIFY2(placeOf(wanted.at(i - 1)) < placeOf(wanted.at(i)), qPrintable(QString::number(i)));
}

void MainWindowTest::nothingIsCutBesideTheInspector()
{
    MainWindow &window = m_fixture->window();
    window.resize(1280, 720);
    window.inspect(firstRequest().id);
    auto *scroll = window.overview().findChild<QScrollArea *>();
    QTRY_VERIFY(scroll->widget()->width() <= scroll->viewport()->width());
    window.inspector().hide();
    window.resize(1440, 900);
    QTRY_VERIFY(scroll->widget()->height() <= scroll->viewport()->height()); // all on one screen again
}

void MainWindowTest::themeReachesEverything()
{
    const auto *basis = m_fixture->child<QLabel>("header.basis");
    const auto inkOf = [](const QWidget *widget) { return widget->palette().color(QPalette::WindowText); };
    for (const auto mode : {Theme::Mode::Dark, Theme::Mode::Light, Theme::Mode::Dark, Theme::Mode::Light}) {
        m_fixture->theme().setMode(mode);
        const Colors &colors = mode == Theme::Mode::Dark ? darkColors() : lightColors();
        QCOMPARE(m_fixture->window().palette().color(QPalette::Window), colors.window);
        QCOMPARE(inkOf(basis), colors.muted);
        // No label keeps an ink of the other appearance, also on pages that are not shown.
        const Colors &other = mode == Theme::Mode::Dark ? lightColors() : darkColors();
        const auto labels = m_fixture->window().findChildren<QLabel *>();
        for (const QLabel *label : labels)
            QVERIFY2(inkOf(label) != other.muted && inkOf(label) != other.text, qPrintable(label->text()));
        QCoreApplication::processEvents();
        QCOMPARE(inkOf(basis), colors.muted);
    }
}

DVMDASH_TEST(MainWindowTest)
#include "main_window_test.moc"
