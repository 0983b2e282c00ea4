// SPDX-License-Identifier: GPL-3.0-or-later
// What ComparisonPage is put together from; how it behaves is in comparison_page.cpp.
#include "ui/chain/chain_frame.h"
#include "ui/chain/chain_graph.h"
#include "ui/comparison/compare_popup.h"
#include "ui/comparison/comparison_model.h"
#include "ui/comparison/comparison_page.h"
#include "ui/comparison/difference_strip.h"
#include "ui/inspector/mark_delegate.h"
#include "ui/inspector/row_steps.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/state_chip.h"
#include "ui/window/splitter_state.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace dvmdash::ui
{

namespace
{

constexpr int tableVersion = 1;
const QString splitterKey = QStringLiteral("comparison/views");

} // namespace

void ComparisonPage::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_frame = new ChainFrame(QStringLiteral("comparison"), this);
    layout->addWidget(m_frame);
    fillBar();
    m_strip = new DifferenceStrip(this);
    m_strip->hide();
    m_frame->putHead(m_strip);
    m_frame->putViews(buildViews());
}

void ComparisonPage::fillBar()
{
    const Theme &theme = Theme::of(this);
    m_swap = new QPushButton(theme.icon(Icon::Refresh), tr("Swap sides"), this);
    m_swap->setObjectName(QStringLiteral("comparison.swap"));
    m_swap->setToolTip(tr("What is before stands after, and the other way round"));
    m_other = new QPushButton(tr("Compare with another"), this);
    m_other->setObjectName(QStringLiteral("comparison.other"));
    m_other->setToolTip(tr("Another chain to stand before this one"));
    QHBoxLayout *bar = m_frame->bar();
    bar->setSpacing(theme.space(Space::S));
    bar->insertSpacing(1, theme.space(Space::Xs));
    bar->addWidget(m_swap);
    bar->addWidget(m_other);
    m_popup = new ComparePopup(context(), this);
}

QWidget *ComparisonPage::buildViews()
{
    const Theme &theme = Theme::of(this);
    m_graphs = new QSplitter(Qt::Horizontal);
    m_left = buildSide(tr("Before"));
    m_right = buildSide(tr("After"));
    m_graphs->addWidget(m_left.card);
    m_graphs->addWidget(m_right.card);
    m_views = new QSplitter(Qt::Vertical, this);
    m_views->addWidget(m_graphs);
    m_views->addWidget(buildTable());
    for (QSplitter *splitter : {m_graphs, m_views}) {
        splitter->setChildrenCollapsible(false);
        splitter->setProperty("gap", true);
        splitter->setHandleWidth(theme.space(Space::S));
    }
    m_views->setStretchFactor(0, 3);
    m_views->setStretchFactor(1, 2);
    m_views->setSizes({qRound(theme.scaled(380)), qRound(theme.scaled(240))});
    keepSplitter(*m_views, context().viewState, splitterKey);
    setFocusProxy(m_table);
    return m_views;
}

ComparisonPage::Side ComparisonPage::buildSide(const QString &title)
{
    const Theme &theme = Theme::of(this);
    Side side;
    side.card = new Card(title);
    side.state = new StateChip(side.card);
    side.graph = new ChainGraph(context());
    side.graph->setBare();
    side.graph->view().setAccessibleName(tr("%1: graph of the chain").arg(title));
    auto *fit = new QToolButton(side.card);
    fit->setText(tr("Fit"));
    fit->setToolTip(tr("Show the whole graph (Ctrl+0)"));
    fit->setFocusPolicy(Qt::TabFocus);
    connect(fit, &QToolButton::clicked, &side.graph->view(), &GraphView::fit);
    side.card->addHeaderWidget(fit);
    side.card->addHeaderWidget(side.state); // before it
    side.graph->setMinimumHeight(qRound(theme.scaled(90)));
    auto *inner = new QWidget;
    auto *layout = new QVBoxLayout(inner);
    const int edge = theme.space(Space::Xs);
    layout->setContentsMargins(edge, 0, edge, 0);
    layout->addWidget(side.graph);
    side.card->setContent(inner, true);
    return side;
}

QWidget *ComparisonPage::buildTable()
{
    const Theme &theme = Theme::of(this);
    m_table = new DataTable(QStringLiteral("comparison"), tableVersion);
    m_table->setModel(m_model);
    m_table->restoreFrom(context().viewState);
    m_table->setFileChooser(context().files);
    m_table->view()->setAccessibleName(tr("Jobs of both chains"));
    m_table->setMinimumHeight(qRound(theme.scaled(110)));
    auto *marks = new MarkDelegate(m_table->view());
    for (const int column :
         {ComparisonModel::StateBefore, ComparisonModel::StateAfter, ComparisonModel::Difference})
        m_table->view()->setItemDelegateForColumn(column, marks);
    m_table->setEmptyState(Icon::Filter, tr("No job fits"), tr("No job of these chains differs in this way."),
                           tr("Show all jobs"));
    m_tableCard = new Card(tr("Jobs"));
    m_tableCard->setContent(m_table, true);
    m_table->addActionsTo(*m_tableCard);
    return m_tableCard;
}

void ComparisonPage::connectSide(const Side &side)
{
    connect(side.graph, &ChainGraph::jobSelected, this, &ComparisonPage::select);
    connect(side.graph, &ChainGraph::jobOpened, this, &Page::inspectRequested);
}

void ComparisonPage::connectViews()
{
    connectSide(m_left);
    connectSide(m_right);
    auto *steps = new RowSteps(m_table);
    const auto follow = [this](const QModelIndex &index) {
        if (index.isValid())
            selectRow(&m_model->row(index.row()));
    };
    connect(steps, &RowSteps::chosen, this, follow);
    connect(steps, &RowSteps::walked, this, follow);
    connect(m_table, &DataTable::activated, this, [this](const QModelIndex &index) {
        const ComparedRow &row = m_model->row(index.row());
        Q_EMIT inspectRequested(row.right ? row.right->job : row.left->job);
    });
    connect(m_table, &DataTable::emptyButtonClicked, m_strip, &DifferenceStrip::clearFilter);
    connect(m_table, &DataTable::exportFinished, this, [this](const QString &path, int rows) {
        m_frame->banner().showMessage(Tone::Delivered,
                                      tr("%1 jobs written to %2.").arg(format::count(rows), safeText(path)));
    });
    connect(m_table, &DataTable::exportFailed, this,
            [this](const QString &message) { m_frame->banner().showMessage(Tone::Failed, message); });
    connect(m_strip, &DifferenceStrip::changed, this, &ComparisonPage::showFiltered);
    connect(m_views, &QSplitter::splitterMoved, this, &ComparisonPage::turnGraphs);

    const auto chooseOther = [this](const QWidget *anchor) {
        if (m_after)
            m_popup->open(*anchor, *m_after);
    };
    connect(m_frame, &ChainFrame::backClicked, this, &ComparisonPage::goBack);
    connect(m_swap, &QPushButton::clicked, this, &ComparisonPage::swapSides);
    connect(m_other, &QPushButton::clicked, this, [this, chooseOther] { chooseOther(m_other); });
    connect(m_frame, &ChainFrame::troubleClicked, this, [this, chooseOther] { chooseOther(m_other); });
    connect(m_popup, &ComparePopup::chosen, this,
            [this](const nostr::EventId &reference) { open(reference, *m_after, m_frame->back().text()); });
}

} // namespace dvmdash::ui
