// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fake_relay.h"
#include "support/relay_list_words.h"
#include "support/signed_events.h"
#include "support/test_main.h"
#include "ui/relays/relay_adder.h"
#include "ui/relays/relay_book.h"
#include "ui/relays/relay_course_view.h"
#include "ui/relays/relay_details.h"
#include "ui/relays/relay_list_menu.h"
#include "ui/relays/relay_subjects.h"
#include "ui/relays/relay_troubles.h"
#include "ui/relays/relays_model.h"
#include "ui/relays/relays_page.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/segmented_control.h"
#include "window_fixture.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

#include <algorithm>

using namespace dvmdash;
using namespace dvmdash::ui;
using test::WindowFixture;

namespace
{

const QString urlA = QStringLiteral("ws://127.0.0.1:1");
const QString urlB = QStringLiteral("ws://127.0.0.1:2");
const QString urlC = QStringLiteral("ws://127.0.0.1:3");
constexpr int patience = 20'000;

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

QString shown(const RelaysModel &model, int row, int column)
{
    return model.data(model.index(row, column), Qt::DisplayRole).toString();
}

} // namespace

/// No relay of these tests answers: ports 1 to 3 of this machine are closed.
class RelaysPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void showsTheList();
    void addsWhatServes();
    void whatDoesNotServeIsAddedOnlyWhenWanted();
    void theLookCanBeStopped();
    void whatIsOnTheListCanBeLookedAt();
    void whereStrangersMayNotSendUsIsNotAdded();
    void refusesWhatIsNoRelay_data();
    void refusesWhatIsNoRelay();
    void removesAndUndoes();
    void switchesByKeyAndByClick();
    void resetTakesTheDefaultsAndUndoes();
    void listIsKept();
    void sessionRelaysAreNotKept();
    void unreachableSaysWhy();
    void quarantinedSaysWhyAndUntilWhen();
    void thePastIsFetchedAndSaid();
    void csvHoldsRawValues();
    void relaysOfTheFileAreNotOfTheSession();
    void unusableListIsSaidAndKeptAside();
    void unsavedListIsSaid();
    void demoKeepsNothing();
    void listsAreTakenInAndHandedOn();
    void sectionsTurn();
    void theLogSaysWhatHappened();

private:
    RelaysPage &page() { return m_fixture->window().relaysPage(); }
    relay::RelayList kept() const
    {
        const relay::KeptRelays kept = relay::readKeptRelays(m_fixture->relayListPath());
        return kept.problem.isEmpty() ? kept.relays : relay::RelayList{};
    }
    /// A banner says so now.
    bool isSaid(const QString &text) const
    {
        const auto banners = m_fixture->window().findChildren<Banner *>();
        return std::any_of(banners.begin(), banners.end(), [&](const Banner *banner) {
            return banner->isVisible() && banner->text() == text;
        });
    }
    RelayAdder *adding() { return page().adder(); }
    Banner *undo() { return m_fixture->child<Banner>("relays.undo"); }
    void choose(int row) { page().table()->setCurrentIndex(page().model()->index(row, RelaysModel::Url)); }

    std::unique_ptr<WindowFixture> m_fixture;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void RelaysPageTest::init()
{
    m_fixture =
        std::make_unique<WindowFixture>(WindowFixture::Options{.relays = {{urlA, true}, {urlB, false}}});
    m_fixture->open();
    m_fixture->window().showPage(QStringLiteral("relays"));
    m_tester = std::make_unique<QAbstractItemModelTester>(
        page().model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void RelaysPageTest::cleanup()
{
    m_tester.reset();
    m_fixture.reset();
}

void RelaysPageTest::showsTheList()
{
    const RelaysModel &model = *page().model();
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(shown(model, 0, RelaysModel::Url), urlA);
    QCOMPARE(shown(model, 1, RelaysModel::State), QStringLiteral("off"));
    QCOMPARE(model.data(model.index(0, RelaysModel::On), Qt::CheckStateRole).toInt(), int(Qt::Checked));
    QCOMPARE(model.data(model.index(1, RelaysModel::On), Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
}

void RelaysPageTest::addsWhatServes()
{
    test::FakeRelay relay;
    auto *input = m_fixture->child<QLineEdit>("relays.input");
    QTest::keyClicks(input, QStringLiteral(" WS://127.0.0.1:%1/ ").arg(relay.port()));
    QTest::keyClick(input, Qt::Key_Return);
    QVERIFY(adding()->isVisible() && adding()->tone() == Tone::Running);
    QCOMPARE(page().model()->rowCount(), 2); // not yet
    QTRY_COMPARE_WITH_TIMEOUT(adding()->tone(), Tone::Delivered, patience);
    QVERIFY2(adding()->text().contains(QStringLiteral("Added. ") + relay.url()),
             qPrintable(adding()->text()));
    QCOMPARE(test::wordsOf(m_fixture->engine().relays()),
             (QStringList{urlA, QStringLiteral("off ") + urlB, relay.url()}));
    QCOMPARE(page().table()->currentIndex().row(), 2);
    QVERIFY(input->text().isEmpty());
    QVERIFY(m_fixture->child<QLabel>("relays.error")->text().isEmpty());
}

void RelaysPageTest::whatDoesNotServeIsAddedOnlyWhenWanted()
{
    auto *input = m_fixture->child<QLineEdit>("relays.input");
    QTest::keyClicks(input, urlC);
    m_fixture->child<QPushButton>("relays.add")->click();
    QTRY_COMPARE_WITH_TIMEOUT(adding()->tone(), Tone::Failed, patience);
    QVERIFY2(adding()->text().contains(urlC), qPrintable(adding()->text()));
    QCOMPARE(page().model()->rowCount(), 2);
    QCOMPARE(input->text(), urlC); // to be mended
    Q_EMIT adding()->actionTriggered();
    QVERIFY(!adding()->isVisible());
    QCOMPARE(test::wordsOf(m_fixture->engine().relays()),
             (QStringList{urlA, QStringLiteral("off ") + urlB, urlC}));
    QVERIFY(input->text().isEmpty());
}

void RelaysPageTest::theLookCanBeStopped()
{
    test::FakeRelay relay;
    relay.onRequest = [](const nostr::ReqMessage &) {};
    QTest::keyClicks(m_fixture->child<QLineEdit>("relays.input"), relay.url());
    m_fixture->child<QPushButton>("relays.add")->click();
    QTRY_COMPARE_WITH_TIMEOUT(relay.requests.size(), std::size_t(1), patience);
    QVERIFY(page().adder()->isChecking());
    Q_EMIT adding()->actionTriggered();
    QVERIFY(!adding()->isVisible() && !page().adder()->isChecking());
    QCOMPARE(page().model()->rowCount(), 2);
}

void RelaysPageTest::whatIsOnTheListCanBeLookedAt()
{
    choose(0);
    QMenu menu;
    Q_EMIT page().table()->menuOpening(menu);
    QCOMPARE(menu.actions().size(), 1);
    menu.actions().front()->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(adding()->tone(), Tone::Failed, patience);
    QVERIFY2(adding()->text().startsWith(urlA), qPrintable(adding()->text()));
    Q_EMIT adding()->actionTriggered(); // there is no such button
    test::FakeRelay relay;
    page().adder()->look({relay.url()});
    QTRY_COMPARE_WITH_TIMEOUT(adding()->tone(), Tone::Delivered, patience);
    QVERIFY2(adding()->text().startsWith(relay.url()), qPrintable(adding()->text()));
    QCOMPARE(page().model()->rowCount(), 2);
}

/// Their addresses lead to this machine: nobody is asked, and no click adds them.
void RelaysPageTest::whereStrangersMayNotSendUsIsNotAdded()
{
    test::FakeRelay relay;
    page().adder()->addNamed({relay.url(), urlC});
    QTRY_COMPARE_WITH_TIMEOUT(adding()->tone(), Tone::Suspect, patience);
    QVERIFY2(adding()->text().contains(QLatin1String("0 of 2")), qPrintable(adding()->text()));
    QCOMPARE(relay.connections, 0);
    const auto buttons = adding()->findChildren<QPushButton *>();
    QVERIFY(std::none_of(buttons.begin(), buttons.end(),
                         [](const QPushButton *one) { return one->isVisible(); }));
    Q_EMIT adding()->actionTriggered();
    QCOMPARE(page().model()->rowCount(), 2);
}

void RelaysPageTest::refusesWhatIsNoRelay_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("nothing") << QString();
    QTest::newRow("scheme") << QStringLiteral("https://relay.example");
    QTest::newRow("user") << QStringLiteral("wss://user:secret@relay.example");
    QTest::newRow("already there") << QStringLiteral("ws://127.0.0.1:1/");
    QTest::newRow("spaces") << QStringLiteral("not a relay");
}

void RelaysPageTest::refusesWhatIsNoRelay()
{
    QFETCH(const QString, typed);
    auto *input = m_fixture->child<QLineEdit>("relays.input");
    auto *error = m_fixture->child<QLabel>("relays.error");
    input->setText(typed);
    m_fixture->child<QPushButton>("relays.add")->click();
    QVERIFY(!error->text().isEmpty());
    QCOMPARE(page().model()->rowCount(), 2);
    QCOMPARE(input->text(), typed); // to be mended
    QTest::keyClicks(input, QStringLiteral("x"));
    QVERIFY(error->text().isEmpty());
}

void RelaysPageTest::removesAndUndoes()
{
    choose(0);
    QTest::keyClick(page().table()->view(), Qt::Key_Delete);
    QCOMPARE(test::wordsOf(m_fixture->engine().relays()), QStringList{QStringLiteral("off ") + urlB});
    auto *banner = undo();
    QVERIFY(banner->isVisible());
    QVERIFY(banner->text().contains(urlA));
    Q_EMIT banner->actionTriggered();
    QCOMPARE(test::wordsOf(m_fixture->engine().relays()), (QStringList{urlA, QStringLiteral("off ") + urlB}));
    QCOMPARE(page().model()->rowCount(), 2);
    QVERIFY(!banner->isVisible());
}

void RelaysPageTest::switchesByKeyAndByClick()
{
    choose(1);
    QTest::keyClick(page().table()->view(), Qt::Key_Space);
    QVERIFY(m_fixture->engine().relays().at(1).enabled);
    QTest::keyClick(page().table()->view(), Qt::Key_Space);
    QVERIFY(!m_fixture->engine().relays().at(1).enabled);

    LiveTableView *view = page().table()->view();
    const QRect cell = view->visualRect(view->model()->index(0, RelaysModel::On));
    QVERIFY(cell.isValid());
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, cell.center());
    QVERIFY(!m_fixture->engine().relays().at(0).enabled);
    QTRY_COMPARE(shown(*page().model(), 0, RelaysModel::State), QStringLiteral("off"));
}

void RelaysPageTest::resetTakesTheDefaultsAndUndoes()
{
    const relay::RelayList before = m_fixture->book().list();
    // The default relays are on the internet: with the engine stopped no test connects to them.
    m_fixture->engine().stop();
    m_fixture->child<QPushButton>("relays.reset")->click();
    QVERIFY(undo()->isVisible() && undo()->text().endsWith(QLatin1Char('?')));
    QCOMPARE(test::wordsOf(m_fixture->book().list()), test::wordsOf(before)); // only asked
    Q_EMIT undo()->actionTriggered();
    QCOMPARE(test::wordsOf(m_fixture->book().list()), test::wordsOf(relay::defaultRelays()));
    Q_EMIT undo()->actionTriggered();
    QCOMPARE(test::wordsOf(m_fixture->book().list()), test::wordsOf(before));
}

void RelaysPageTest::listIsKept()
{
    m_fixture->book().setEnabled(urlA, false);
    QString error;
    QVERIFY(m_fixture->book().add(urlC, &error));
    QCOMPARE(test::wordsOf(kept()),
             (QStringList{QStringLiteral("off ") + urlA, QStringLiteral("off ") + urlB, urlC}));
}

void RelaysPageTest::sessionRelaysAreNotKept()
{
    m_fixture->book().setSessionOnly({urlA});
    m_fixture->book().setEnabled(urlB, true);
    QCOMPARE(test::wordsOf(kept()), QStringList{urlB});
    QCOMPARE(m_fixture->book().list().size(), 2);
    QVERIFY(shown(*page().model(), 0, RelaysModel::Url).contains(QLatin1String("session")));
    // Removed and typed in again it is the reader's own.
    m_fixture->book().remove(urlA);
    QString error;
    QVERIFY(m_fixture->book().add(urlA, &error));
    QCOMPARE(test::wordsOf(kept()), (QStringList{urlB, urlA}));
}

void RelaysPageTest::relaysOfTheFileAreNotOfTheSession()
{
    QString error;
    QVERIFY2(relay::writeKeptRelays(m_fixture->relayListPath(), {{urlA, true}}, &error), qPrintable(error));
    m_fixture->book().setSessionOnly({urlA, urlB});
    QVERIFY(!m_fixture->book().isSessionOnly(urlA));
    QVERIFY(m_fixture->book().isSessionOnly(urlB));
}

void RelaysPageTest::unreachableSaysWhy()
{
    const RelaysModel &model = *page().model();
    QTRY_COMPARE_WITH_TIMEOUT(shown(model, 0, RelaysModel::State), QStringLiteral("not reached"), 20'000);
    QTRY_VERIFY(!shown(model, 0, RelaysModel::Detail).isEmpty());
    QVERIFY(model.data(model.index(0, RelaysModel::NextAttempt), RawValueRole).toLongLong() > 0);
    QVERIFY(model.data(model.index(0, RelaysModel::Errors), RawValueRole).toLongLong() > 0);
}

/// One that talks without end. Switching it off and on is the way to try at once.
void RelaysPageTest::quarantinedSaysWhyAndUntilWhen()
{
    constexpr int notices = 3'000; // ConductLimits bears a third of it
    test::FakeRelay loud;
    loud.onConnected = [&] {
        for (int i = 0; i < notices; ++i)
            loud.send(R"(["NOTICE","noise"])");
    };
    QString error;
    QVERIFY(m_fixture->book().add(loud.url(), &error));
    const RelaysModel &model = *page().model();
    constexpr int row = 2;
    QTRY_COMPARE_WITH_TIMEOUT(shown(model, row, RelaysModel::State), QStringLiteral("quarantined"), 20'000);
    QTRY_VERIFY2(shown(model, row, RelaysModel::Detail).contains(QLatin1String("notices")),
                 qPrintable(shown(model, row, RelaysModel::Detail)));
    const auto next = model.data(model.index(row, RelaysModel::NextAttempt), RawValueRole).toLongLong();
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QVERIFY2(next > now + 200'000 && next <= now + 310'000, qPrintable(QString::number(next - now)));
    QVERIFY(model.data(model.index(row, RelaysModel::State), Qt::ToolTipRole)
                .toString()
                .contains(QLatin1String("left alone")));
    QCOMPARE(loud.connections, 1);

    loud.onConnected = nullptr;
    choose(row);
    QTest::keyClick(page().table()->view(), Qt::Key_Space);
    QTRY_COMPARE(shown(model, row, RelaysModel::State), QStringLiteral("off"));
    QTest::keyClick(page().table()->view(), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(shown(model, row, RelaysModel::State), QStringLiteral("live"), 20'000);
}

void RelaysPageTest::thePastIsFetchedAndSaid()
{
    test::FakeRelay relay;
    const std::int64_t then = QDateTime::currentSecsSinceEpoch() - 5 * 86'400;
    const auto old = test::signedEvent(1, 5050, then - test::start, {{"i", "x", "text"}});
    relay.onRequest = [&](const nostr::ReqMessage &request) {
        if (nostr::matchesAny(request.filters, old))
            relay.send(nostr::eventFrame(request.subscription, old));
        relay.eose(request.subscription);
    };
    QVERIFY(page().findChild<QPushButton *>(QStringLiteral("relays.history.button"))->isEnabled());
    QString error;
    QVERIFY(m_fixture->book().add(relay.url(), &error));
    QTRY_COMPARE(page().model()->rowCount(), 3);
    choose(2);
    const auto *banner = page().findChild<Banner *>(QStringLiteral("relays.history"));
    const auto fetch = [&](int entry) {
        page()
            .findChild<QPushButton *>(QStringLiteral("relays.history.button"))
            ->menu()
            ->actions()[entry]
            ->trigger();
    };
    fetch(1); // a day: it has nothing of that
    QTRY_VERIFY_WITH_TIMEOUT(banner->tone() == Tone::Delivered && banner->isVisible(), 10'000);
    QVERIFY2(banner->text().contains(QStringLiteral("The past is here: 0 events")),
             qPrintable(banner->text()));
    fetch(2); // a week
    QTRY_VERIFY_WITH_TIMEOUT(banner->text().contains(QStringLiteral("is here: 1 events")), 10'000);
    // One that is off cannot give anything.
    const auto *button = page().findChild<QPushButton *>(QStringLiteral("relays.history.button"));
    choose(1);
    QVERIFY(!button->isEnabled());
    choose(2);
    QVERIFY(button->isEnabled());
}

void RelaysPageTest::csvHoldsRawValues()
{
    QTRY_COMPARE_WITH_TIMEOUT(shown(*page().model(), 0, RelaysModel::State), QStringLiteral("not reached"),
                              20'000);
    // The last error may hold commas, which this reader of CSV does not know.
    m_fixture->child<QPushButton>("header.export")->click();
    const auto lines = m_fixture->exported();
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.at(0).mid(0, 5),
             (QStringList{QStringLiteral("enabled"), QStringLiteral("url"), QStringLiteral("state"),
                          QStringLiteral("health"), QStringLiteral("events_per_1000_s")}));
    QCOMPARE(lines.at(1).at(0), QStringLiteral("true"));
    QCOMPARE(lines.at(1).at(1), urlA);
    QCOMPARE(lines.at(2).at(0), QStringLiteral("false"));
    QCOMPARE(lines.at(2).at(2), relay::linkStateName(relay::LinkState::Disabled));
}

void RelaysPageTest::unusableListIsSaidAndKeptAside()
{
    const QString path = m_fixture->relayListPath();
    m_fixture->close();
    const QByteArray broken = "[\"ws://127.0.0.1:9\",]";
    write(path, broken);
    m_fixture->open();
    const QString problem = m_fixture->book().problem();
    QVERIFY2(problem.contains(path) && problem.contains(QLatin1String("relays.json.bad")),
             qPrintable(problem));
    QVERIFY(isSaid(problem));
    QCOMPARE(read(path), broken);

    m_fixture->book().setEnabled(urlB, true);
    QCOMPARE(test::wordsOf(kept()), (QStringList{urlA, urlB}));
    QCOMPARE(read(path + QStringLiteral(".bad")), broken);
    QVERIFY(m_fixture->book().problem().isEmpty());
    QVERIFY(!isSaid(problem));
}

void RelaysPageTest::unsavedListIsSaid()
{
    QVERIFY(QDir().mkdir(m_fixture->relayListPath())); // in the way of the file
    m_fixture->book().setEnabled(urlB, true);
    QCOMPARE(test::wordsOf(m_fixture->engine().relays()), (QStringList{urlA, urlB})); // it holds for now
    const QString problem = m_fixture->book().problem();
    QVERIFY2(problem.contains(m_fixture->relayListPath()), qPrintable(problem));
    QVERIFY(isSaid(problem));
    QVERIFY(QDir().rmdir(m_fixture->relayListPath()));
    m_fixture->book().setEnabled(urlA, false);
    QCOMPARE(test::wordsOf(kept()), (QStringList{QStringLiteral("off ") + urlA, urlB}));
    QVERIFY(!isSaid(problem));
}

void RelaysPageTest::demoKeepsNothing()
{
    RelayBook book(m_fixture->engine(), QString());
    book.remove(urlA);
    QCOMPARE(test::wordsOf(book.list()), QStringList{QStringLiteral("off ") + urlB});
    book.reset();
    QCOMPARE(test::wordsOf(book.list()), (QStringList{urlA, QStringLiteral("off ") + urlB}));
    QVERIFY(!QFile::exists(m_fixture->relayListPath()));
}

void RelaysPageTest::listsAreTakenInAndHandedOn()
{
    const QString path = m_fixture->exportPath();
    page().listMenu()->writeTo(path, false);
    QCOMPARE(read(path), relay::toJson(m_fixture->book().list()));
    page().listMenu()->writeTo(path, true);
    QCOMPARE(read(path), (urlA + QStringLiteral("\n# off: ") + urlB + QLatin1Char('\n')).toUtf8());
    QVERIFY(isSaid(QStringLiteral("2 relays were written to %1.").arg(path)));

    write(path, (urlA + QLatin1Char('\n') + urlC).toUtf8());
    m_fixture->child<QAction>("relays.import")->trigger(); // the chooser gives that path
    QCOMPARE(test::wordsOf(m_fixture->book().list()),
             (QStringList{urlA, QStringLiteral("off ") + urlB, urlC}));
    QVERIFY(
        isSaid(QStringLiteral("1 relays of 2 in export.csv are new and were added, without a look at them "
                              "first.")));
    write(path, "wss://a b");
    page().listMenu()->takeIn(path);
    QVERIFY(undo()->tone() == Tone::Failed && undo()->text().contains(QLatin1String("Line 1")));
    QCOMPARE(m_fixture->book().list().size(), 3);
}

void RelaysPageTest::sectionsTurn()
{
    choose(0);
    SegmentedControl *sections = page().details()->sections();
    const auto isShown = [&](const QWidget *section) { return section->isVisible(); };
    QVERIFY(!isShown(page().details()->course()));
    sections->setCurrent(QStringLiteral("course"));
    QVERIFY(isShown(page().details()->course()));
    sections->setCurrent(QStringLiteral("subjects"));
    QVERIFY(isShown(page().details()->subjects()) && !isShown(page().details()->course()));
    sections->setCurrent(QStringLiteral("log"));
    QVERIFY(isShown(page().details()->troubles()));
    // With no relay chosen it says so, and the section stays for the next one.
    page().table()->view()->selectionModel()->clear();
    page().table()->view()->setCurrentIndex({});
    QTRY_VERIFY(!isShown(page().details()->troubles()));
    choose(1);
    QTRY_VERIFY(isShown(page().details()->troubles()));
}

void RelaysPageTest::theLogSaysWhatHappened()
{
    choose(0);
    page().details()->sections()->setCurrent(QStringLiteral("log"));
    QAbstractItemModel *log = page().details()->troubles()->table()->model();
    const QAbstractItemModelTester tester(log, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto cell = [&](int row, int column) { return log->index(row, column).data().toString(); };
    const auto isSaidInTheLog = [&](const QString &state) {
        for (int row = 0; row < log->rowCount(); ++row)
            if (cell(row, RelayLogModel::State) == state)
                return !cell(row, RelayLogModel::What).isEmpty();
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isSaidInTheLog(QStringLiteral("not reached")), patience);
    choose(0);
    QTest::keyClick(page().table()->view(), Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(isSaidInTheLog(QStringLiteral("off")), patience);
    QCOMPARE(cell(0, RelayLogModel::State), QStringLiteral("off")); // newest first
}

DVMDASH_TEST(RelaysPageTest)
#include "relays_test.moc"
