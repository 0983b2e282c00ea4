// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does about a damaged file.
#include "support/test_main.h"
#include "ui/overview/overview_page.h"
#include "ui/widgets/banner.h"
#include "ui/window/failure_view.h"
#include "window_fixture.h"

#include <QFile>
#include <QPushButton>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::WindowFixture;

namespace
{

constexpr int patienceMs = 30'000;
constexpr qint64 pageBytes = 8192;

} // namespace

class FailureViewTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_fixture.reset(); }
    void aDamagedFileIsSalvagedAndGoneOnWith();
    void whatIsNoDatabaseCannotBeSalvaged();
    void damageThatIsMetLaterIsSaidAndSalvaged();
    void damageThatACheckFindsLeadsToSalvage();

private:
    FailureView &view() { return *m_fixture->window().findChild<FailureView *>(); }
    QPushButton &button(const QString &text);
    Banner *problem();
    bool damage(qint64 at, qint64 bytes);

    std::unique_ptr<WindowFixture> m_fixture;
    std::vector<nostr::Event> m_events;
};

void FailureViewTest::init()
{
    m_fixture = std::make_unique<WindowFixture>();
    m_events = test::recentEvents();
}

QPushButton &FailureViewTest::button(const QString &text)
{
    const auto buttons = view().findChildren<QPushButton *>();
    for (QPushButton *one : buttons)
        if (one->isVisible() && one->text() == text)
            return *one;
    qFatal("there is no button %s", qPrintable(text));
}

Banner *FailureViewTest::problem()
{
    const auto banners = m_fixture->window().findChildren<Banner *>();
    for (Banner *banner : banners)
        if (banner->isVisible() && banner->text().contains(QStringLiteral("damaged")))
            return banner;
    return nullptr;
}

bool FailureViewTest::damage(qint64 at, qint64 bytes)
{
    QFile file(m_fixture->databasePath());
    return file.open(QIODevice::ReadWrite) && file.seek(at) && file.write(QByteArray(bytes, '\x7f')) == bytes;
}

void FailureViewTest::aDamagedFileIsSalvagedAndGoneOnWith()
{
    QVERIFY(m_fixture->import(m_events));
    const auto before = m_fixture->number("SELECT count(*) FROM event");
    QVERIFY(damage(0, 64));
    m_fixture->open();
    QCOMPARE(m_fixture->engine().state(), engine::EngineState::Failed);
    QVERIFY(m_fixture->engine().isFileDamaged());
    QVERIFY(view().isVisible());
    QVERIFY2(view().why().contains(QStringLiteral("damaged")), qPrintable(view().why()));
    button(QStringLiteral("Salvage to a new file...")).click();
    QTRY_COMPARE_WITH_TIMEOUT(view().title(), QStringLiteral("Salvaged"), patienceMs);
    QVERIFY2(view().why().contains(QStringLiteral("events were checked")), qPrintable(view().why()));
    QVERIFY2(!view().why().contains(QStringLiteral("refused")), qPrintable(view().why()));
    button(QStringLiteral("Go on with the new file")).click();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->engine().state(), engine::EngineState::Running, patienceMs);
    QVERIFY(!view().isVisible());
    QVERIFY(m_fixture->window().overview().isVisible());
    QCOMPARE(m_fixture->number("SELECT count(*) FROM event"), before);
    // The damaged one is kept, with the damage.
    QFile kept(m_fixture->databasePath() + QStringLiteral(".damaged"));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.read(64), QByteArray(64, '\x7f'));
    QVERIFY(!QFile::exists(m_fixture->exportPath()));
}

void FailureViewTest::whatIsNoDatabaseCannotBeSalvaged()
{
    QFile file(m_fixture->databasePath());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(50'000, 'x'));
    file.close();
    m_fixture->open();
    button(QStringLiteral("Salvage to a new file...")).click();
    QTRY_COMPARE_WITH_TIMEOUT(view().title(), QStringLiteral("The database could not be salvaged"),
                              patienceMs);
    QVERIFY2(view().why().contains(QStringLiteral("right file")), qPrintable(view().why()));
    QVERIFY(!QFile::exists(m_fixture->exportPath()));
    QVERIFY(file.remove());
    button(QStringLiteral("Try again")).click();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->engine().state(), engine::EngineState::Running, patienceMs);
    QVERIFY(!view().isVisible());
}

void FailureViewTest::damageThatIsMetLaterIsSaidAndSalvaged()
{
    const auto half = m_events.begin() + static_cast<std::ptrdiff_t>(m_events.size() / 2);
    QVERIFY(m_fixture->import({m_events.begin(), half}));
    const auto root = m_fixture->number("SELECT rootpage FROM sqlite_schema WHERE name = 'id_new'");
    const auto before = m_fixture->number("SELECT count(*) FROM event");
    QVERIFY(damage((root - 1) * pageBytes, pageBytes));
    m_fixture->open();
    QCOMPARE(m_fixture->engine().state(), engine::EngineState::Running);
    QVERIFY(!problem());
    std::vector<std::string> more;
    for (auto at = half; at != m_events.end(); ++at)
        more.push_back(nostr::toJson(*at));
    QVERIFY(m_fixture->engine().addEvents(QStringLiteral("file:more"), more, this, {}));
    QTRY_VERIFY_WITH_TIMEOUT(problem(), patienceMs);
    QVERIFY2(problem()->text().contains(QStringLiteral("salvage")), qPrintable(problem()->text()));
    // The window stays usable.
    for (const QString &page : MainWindow::pageIds()) {
        m_fixture->window().showPage(page);
        QCOMPARE(m_fixture->window().currentPage(), page);
    }
    QVERIFY(m_fixture->engine().isFileDamaged());
    problem()->findChild<QPushButton *>()->click();
    QTRY_COMPARE_WITH_TIMEOUT(view().title(), QStringLiteral("Salvaged"), patienceMs);
    QVERIFY(!problem());
    button(QStringLiteral("Go on with the new file")).click();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->engine().state(), engine::EngineState::Running, patienceMs);
    QCOMPARE(m_fixture->number("SELECT count(*) FROM event"), before);
    QVERIFY(!m_fixture->engine().isFileDamaged());
}

void FailureViewTest::damageThatACheckFindsLeadsToSalvage()
{
    QVERIFY(m_fixture->import(m_events));
    const auto root = m_fixture->number("SELECT rootpage FROM sqlite_schema WHERE name = 'payment_time'");
    QVERIFY(damage((root - 1) * pageBytes, pageBytes));
    m_fixture->open();
    QCOMPARE(m_fixture->engine().state(), engine::EngineState::Running);
    QVERIFY(m_fixture->engine().startRebuild(engine::RebuildTask::Check));
    auto *outcome = m_fixture->child<Banner>("storage.outcome");
    QTRY_VERIFY_WITH_TIMEOUT(outcome->text().contains(QStringLiteral("damaged")), patienceMs);
    outcome->findChild<QPushButton *>()->click();
    QTRY_COMPARE_WITH_TIMEOUT(view().title(), QStringLiteral("Salvaged"), patienceMs);
    button(QStringLiteral("Go on with the new file")).click();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->engine().state(), engine::EngineState::Running, patienceMs);
}

DVMDASH_TEST(FailureViewTest)
#include "failure_view_test.moc"
