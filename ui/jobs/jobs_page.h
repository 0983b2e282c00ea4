// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <QElapsedTimer>
#include <QTimer>

class QPushButton;

namespace dvmdash::ui
{

class Banner;
class Card;
class DataTable;
class JobModel;
class SearchField;
class StateFilter;

/// Every job of the window with its state, failed ones first when asked. While shown it follows what happens,
/// at most twice a second with one question out; while hidden it only counts the failed ones.
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
    void setFailedFirst(bool failedFirst);

Q_SIGNALS:
    /// The reader moved to this job with the keys: to be shown where an inspector is open already.
    void browsed(const dvmdash::nostr::EventId &request);
    /// Failed jobs of the window, whatever the filter: for the navigation.
    void failedCountChanged(int failed);
    /// The button of the empty page: the reader wants to see or choose relays.
    void relaysRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void build();
    QWidget *buildBar();
    QWidget *buildStateRow();
    void connectTable();
    void refreshSoon();
    void askNow();
    void askAnew();
    void take(const engine::Result<engine::Jobs> &result, bool allStates);
    void countFailed();
    void setFailed(qint64 failed);
    void showCounts(const engine::Jobs &jobs);
    void showEmptyState();
    void emptyButton();
    bool isFiltered() const;

    JobModel *m_model;
    SearchField *m_search = nullptr;
    StateFilter *m_states = nullptr;
    QPushButton *m_failedFirst = nullptr;
    Banner *m_banner = nullptr;
    Banner *m_more = nullptr;
    Card *m_card = nullptr;
    DataTable *m_table = nullptr;
    engine::Ask m_ask;
    engine::Ask m_count;
    QTimer m_soon;
    QTimer m_passing;   ///< jobs leave a moving window without any event
    QTimer m_countSoon; ///< while hidden
    QElapsedTimer m_sinceAsked;
    bool m_askAgain = false;
    qint64 m_failed = -1;
};

} // namespace dvmdash::ui
