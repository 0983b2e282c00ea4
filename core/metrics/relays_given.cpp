// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/relays_given.h"

#include "metrics/figure_reader.h"
#include "store/stored_kinds.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <unordered_map>

namespace dvmdash::metrics
{

namespace
{

/// An event with whoever gave it. `role` and `kind` as in the table.
struct Looked {
    std::int64_t rid = 0;
    dvm::Role role = dvm::Role::Request;
    int kind = 0;
    std::int64_t pid = 0;
    bool live = false;
    struct Giver {
        std::int64_t relay;
        std::int64_t first_ms;
    };
    std::vector<Giver> givers;
};

/// What is added up of one giver.
struct Sums {
    RelayGiven given;
    std::unordered_map<int, std::int64_t> kinds;
    std::unordered_map<std::int64_t, std::int64_t> dvms; ///< by pid
};

template<typename Key>
std::vector<std::pair<Key, std::int64_t>> largest(const std::unordered_map<Key, std::int64_t> &counts)
{
    std::vector<std::pair<Key, std::int64_t>> list(counts.begin(), counts.end());
    std::sort(list.begin(), list.end(), [](const auto &a, const auto &b) {
        return std::tuple(-a.second, a.first) < std::tuple(-b.second, b.first);
    });
    list.resize(std::min(list.size(), RelayGiven::most_listed));
    return list;
}

class GivenCounter
{
public:
    explicit GivenCounter(FigureReader &reader)
        : m_reader(reader)
        , m_kinds(store::kindsOf(reader.database()))
    {
        store::Statement rows = reader.database().prepare("SELECT relay, url FROM relay");
        while (rows.step())
            m_urls[rows.integer(0)] = std::string(rows.text(1));
    }

    const std::string &urlOf(std::int64_t relay) { return m_urls[relay]; }
    std::map<std::int64_t, Sums> &sums() { return m_sums; }

    void add(const Looked &event)
    {
        std::int64_t earliest = std::numeric_limits<std::int64_t>::max();
        std::int64_t relays = 0;
        for (const auto &giver : event.givers) {
            if (isFile(giver.relay))
                continue;
            earliest = std::min(earliest, giver.first_ms);
            ++relays;
        }
        for (const auto &giver : event.givers) {
            Sums &sums = m_sums[giver.relay];
            ++sums.given.looked;
            addSubject(event, sums);
            if (isFile(giver.relay))
                continue;
            sums.given.late += giver.first_ms > earliest;
            sums.given.only += relays == 1;
            if (event.live && relays > 1) {
                ++sums.given.raced;
                sums.given.first += giver.first_ms == earliest;
            }
        }
    }

    RelayGiven take(std::int64_t relay)
    {
        Sums &sums = m_sums[relay];
        RelayGiven given = std::move(sums.given);
        given.url = urlOf(relay);
        for (const auto &[kind, events] : largest(sums.kinds))
            given.kinds.push_back({kind, events});
        given.kinds_all = static_cast<std::int64_t>(sums.kinds.size());
        for (const auto &[pid, events] : largest(sums.dvms))
            given.dvms.push_back({m_reader.keyOf(pid), events});
        given.dvms_all = static_cast<std::int64_t>(sums.dvms.size());
        return given;
    }

private:
    bool isFile(std::int64_t relay) { return m_urls[relay].starts_with("file:"); }

    void addSubject(const Looked &event, Sums &sums)
    {
        if (event.role == dvm::Role::Request)
            ++sums.kinds[event.kind];
        if (event.role == dvm::Role::Result)
            ++sums.kinds[m_kinds.requestKind(event.kind)];
        if (event.role != dvm::Role::Request)
            ++sums.dvms[event.pid];
    }

    FigureReader &m_reader;
    const dvm::KindTable &m_kinds;
    std::unordered_map<std::int64_t, std::string> m_urls;
    std::map<std::int64_t, Sums> m_sums;
};

/// The newest events of the window, and all of the last second that is looked at. What counts is said in
/// FactReader; through the index of time, since the newest are wanted of all roles together.
void look(FigureReader &reader, std::int64_t most, GivenCounter &counter, RelaysGiven &given)
{
    store::Statement rows = reader.database().prepare(
        "SELECT e.rid, e.role, e.kind, e.pid, e.live, e.created_at, e.relay, e.received_ms, s.relay, "
        "s.first_ms "
        "FROM event e INDEXED BY event_time LEFT JOIN answer a ON e.role = 3 AND a.rid = e.rid "
        "LEFT JOIN seen_again s ON s.rid = e.rid "
        "WHERE e.role IN (1, 2, 3) AND (e.flags & 1) = 0 AND coalesce(a.note, 0) = 0 "
        "AND e.created_at >= ?1 AND e.created_at < ?2 AND (e.relay <> 0 OR s.relay IS NOT NULL) "
        "ORDER BY e.created_at DESC, e.rid DESC");
    const std::int64_t countedUntil = store::FactReader(reader.database()).countedUntil();
    rows.bind(1, given.window.since).bind(2, std::min(given.window.until, countedUntil));
    given.looked = given.window;
    constexpr std::int64_t eventsBetweenReports = 1024;
    Looked event;
    std::int64_t second = 0;
    const auto addLast = [&] {
        if (event.rid != 0)
            counter.add(event);
    };
    while (rows.step()) {
        const std::int64_t rid = rows.integer(0);
        const std::int64_t created_at = rows.integer(5);
        if (rid != event.rid) {
            if (given.looked_events >= most && created_at != second) {
                given.looked.since = second;
                break;
            }
            addLast();
            event.rid = rid;
            event.role = static_cast<dvm::Role>(rows.integer(1));
            event.kind = static_cast<int>(rows.integer(2));
            event.pid = rows.integer(3);
            event.live = rows.integer(4) != 0;
            event.givers.clear();
            if (rows.integer(6) != 0)
                event.givers.push_back({rows.integer(6), rows.integer(7)});
            second = created_at;
            if (++given.looked_events % eventsBetweenReports == 0)
                reader.progress().report(given.looked_events, most);
        }
        if (!rows.isNull(8))
            event.givers.push_back({rows.integer(8), rows.integer(9)});
    }
    addLast();
}

} // namespace

RelaysGiven readRelaysGiven(store::Reader &file, const RelaysGivenQuestion &question, std::int64_t now_ms)
{
    FigureReader reader(file, now_ms);
    RelaysGiven given;
    given.window = reader.resolved(question.window);
    GivenCounter counter(reader);
    store::ProgressParts parts(reader.progress(), {1, 9});
    std::map<std::int64_t, std::int64_t> events;
    for (const auto &[key, sums] : reader.windows().rows(Dimension::Relay, given.window, false))
        events[key.k1] = sums.counts[metric::Sightings];
    parts.next();
    look(reader, question.most, counter, given);
    parts.next();
    for (const auto &[relay, sums] : counter.sums())
        events.try_emplace(relay, 0);
    for (const auto &[relay, count] : events) {
        given.rows.push_back(counter.take(relay));
        given.rows.back().events = count;
    }
    std::sort(given.rows.begin(), given.rows.end(), [](const RelayGiven &a, const RelayGiven &b) {
        return std::tuple(-a.events, a.url) < std::tuple(-b.events, b.url);
    });
    given.freshness = reader.freshness(given.window);
    return given;
}

} // namespace dvmdash::metrics
