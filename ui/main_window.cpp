// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "engine/player.h"
#include "ui/bundle/arrivals.h"
#include "ui/bundle/drop_area.h"
#include "ui/bundle/import_bar.h"
#include "ui/bundle/import_dialog.h"
#include "ui/chain/chain_page.h"
#include "ui/comparison/comparison_page.h"
#include "ui/dvms/dvms_page.h"
#include "ui/dvms/health_words.h"
#include "ui/inspector/inspector.h"
#include "ui/jobs/jobs_page.h"
#include "ui/jobs/state_filter.h"
#include "ui/kinds/kinds_page.h"
#include "ui/live/live_page.h"
#include "ui/models/file_chooser.h"
#include "ui/overview/overview_page.h"
#include "ui/relays/lookup_card.h"
#include "ui/relays/relay_book.h"
#include "ui/relays/relay_words.h"
#include "ui/relays/relays_page.h"
#include "ui/replay/capture_choice.h"
#include "ui/replay/recording_mark.h"
#include "ui/replay/replay_bar.h"
#include "ui/replay/time_track.h"
#include "ui/storage/rebuild_card.h"
#include "ui/storage/storage_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/search_field.h"
#include "ui/window/engine_frame.h"
#include "ui/window/page_deck.h"
#include "ui/window/page_header.h"
#include "ui/window/search_router.h"
#include "ui/window/splitter_state.h"
#include "ui/window/status_line.h"
#include "ui/window/top_bar.h"

#include <QCloseEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

const QString overviewId = QStringLiteral("overview");
const QString liveId = QStringLiteral("live");
const QString jobsId = QStringLiteral("jobs");
const QString dvmsId = QStringLiteral("dvms");
const QString kindsId = QStringLiteral("kinds");
const QString relaysId = QStringLiteral("relays");
const QString storageId = QStringLiteral("storage");
const QString chainId = QStringLiteral("chain");
const QString comparisonId = QStringLiteral("comparison");

} // namespace

MainWindow::MainWindow(const WindowServices &services, bool demo, QWidget *parent)
    : QMainWindow(parent)
    , m_services(services)
    , m_demo(demo)
    , m_memory(services.viewState)
    , m_names(services.engine)
{
    m_memory.restoreChoice(m_choice);
    build();
    connectPages();
    connectEngine();
    connectSearch();
    connectArrivals();
    connectCaptures();
    addShortcuts();
    connect(&m_choice, &WindowChoice::changed, this, [this] { m_memory.keepChoice(m_choice); });
    connect(m_topBar, &TopBar::themeChosen, this,
            [this] { m_memory.keepThemeMode(m_services.theme.mode()); });
    if (services.player)
        setWindowTitle(
            tr("%1 \u2013 DVMDash")
                .arg(safeText(QFileInfo(services.player->capture().files().constFirst()).fileName())));
    else
        setWindowTitle(demo ? tr("DVMDash \u2013 Demo") : tr("DVMDash"));
    setWindowIcon(services.theme.icon(Icon::Logo, Ink::Accent));
    setMinimumSize(qRound(services.theme.scaled(960)), qRound(services.theme.scaled(600)));
    m_memory.restoreGeometry(*this);
    showPage(m_deck->has(m_memory.page()) ? m_memory.page() : overviewId);
    m_deck->turnTo(currentPage());
    // Keys mean the page, or the time of a replay, until the user goes elsewhere.
    QWidget *first = m_replay ? static_cast<QWidget *>(m_replay->track()) : m_deck->current();
    first->setFocus();
    showEngineState();
    showRelays();
    showRelayListProblem();
}

MainWindow::~MainWindow() = default;

QStringList MainWindow::pageIds()
{
    return {overviewId, liveId, jobsId, dvmsId, kindsId, relaysId, storageId};
}

void MainWindow::build()
{
    auto *frame = new QWidget(this);
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_topBar = new TopBar(m_choice, m_services.theme,
                          m_services.player ? tr("Replay")
                          : m_demo          ? tr("Demo network")
                                            : QString());
    if (m_services.player)
        m_topBar->explainNote(Tone::Running, tr("A capture is replayed: everything here is as it was at the "
                                                "moment that the bar below shows."));
    else
        m_topBar->explainNote(Tone::Suspect,
                              tr("Nothing here is real: customers and DVMs are simulated on this computer."));
    // The keyboard goes in the order in which things are put in: from the top to the bottom.
    layout->addWidget(m_topBar);
    layout->addWidget(buildMiddle(), 1);
    if (m_services.player) {
        m_replay = new ReplayBar(*m_services.player);
        layout->addWidget(m_replay);
    }
    m_status = new StatusLine;
    layout->addWidget(m_status);
    setCentralWidget(frame);
}

QWidget *MainWindow::buildMiddle()
{
    const PageContext context{m_services.engine, m_names, m_choice, m_services.viewState, m_services.files};

    m_navigation = new NavigationBar;
    m_deck = new PageDeck(*m_navigation);
    m_import = new ImportBar(m_services.engine);
    m_deck->addLine(m_import);
    m_overview = new OverviewPage(context, m_demo);
    m_live = new LivePage(context, nullptr);
    m_jobs = new JobsPage(context, nullptr);
    m_dvms = new DvmsPage(context);
    m_kinds = new KindsPage(context);
    m_relaysPage = new RelaysPage(context, m_services.relays);
    m_relaysPage->setLogin(m_services.login);
    m_storage = new StoragePage(context);
    m_chain = new ChainPage(context);
    m_comparison = new ComparisonPage(context);
    m_deck->add(overviewId, Icon::Overview, m_overview);
    m_deck->add(liveId, Icon::Live, m_live);
    m_deck->add(jobsId, Icon::Jobs, m_jobs);
    m_deck->add(dvmsId, Icon::Dvms, m_dvms);
    m_deck->add(kindsId, Icon::Kinds, m_kinds);
    if (!m_services.player)
        m_kinds->offerTable();
    if (!m_services.player) {
        m_deck->add(relaysId, Icon::Relays, m_relaysPage);
        m_deck->add(storageId, Icon::Storage, m_storage);
    } else {
        for (Page *page : std::initializer_list<Page *>{m_relaysPage, m_storage}) {
            page->setParent(this);
            page->hide();
        }
    }
    m_deck->addAside(chainId, m_chain);
    m_deck->addAside(comparisonId, m_comparison);

    m_inspector = new Inspector(context, nullptr);
    QSplitter *splitter = splitWithInspector(m_deck, m_inspector, 440);
    keepSplitter(*splitter, m_services.viewState, QStringLiteral("window/inspector"));
    m_inspector->hide();

    auto *middle = new QWidget;
    auto *middleLayout = new QHBoxLayout(middle);
    middleLayout->setContentsMargins(0, 0, 0, 0);
    middleLayout->setSpacing(0);
    middleLayout->addWidget(m_navigation);
    m_frame = new EngineFrame(m_services.engine, m_services.files, splitter);
    middleLayout->addWidget(m_frame, 1);
    return middle;
}

void MainWindow::connectPages()
{
    connect(m_deck, &PageDeck::turned, this, [this](const QString &id) { m_memory.keepPage(id); });
    connectInspector();

    const auto goToRelays = [this] { showPage(relaysId); };
    connect(m_overview, &OverviewPage::relaysWanted, this, [this] {
        showPage(relaysId);
        m_relaysPage->beginAdding();
    });
    connect(m_overview, &OverviewPage::demoWanted, this, &MainWindow::demoRequested);
    connect(m_overview, &OverviewPage::dvmWanted, this, &MainWindow::showDvm);
    connect(m_overview, &OverviewPage::kindWanted, this, &MainWindow::showKind);
    connect(m_overview, &OverviewPage::failuresWanted, this, [this](dvm::State state) {
        m_jobs->stateFilter().setStates({state});
        showPage(jobsId);
        m_jobs->applySearch({});
    });
    connect(m_overview, &OverviewPage::downDvmsWanted, this, [this] {
        showPage(dvmsId);
        m_dvms->applySearch(livenessWord(dvm::Liveness::PossiblyDown));
    });
    connect(m_live, &LivePage::relaysRequested, this, goToRelays);
    connect(m_jobs, &JobsPage::relaysRequested, this, goToRelays);
    connect(m_dvms, &BoardPage::relaysRequested, this, goToRelays);
    connect(m_kinds, &BoardPage::relaysRequested, this, goToRelays);
    connect(m_dvms, &DvmsPage::kindWanted, this, &MainWindow::showKind);
    connect(m_kinds, &KindsPage::dvmWanted, this, &MainWindow::showDvm);
    connect(m_storage, &StoragePage::relaysRequested, this, goToRelays);
    connect(m_storage, &StoragePage::importWanted, this, &MainWindow::chooseArchives);
    m_storage->setHidesGone(m_memory.hidesGone());
    m_live->setHidesGone(m_memory.hidesGone());
    connect(m_storage, &StoragePage::hidingChosen, this, [this](bool hides) {
        m_memory.keepHidesGone(hides);
        m_live->setHidesGone(hides);
    });
    const auto goToLookups = [this] {
        showPage(relaysId);
        m_relaysPage->lookups()->open();
    };
    connect(m_overview, &Page::lookupsRequested, this, goToLookups);
    connect(m_dvms, &Page::lookupsRequested, this, goToLookups);
    if (m_demo)
        m_relaysPage->lookups()->setUnavailable(
            tr("The domains of the simulated network do not exist: nobody can be asked."));
    connect(m_relaysPage->lookups(), &LookupCard::permissionChosen, this,
            [this](const lookup::Permission &permission) { m_memory.keepLookups(permission); });
    connect(m_relaysPage, &RelaysPage::proxiesChosen, this,
            [this](const http::Proxies &proxies) { m_memory.keepProxies(proxies); });
    connect(m_status, &StatusLine::relaysWanted, this, goToRelays);
    connect(m_status, &StatusLine::storageWanted, this, [this] { showPage(storageId); });
    connect(m_jobs, &JobsPage::failedCountChanged, this, [this](int failed) {
        m_navigation->setBadge(jobsId, failed,
                               failed == 1 ? tr("1 job failed in this window")
                                           : tr("%1 jobs failed in this window").arg(failed));
    });
    connectChain();
}

void MainWindow::connectInspector()
{
    // Live lists events, the others jobs.
    for (Page *page : m_deck->pages())
        connect(page, &Page::inspectRequested, this,
                page == m_live ? &MainWindow::inspect : &MainWindow::inspectJob);
    // What the reader passes with the arrow keys is shown where the inspector is open already.
    connect(m_live, &LivePage::browsed, this, [this](const nostr::EventId &id) {
        if (isInspecting())
            m_inspector->open(id);
    });
    connect(m_jobs, &JobsPage::browsed, this, [this](const nostr::EventId &id) {
        if (isInspecting())
            m_inspector->openJob(id);
    });
    connect(m_inspector, &Inspector::closed, this, &MainWindow::closeInspector);
}

void MainWindow::connectChain()
{
    connect(m_jobs, &JobsPage::chainWanted, this, &MainWindow::showChain);
    connect(m_dvms, &DvmsPage::chainWanted, this, &MainWindow::showChain);
    connect(m_inspector, &Inspector::chainWanted, this, &MainWindow::showChain);
    connect(m_chain, &ChainPage::dvmWanted, this, &MainWindow::showDvm);
    connect(m_chain, &ChainPage::leaveWanted, m_deck, &PageDeck::leaveAside);
    connect(m_chain, &ChainPage::comparisonWanted, this, &MainWindow::showComparison);
    connect(m_jobs, &JobsPage::comparisonWanted, this, &MainWindow::showComparison);
    connect(m_comparison, &ComparisonPage::leaveWanted, m_deck, &PageDeck::leaveAside);
}

void MainWindow::connectEngine()
{
    engine::Engine &engine = m_services.engine;
    connect(&engine, &engine::Engine::activity, m_status,
            [this](const engine::ActivityPtr &activity) { m_status->showActivity(*activity); });
    connect(&engine, &engine::Engine::relaysChanged, this, &MainWindow::showRelays);
    connect(&engine, &engine::Engine::networkChanged, m_status, &StatusLine::showNetwork);
    connect(&m_services.relays, &RelayBook::problemChanged, this, &MainWindow::showRelayListProblem);
    connect(&engine, &engine::Engine::stateChanged, this, &MainWindow::showEngineState);
    connect(m_status, &StatusLine::pauseToggled, this, [this] {
        m_services.engine.setPaused(!m_services.engine.isPaused());
        showEngineState();
    });
    connect(&m_storage->rebuild(), &RebuildCard::salvageWanted, m_frame, &EngineFrame::salvage);
}

void MainWindow::connectSearch()
{
    m_search = new SearchRouter(m_services.engine, this);
    connect(m_topBar, &TopBar::searched, this, [this](const QString &text) {
        m_deck->notice().hide();
        m_search->route(text);
    });
    connect(m_search, &SearchRouter::eventMeant, this, &MainWindow::inspect);
    connect(m_search, &SearchRouter::filterMeant, this, &MainWindow::filterBy);
    connect(m_search, &SearchRouter::secretPasted, this, [this] {
        m_topBar->search()->clear();
        m_deck->notice().showMessage(Tone::Suspect,
                                     tr("That was a secret key (nsec). It was neither searched for nor kept. "
                                        "Whoever sees it can sign in its owner's name."));
    });
    connect(m_topBar->search(), &SearchField::left, this, [this] { m_deck->current()->setFocus(); });
}

void MainWindow::connectArrivals()
{
    m_drops = new DropArea(this);
    m_arrivals =
        new Arrivals(m_services.engine,
                     BundleServices{m_services.theme, m_services.viewState, m_services.files, {}}, this);
    connect(m_drops, &DropArea::dropped, this, [this](const Meaning &meaning) {
        m_deck->notice().hide();
        m_arrivals->take(meaning);
    });
    connect(m_arrivals, &Arrivals::chainMeant, this, &MainWindow::showChain);
    connect(m_arrivals, &Arrivals::eventMeant, this, &MainWindow::inspect);
    connect(m_arrivals, &Arrivals::archivesMeant, this, &MainWindow::importArchives);
    connect(m_arrivals, &Arrivals::dvmMeant, this, [this](const nostr::PublicKey &dvm) {
        showDvm(dvm);
        activateWindow();
    });
    connect(m_arrivals, &Arrivals::said, this,
            [this](Tone tone, const QString &text) { m_deck->notice().setMessage(tone, text); });
    connect(m_arrivals, &Arrivals::windowMade, this,
            [this](BundleWindow *window) { window->resize(size()); });
}

void MainWindow::connectCaptures()
{
    connect(m_arrivals, &Arrivals::captureMeant, this, &MainWindow::askAboutCapture);
    if (m_services.player) {
        const auto show = [this](const engine::PlayerStatus &status) {
            m_status->showReplay(status.playing);
        };
        connect(m_services.player, &engine::Player::statusChanged, m_status, show);
        show(m_services.player->status());
        return;
    }
    m_recording = new RecordingMark(m_services.engine, m_services.viewState, m_services.files);
    m_status->addTool(m_recording);
    connect(m_recording, &RecordingMark::captureWanted, this, &MainWindow::openCapture);
}

void MainWindow::openCapture()
{
    const OpenRequest request{tr("Open capture"), tr("Captures and files of events (*.jsonl)")};
    m_services.files.chooseOpenPath(this, request, [this](const QString &path) {
        if (!path.isEmpty())
            Q_EMIT replayRequested(path);
    });
}

/// Where one is replayed already nothing is imported.
void MainWindow::askAboutCapture(const QString &path)
{
    if (m_services.player) {
        Q_EMIT replayRequested(path);
        return;
    }
    auto *choice = new CaptureChoice(path, this);
    connect(choice, &CaptureChoice::replayWanted, this, &MainWindow::replayRequested);
    connect(choice, &CaptureChoice::importWanted, this,
            [this](const QString &file) { m_arrivals->take(ArchivesMeant{{file}}); });
    choice->open();
}

DropHint &MainWindow::dropHint() const
{
    return m_drops->hint();
}

void MainWindow::openArgument(const QString &argument)
{
    m_arrivals->take(meaningOfArgument(argument));
}

void MainWindow::chooseArchives()
{
    const OpenRequest request{tr("Import archive"),
                              tr("Archives of events (*.jsonl *.json *.ndjson *.gz *.zst);;All files (*)")};
    m_services.files.chooseFiles(this, request, [this](const QStringList &paths) {
        if (!paths.isEmpty())
            m_arrivals->take(ArchivesMeant{paths});
    });
}

void MainWindow::importArchives(const QStringList &paths)
{
    if (m_services.engine.importStatus().running) {
        m_deck->notice().showMessage(Tone::Waiting,
                                     tr("Another import is under way: wait for its end, or stop it."));
        return;
    }
    auto *dialog = new ImportDialog(paths, this);
    connect(dialog, &ImportDialog::importWanted, this, [this, paths](const engine::ImportOptions &options) {
        if (!m_services.engine.startImport(paths, options))
            m_deck->notice().showMessage(Tone::Failed, tr("Your file is not open, so nothing was imported."));
    });
    dialog->open();
}

void MainWindow::addShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto action) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
    };
    add(QKeySequence(Qt::CTRL | Qt::Key_E), [this] { m_deck->current()->exportCsv(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_I), [this] { chooseArchives(); });
    add(QKeySequence(Qt::Key_F5), [this] { m_deck->current()->refresh(); });
}

void MainWindow::showPage(const QString &id)
{
    m_deck->showPage(id);
}

QString MainWindow::currentPage() const
{
    return m_deck->currentId();
}

void MainWindow::showChain(const nostr::EventId &job)
{
    const QString from = m_deck->place();
    m_chain->open(job, wayBackTo(from));
    m_deck->showAside(chainId, from);
}

void MainWindow::showComparison(const nostr::EventId &before, const nostr::EventId &after)
{
    const QString from = m_deck->current() == m_comparison ? m_deck->from() : currentPage();
    m_comparison->open(before, after, wayBackTo(from));
    m_inspector->hide(); // two graphs need the room, until a box is opened
    m_deck->showAside(comparisonId, from);
}

QString MainWindow::wayBackTo(const QString &id) const
{
    return tr("Back to %1").arg(m_deck->titleOf(id));
}

void MainWindow::inspect(const nostr::EventId &id)
{
    m_inspector->open(id);
    m_inspector->show();
}

void MainWindow::inspectJob(const nostr::EventId &id)
{
    m_inspector->openJob(id);
    m_inspector->show();
}

void MainWindow::showDvm(const nostr::PublicKey &dvm)
{
    showPage(dvmsId);
    m_dvms->showDvm(dvm);
}

void MainWindow::showKind(int kind)
{
    showPage(kindsId);
    m_kinds->showKind(kind);
}

bool MainWindow::isInspecting() const
{
    return !m_inspector->isHidden();
}

void MainWindow::closeInspector()
{
    m_inspector->hide();
    m_deck->current()->setFocus();
}

/// On a page that lists things the text filters them; from any other page it leads to the jobs.
void MainWindow::filterBy(const QString &text)
{
    m_topBar->search()->clear();
    const QStringList lists{liveId, jobsId, dvmsId, kindsId};
    if (!lists.contains(currentPage()))
        showPage(jobsId);
    m_deck->current()->applySearch(text);
}

void MainWindow::showRelays()
{
    const RelayTally tally = tallyOf(m_services.engine);
    m_status->showRelays(tally);
    m_deck->header().setRelays(tallyWords(tally));
}

void MainWindow::showRelayListProblem()
{
    m_deck->notice().setMessage(Tone::Suspect, m_services.relays.problem());
}

void MainWindow::showEngineState()
{
    m_status->showEngine(m_services.engine.state(), m_services.engine.isPaused());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_memory.keepGeometry(*this);
    m_arrivals->closeWindows();
    QMainWindow::closeEvent(event);
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && isInspecting())
        closeInspector();
    else if (event->key() == Qt::Key_Escape && m_deck->current()->goBack())
        event->accept();
    else
        QMainWindow::keyPressEvent(event);
}

} // namespace dvmdash::ui
