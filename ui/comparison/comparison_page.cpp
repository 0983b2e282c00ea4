// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparison/comparison_page.h"

#include "ui/chain/chain_frame.h"
#include "ui/chain/chain_graph.h"
#include "ui/comparison/compare_popup.h"
#include "ui/comparison/comparison_model.h"
#include "ui/comparison/difference_strip.h"
#include "ui/comparison/difference_words.h"
#include "ui/inspector/job_words.h"
#include "ui/models/name_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/live_table_view.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/state_chip.h"

#include <QDateTime>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace dvmdash::ui
{

namespace
{

constexpr int leastGapMs = 1'000;

} // namespace

ComparisonPage::ComparisonPage(const PageContext &pageContext, QWidget *parent)
    : Page(pageContext, parent)
    , m_feed(
          pageContext.engine, pageContext.window,
          [this](const engine::TimeWindow &) {
              return m_before && m_after
                         ? std::optional(engine::CompareChainsQuestion{*m_before, *m_after, {}})
                         : std::nullopt;
          },
          nullptr, leastGapMs)
    , m_model(new ComparisonModel(pageContext.names, this))
{
    build();
    connectViews();
    work().watch(&m_feed);
    connect(&m_feed, &FeedBase::answered, this, &ComparisonPage::showAnswer);
    connect(&m_feed, &FeedBase::failed, this, &ComparisonPage::showTrouble);
    connect(&context().names, &NameBook::namesChanged, this, [this] {
        if (!m_feed.latest())
            return;
        nameSide(m_left, m_feed.latest()->left);
        nameSide(m_right, m_feed.latest()->right);
    });
}

ComparisonPage::~ComparisonPage() = default;

void ComparisonPage::exportCsv()
{
    m_table->exportCsv();
}

bool ComparisonPage::goBack()
{
    Q_EMIT leaveWanted();
    return true;
}

// What is compared
// ------------------------------------------------------------------------------------------------------------

void ComparisonPage::open(const nostr::EventId &before, const nostr::EventId &after, const QString &wayBack)
{
    m_frame->back().setText(wayBack);
    m_frame->banner().hide();
    const bool isOther = m_before != before || m_after != after;
    m_before = before;
    m_after = after;
    if (isOther || !m_feed.latest()) {
        m_strip->clearFilter();
        m_selected.clear();
        clear();
        m_feed.beginAnew();
    } else {
        m_feed.refresh();
    }
}

/// What is shown stands until the answer is there.
void ComparisonPage::swapSides()
{
    if (const ComparedRow *row = selectedRow())
        m_selected =
            ComparedRow{row->job, row->kind, row->right, row->left}.key(); // pairs are the same both ways
    std::swap(m_before, m_after);
    m_frame->banner().hide();
    m_feed.beginAnew();
}

void ComparisonPage::clear()
{
    m_frame->summary().clear();
    m_frame->note().hide();
    m_strip->hide();
    m_rows.clear();
    m_model->setRows({});
    for (const Side *side : {&m_left, &m_right})
        side->graph->clear();
    m_swap->setEnabled(false);
    m_frame->showWaiting();
}

void ComparisonPage::showAnswer()
{
    const engine::ChainsCompared &compared = *m_feed.latest();
    m_rows = rowsOf(compared);
    m_frame->showViews();
    m_swap->setEnabled(true);
    m_strip->setComparison(compared.comparison);
    m_strip->show();
    showSide(m_left, compared.left, &dvm::ComparedJob::left);
    showSide(m_right, compared.right, &dvm::ComparedJob::right);
    showSummary(compared);
    showNotes(compared);
    showFiltered();
    // A live update leaves alone what the reader looks at.
    if (selectedRow())
        markSelected();
    else
        selectRow(firstToShow());
    QTimer::singleShot(0, this, &ComparisonPage::turnGraphs);
}

void ComparisonPage::showSide(const Side &side, const engine::ChainAnswer &answer,
                              std::optional<std::size_t> dvm::ComparedJob::*nodes)
{
    nameSide(side, answer);
    side.graph->setMarks(boxMarks(m_feed.latest()->comparison, answer.chain, nodes));
    side.graph->setAnswer(answer);
}

/// State, time and customer of the job that was asked about.
void ComparisonPage::nameSide(const Side &side, const engine::ChainAnswer &answer)
{
    constexpr int longestName = 24;
    const dvm::ChainNode &node = answer.chain.nodes[answer.job];
    side.state->setState(stateTone(node.state, dvm::awaitsPayment(node)),
                         stateWord(node.state, dvm::awaitsPayment(node)));
    QStringList words;
    if (node.created_at > 0)
        words.append(format::locale().toString(QDateTime::fromSecsSinceEpoch(node.created_at),
                                               QStringLiteral("d MMM HH:mm:ss")));
    if (node.customer) {
        QString name = context().names.name(*node.customer);
        if (name.size() > longestName)
            name = name.left(longestName - 1) + QChar(0x2026);
        words.append(tr("asked by %1").arg(name));
    }
    side.card->setNote(words.join(QStringLiteral(" \u00b7 ")));
}

void ComparisonPage::showSummary(const engine::ChainsCompared &compared)
{
    const auto all = static_cast<qint64>(compared.comparison.jobs.size());
    const qint64 different = all - compared.comparison.same;
    m_frame->summary().setText(
        different == 0 ? tr("No difference in %n jobs", nullptr, static_cast<int>(all))
                       : tr("%1 of %2 jobs differ").arg(format::count(different), format::count(all)));
    Q_EMIT basisChanged(
        tr("as of %1")
            .arg(QDateTime::fromMSecsSinceEpoch(format::nowMs()).toString(QStringLiteral("HH:mm:ss"))));
}

void ComparisonPage::showNotes(const engine::ChainsCompared &compared)
{
    QStringList notes;
    if (compared.is_one_chain)
        notes.append(tr("Both jobs hang together in one chain: each side shows what its job rests on."));
    if (compared.left.chain.more || compared.right.chain.more)
        notes.append(tr("More than %1 jobs hang together here: the nearest are compared.")
                         .arg(format::count(qint64(dvm::mostChainNodes))));
    m_frame->note().setMessage(Tone::Waiting, notes.join(QLatin1Char(' ')));
}

/// Rows that pass the chips; in the graphs the others are faded.
void ComparisonPage::showFiltered()
{
    std::vector<ComparedRow> shown;
    std::set<nostr::EventId> before, after;
    for (const ComparedRow &row : m_rows) {
        if (!m_strip->passes(row.job))
            continue;
        shown.push_back(row);
        if (row.left)
            before.insert(row.left->job);
        if (row.right)
            after.insert(row.right->job);
    }
    m_model->setRows(shown);
    const bool isFiltered = m_strip->isFiltered();
    m_left.graph->setUnfaded(isFiltered ? std::optional(before) : std::nullopt);
    m_right.graph->setUnfaded(isFiltered ? std::optional(after) : std::nullopt);
    m_tableCard->setNote(
        isFiltered
            ? tr("%1 of %2").arg(format::count(qint64(shown.size())), format::count(qint64(m_rows.size())))
            : format::count(qint64(m_rows.size())));
    markSelected();
}

void ComparisonPage::showTrouble(const QString &error)
{
    // What is shown already is kept.
    if (!m_rows.empty()) {
        m_frame->banner().showMessage(
            Tone::Failed,
            tr("The chains could not be compared anew: %1. What is shown stands.").arg(safeText(error)));
        return;
    }
    m_frame->showTrouble(tr("There is nothing to compare"), safeText(error), tr("Choose another job"));
}

// Selection
// ------------------------------------------------------------------------------------------------------------

const ComparedRow *ComparisonPage::rowOf(const nostr::EventId &job) const
{
    const auto of = [&](std::optional<ComparedSide> ComparedRow::*side) {
        return std::find_if(m_rows.begin(), m_rows.end(),
                            [&](const ComparedRow &row) { return row.*side && (row.*side)->job == job; });
    };
    auto at = of(&ComparedRow::right);
    if (at == m_rows.end())
        at = of(&ComparedRow::left);
    return at == m_rows.end() ? nullptr : &*at;
}

const ComparedRow *ComparisonPage::selectedRow() const
{
    const auto at = std::find_if(m_rows.begin(), m_rows.end(),
                                 [this](const ComparedRow &row) { return row.key() == m_selected; });
    return m_selected.empty() || at == m_rows.end() ? nullptr : &*at;
}

/// The root cause of what went wrong after, when it is different; else the gravest difference, else the job
/// itself.
const ComparedRow *ComparisonPage::firstToShow() const
{
    const engine::ChainAnswer &after = m_feed.latest()->right;
    for (const dvm::RootCause &cause : after.verdict.root_causes)
        if (const ComparedRow *row = rowOf(cause.job); row && !row->job.differences.empty())
            return row;
    for (const dvm::Difference difference : allDifferences()) {
        const auto at = std::find_if(m_rows.begin(), m_rows.end(),
                                     [&](const ComparedRow &row) { return row.job.has(difference); });
        if (at != m_rows.end())
            return &*at;
    }
    return rowOf(after.chain.nodes[after.job].id);
}

std::optional<nostr::EventId> ComparisonPage::selectedBefore() const
{
    const ComparedRow *row = selectedRow();
    return row && row->left ? std::optional(row->left->job) : std::nullopt;
}

std::optional<nostr::EventId> ComparisonPage::selectedAfter() const
{
    const ComparedRow *row = selectedRow();
    return row && row->right ? std::optional(row->right->job) : std::nullopt;
}

void ComparisonPage::select(const nostr::EventId &job)
{
    selectRow(rowOf(job));
}

void ComparisonPage::selectRow(const ComparedRow *row)
{
    if (!row || m_marking)
        return;
    m_selected = row->key();
    markSelected();
}

void ComparisonPage::markSelected()
{
    const ComparedRow *row = selectedRow();
    if (!row || m_marking)
        return;
    m_marking = true;
    const auto mark = [](ChainGraph &graph, const std::optional<ComparedSide> &side) {
        if (!side)
            graph.deselect();
        else if (graph.selected() != side->job)
            graph.select(side->job);
    };
    mark(*m_left.graph, row->left);
    mark(*m_right.graph, row->right);
    const int place = m_model->rowOf(m_selected);
    if (place >= 0 && m_table->currentIndex().row() != place)
        m_table->setCurrentIndex(m_model->index(place, 0));
    else if (place < 0)
        m_table->view()->clearSelection();
    m_marking = false;
}

// Room
// ------------------------------------------------------------------------------------------------------------

/// Side by side, or one above the other where both can be shown clearly larger so: chains are long and thin.
void ComparisonPage::turnGraphs()
{
    if (!m_feed.latest() || !m_frame->isShowingViews())
        return;
    const Theme &theme = Theme::of(this);
    const QSizeF room = m_graphs->size();
    const QSizeF frame(theme.scaled(16), theme.scaled(60)); // of a card around its graph
    const auto zoomIn = [&](const QSizeF &card) {
        const QSizeF view = (card - frame).expandedTo({1, 1});
        return std::min(m_left.graph->view().fittingZoom(view), m_right.graph->view().fittingZoom(view));
    };
    const qreal beside = zoomIn({room.width() / 2, room.height()});
    const qreal above = zoomIn({room.width(), room.height() / 2});
    constexpr qreal clearly = 1.15;
    const bool isBeside = m_graphs->orientation() == Qt::Horizontal;
    const bool turns = isBeside ? above > beside * clearly : beside > above * clearly;
    if (!turns)
        return;
    m_graphs->setOrientation(isBeside ? Qt::Vertical : Qt::Horizontal);
    m_graphs->setSizes({1'000, 1'000}); // alike
}

void ComparisonPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    m_feed.setActive(true);
}

void ComparisonPage::hideEvent(QHideEvent *event)
{
    m_feed.setActive(false);
    Page::hideEvent(event);
}

void ComparisonPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    QTimer::singleShot(0, this, &ComparisonPage::turnGraphs); // when all has its new size
}

} // namespace dvmdash::ui
