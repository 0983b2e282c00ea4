// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chain/chain_page.h"

#include "ui/chain/attempts_model.h"
#include "ui/chain/bundle_dialog.h"
#include "ui/chain/chain_frame.h"
#include "ui/chain/chain_graph.h"
#include "ui/chain/chain_waterfall.h"
#include "ui/chain/verdict_banner.h"
#include "ui/comparison/compare_popup.h"
#include "ui/inspector/mark_delegate.h"
#include "ui/inspector/row_steps.h"
#include "ui/models/name_book.h"
#include "ui/models/table_export.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/view_state.h"
#include "ui/window/splitter_state.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace dvmdash::ui
{

namespace
{

constexpr int leastGapMs = 1'000;
constexpr int tableVersion = 1;
constexpr std::size_t longestWay = 100;
const QString tabKey = QStringLiteral("chain/tab");
const QString splitterKey = QStringLiteral("chain/views");

} // namespace

ChainPage::ChainPage(const PageContext &pageContext, QWidget *parent)
    : Page(pageContext, parent)
    , m_feed(
          pageContext.engine, pageContext.window,
          [this](const engine::TimeWindow &) {
              return m_job ? std::optional(engine::ChainQuestion{*m_job, context().engine.judging()})
                           : std::nullopt;
          },
          nullptr, leastGapMs)
    , m_attempts(new AttemptsModel(pageContext.names, this))
{
    build();
    connectViews();
    work().watch(&m_feed);
    connect(&m_feed, &FeedBase::answered, this, &ChainPage::showAnswer);
    connect(&m_feed, &FeedBase::failed, this, &ChainPage::showTrouble);
}

ChainPage::~ChainPage() = default;

void ChainPage::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_frame = new ChainFrame(QStringLiteral("chain"), this);
    layout->addWidget(m_frame);
    m_export = new QPushButton(Theme::of(this).icon(Icon::Export), tr("Export chain"), this);
    m_export->setToolTip(tr("The graph as a picture or as DOT, the attempts as CSV, all of it as a bundle"));
    m_frame->bar()->addWidget(buildCompareButton());
    m_frame->bar()->addWidget(m_export);
    m_verdict = new VerdictBanner(context().names, this);
    m_verdict->hide();
    m_frame->putHead(m_verdict);
    m_frame->putViews(buildViews());
    connect(m_frame, &ChainFrame::backClicked, this, &ChainPage::goBack);
    connect(m_frame, &ChainFrame::troubleClicked, this, [this] {
        m_frame->showWaiting();
        m_feed.refresh();
    });
}

QWidget *ChainPage::buildCompareButton()
{
    auto *button = new QPushButton(tr("Compare..."), this);
    button->setObjectName(QStringLiteral("chain.compare"));
    button->setToolTip(tr("What is different from a chain like this one that was delivered (D)"));
    m_compare = new ComparePopup(context(), this);
    const auto open = [this, button] {
        if (m_job)
            m_compare->open(*button, *m_job);
    };
    connect(button, &QPushButton::clicked, this, open);
    auto *key = new QShortcut(Qt::Key_D, this);
    key->setContext(Qt::WidgetWithChildrenShortcut);
    connect(key, &QShortcut::activated, this, open);
    connect(m_compare, &ComparePopup::chosen, this, [this](const nostr::EventId &reference) {
        Q_EMIT comparisonWanted(reference, *m_compare->job());
    });
    return button;
}

QWidget *ChainPage::buildViews()
{
    const Theme &theme = Theme::of(this);
    m_views = new QSplitter(Qt::Vertical, this);
    m_graph = new ChainGraph(context(), m_views);
    m_graph->setMinimumHeight(qRound(theme.scaled(150)));
    auto *graphCard = new Card({}, m_views);
    auto *inner = new QWidget;
    auto *innerLayout = new QVBoxLayout(inner);
    const int side = theme.space(Space::S);
    innerLayout->setContentsMargins(side, side, side, side);
    innerLayout->addWidget(m_graph);
    graphCard->setContent(inner, true);
    m_views->addWidget(graphCard);

    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false); // the card has an outline of its own
    m_tabs->setMinimumHeight(qRound(theme.scaled(100)));
    m_waterfall = new ChainWaterfall(context().names);
    m_tabs->addTab(m_waterfall, tr("Over time"));
    m_tabs->addTab(buildTable(), tr("Attempts"));
    auto *tabCard = new Card({}, m_views);
    tabCard->setContent(m_tabs, true);
    m_views->addWidget(tabCard);
    m_views->setChildrenCollapsible(false);
    m_views->setProperty("gap", true);
    m_views->setHandleWidth(theme.space(Space::S));
    m_views->setStretchFactor(0, 3);
    m_views->setStretchFactor(1, 2);
    m_views->setSizes({qRound(theme.scaled(360)), qRound(theme.scaled(240))});
    keepSplitter(*m_views, context().viewState, splitterKey);
    m_tabs->setCurrentIndex(context().viewState.value(tabKey) == "attempts" ? 1 : 0);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this](int tab) {
        context().viewState.setValue(tabKey,
                                     tab == 1 ? QByteArrayLiteral("attempts") : QByteArrayLiteral("time"));
    });
    setFocusProxy(m_graph);
    return m_views;
}

QWidget *ChainPage::buildTable()
{
    m_table = new DataTable(QStringLiteral("chain_attempts"), tableVersion);
    m_table->setModel(m_attempts);
    m_table->restoreFrom(context().viewState);
    m_table->setFileChooser(context().files);
    m_table->view()->setAccessibleName(tr("Attempts"));
    m_table->view()->setItemDelegateForColumn(AttemptsModel::Payment, new MarkDelegate(m_table->view()));
    m_table->setEmptyState(Icon::Jobs, tr("No attempt"),
                           tr("No DVM was asked by name for a job of this chain, and none has answered."));
    connect(m_table, &DataTable::exportFinished, this, [this](const QString &path, int rows) {
        m_frame->banner().showMessage(
            Tone::Delivered, tr("%1 attempts written to %2.").arg(format::count(rows), safeText(path)));
    });
    connect(m_table, &DataTable::exportFailed, this,
            [this](const QString &message) { m_frame->banner().showMessage(Tone::Failed, message); });
    return m_table;
}

void ChainPage::connectViews()
{
    connect(m_verdict, &VerdictBanner::jobChosen, this, &ChainPage::select);
    connect(m_verdict, &VerdictBanner::dvmWanted, this, &ChainPage::dvmWanted);
    connect(m_graph, &ChainGraph::jobSelected, this, &ChainPage::select);
    connect(m_graph, &ChainGraph::jobOpened, this, &ChainPage::openWithin);
    connect(m_waterfall, &ChainWaterfall::jobSelected, this, &ChainPage::select);
    connect(m_waterfall, &ChainWaterfall::jobOpened, this, &ChainPage::openWithin);
    connect(m_graph, &ChainGraph::exportFinished, this, [this](const QString &path) {
        m_frame->banner().showMessage(Tone::Delivered,
                                      tr("The graph was written to %1.").arg(safeText(path)));
    });
    connect(m_graph, &ChainGraph::exportFailed, this,
            [this](const QString &message) { m_frame->banner().showMessage(Tone::Failed, message); });
    m_bundleExport = new TableExport(this);
    m_bundleExport->setFileChooser(context().files);
    connect(m_bundleExport, &TableExport::finished, this, [this](const QString &path) {
        m_frame->banner().showMessage(Tone::Delivered,
                                      tr("The bundle was written to %1.").arg(safeText(path)));
    });
    connect(m_bundleExport, &TableExport::failed, this,
            [this](const QString &message) { m_frame->banner().showMessage(Tone::Failed, message); });
    auto *steps = new RowSteps(m_table);
    const auto follow = [this](const QModelIndex &index) {
        if (!m_marking && index.isValid())
            select(m_attempts->row(index.row()).job);
    };
    connect(steps, &RowSteps::chosen, this, follow);
    connect(steps, &RowSteps::walked, this, follow);

    auto *menu = new QMenu(m_export);
    menu->addAction(tr("Graph as PNG"), m_graph, &ChainGraph::exportPng);
    menu->addAction(tr("Graph as SVG"), m_graph, &ChainGraph::exportSvg);
    menu->addAction(tr("Graph as DOT"), m_graph, &ChainGraph::exportDot);
    menu->addSeparator();
    menu->addAction(tr("Attempts as CSV"), this, &ChainPage::exportCsv);
    menu->addSeparator();
    menu->addAction(tr("Bundle (JSON)\u2026"), this, &ChainPage::exportBundle);
    m_export->setMenu(menu);
}

BundleDialog *ChainPage::exportBundle()
{
    if (!m_job)
        return nullptr;
    auto *dialog = new BundleDialog(context(), *m_job, this);
    const QString name = m_graph->fileStem() + QStringLiteral(".dvmchain.json");
    connect(dialog, &BundleDialog::saveWanted, this, [this, name](const QByteArray &file) {
        m_bundleExport->exportBytes(this, file, {tr("Save bundle"), name, tr("Bundle (*.dvmchain.json)")});
    });
    dialog->open();
    return dialog;
}

void ChainPage::exportCsv()
{
    m_table->exportCsv();
}

void ChainPage::open(const nostr::EventId &job, const QString &wayBack)
{
    m_before.clear();
    m_frame->back().setText(wayBack);
    m_leaves = !wayBack.isEmpty();
    turnTo(job);
}

/// Asks who broke another job of the chain, with a way back to this one.
void ChainPage::openWithin(const nostr::EventId &job)
{
    if (m_job == job)
        return;
    if (m_job)
        m_before.push_back(*m_job);
    if (m_before.size() > longestWay)
        m_before.erase(m_before.begin());
    turnTo(job);
}

bool ChainPage::goBack()
{
    if (m_before.empty() && !m_leaves)
        return false;
    if (m_before.empty()) {
        Q_EMIT leaveWanted();
        return true;
    }
    const nostr::EventId job = m_before.back();
    m_before.pop_back();
    turnTo(job);
    return true;
}

void ChainPage::turnTo(const nostr::EventId &job)
{
    m_frame->banner().hide();
    m_frame->back().setVisible(m_leaves || !m_before.empty());
    if (m_job == job && m_feed.latest()) {
        m_feed.refresh();
        m_selected.reset(); // so that the inspector is asked for again
        select(firstToShow(*m_feed.latest()));
        return;
    }
    // Within one chain what is shown stands until the answer is there.
    const bool isHere = m_feed.latest() && m_feed.latest()->chain.indexOf(job);
    m_job = job;
    m_selected.reset();
    if (!isHere)
        clear();
    m_feed.beginAnew();
}

void ChainPage::clear()
{
    m_verdict->hide();
    m_frame->note().hide();
    m_frame->summary().clear();
    m_graph->clear();
    m_waterfall->clear();
    m_attempts->setRows({});
    m_frame->showWaiting();
}

/// The first cause, else the job itself.
nostr::EventId ChainPage::firstToShow(const engine::ChainAnswer &answer) const
{
    const auto &causes = answer.verdict.root_causes;
    return causes.empty() ? answer.chain.nodes[answer.job].id : causes.front().job;
}

void ChainPage::showAnswer()
{
    const engine::ChainAnswer &answer = *m_feed.latest();
    m_verdict->setAnswer(answer);
    m_verdict->show();
    m_graph->setAnswer(answer);
    m_waterfall->setAnswer(answer);
    m_attempts->setAnswer(answer);
    m_frame->showViews();
    if (answer.chain.more)
        m_frame->note().showMessage(Tone::Waiting,
                                    tr("More than %1 jobs hang together here: the nearest are shown.")
                                        .arg(format::count(qint64(dvm::mostChainNodes))));
    else
        m_frame->note().hide();
    showCounts(answer);
    // A live update leaves alone what the reader looks at.
    if (!m_selected)
        select(firstToShow(answer));
    else
        markSelected();
}

void ChainPage::showCounts(const engine::ChainAnswer &answer)
{
    std::set<nostr::PublicKey> dvms;
    int failed = 0;
    int unseen = 0;
    for (const dvm::ChainNode &node : answer.chain.nodes) {
        for (const dvm::Attempt &attempt : node.attempts)
            dvms.insert(attempt.dvm);
        failed += dvm::isFailure(node.state) ? 1 : 0;
        unseen += node.ghost ? 1 : 0;
    }
    const auto jobs = static_cast<int>(answer.chain.nodes.size());
    QStringList words{jobs == 1 ? tr("1 job, in no chain") : tr("%1 jobs").arg(format::count(jobs)),
                      dvms.size() == 1 ? tr("1 DVM") : tr("%1 DVMs").arg(format::count(qint64(dvms.size())))};
    if (failed > 0)
        words.append(tr("%1 failed").arg(format::count(failed)));
    if (unseen > 0)
        words.append(tr("%1 never seen").arg(format::count(unseen)));
    m_frame->summary().setText(words.join(QStringLiteral(" · ")));
    Q_EMIT basisChanged(
        tr("as of %1")
            .arg(QDateTime::fromMSecsSinceEpoch(format::nowMs()).toString(QStringLiteral("HH:mm:ss"))));
}

void ChainPage::showTrouble(const QString &error)
{
    // What is shown already is kept.
    if (m_feed.latest()) {
        m_frame->banner().showMessage(
            Tone::Failed,
            tr("The chain could not be read anew: %1. What is shown stands.").arg(safeText(error)));
        return;
    }
    m_frame->showTrouble(tr("There is no chain to show"), safeText(error), tr("Try again"));
}

void ChainPage::select(const nostr::EventId &id)
{
    const bool isOther = m_selected != id;
    m_selected = id;
    markSelected();
    if (isOther || sender() == m_verdict)
        Q_EMIT inspectRequested(id);
}

void ChainPage::markSelected()
{
    if (!m_selected || m_marking)
        return;
    m_marking = true;
    if (m_graph->selected() != m_selected)
        m_graph->select(*m_selected);
    if (m_waterfall->selected() != m_selected)
        m_waterfall->select(*m_selected);
    const QModelIndex current = m_table->currentIndex();
    const bool isThere = current.isValid() && m_attempts->row(current.row()).job == *m_selected;
    if (const int row = m_attempts->rowOf(*m_selected); row >= 0 && !isThere)
        m_table->setCurrentIndex(m_attempts->index(row, 0));
    m_marking = false;
}

void ChainPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    m_feed.setActive(true);
}

void ChainPage::hideEvent(QHideEvent *event)
{
    m_feed.setActive(false);
    Page::hideEvent(event);
}

} // namespace dvmdash::ui
