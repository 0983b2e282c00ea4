// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/comparison_questions.h"
#include "ui/models/feed.h"
#include "ui/page.h"

#include <optional>
#include <string>
#include <vector>

class QPushButton;
class QSplitter;

namespace dvmdash::ui
{

class Card;
class ChainFrame;
class ChainGraph;
class ComparePopup;
class ComparisonModel;
class DataTable;
class DifferenceStrip;
class StateChip;
struct ComparedRow;

/// What is different between two chains: how many jobs in which way on top, both graphs side by side, or one
/// above the other where they are larger so, and below them the pairs of jobs as a table, with one selection.
/// While shown it follows what happens, at most once a second.
class ComparisonPage : public Page
{
    Q_OBJECT
public:
    explicit ComparisonPage(const PageContext &context, QWidget *parent = nullptr);
    ~ComparisonPage() override;

    QString title() const override { return tr("Comparison"); }
    void refresh() override { m_feed.refresh(); }
    /// The pairs that are shown.
    void exportCsv() override;
    /// Wants to leave.
    bool goBack() override;

    /// The chain around `after` against the one around `before`. `wayBack` names where one came from.
    void open(const nostr::EventId &before, const nostr::EventId &after, const QString &wayBack);
    /// What was before stands after, and the other way round.
    void swapSides();
    const std::optional<nostr::EventId> &before() const { return m_before; }
    const std::optional<nostr::EventId> &after() const { return m_after; }
    const std::optional<engine::ChainsCompared> &answer() const { return m_feed.latest(); }

    DifferenceStrip &strip() { return *m_strip; }
    ChainGraph &graphBefore() { return *m_left.graph; }
    ChainGraph &graphAfter() { return *m_right.graph; }
    ComparisonModel &model() { return *m_model; }
    DataTable &table() { return *m_table; }
    ComparePopup &popup() { return *m_popup; }
    /// The job that is selected, and its partner; nothing where there is none.
    std::optional<nostr::EventId> selectedBefore() const;
    std::optional<nostr::EventId> selectedAfter() const;

public Q_SLOTS:
    /// Selects the pair that this job belongs to; a job of both chains that of the chain after.
    void select(const dvmdash::nostr::EventId &job);

Q_SIGNALS:
    /// Back to where one came from.
    void leaveWanted();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Side {
        Card *card = nullptr;
        StateChip *state = nullptr;
        ChainGraph *graph = nullptr;
    };

    void build();
    void fillBar();
    QWidget *buildViews();
    Side buildSide(const QString &title);
    QWidget *buildTable();
    void connectSide(const Side &side);
    void connectViews();
    void clear();
    void selectRow(const ComparedRow *row);
    const ComparedRow *rowOf(const nostr::EventId &job) const;
    const ComparedRow *selectedRow() const;
    const ComparedRow *firstToShow() const;
    void markSelected();
    void showAnswer();
    void showSide(const Side &side, const engine::ChainAnswer &answer,
                  std::optional<std::size_t> dvm::ComparedJob::*nodes);
    void nameSide(const Side &side, const engine::ChainAnswer &answer);
    void showSummary(const engine::ChainsCompared &compared);
    void showNotes(const engine::ChainsCompared &compared);
    void showFiltered();
    void showTrouble(const QString &error);
    void turnGraphs();

    Feed<engine::CompareChainsQuestion> m_feed;
    std::optional<nostr::EventId> m_before;
    std::optional<nostr::EventId> m_after;
    std::vector<ComparedRow> m_rows; ///< all pairs, whatever is filtered
    std::string m_selected;          ///< key of a row; empty: none
    bool m_marking = false;          ///< the views are told what is selected

    ChainFrame *m_frame = nullptr;
    QPushButton *m_swap = nullptr;
    QPushButton *m_other = nullptr;
    ComparePopup *m_popup = nullptr;
    DifferenceStrip *m_strip = nullptr;
    QSplitter *m_views = nullptr;
    QSplitter *m_graphs = nullptr;
    Side m_left;
    Side m_right;
    ComparisonModel *m_model = nullptr;
    Card *m_tableCard = nullptr;
    DataTable *m_table = nullptr;
};

} // namespace dvmdash::ui
