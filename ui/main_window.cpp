// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/bundle/arrivals.h"
#include "ui/bundle/drop_hint.h"
#include "ui/chain/chain_page.h"
#include "ui/comparison/comparison_page.h"
#include "ui/dvms/dvms_page.h"
#include "ui/dvms/health_words.h"
#include "ui/inspector/inspector.h"
#include "ui/jobs/jobs_page.h"
#include "ui/jobs/state_filter.h"
#include "ui/kinds/kinds_page.h"
#include "ui/live/live_page.h"
#include "ui/overview/overview_page.h"
#include "ui/relays/lookup_card.h"
#include "ui/relays/relay_book.h"
#include "ui/relays/relay_words.h"
#include "ui/relays/relays_page.h"
#include "ui/storage/rebuild_card.h"
#include "ui/storage/storage_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/navigation_bar.h"
#include "ui/widgets/search_field.h"
#include "ui/window/failure_view.h"
#include "ui/window/page_header.h"
#include "ui/window/search_router.h"
#include "ui/window/splitter_state.h"
#include "ui/window/status_line.h"
#include "ui/window/top_bar.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
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
    addShortcuts();
    connect(&m_choice, &WindowChoice::changed, this, [this] { m_memory.keepChoice(m_choice); });
    connect(m_topBar, &TopBar::themeChosen, this,
            [this] { m_memory.keepThemeMode(m_services.theme.mode()); });
    setWindowTitle(demo ? tr("DVMDash \u2013 Demo") : tr("DVMDash"));
    setWindowIcon(services.theme.icon(Icon::Logo, Ink::Accent));
    setMinimumSize(qRound(services.theme.scaled(960)), qRound(services.theme.scaled(600)));
    m_memory.restoreGeometry(*this);
    showPage(m_byId.contains(m_memory.page()) ? m_memory.page() : overviewId);
    turnTo(currentPage());
    current()->setFocus(); // keys mean the page until the user goes elsewhere
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
    m_topBar = new TopBar(m_choice, m_services.theme, m_demo ? tr("Demo network") : QString());
    // The keyboard goes in the order in which things are put in: from the top to the bottom.
    layout->addWidget(m_topBar);
    layout->addWidget(buildMiddle(), 1);
    m_status = new StatusLine;
    layout->addWidget(m_status);
    setCentralWidget(frame);
}

QWidget *MainWindow::buildMiddle()
{
    const Theme &theme = m_services.theme;
    const int side = theme.space(Space::L);
    const PageContext context{m_services.engine, m_names, m_choice, m_services.viewState, m_services.files};

    m_navigation = new NavigationBar;
    m_pages = new QStackedWidget;
    m_overview = new OverviewPage(context, m_demo);
    m_live = new LivePage(context, nullptr);
    m_jobs = new JobsPage(context, nullptr);
    m_dvms = new DvmsPage(context);
    m_kinds = new KindsPage(context);
    m_relaysPage = new RelaysPage(context, m_services.relays);
    m_storage = new StoragePage(context);
    m_chain = new ChainPage(context);
    m_comparison = new ComparisonPage(context);
    addPage(overviewId, Icon::Overview, m_overview);
    addPage(liveId, Icon::Live, m_live);
    addPage(jobsId, Icon::Jobs, m_jobs);
    addPage(dvmsId, Icon::Dvms, m_dvms);
    addPage(kindsId, Icon::Kinds, m_kinds);
    addPage(relaysId, Icon::Relays, m_relaysPage);
    addPage(storageId, Icon::Storage, m_storage);
    addPage(chainId, m_chain);
    addPage(comparisonId, m_comparison);

    m_header = new PageHeader;
    m_notice = new Banner;
    m_notice->setDismissible(true);
    auto *left = new QWidget;
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->setSpacing(0);
    leftLayout->addWidget(m_header);
    auto *inner = new QVBoxLayout;
    inner->setContentsMargins(side, 0, side, side);
    inner->setSpacing(theme.space(Space::M));
    inner->addWidget(m_notice);
    inner->addWidget(m_pages, 1);
    leftLayout->addLayout(inner, 1);

    m_inspector = new Inspector(context, nullptr);
    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->addWidget(left);
    m_splitter->addWidget(m_inspector);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({qRound(theme.scaled(820)), qRound(theme.scaled(440))});
    keepSplitter(*m_splitter, m_services.viewState, QStringLiteral("window/inspector"));
    m_inspector->hide();

    m_failed = new FailureView(m_services.engine, m_services.files);
    m_body = new QStackedWidget;
    m_body->addWidget(m_splitter);
    m_body->addWidget(m_failed);

    m_problem = new Banner;
    auto *right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    right->addWidget(m_problem);
    right->addWidget(m_body, 1);
    auto *middle = new QWidget;
    auto *middleLayout = new QHBoxLayout(middle);
    middleLayout->setContentsMargins(0, 0, 0, 0);
    middleLayout->setSpacing(0);
    middleLayout->addWidget(m_navigation);
    middleLayout->addLayout(right, 1);
    return middle;
}

void MainWindow::addPage(const QString &id, Icon icon, Page *page)
{
    addPage(id, page);
    m_navigation->addPage(id, icon, page->title());
}

void MainWindow::addPage(const QString &id, Page *page)
{
    page->setObjectName(QStringLiteral("page.") + id);
    m_byId.insert(id, page);
    m_pages->addWidget(page);
    // Live lists events, the others jobs.
    connect(page, &Page::inspectRequested, this,
            id == liveId ? &MainWindow::inspect : &MainWindow::inspectJob);
    connect(page, &Page::basisChanged, this, [this, page](const QString &text) {
        m_basis.insert(page, text);
        if (page == current())
            m_header->setBasis(text);
    });
    connect(&page->work(), &WorkWatch::changed, this, [this, page] {
        if (page == current())
            m_header->setWork(page->work().work());
    });
}

void MainWindow::connectPages()
{
    connect(m_navigation, &NavigationBar::currentChanged, this, &MainWindow::turnTo);
    connect(m_header, &PageHeader::exportWanted, this, &MainWindow::exportCurrent);
    connect(m_header, &PageHeader::cancelWanted, this, [this] { current()->work().cancel(); });
    connect(m_header, &PageHeader::againWanted, this, [this] { current()->refresh(); });

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
    connect(m_status, &StatusLine::relaysWanted, this, goToRelays);
    connect(m_status, &StatusLine::storageWanted, this, [this] { showPage(storageId); });
    connect(m_jobs, &JobsPage::failedCountChanged, this, [this](int failed) {
        m_navigation->setBadge(jobsId, failed,
                               failed == 1 ? tr("1 job failed in this window")
                                           : tr("%1 jobs failed in this window").arg(failed));
    });

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
    connectChain();
}

void MainWindow::connectChain()
{
    connect(m_jobs, &JobsPage::chainWanted, this, &MainWindow::showChain);
    connect(m_dvms, &DvmsPage::chainWanted, this, &MainWindow::showChain);
    connect(m_inspector, &Inspector::chainWanted, this, &MainWindow::showChain);
    connect(m_chain, &ChainPage::dvmWanted, this, &MainWindow::showDvm);
    connect(m_chain, &ChainPage::leaveWanted, this, [this] {
        turnTo(m_navigation->current());
        current()->setFocus();
    });
    connect(m_chain, &ChainPage::comparisonWanted, this, &MainWindow::showComparison);
    connect(m_jobs, &JobsPage::comparisonWanted, this, &MainWindow::showComparison);
    connect(m_comparison, &ComparisonPage::leaveWanted, this, [this] {
        turnTo(m_beforeComparison);
        current()->setFocus();
    });
    // A page whose place is marked all the time is not told of as another one.
    connect(m_navigation, &NavigationBar::chosen, this, [this](const QString &id) {
        if (isAside())
            turnTo(id);
    });
}

void MainWindow::connectEngine()
{
    engine::Engine &engine = m_services.engine;
    connect(&engine, &engine::Engine::activity, m_status,
            [this](const engine::ActivityPtr &activity) { m_status->showActivity(*activity); });
    connect(&engine, &engine::Engine::relaysChanged, this, &MainWindow::showRelays);
    connect(&m_services.relays, &RelayBook::problemChanged, this, &MainWindow::showRelayListProblem);
    connect(&engine, &engine::Engine::stateChanged, this, &MainWindow::showEngineState);
    connect(&engine, &engine::Engine::problemChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            m_problem->hide();
        else
            m_problem->showMessage(
                Tone::Failed, tr("%1. It is tried again; nothing that was verified is dropped.").arg(text),
                m_services.engine.isFileDamaged() ? tr("Salvage to a new file...") : QString());
    });
    connect(m_status, &StatusLine::pauseToggled, this, [this] {
        m_services.engine.setPaused(!m_services.engine.isPaused());
        showEngineState();
    });
    connect(m_problem, &Banner::actionTriggered, m_failed, &FailureView::salvage);
    connect(&m_storage->rebuild(), &RebuildCard::salvageWanted, m_failed, &FailureView::salvage);
    connect(m_failed, &FailureView::wanted, this, [this] {
        m_problem->hide();
        m_body->setCurrentWidget(m_failed);
    });
}

void MainWindow::connectSearch()
{
    m_search = new SearchRouter(m_services.engine, this);
    connect(m_topBar, &TopBar::searched, this, [this](const QString &text) {
        m_notice->hide();
        m_search->route(text);
    });
    connect(m_search, &SearchRouter::eventMeant, this, &MainWindow::inspect);
    connect(m_search, &SearchRouter::filterMeant, this, &MainWindow::filterBy);
    connect(m_search, &SearchRouter::secretPasted, this, [this] {
        m_topBar->search()->clear();
        m_notice->showMessage(Tone::Suspect,
                              tr("That was a secret key (nsec). It was neither searched for nor kept. "
                                 "Whoever sees it can sign in its owner's name."));
    });
    connect(m_topBar->search(), &SearchField::left, this, [this] { current()->setFocus(); });
}

void MainWindow::connectArrivals()
{
    setAcceptDrops(true);
    m_dropHint = new DropHint(this);
    m_arrivals =
        new Arrivals(m_services.engine,
                     BundleServices{m_services.theme, m_services.viewState, m_services.files, {}}, this);
    connect(m_arrivals, &Arrivals::chainMeant, this, &MainWindow::showChain);
    connect(m_arrivals, &Arrivals::eventMeant, this, &MainWindow::inspect);
    connect(m_arrivals, &Arrivals::dvmMeant, this, [this](const nostr::PublicKey &dvm) {
        showDvm(dvm);
        activateWindow();
    });
    connect(m_arrivals, &Arrivals::said, this, [this](Tone tone, const QString &text) {
        if (text.isEmpty())
            m_notice->hide();
        else
            m_notice->showMessage(tone, text);
    });
    connect(m_arrivals, &Arrivals::windowMade, this,
            [this](BundleWindow *window) { window->resize(size()); });
}

void MainWindow::openArgument(const QString &argument)
{
    m_arrivals->take(meaningOfArgument(argument));
}

void MainWindow::addShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto action) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
    };
    add(QKeySequence(Qt::CTRL | Qt::Key_E), [this] { exportCurrent(); });
    add(QKeySequence(Qt::Key_F5), [this] { current()->refresh(); });
}

Page *MainWindow::current() const
{
    return static_cast<Page *>(m_pages->currentWidget());
}

bool MainWindow::isAside() const
{
    return current() == m_chain || current() == m_comparison;
}

void MainWindow::showPage(const QString &id)
{
    m_navigation->setCurrent(id);
    if (isAside() && m_navigation->current() == id)
        turnTo(id);
}

QString MainWindow::currentPage() const
{
    return isAside() ? m_byId.key(current()) : m_navigation->current();
}

void MainWindow::turnTo(const QString &id)
{
    Page *page = m_byId.value(id);
    if (!page)
        return;
    m_pages->setCurrentWidget(page);
    m_header->setTitle(page->title());
    m_header->setBasis(m_basis.value(page));
    m_header->setWork(page->work().work());
    if (!isAside())
        m_memory.keepPage(id);
}

void MainWindow::showChain(const nostr::EventId &job)
{
    const Page *from = m_byId.value(m_navigation->current());
    m_chain->open(job, tr("Back to %1").arg(from->title()));
    turnTo(chainId);
    m_chain->setFocus();
}

void MainWindow::showComparison(const nostr::EventId &before, const nostr::EventId &after)
{
    if (current() != m_comparison)
        m_beforeComparison = currentPage();
    m_comparison->open(before, after, tr("Back to %1").arg(m_byId.value(m_beforeComparison)->title()));
    m_inspector->hide(); // two graphs need the room, until a box is opened
    turnTo(comparisonId);
    m_comparison->setFocus();
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
    current()->setFocus();
}

/// On a page that lists things the text filters them; from any other page it leads to the jobs.
void MainWindow::filterBy(const QString &text)
{
    m_topBar->search()->clear();
    const QStringList lists{liveId, jobsId, dvmsId, kindsId};
    if (!lists.contains(currentPage()))
        showPage(jobsId);
    current()->applySearch(text);
}

void MainWindow::showRelays()
{
    const RelayTally tally = tallyOf(m_services.engine);
    m_status->showRelays(tally);
    m_header->setRelays(tallyWords(tally));
}

void MainWindow::showRelayListProblem()
{
    const QString problem = m_services.relays.problem();
    if (problem.isEmpty())
        m_notice->hide();
    else
        m_notice->showMessage(Tone::Suspect, problem);
}

void MainWindow::showEngineState()
{
    const auto state = m_services.engine.state();
    m_status->showEngine(state, m_services.engine.isPaused());
    const bool isUsable = state != engine::EngineState::Failed && !m_failed->isShown();
    if (!isUsable)
        m_failed->showFailure();
    m_body->setCurrentWidget(isUsable ? static_cast<QWidget *>(m_splitter) : m_failed);
}

void MainWindow::exportCurrent()
{
    current()->exportCsv();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_memory.keepGeometry(*this);
    m_arrivals->closeWindows();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    const QString words = dropWords(*event->mimeData());
    if (words.isEmpty())
        return;
    m_dropHint->showWords(words);
    event->acceptProposedAction();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent *)
{
    m_dropHint->hide();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    m_dropHint->hide();
    m_notice->hide();
    m_arrivals->take(meaningOf(*event->mimeData()));
    event->acceptProposedAction();
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && isInspecting())
        closeInspector();
    else if (event->key() == Qt::Key_Escape && current()->goBack())
        event->accept();
    else
        QMainWindow::keyPressEvent(event);
}

} // namespace dvmdash::ui
