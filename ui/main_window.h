// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "ui/models/name_book.h"
#include "ui/models/window_choice.h"
#include "ui/window/window_memory.h"

#include <QMainWindow>

namespace dvmdash::engine
{
class Player;
}

namespace dvmdash::ui
{

class Arrivals;
class ChainPage;
class ComparisonPage;
class DropArea;
class DropHint;
class DvmsPage;
class EngineFrame;
class FileChooser;
class ImportBar;
class Inspector;
class JobsPage;
class KindsPage;
class LivePage;
class NavigationBar;
class OverviewPage;
class PageDeck;
class RelayBook;
class RecordingMark;
class RelayLogin;
class RelaysPage;
class ReplayBar;
class SearchRouter;
class StatusLine;
class StoragePage;
class TopBar;

/// What the window needs. All of it outlives the window.
struct WindowServices {
    engine::Engine &engine;
    Theme &theme;
    ViewState &viewState;
    FileChooser &files;
    RelayBook &relays;
    /// The engine shows a capture that this one replays; nullptr: it collects.
    engine::Player *player = nullptr;
    RelayLogin *login = nullptr; ///< null: nobody can log in at relays
};

/// The one window: the frame around the pages, the inspector beside them, and the way between them.
///
/// Over a replay it has a bar for that, and no page that is about the user's own relays or file: nothing can
/// be changed there.
///
/// Keys: Ctrl+1 to Ctrl+7 pages, Ctrl+K search, Ctrl+E export, Ctrl+I import, F5 ask anew for the
/// page in sight, Escape closes the inspector, then leads back to the table of a page.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// `demo`: the network is simulated, which the window says.
    MainWindow(const WindowServices &services, bool demo, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// "overview", "live", "jobs", "dvms", "kinds", "relays", "storage"; an unknown name is ignored.
    void showPage(const QString &id);
    /// One of these, or "chain" or "comparison", which have no place among the pages.
    QString currentPage() const;
    static QStringList pageIds();
    /// Opens the inspector on this event.
    void inspect(const nostr::EventId &id);
    /// The same on the job of this request or answer.
    void inspectJob(const nostr::EventId &id);
    bool isInspecting() const;
    /// Turns to the chain around a job; Escape leads back to the page that was shown.
    void showChain(const nostr::EventId &job);
    /// Turns to what is different between two chains; Escape leads back to the page or chain that was shown.
    void showComparison(const nostr::EventId &before, const nostr::EventId &after);
    /// What was named on the command line: a bundle, a file of events, a nostr: link.
    void openArgument(const QString &argument);
    /// Lets the reader choose files of events, and asks what they are.
    void chooseArchives();
    /// Turns to the page of one DVM or kind.
    void showDvm(const nostr::PublicKey &dvm);
    void showKind(int kind);

    OverviewPage &overview() const { return *m_overview; }
    LivePage &live() const { return *m_live; }
    JobsPage &jobs() const { return *m_jobs; }
    DvmsPage &dvms() const { return *m_dvms; }
    KindsPage &kinds() const { return *m_kinds; }
    ChainPage &chain() const { return *m_chain; }
    ComparisonPage &comparison() const { return *m_comparison; }
    RelaysPage &relaysPage() const { return *m_relaysPage; }
    StoragePage &storage() const { return *m_storage; }
    Inspector &inspector() const { return *m_inspector; }
    Arrivals &arrivals() const { return *m_arrivals; }
    DropHint &dropHint() const;
    ImportBar &importBar() const { return *m_import; }
    TopBar &topBar() const { return *m_topBar; }
    NavigationBar &navigation() const { return *m_navigation; }
    StatusLine &statusLine() const { return *m_status; }
    /// Only where something is recorded or replayed; else nullptr.
    RecordingMark *recordingMark() const { return m_recording; }
    ReplayBar *replayBar() const { return m_replay; }
    WindowChoice &windowChoice() { return m_choice; }

Q_SIGNALS:
    /// The reader wants to see the simulated network; whoever started the program opens it.
    void demoRequested();
    /// The reader wants to see this capture, in a window of its own; whoever started the program opens it.
    void replayRequested(const QString &path);

protected:
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    QWidget *buildMiddle();
    void connectPages();
    void connectEngine();
    void connectSearch();
    void addShortcuts();
    void connectInspector();
    void connectChain();
    void connectArrivals();
    void importArchives(const QStringList &paths);
    void connectCaptures();
    void askAboutCapture(const QString &path);
    void openCapture();
    void closeInspector();
    void filterBy(const QString &text);
    void showRelays();
    void showRelayListProblem();
    void showEngineState();
    /// What is said of the way to that page.
    QString wayBackTo(const QString &id) const;

    WindowServices m_services;
    const bool m_demo;
    WindowMemory m_memory;
    WindowChoice m_choice;
    NameBook m_names;

    TopBar *m_topBar = nullptr;
    NavigationBar *m_navigation = nullptr;
    PageDeck *m_deck = nullptr;
    EngineFrame *m_frame = nullptr;
    StatusLine *m_status = nullptr;
    RecordingMark *m_recording = nullptr;
    ReplayBar *m_replay = nullptr;
    SearchRouter *m_search = nullptr;
    Arrivals *m_arrivals = nullptr;
    DropArea *m_drops = nullptr;
    ImportBar *m_import = nullptr;

    OverviewPage *m_overview = nullptr;
    LivePage *m_live = nullptr;
    JobsPage *m_jobs = nullptr;
    DvmsPage *m_dvms = nullptr;
    KindsPage *m_kinds = nullptr;
    ChainPage *m_chain = nullptr;
    ComparisonPage *m_comparison = nullptr;
    RelaysPage *m_relaysPage = nullptr;
    StoragePage *m_storage = nullptr;
    Inspector *m_inspector = nullptr;
};

} // namespace dvmdash::ui
