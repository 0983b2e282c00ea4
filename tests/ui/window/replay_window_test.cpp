// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/capture_format.h"
#include "engine/player.h"
#include "support/made_capture.h"
#include "support/test_main.h"
#include "ui/bundle/arrivals.h"
#include "ui/jobs/job_model.h"
#include "ui/jobs/jobs_page.h"
#include "ui/live/live_page.h"
#include "ui/replay/capture_choice.h"
#include "ui/replay/record_dialog.h"
#include "ui/replay/recording_mark.h"
#include "ui/replay/replay_bar.h"
#include "ui/replay/time_track.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/state_chip.h"
#include "window_fixture.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>

#include <random>

using namespace dvmdash;
using engine::Capture;
using engine::CapturePtr;

namespace
{

void writeTo(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

/// The real window over a replay, as the program makes it.
class Rig
{
public:
    explicit Rig(const test::MadeCapture &made)
        : m_chooser(QString())
    {
        const QString path = m_folder.filePath(QStringLiteral("made.jsonl"));
        writeTo(path, made.text);
        const auto capture = Capture::open({path});
        m_capture = *capture;
        m_player = std::make_unique<engine::Player>(m_capture);
        ui::format::setClock(m_player->clock());
        m_engine = std::make_unique<engine::Engine>(m_player->config());
        m_book = std::make_unique<ui::RelayBook>(*m_engine, QString());
        m_window =
            std::make_unique<ui::MainWindow>(ui::WindowServices{*m_engine, ui::Theme::of(nullptr), m_state,
                                                                m_chooser, *m_book, m_player.get()},
                                             false);
        m_window->windowChoice().setSpan(ui::WindowChoice::Span::All);
        m_window->resize(1280, 720);
        m_window->show();
        m_engine->start();
    }
    ~Rig()
    {
        m_window.reset();
        m_book.reset();
        m_engine.reset();
        m_player.reset();
        ui::format::setClock({});
    }

    ui::MainWindow &window() { return *m_window; }
    engine::Player &player() { return *m_player; }
    engine::Engine &engine() { return *m_engine; }
    const Capture &capture() const { return *m_capture; }
    std::int64_t at(double share) const
    {
        return m_capture->fromMs() +
               static_cast<std::int64_t>(share *
                                         static_cast<double>(m_capture->untilMs() - m_capture->fromMs()));
    }
    /// Those of the capture up to a moment that are not forged, counted from its lines.
    int eventsUntil(std::int64_t moment_ms) const
    {
        engine::CaptureReader reader(m_capture);
        int count = 0;
        for (auto line = reader.next(); line && line->at_ms <= moment_ms; line = reader.next())
            if (const auto *event = std::get_if<engine::CapturedEvent>(&line->line.what);
                event && event->json.find("\"another one\"") == std::string::npos)
                ++count;
        return count;
    }
    bool isThere(std::int64_t moment_ms) const
    {
        const auto &status = m_player->status();
        return status.moment_ms == moment_ms && !status.seeking_ms;
    }

private:
    QTemporaryDir m_folder;
    ui::MemoryViewState m_state;
    ui::FixedFileChooser m_chooser;
    CapturePtr m_capture;
    std::unique_ptr<engine::Player> m_player;
    std::unique_ptr<engine::Engine> m_engine;
    std::unique_ptr<ui::RelayBook> m_book;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace

class ReplayWindowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pagesShowTheMoment();
    void playsPausesAndEnds();
    void theLatestWishCounts();
    void keysLeadFromEventToEvent();
    void nothingCanBeChangedThere();
    void aDroppedCaptureIsAskedAbout();
    void theLiveStreamIsRecorded();
    void whatCannotBeRecordedIsSaid();
};

void ReplayWindowTest::pagesShowTheMoment()
{
    Rig rig(test::madeCapture(11, 60));
    ui::MainWindow &window = rig.window();
    auto *live = window.live().findChild<ui::DataTable *>();
    window.showPage(QStringLiteral("live"));
    for (const double share : {0.5, 0.9, 0.2, 1.0, 0.0, 0.7}) {
        const std::int64_t moment = rig.at(share);
        rig.player().seek(moment);
        QTRY_VERIFY(rig.isThere(moment));
        QTRY_COMPARE(live->model()->rowCount(), rig.eventsUntil(moment));
        QCOMPARE(ui::format::nowMs(), moment);
        QVERIFY(window.replayBar()->track()->moment() == moment);
        QCOMPARE(window.findChild<QLabel *>(QStringLiteral("replay.moment"))->text(),
                 QDateTime::fromMSecsSinceEpoch(moment).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")));
    }
    // Another page that is turned to shows it too, and follows when the moment goes back.
    window.showPage(QStringLiteral("jobs"));
    QTRY_VERIFY(window.jobs().model().rowCount() > 0);
    const int later = window.jobs().model().rowCount();
    rig.player().seek(rig.at(0.3));
    QTRY_VERIFY(window.jobs().model().rowCount() < later);
    for (int row = 0; row < window.jobs().model().rowCount(); ++row)
        QVERIFY(window.jobs().model().job(row).created_at * 1000 <= rig.at(0.3) + 900'000);
    rig.player().seek(rig.capture().fromMs());
    QTRY_COMPARE(window.jobs().model().rowCount(), 0);
}

void ReplayWindowTest::playsPausesAndEnds()
{
    Rig rig(test::madeCapture(12, 30));
    ui::ReplayBar &bar = *rig.window().replayBar();
    auto *play = bar.findChild<QToolButton *>(QStringLiteral("replay.play"));
    QTRY_COMPARE(rig.engine().state(), engine::EngineState::Running);
    QVERIFY(!rig.player().status().playing);
    Q_EMIT bar.speeds()->clicked(QStringLiteral("100"));
    QTest::mouseClick(play, Qt::LeftButton);
    QTRY_VERIFY(rig.player().status().playing);
    const std::int64_t before = rig.player().status().moment_ms;
    QTRY_VERIFY(rig.player().status().moment_ms > before);
    QCOMPARE(rig.player().status().speed, 100.0);
    QTest::mouseClick(play, Qt::LeftButton);
    QTRY_VERIFY(!rig.player().status().playing);
    const std::int64_t paused = rig.player().status().moment_ms;
    QVERIFY(paused < rig.capture().untilMs());
    rig.player().setSpeed(10'000);
    QTest::mouseClick(play, Qt::LeftButton);
    QTRY_VERIFY(rig.isThere(rig.capture().untilMs()));
    QTRY_VERIFY(!rig.player().status().playing);
    QTRY_COMPARE(bar.findChild<QLabel *>(QStringLiteral("replay.way"))->text(),
                 QStringLiteral("the end of the capture"));
    // From there it begins anew.
    QTest::mouseClick(play, Qt::LeftButton);
    QTRY_VERIFY(rig.player().status().moment_ms < rig.capture().untilMs());
}

void ReplayWindowTest::theLatestWishCounts()
{
    Rig rig(test::madeCapture(13, 120));
    rig.window().showPage(QStringLiteral("live"));
    auto *track = rig.window().replayBar()->track();
    QTRY_COMPARE(rig.engine().state(), engine::EngineState::Running);
    const auto point = [&](double share) {
        return QPoint(qRound(8 + share * (track->width() - 16)), track->height() / 2);
    };
    QSignalSpy wanted(track, &ui::TimeTrack::momentWanted);
    QTest::mousePress(track, Qt::LeftButton, {}, point(0.1));
    std::mt19937 random(13);
    for (int i = 0; i < 60; ++i)
        QTest::mouseMove(track, point(static_cast<double>(random() % 1000) / 1000));
    QTest::mouseRelease(track, Qt::LeftButton, {}, point(0.5));
    QVERIFY(wanted.size() > 30);
    const auto last = wanted.constLast().constFirst().toLongLong();
    QTRY_VERIFY(rig.isThere(last));
    auto *live = rig.window().live().findChild<ui::DataTable *>();
    QTRY_COMPARE(live->model()->rowCount(), rig.eventsUntil(last));
}

void ReplayWindowTest::keysLeadFromEventToEvent()
{
    Rig rig(test::madeCapture(14, 20));
    ui::MainWindow &window = rig.window();
    window.showPage(QStringLiteral("live"));
    QTRY_COMPARE(rig.engine().state(), engine::EngineState::Running);
    QVERIFY(QTest::qWaitForWindowActive(&window));
    const std::int64_t first = rig.capture().nextEvent(rig.capture().fromMs()).value();
    const std::int64_t second = rig.capture().nextEvent(first).value();
    QTest::keyClick(&window, Qt::Key_Right, Qt::ControlModifier);
    QTRY_VERIFY(rig.isThere(first));
    QTest::keyClick(&window, Qt::Key_Right, Qt::ControlModifier);
    QTRY_VERIFY(rig.isThere(second));
    QTest::keyClick(&window, Qt::Key_Left, Qt::ControlModifier);
    QTRY_VERIFY(rig.isThere(first));
    auto *track = window.replayBar()->track();
    track->setFocus();
    QTest::keyClick(track, Qt::Key_End);
    QTRY_VERIFY(rig.isThere(rig.capture().untilMs()));
    QTest::keyClick(track, Qt::Key_Left);
    QTRY_VERIFY(rig.isThere(rig.capture().previousEvent(rig.capture().untilMs()).value()));
    QTest::keyClick(track, Qt::Key_Home);
    QTRY_VERIFY(rig.isThere(rig.capture().fromMs()));
    QTest::keyClick(track, Qt::Key_Space);
    QTRY_VERIFY(rig.player().status().playing);
    QTest::keyClick(track, Qt::Key_Space);
    QTRY_VERIFY(!rig.player().status().playing);
}

void ReplayWindowTest::nothingCanBeChangedThere()
{
    Rig rig(test::madeCapture(15, 10));
    ui::MainWindow &window = rig.window();
    QTRY_COMPARE(rig.engine().state(), engine::EngineState::Running);
    QVERIFY(!window.recordingMark());
    QVERIFY(!window.findChild<QPushButton *>(QStringLiteral("status.pause"))->isVisible());
    window.showPage(QStringLiteral("storage"));
    QVERIFY(window.currentPage() != QStringLiteral("storage"));
    window.showPage(QStringLiteral("relays"));
    QVERIFY(window.currentPage() != QStringLiteral("relays"));
    QVERIFY(!rig.engine().addEvents(QStringLiteral("file:x"), {"{}"}, this, {}));
    rig.engine().setRelays({{QStringLiteral("ws://127.0.0.1:9"), true}});
    QCOMPARE(window.findChild<ui::StateChip *>(QStringLiteral("window.note"))->word(),
             QStringLiteral("Replay"));
    // Its relays are those of the capture, as they stood.
    rig.player().seek(rig.capture().untilMs());
    QTRY_COMPARE(rig.engine().relayActivity().size(), 3);
    for (const auto &relay : rig.engine().relayActivity())
        QVERIFY(relay.status.url.startsWith(QStringLiteral("wss://relay")));
}

void ReplayWindowTest::aDroppedCaptureIsAskedAbout()
{
    const auto made = test::madeCapture(16, 15);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("dropped.jsonl"));
    writeTo(path, made.text);
    test::WindowFixture fixture;
    fixture.open();
    QSignalSpy replay(&fixture.window(), &ui::MainWindow::replayRequested);
    fixture.window().openArgument(path);
    auto *choice = fixture.child<ui::CaptureChoice>("capture.choice");
    QTest::mouseClick(choice->replayButton(), Qt::LeftButton);
    QCOMPARE(replay.size(), 1);
    QCOMPARE(replay.constFirst().constFirst().toString(), path);
    QTRY_VERIFY(!fixture.window().findChild<ui::CaptureChoice *>());
    QCOMPARE(fixture.number("SELECT count(*) FROM event"), 0);

    fixture.window().openArgument(path);
    choice = fixture.child<ui::CaptureChoice>("capture.choice");
    QTest::mouseClick(choice->importButton(), Qt::LeftButton);
    // As any archive it is asked about; a sample unless the reader says otherwise.
    QTRY_VERIFY(fixture.window().findChild<QPushButton *>(QStringLiteral("import.begin")));
    QTest::mouseClick(fixture.child<QPushButton>("import.begin"), Qt::LeftButton);
    QTRY_COMPARE(fixture.number("SELECT count(*) FROM event"), made.events);
    QCOMPARE(fixture.number("SELECT count(*) FROM coverage"), 0);
}

void ReplayWindowTest::theLiveStreamIsRecorded()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("stream.jsonl"));
    test::WindowFixture fixture;
    fixture.open();
    ui::RecordingMark &mark = *fixture.window().recordingMark();
    QCOMPARE(mark.text(), QStringLiteral("Captures"));
    mark.record();
    auto *dialog = fixture.child<ui::RecordDialog>("record.dialog");
    dialog->findChild<QLineEdit *>(QStringLiteral("record.path"))->setText(path);
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("record.start")), Qt::LeftButton);
    QTRY_VERIFY(fixture.engine().recording().on);
    QTRY_VERIFY(mark.text().startsWith(QStringLiteral("recording, ")));
    QVERIFY(!mark.menu()->actions().constFirst()->isEnabled());
    // What was chosen is chosen the next time.
    QCOMPARE(ui::keptRecording(fixture.viewState()).path, path);
    QCOMPARE(ui::keptRecording(fixture.viewState()).max_bytes, 256'000'000);

    const auto made = test::madeCapture(17, 10);
    const QString given = folder.filePath(QStringLiteral("given.jsonl"));
    writeTo(given, made.text);
    QVERIFY(fixture.engine().startImport({given}, {}));
    QTRY_COMPARE(fixture.engine().recording().events, made.events);
    const QString file = fixture.engine().recording().file;
    fixture.engine().stopRecording();
    QVERIFY(!fixture.engine().recording().on);
    QTRY_COMPARE(mark.text(), QStringLiteral("Captures"));
    const auto capture = Capture::open({file});
    QVERIFY2(capture, qPrintable(capture.error));
    QCOMPARE((*capture)->events(), made.events);
}

void ReplayWindowTest::whatCannotBeRecordedIsSaid()
{
    test::WindowFixture fixture;
    fixture.open();
    fixture.window().recordingMark()->record();
    auto *dialog = fixture.child<ui::RecordDialog>("record.dialog");
    dialog->findChild<QLineEdit *>(QStringLiteral("record.path"))
        ->setText(QStringLiteral("/proc/no/file.jsonl"));
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("record.start")), Qt::LeftButton);
    auto *problem = dialog->findChild<QLabel *>(QStringLiteral("record.problem"));
    QVERIFY(problem->isVisible());
    QVERIFY(problem->text().contains(QStringLiteral("Cannot record to")));
    QVERIFY(!fixture.engine().recording().on);
}

DVMDASH_TEST(ReplayWindowTest)
#include "replay_window_test.moc"
