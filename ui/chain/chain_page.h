// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/feed.h"
#include "ui/page.h"

#include <optional>
#include <vector>

class QPushButton;
class QSplitter;
class QTabWidget;

namespace dvmdash::ui
{

class AttemptsModel;
class BundleDialog;
class ChainFrame;
class ChainGraph;
class ChainWaterfall;
class ComparePopup;
class DataTable;
class TableExport;
class VerdictBanner;

/// Where a chain of jobs is inspected: who broke it on top, the graph, and below it the same jobs over time
/// and as a table, with one selection; the inspector beside shows what is selected. While shown it follows
/// what happens, at most once a second.
class ChainPage : public Page
{
    Q_OBJECT
public:
    explicit ChainPage(const PageContext &context, QWidget *parent = nullptr);
    ~ChainPage() override;

    QString title() const override { return tr("Chain"); }
    void refresh() override { m_feed.refresh(); }
    /// The attempts.
    void exportCsv() override;
    /// To the chain that was shown before, then wants to leave.
    bool goBack() override;

    /// The chain around this job (or the job of this answer), and who broke it. `wayBack` names the page
    /// that one came from; empty: there is none.
    void open(const nostr::EventId &job, const QString &wayBack);
    /// The job that is asked about; nothing before open().
    const std::optional<nostr::EventId> &job() const { return m_job; }
    std::optional<nostr::EventId> selected() const { return m_selected; }
    const std::optional<engine::ChainAnswer> &answer() const { return m_feed.latest(); }

    VerdictBanner &verdict() { return *m_verdict; }
    ChainGraph &graph() { return *m_graph; }
    /// Asks what goes into a file that is handed on, and saves it.
    BundleDialog *exportBundle();
    ChainWaterfall &waterfall() { return *m_waterfall; }
    AttemptsModel &attempts() { return *m_attempts; }
    DataTable &table() { return *m_table; }
    ComparePopup &comparePopup() { return *m_compare; }

public Q_SLOTS:
    /// Selects the job everywhere and shows it in the inspector.
    void select(const dvmdash::nostr::EventId &id);

Q_SIGNALS:
    void dvmWanted(const dvmdash::nostr::PublicKey &dvm);
    /// The reader wants to see what is different from another chain.
    void comparisonWanted(const dvmdash::nostr::EventId &before, const dvmdash::nostr::EventId &after);
    /// Back to where one came from.
    void leaveWanted();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void build();
    QWidget *buildCompareButton();
    QWidget *buildViews();
    QWidget *buildTable();
    void connectViews();
    void turnTo(const nostr::EventId &job);
    void clear();
    void openWithin(const nostr::EventId &job);
    void markSelected();
    void showAnswer();
    void showCounts(const engine::ChainAnswer &answer);
    void showTrouble(const QString &error);
    nostr::EventId firstToShow(const engine::ChainAnswer &answer) const;

    Feed<engine::ChainQuestion> m_feed;
    std::optional<nostr::EventId> m_job;
    std::vector<nostr::EventId> m_before; ///< jobs asked about on the way here, the last one last
    std::optional<nostr::EventId> m_selected;
    bool m_leaves = true;   ///< there is a page to go back to
    bool m_marking = false; ///< the views are told what is selected

    ChainFrame *m_frame = nullptr;
    QPushButton *m_export = nullptr;
    ComparePopup *m_compare = nullptr;
    VerdictBanner *m_verdict = nullptr;
    QSplitter *m_views = nullptr;
    QTabWidget *m_tabs = nullptr;
    ChainGraph *m_graph = nullptr;
    ChainWaterfall *m_waterfall = nullptr;
    AttemptsModel *m_attempts = nullptr;
    DataTable *m_table = nullptr;
    TableExport *m_bundleExport = nullptr;
};

} // namespace dvmdash::ui
