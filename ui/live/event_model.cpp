// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/event_model.h"

#include "ui/inspector/event_words.h"
#include "ui/inspector/flag_words.h"
#include "ui/inspector/mark_delegate.h"
#include "ui/models/columns.h"
#include "ui/models/name_book.h"
#include "ui/theme/theme.h"

#include <QElapsedTimer>
#include <QStringList>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace dvmdash::ui
{

namespace
{

/// A slice of a search; the window stays fluent at 60 frames a second.
constexpr qint64 sliceMs = 4;
constexpr int lookAtClockEvery = 256;
/// So many leave at once when the ring is full, as a part of the capacity: the view is told seldom.
constexpr int trimPart = 50;
/// More than this that come in at once are searched in slices.
constexpr std::size_t mostFilteredAtOnce = 5'000;
/// More rows than this are not moved one by one when names change.
constexpr std::size_t mostSingleChanges = 100;

const QVector<Column> &columnList()
{
    using M = EventModel;
    static const QVector<Column> list{
        {QStringLiteral("received"), M::tr("Received"), CellKind::TimeMs, 10, false,
         QStringLiteral("received_at"), M::tr("When DVMDash received it first")},
        {QStringLiteral("kind_name"), M::tr("Kind"), CellKind::Text, 22, false, {}, {}},
        {QStringLiteral("kind"), M::tr("No."), CellKind::Text, 6, false, {}, M::tr("Number of the kind")},
        {QStringLiteral("role"), M::tr("Role"), CellKind::Text, 15, false, {}, M::tr("What it is in a job")},
        {QStringLiteral("author"), M::tr("Author"), CellKind::Text, 16, false, {}, {}},
        {QStringLiteral("marks"),
         M::tr("Status and flags"),
         CellKind::Text,
         19,
         false,
         QStringLiteral("status_flags"),
         {}},
        {QStringLiteral("summary"), M::tr("Says"), CellKind::Text, 22, false, {}, {}, true},
        {QStringLiteral("id"), M::tr("Id"), CellKind::Id, 14, false, QStringLiteral("event_id"), {}},
        {QStringLiteral("created_at"),
         M::tr("Created"),
         CellKind::Time,
         12,
         true,
         {},
         M::tr("By the author's clock")},
    };
    return list;
}

Marks marksOf(const engine::EventRow &row)
{
    Marks marks;
    if (const std::string status = statusOf(row); !status.empty())
        marks.append({statusTone(status), QString::fromStdString(status)});
    // Whether it stands at all comes before what else there is to know.
    for (const std::uint32_t flags : {row.flags & standingFlags, row.flags & ~standingFlags})
        for (const FlagWords &flag : flagWords(flags))
            marks.append({flag.tone, flag.word});
    return marks;
}

QString marksText(const engine::EventRow &row)
{
    QStringList words;
    for (const Mark &mark : marksOf(row))
        words.append(mark.word);
    return words.join(QStringLiteral("; "));
}

QString marksToolTip(const engine::EventRow &row)
{
    QStringList lines;
    for (const FlagWords &flag : flagWords(row.flags))
        lines.append(flag.word + QStringLiteral(": ") + flag.meaning);
    return lines.join(QLatin1Char('\n'));
}

} // namespace

EventModel::EventModel(NameBook &names, QObject *parent, int capacity)
    : QAbstractTableModel(parent)
    , m_names(names)
    , m_capacity(capacity)
    , m_ring([&names](const nostr::PublicKey &key) {
        const QString name = names.name(key);
        return names.hasName(key) ? name : QString();
    })
{
    m_searchTimer.setInterval(0);
    connect(&m_searchTimer, &QTimer::timeout, this, &EventModel::searchSlice);
    connect(&names, &NameBook::namesChanged, this, &EventModel::showNames);
}

void EventModel::add(const std::vector<engine::EventRow> &rows)
{
    if (rows.empty())
        return;
    const auto count = std::min(rows.size(), static_cast<std::size_t>(m_capacity));
    std::vector<EventRing::Entry> entries;
    entries.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        entries.push_back(m_ring.prepare(rows[i]));
    if (m_paused)
        gather(std::move(entries));
    else
        insert(std::move(entries));
    Q_EMIT countsChanged();
}

void EventModel::addOlder(const std::vector<engine::EventRow> &rows)
{
    const auto room = static_cast<std::size_t>(std::max<qsizetype>(0, m_capacity - m_ring.size()));
    const std::size_t count = std::min(rows.size(), room);
    if (count == 0)
        return;
    const Number before = m_ring.oldest();
    const auto push = [&] {
        for (std::size_t i = 0; i < count; ++i)
            m_ring.pushOldest(m_ring.prepare(rows[i]));
    };
    if (m_filter.isEmpty()) {
        const int from = kept();
        beginInsertRows({}, from, from + static_cast<int>(count) - 1);
        push();
        endInsertRows();
    } else {
        push();
        if (!isSearching())
            startSearch(before - 1);
    }
    Q_EMIT countsChanged();
}

void EventModel::clear()
{
    m_searchTimer.stop();
    beginResetModel();
    for (const auto &entry : m_waiting)
        m_ring.release(entry);
    m_waiting.clear();
    m_letGo = 0;
    m_shown.clear();
    m_ring.dropOldest(m_ring.size());
    endResetModel();
    Q_EMIT countsChanged();
}

void EventModel::setPaused(bool paused)
{
    if (paused == m_paused)
        return;
    m_paused = paused;
    m_letGo = 0;
    if (!paused && !m_waiting.empty()) {
        std::vector<EventRing::Entry> entries(std::make_move_iterator(m_waiting.begin()),
                                              std::make_move_iterator(m_waiting.end()));
        m_waiting.clear();
        insert(std::move(entries));
    }
    Q_EMIT countsChanged();
}

void EventModel::setFilter(const EventFilter &filter)
{
    if (filter == m_filter)
        return;
    beginResetModel();
    m_filter = filter;
    m_shown.clear();
    m_searchTimer.stop();
    endResetModel();
    if (!m_filter.isEmpty())
        startSearch(m_ring.newest());
    Q_EMIT countsChanged();
}

int EventModel::rowOf(const nostr::EventId &id) const
{
    for (int row = 0; row < rowCount(); ++row)
        if (event(row).id == id)
            return row;
    return -1;
}

int EventModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return m_filter.isEmpty() ? kept() : static_cast<int>(m_shown.size());
}

int EventModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant EventModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const engine::EventRow &row = event(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return display(row, column);
    case RawValueRole:
        return raw(row, column);
    case SwatchRole:
        return column == Kind ? QVariant(kindSwatch(Theme::of(this), row.kind)) : QVariant();
    case IconRole:
        return column == RoleName ? QVariant(static_cast<int>(roleIcon(row.role))) : QVariant();
    case MarksRole:
        return column == MarksColumn ? QVariant::fromValue(marksOf(row)) : QVariant();
    case Qt::ToolTipRole:
        if (column == MarksColumn)
            return marksToolTip(row);
        return column == Author ? QVariant(NameBook::npub(row.author)) : QVariant();
    default:
        return {};
    }
}

QVariant EventModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return orientation == Qt::Horizontal ? columnHeader(columnList(), section, role) : QVariant();
}

/// Takes in what passes; rows come in at the top, so what is too much leaves at the bottom before.
void EventModel::insert(std::vector<EventRing::Entry> &&newestFirst)
{
    const auto count = static_cast<int>(newestFirst.size());
    makeRoom(count);
    const auto push = [&] {
        std::for_each(newestFirst.rbegin(), newestFirst.rend(),
                      [&](EventRing::Entry &entry) { m_ring.pushNewest(std::move(entry)); });
    };
    if (m_filter.isEmpty()) {
        beginInsertRows({}, 0, count - 1);
        push();
        endInsertRows();
        return;
    }
    push();
    if (newestFirst.size() > mostFilteredAtOnce) {
        searchAnew();
        return;
    }
    std::vector<Number> passing; // newest first
    for (Number number = m_ring.newest(); number > m_ring.newest() - count; --number)
        if (m_ring.matches(number, m_filter))
            passing.push_back(number);
    if (passing.empty())
        return;
    beginInsertRows({}, 0, static_cast<int>(passing.size()) - 1);
    m_shown.insert(m_shown.begin(), passing.begin(), passing.end());
    endInsertRows();
}

void EventModel::makeRoom(qsizetype incoming)
{
    const qsizetype surplus = m_ring.size() + incoming - m_capacity;
    if (surplus <= 0)
        return;
    const qsizetype going = std::min(m_ring.size(), std::max<qsizetype>(surplus, m_capacity / trimPart));
    const Number firstKept = m_ring.oldest() + going;
    const auto isKept = [&](Number number) { return number >= firstKept; };
    const int rows = rowCount();
    const int keptRows = m_filter.isEmpty()
                             ? rows - static_cast<int>(going)
                             : static_cast<int>(std::partition_point(m_shown.begin(), m_shown.end(), isKept) -
                                                m_shown.begin());
    if (keptRows < rows)
        beginRemoveRows({}, keptRows, rows - 1);
    m_ring.dropOldest(going);
    if (!m_filter.isEmpty())
        m_shown.resize(static_cast<std::size_t>(keptRows));
    if (keptRows < rows)
        endRemoveRows();
}

void EventModel::gather(std::vector<EventRing::Entry> &&newestFirst)
{
    m_waiting.insert(m_waiting.begin(), std::make_move_iterator(newestFirst.begin()),
                     std::make_move_iterator(newestFirst.end()));
    for (; m_waiting.size() > static_cast<std::size_t>(m_capacity); ++m_letGo) {
        m_ring.release(m_waiting.back());
        m_waiting.pop_back();
    }
}

void EventModel::startSearch(Number from)
{
    m_searchAt = from;
    m_searchTimer.start();
    searchSlice();
}

/// Looks at events from the newest to the oldest until the time of the slice is over.
void EventModel::searchSlice()
{
    QElapsedTimer clock;
    clock.start();
    std::vector<Number> passing;
    for (int looked = 1; m_searchAt >= m_ring.oldest(); --m_searchAt, ++looked) {
        if (m_ring.matches(m_searchAt, m_filter))
            passing.push_back(m_searchAt);
        if (looked % lookAtClockEvery == 0 && clock.elapsed() >= sliceMs) {
            --m_searchAt;
            break;
        }
    }
    if (!passing.empty()) {
        const int from = rowCount();
        beginInsertRows({}, from, from + static_cast<int>(passing.size()) - 1);
        m_shown.insert(m_shown.end(), passing.begin(), passing.end());
        endInsertRows();
    }
    if (m_searchAt < m_ring.oldest())
        m_searchTimer.stop();
    Q_EMIT countsChanged();
}

void EventModel::searchAnew()
{
    beginResetModel();
    m_shown.clear();
    endResetModel();
    startSearch(m_ring.newest());
}

void EventModel::showNames()
{
    if (!m_ring.refreshNames())
        return;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Author), index(rowCount() - 1, Author), {Qt::DisplayRole});
    if (m_filter.readsNames())
        filterRenamed();
}

void EventModel::addFlags(const std::vector<std::pair<nostr::EventId, std::uint32_t>> &flags)
{
    if (flags.empty())
        return;
    const std::map<nostr::EventId, std::uint32_t> byId(flags.begin(), flags.end());
    std::vector<std::pair<Number, std::uint32_t>> found;
    for (Number number = m_ring.newest(); number >= m_ring.oldest(); --number)
        if (const auto at = byId.find(m_ring.at(number).row.id); at != byId.end())
            found.emplace_back(number, at->second);
    for (EventRing::Entry &entry : m_waiting)
        if (const auto at = byId.find(entry.row.id); at != byId.end())
            entry.row.flags |= at->second;
    flag(found);
}

void EventModel::markLapsed(std::int64_t now)
{
    constexpr std::uint32_t known = dvm::FlagExpired | dvm::FlagLapsed;
    std::vector<std::pair<Number, std::uint32_t>> found;
    for (Number number = m_ring.newest(); number >= m_ring.oldest(); --number) {
        const engine::EventRow &row = m_ring.at(number).row;
        if (row.expires_at && *row.expires_at <= now && (row.flags & known) == 0)
            found.emplace_back(number, dvm::FlagLapsed);
    }
    flag(found);
}

/// Newest first.
void EventModel::flag(const std::vector<std::pair<Number, std::uint32_t>> &flags)
{
    std::set<Number> changed;
    for (const auto &[number, bits] : flags) {
        if ((m_ring.at(number).row.flags | bits) == m_ring.at(number).row.flags)
            continue;
        m_ring.addFlags(number, bits);
        changed.insert(number);
    }
    if (changed.empty())
        return;
    if (!m_filter.isEmpty())
        filterChanged([&](Number number) { return changed.count(number) > 0; });
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, MarksColumn), index(rowCount() - 1, MarksColumn),
                           {Qt::DisplayRole, MarksRole, Qt::ToolTipRole});
}

/// Events of authors whose name has changed may pass now, or pass no longer.
void EventModel::filterRenamed()
{
    filterChanged([this](Number number) { return m_ring.at(number).author->renamed; });
}

template<typename HasChanged>
void EventModel::filterChanged(HasChanged hasChanged)
{
    std::vector<std::pair<Number, bool>> changes; // what passes now and did not, or the other way round
    auto shown = m_shown.cbegin();
    const Number last = isSearching() ? m_searchAt + 1 : m_ring.oldest();
    for (Number number = m_ring.newest(); number >= last; --number) {
        const bool passed = shown != m_shown.cend() && *shown == number;
        if (passed)
            ++shown;
        if (hasChanged(number) && m_ring.matches(number, m_filter) != passed)
            changes.emplace_back(number, !passed);
    }
    if (changes.size() > mostSingleChanges) {
        searchAnew();
        return;
    }
    for (const auto &[number, passes] : changes) {
        const auto at = std::lower_bound(m_shown.begin(), m_shown.end(), number, std::greater<>());
        const int row = static_cast<int>(at - m_shown.begin());
        if (passes) {
            beginInsertRows({}, row, row);
            m_shown.insert(at, number);
            endInsertRows();
        } else {
            beginRemoveRows({}, row, row);
            m_shown.erase(at);
            endRemoveRows();
        }
    }
    if (!changes.empty())
        Q_EMIT countsChanged();
}

EventModel::Number EventModel::numberOf(int row) const
{
    return m_filter.isEmpty() ? m_ring.newest() - row : m_shown[static_cast<std::size_t>(row)];
}

QVariant EventModel::display(const engine::EventRow &row, int column) const
{
    switch (column) {
    case Kind:
        return kindName(row.kind);
    case KindNumber:
        return QString::number(row.kind);
    case RoleName:
        return roleWord(row.role);
    case Author:
        return m_names.name(row.author);
    case Summary:
        return QString::fromStdString(row.summary);
    case MarksColumn:
        return marksText(row);
    default:
        return {};
    }
}

QVariant EventModel::raw(const engine::EventRow &row, int column) const
{
    switch (column) {
    case Received:
        return static_cast<qint64>(row.received_ms);
    case KindNumber:
        return row.kind;
    case Author:
        return QString::fromStdString(row.author.hex());
    case Id:
        return QString::fromStdString(row.id.hex());
    case CreatedAt:
        return static_cast<qint64>(row.created_at);
    default:
        return {};
    }
}

} // namespace dvmdash::ui
