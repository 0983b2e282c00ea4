// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_main.h"
#include "ui/inspector/text_pane.h"
#include "ui/storage/differences_model.h"
#include "ui/storage/policy_card.h"
#include "ui/storage/policy_form.h"
#include "ui/storage/rebuild_card.h"
#include "ui/storage/storage_feed.h"
#include "ui/storage/storage_page.h"
#include "ui/storage/storage_words.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "window_fixture.h"

#include <QDateTime>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QToolButton>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::WindowFixture;

namespace
{

constexpr qint64 day = 86'400;
constexpr int patienceMs = 30'000;

} // namespace

/// What the page of storage does to a file: keep less of it, check and repair its numbers.
class UpkeepTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_fixture.reset(); }
    void shorterTimeAsksThenDeletes();
    void keepAllKeepsAll();
    void looserPolicyIsTakenAtOnce();
    void editsAreNotOverwritten();
    void policyIsNotGivenToAStoppedEngine();
    void damageIsFoundAndRepaired();
    void stopsOnDemand();
    void goesOnBehindOtherPages();

private:
    void open();
    StoragePage &page() { return m_fixture->window().storage(); }
    QPushButton &button(const char *name) { return *m_fixture->child<QPushButton>(name); }
    QString outcome() { return page().rebuild().outcome(); }
    bool isFree() { return !m_fixture->engine().rebuildStatus().running; }
    qint64 oldEvents();
    int rowOf(const char *table);

    std::unique_ptr<WindowFixture> m_fixture;
};

void UpkeepTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    QVERIFY(m_fixture->import(test::eventsAround(now - 40 * day, 3, 40)));
    QVERIFY(m_fixture->import(test::eventsAround(now - 3 * day, 4, 40)));
    QVERIFY(m_fixture->import(test::recentEvents()));
}

void UpkeepTest::open()
{
    m_fixture->open();
    m_fixture->window().showPage(QStringLiteral("storage"));
    QTRY_VERIFY(page().feed().latest().has_value());
}

/// Those of over ten days ago that may be deleted.
qint64 UpkeepTest::oldEvents()
{
    return m_fixture->number(
        "SELECT count(*) FROM event WHERE created_at < CAST(strftime('%s') AS INTEGER) - "
        "864000 AND kind NOT IN (0, 10019, 31990)");
}

int UpkeepTest::rowOf(const char *table)
{
    const DifferencesModel &model = *page().rebuild().model();
    for (int i = 0; i < model.rowCount(); ++i)
        if (model.row(i).table == QLatin1String(table))
            return i;
    return -1;
}

void UpkeepTest::shorterTimeAsksThenDeletes()
{
    open();
    const qint64 old = oldEvents();
    const qint64 all = m_fixture->number("SELECT count(*) FROM event");
    QVERIFY(old > 0);
    QVERIFY(!button("storage.apply").isEnabled());
    button("storage.keep.30").click();
    m_fixture->child<QSpinBox>("storage.keep.events")->setValue(10);
    button("storage.apply").click();
    QTRY_VERIFY(!page().policy().asking().isEmpty());
    const QString question = page().policy().asking();
    // Profiles among them stay, so it is about so many.
    const qint64 before = m_fixture->number(
        "SELECT count(*) FROM event WHERE created_at < CAST(strftime('%s') AS INTEGER) - 864000");
    QVERIFY2(question.contains(tr("About %1 of %2 events").arg(format::count(before), format::count(all))),
             qPrintable(question));
    QVERIFY(question.contains(QLatin1String("15 minutes and longer stay")));
    QCOMPARE(oldEvents(), old); // nothing is gone yet
    QCOMPARE(m_fixture->number("SELECT count(*) FROM meta WHERE key = 'keep_days' AND value = 10"), 0);

    const qint64 hours = m_fixture->number("SELECT count(*) FROM rollup WHERE level > 0");
    button("storage.apply").click();
    QTRY_COMPARE_WITH_TIMEOUT(oldEvents(), 0, patienceMs);
    QTRY_COMPARE(m_fixture->number("SELECT value FROM meta WHERE key = 'keep_days'"), 10);
    QCOMPARE(m_fixture->number("SELECT count(*) FROM event"), all - old);
    QCOMPARE(m_fixture->number("SELECT count(*) FROM rollup WHERE level > 0"), hours);
    // And the window says so.
    const auto horizon = m_fixture->number("SELECT value FROM meta WHERE key = 'horizon'");
    const auto *deleted = m_fixture->child<QLabel>("storage.deleted");
    QTRY_VERIFY(deleted->isVisible() && deleted->text().contains(hourText(horizon)));
    QTRY_COMPARE(qint64(page().feed().latest()->events), all - old);
    QTRY_VERIFY(!button("storage.apply").isEnabled() && !button("storage.revert").isEnabled());
    QCOMPARE(page().policy().form().policy().max_days, 10);
    QTRY_VERIFY(m_fixture->child<QToolButton>("status.file")->toolTip().contains(format::count(all - old)));
}

void UpkeepTest::keepAllKeepsAll()
{
    open();
    const qint64 all = m_fixture->number("SELECT count(*) FROM event");
    button("storage.keep.30").click();
    button("storage.apply").click();
    QTRY_VERIFY(!page().policy().asking().isEmpty());
    button("storage.revert").click();
    QVERIFY(page().policy().asking().isEmpty());
    QVERIFY(page().policy().form().policy() == engine::RetentionPolicy());
    QVERIFY(!button("storage.apply").isEnabled());
    QCOMPARE(m_fixture->number("SELECT count(*) FROM event"), all);
}

void UpkeepTest::looserPolicyIsTakenAtOnce()
{
    open();
    m_fixture->child<QSpinBox>("storage.keep.jobs")->setValue(77);
    QVERIFY(button("storage.apply").isEnabled());
    button("storage.apply").click();
    QVERIFY(page().policy().asking().isEmpty());
    QTRY_COMPARE(
        m_fixture->number("SELECT count(*) FROM meta WHERE key = 'keep_inactive_days' AND value = 77"), 1);
    QTRY_COMPARE(page().feed().latest()->policy.inactive_days, 77);
    QTRY_VERIFY(!button("storage.revert").isEnabled());
}

void UpkeepTest::editsAreNotOverwritten()
{
    open();
    m_fixture->child<QSpinBox>("storage.keep.jobs")->setValue(55);
    QSignalSpy answers(&page().feed(), &StorageFeed::answered);
    page().refresh();
    QVERIFY(answers.wait());
    QCOMPARE(page().policy().form().policy().inactive_days, 55);
    m_fixture->child<QSpinBox>("storage.keep.jobs")->setValue(30);
    QVERIFY(!button("storage.apply").isEnabled()); // as it was
}

void UpkeepTest::policyIsNotGivenToAStoppedEngine()
{
    open();
    m_fixture->child<QSpinBox>("storage.keep.jobs")->setValue(55);
    m_fixture->engine().stop();
    QVERIFY(!button("storage.apply").isEnabled());
    QVERIFY(!page().policy().form().isEnabled());
    m_fixture->engine().start();
    QTRY_VERIFY(button("storage.apply").isEnabled());
    QCOMPARE(page().policy().form().policy().inactive_days, 55);
}

void UpkeepTest::damageIsFoundAndRepaired()
{
    m_fixture->change("DELETE FROM rollup WHERE level = 3");
    m_fixture->change("UPDATE activity SET last_at = last_at + 1");
    const qint64 spoiled = m_fixture->number("SELECT count(*) FROM activity");
    open();
    QVERIFY(outcome().isEmpty());
    button("storage.check").click();
    QTRY_VERIFY_WITH_TIMEOUT(!outcome().isEmpty(), patienceMs);
    const auto &found = m_fixture->engine().rebuildStatus();
    QVERIFY2(found.report->ok, qPrintable(found.report->error));
    QVERIFY(outcome().contains(format::count(found.report->differences())));
    QVERIFY(m_fixture->child<Banner>("storage.outcome")->tone() == Tone::Suspect);
    const DifferencesModel &model = *page().rebuild().model();
    QVERIFY(model.row(rowOf("rollup")).missing > 0);
    QCOMPARE(qint64(model.row(rowOf("activity")).other), spoiled);
    QVERIFY(!model.row(rowOf("event") < 0 ? rowOf("id") : rowOf("event")).differs());
    QCOMPARE(model.index(rowOf("rollup"), DifferencesModel::State).data().toString(),
             QStringLiteral("differs"));
    QVERIFY(page().rebuild().table()->isVisible());
    auto *examples = m_fixture->child<TextPane>("storage.examples");
    QVERIFY(examples->isVisible());
    QVERIFY(examples->text().contains(QLatin1String("rollup lacks")));
    page().rebuild().table()->setCurrentIndex(model.index(rowOf("activity"), 0));
    QVERIFY(!examples->text().contains(QLatin1String("rollup lacks")));
    QVERIFY(button("storage.repair").property("primary").toBool());

    button("storage.repair").click();
    QTRY_VERIFY_WITH_TIMEOUT(outcome().contains(QLatin1String("repaired")), patienceMs);
    QCOMPARE(model.index(rowOf("rollup"), DifferencesModel::State).data().toString(),
             QStringLiteral("repaired"));
    button("storage.check").click();
    QTRY_VERIFY_WITH_TIMEOUT(outcome().startsWith(QLatin1String("No difference")), patienceMs);
    QVERIFY(!examples->isVisible());
    QVERIFY(m_fixture->number("SELECT count(*) FROM rollup WHERE level = 3") > 0);
}

void UpkeepTest::stopsOnDemand()
{
    open();
    // Stopped in the same breath, it has hardly begun. A busy machine may let it end all the same.
    bool isStopped = false;
    for (int attempt = 0; attempt < 10 && !isStopped; ++attempt) {
        button("storage.repair").click();
        button("storage.stop").click();
        QTRY_VERIFY_WITH_TIMEOUT(!outcome().isEmpty() && isFree(), patienceMs);
        isStopped = m_fixture->engine().rebuildStatus().report->stopped;
    }
    QVERIFY(isStopped);
    QVERIFY2(outcome().contains(QLatin1String("nothing was changed")), qPrintable(outcome()));
    QCOMPARE(page().rebuild().model()->rowCount(), 0);
    QVERIFY(button("storage.check").isEnabled());
}

void UpkeepTest::goesOnBehindOtherPages()
{
    open();
    button("storage.check").click();
    m_fixture->window().showPage(QStringLiteral("live"));
    QTRY_VERIFY_WITH_TIMEOUT(!outcome().isEmpty(), patienceMs);
    m_fixture->window().showPage(QStringLiteral("storage"));
    QVERIFY(m_fixture->child<Banner>("storage.outcome")->isVisible());
    QVERIFY2(outcome().startsWith(QLatin1String("No difference")), qPrintable(outcome()));
    QVERIFY(!m_fixture->child<QProgressBar>("storage.progress")->isVisible());
}

DVMDASH_TEST(UpkeepTest)
#include "upkeep_test.moc"
