// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_list_feed.h"
#include "ui/models/feed.h"
#include "ui/page.h"

#include <QTimer>

class QPushButton;

namespace dvmdash::ui
{

class Banner;
class Card;
class CauseFilter;
class DataTable;
class JobModel;
class SearchField;
class StateFilter;

/// Every job of the window with its state, failed ones first when asked. While shown it follows what happens,
/// at most once a second with one question out; while hidden it only counts the failed ones.
class JobsPage : public Page
{
    Q_OBJECT
public:
    JobsPage(const PageContext &context, QWidget *parent);
    ~JobsPage() override;

    QString title() const override;
    void applySearch(const QString &text) override;
    void refresh() override { askAnew(); }
    void exportCsv() override;

    JobModel &model() { return *m_model; }
    DataTable &table() { return *m_table; }
    StateFilter &stateFilter() { return *m_states; }
    CauseFilter &causeFilter() { return *m_causes; }
    void setFailedFirst(bool failedFirst);

Q_SIGNALS:
    /// The reader moved to this job with the keys: to be shown where an inspector is open already.
    void browsed(const dvmdash::nostr::EventId &request);
    /// Failed jobs of the window, whatever the filter: for the navigation.
    void failedCountChanged(int failed);
    /// The reader wants to see the chain of this job: Enter or a double click.
    void chainWanted(const dvmdash::nostr::EventId &request);
    /// Two jobs were selected to be compared; the delivered one, else the older, is the reference.
    void comparisonWanted(const dvmdash::nostr::EventId &before, const dvmdash::nostr::EventId &after);
    /// The button of the empty page: the reader wants to see or choose relays.
    void relaysRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void build();
    QWidget *buildBar();
    QWidget *buildStateRow();
    void connectTable();
    void offerComparison(QMenu &menu);
    engine::JobsQuestion question(const engine::TimeWindow &window, int limit) const;
    bool isNewestFirst() const;
    void askAnew();
    void letGoOfNewest();
    void showAnswer();
    void showPart();
    void showList(const engine::Jobs &jobs);
    void showNewest();
    void countSoon();
    void countFailed();
    void setFailed(qint64 failed);
    void showCounts(const engine::Jobs &jobs);
    void showEmptyState();
    void emptyButton();
    bool isFiltered() const;

    JobListFeed m_feed;                  ///< the whole list
    Feed<engine::JobsQuestion> m_newest; ///< its top, much more often; once the list has begun
    JobModel *m_model;
    SearchField *m_search = nullptr;
    StateFilter *m_states = nullptr;
    CauseFilter *m_causes = nullptr;
    QPushButton *m_failedFirst = nullptr;
    Banner *m_banner = nullptr;
    Banner *m_missing = nullptr; ///< what the window lacks
    Banner *m_more = nullptr;
    Card *m_card = nullptr;
    DataTable *m_table = nullptr;
    engine::Ask m_count;
    QTimer m_countSoon;            ///< while hidden
    bool m_isMissingKnown = false; ///< the reader wants to be told no more of what this window lacks
    bool m_isAnew = true;          ///< what is shown is no answer to what is asked for now
    bool m_isWhole = false;        ///< the question that was asked last selects neither states nor words
    qint64 m_failed = -1;
};

} // namespace dvmdash::ui
