// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/live/event_filter.h"
#include "ui/live/event_ring.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <deque>
#include <vector>

namespace dvmdash::ui
{

class NameBook;

/// The stream of events, newest first: at most `capacity` of them, those that pass the filter. Every call
/// makes one change of the model at each end: rows come in at the top together and leave at the bottom
/// together. A filter is applied in slices of a few milliseconds, newest events first. GUI thread.
class EventModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        Received,
        Kind,
        KindNumber,
        RoleName,
        Author,
        MarksColumn,
        Summary,
        Id,
        CreatedAt,
        columns
    };

    static constexpr int standardCapacity = 100'000;

    explicit EventModel(NameBook &names, QObject *parent = nullptr, int capacity = standardCapacity);

    /// New events, newest first.
    void add(const std::vector<engine::EventRow> &rows);
    /// Events from before all those that are here, newest first; as many as there is room for.
    void addOlder(const std::vector<engine::EventRow> &rows);

    /// What was found out of events since they came in: flags of dvm/lifecycle.h, which never go again.
    void addFlags(const std::vector<std::pair<nostr::EventId, std::uint32_t>> &flags);
    /// Marks those whose expiration is over by then, Unix seconds.
    void markLapsed(std::int64_t now);
    void clear();

    /// While paused, new events wait: as many as the capacity allows, then the oldest of them are let go.
    void setPaused(bool paused);
    bool isPaused() const { return m_paused; }
    int waiting() const { return static_cast<int>(m_waiting.size()); }
    /// How many were let go while waiting, since the pause began.
    qint64 letGo() const { return m_letGo; }

    void setFilter(const EventFilter &filter);
    const EventFilter &filter() const { return m_filter; }
    /// True while older events have not been looked at yet.
    bool isSearching() const { return m_searchTimer.isActive(); }

    /// All events that are kept, whether they pass the filter or not.
    int kept() const { return static_cast<int>(m_ring.size()); }
    int capacity() const { return m_capacity; }
    const engine::EventRow &event(int row) const { return m_ring.at(numberOf(row)).row; }
    /// -1 when it is not shown.
    int rowOf(const nostr::EventId &id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// Of rowCount(), kept(), waiting() or isSearching().
    void countsChanged();

private:
    using Number = EventRing::Number;

    void insert(std::vector<EventRing::Entry> &&newestFirst);
    void makeRoom(qsizetype incoming);
    void gather(std::vector<EventRing::Entry> &&newestFirst);
    void startSearch(Number from);
    void searchSlice();
    void searchAnew();
    void showNames();
    void filterRenamed();
    template<typename HasChanged>
    void filterChanged(HasChanged hasChanged);
    void flag(const std::vector<std::pair<Number, std::uint32_t>> &flags);
    Number numberOf(int row) const;
    QVariant display(const engine::EventRow &row, int column) const;
    QVariant raw(const engine::EventRow &row, int column) const;

    NameBook &m_names;
    int m_capacity;
    EventRing m_ring;
    EventFilter m_filter;
    std::deque<Number> m_shown; ///< those that pass, newest first; unused without a filter
    Number m_searchAt = 0;      ///< next one to look at, going down
    QTimer m_searchTimer;
    bool m_paused = false;
    std::deque<EventRing::Entry> m_waiting; ///< newest first
    qint64 m_letGo = 0;
};

} // namespace dvmdash::ui
