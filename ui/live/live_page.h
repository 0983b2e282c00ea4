// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <QTimer>

class QPushButton;
class QToolButton;

namespace dvmdash::ui
{

class Banner;
class Card;
class DataTable;
class EventModel;
class SearchField;

/// What arrives, as it arrives: newest first, filtered, stopped and gone through. Keeps the newest 100,000
/// events; everything is in the file.
class LivePage : public Page
{
    Q_OBJECT
public:
    LivePage(const PageContext &context, QWidget *parent);
    ~LivePage() override;

    QString title() const override;
    void applySearch(const QString &text) override;
    void exportCsv() override;

    EventModel &model() { return *m_model; }
    DataTable &table() { return *m_table; }
    bool isPaused() const;
    void setPaused(bool paused);
    /// Whether events that their authors deleted, or that have expired, are left out of the list.
    void setHidesGone(bool hides);

Q_SIGNALS:
    /// The reader moved to this event with the keys: to be shown where an inspector is open already.
    void browsed(const dvmdash::nostr::EventId &id);
    /// The button of the empty page: the reader wants to see or choose relays.
    void relaysRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void build();
    QWidget *buildBar();
    void connectTable();
    void fillExamples(QToolButton *button);
    void askForRecent();
    void askForOlder();
    void addFromFile(const std::vector<engine::EventRow> &rows);
    void beginAnew();
    void takeActivity(const engine::ActivityPtr &activity);
    void askWhatChanged(const std::vector<engine::EventRow> &fresh);
    void takeFilter(const QString &text);
    void showCounts();
    void showSkipped();
    void showEmptyState();
    void showEngineState();
    void emptyButton();

    EventModel *m_model;
    SearchField *m_search = nullptr;
    Banner *m_error = nullptr; ///< what is wrong with the filter
    QPushButton *m_pause = nullptr;
    Banner *m_skippedBanner = nullptr;
    Banner *m_exportBanner = nullptr;
    Card *m_card = nullptr;
    DataTable *m_table = nullptr;
    engine::Ask m_recent;
    engine::Ask m_changes;                ///< what newer events did to older ones
    std::vector<nostr::EventId> m_causes; ///< of changes that are not asked for yet
    QTimer m_lapse;
    bool m_hidesGone = false;
    bool m_filled = false;
    qint64 m_skipped = 0;
    std::int64_t m_oldestRid = 0; ///< of what the stream has given; what is older comes from the file
    std::int64_t m_newestRid = 0;
};

} // namespace dvmdash::ui
