// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "ui/models/name_book.h"
#include "ui/models/window_choice.h"
#include "ui/window/window_memory.h"

#include <QHash>
#include <QMainWindow>

#include <vector>

class QSplitter;
class QStackedWidget;

namespace dvmdash::ui
{

class Arrivals;
class Banner;
class ChainPage;
class ComparisonPage;
class DropHint;
class DvmsPage;
class FailureView;
class FileChooser;
class Inspector;
class JobsPage;
class KindsPage;
class LivePage;
class NavigationBar;
class OverviewPage;
class Page;
class PageHeader;
class RelayBook;
class RelaysPage;
class SearchRouter;
class StatusLine;
class StoragePage;
class TopBar;
enum class Icon;

/// What the window needs. All of it outlives the window.
struct WindowServices {
    engine::Engine &engine;
    Theme &theme;
    ViewState &viewState;
    FileChooser &files;
    RelayBook &relays;
};

/// The one window: the frame around the pages, the inspector beside them, and the way between them.
///
/// Keys: Ctrl+1 to Ctrl+7 pages, Ctrl+K search, Ctrl+E export, F5 ask anew for the
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
    DropHint &dropHint() const { return *m_dropHint; }
    TopBar &topBar() const { return *m_topBar; }
    NavigationBar &navigation() const { return *m_navigation; }
    StatusLine &statusLine() const { return *m_status; }
    WindowChoice &windowChoice() { return m_choice; }

Q_SIGNALS:
    /// The reader wants to see the simulated network; whoever started the program opens it.
    void demoRequested();

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    QWidget *buildMiddle();
    void addPage(const QString &id, Icon icon, Page *page);
    /// Without a place in the navigation.
    void addPage(const QString &id, Page *page);
    void connectPages();
    void connectEngine();
    void connectSearch();
    void addShortcuts();
    void connectChain();
    void connectArrivals();
    void turnTo(const QString &id);
    void closeInspector();
    void filterBy(const QString &text);
    void showRelays();
    void showRelayListProblem();
    void showEngineState();
    void exportCurrent();
    Page *current() const;
    /// The page has no place in the navigation.
    bool isAside() const;

    WindowServices m_services;
    const bool m_demo;
    WindowMemory m_memory;
    WindowChoice m_choice;
    NameBook m_names;

    TopBar *m_topBar = nullptr;
    NavigationBar *m_navigation = nullptr;
    PageHeader *m_header = nullptr;
    Banner *m_problem = nullptr;
    Banner *m_notice = nullptr;
    QStackedWidget *m_body = nullptr; ///< the pages, or what went wrong instead of them
    QStackedWidget *m_pages = nullptr;
    QSplitter *m_splitter = nullptr;
    FailureView *m_failed = nullptr;
    StatusLine *m_status = nullptr;
    SearchRouter *m_search = nullptr;
    Arrivals *m_arrivals = nullptr;
    DropHint *m_dropHint = nullptr;

    OverviewPage *m_overview = nullptr;
    LivePage *m_live = nullptr;
    JobsPage *m_jobs = nullptr;
    DvmsPage *m_dvms = nullptr;
    KindsPage *m_kinds = nullptr;
    ChainPage *m_chain = nullptr;
    ComparisonPage *m_comparison = nullptr;
    QString m_beforeComparison; ///< page that one came from
    RelaysPage *m_relaysPage = nullptr;
    StoragePage *m_storage = nullptr;
    Inspector *m_inspector = nullptr;
    QHash<QString, Page *> m_byId;
    QHash<const Page *, QString> m_basis; ///< as each page told last
};

} // namespace dvmdash::ui
