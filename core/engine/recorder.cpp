// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/recorder.h"

#include "engine/answers.h"
#include "engine/capture_format.h"
#include "engine/capture_writer.h"
#include "engine/standing_lines.h"
#include "ingest/this_thread.h"
#include "store/event_loader.h"
#include "store/store_file.h"
#include "store/stored_kinds.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace dvmdash::engine
{

namespace
{

constexpr int rowsAtOnce = 1000;
constexpr auto retryInterval = std::chrono::seconds(1);
/// Coverage grows with every sign of life of a relay.
constexpr auto coverageInterval = std::chrono::seconds(1);
/// Copies of older events that wait while the disk is full. Those of newer ones are in the database.
constexpr std::size_t mostSightings = 1'000'000;

} // namespace

struct Recorder::Private {
    Private(const std::string &database, const RecordingSettings &settings, Told onChange)
        : db(store::openForReading(database))
        , events(db)
        , next(db.prepare("SELECT rid, received_ms, live FROM event WHERE rid > ?1 ORDER BY rid LIMIT ?2"))
        , seen(db.prepare("SELECT url, first_ms, relay FROM seen JOIN relay USING(relay) WHERE rid = ?1 "
                          "ORDER BY first_ms, relay"))
        , relayUrl(db.prepare("SELECT url FROM relay WHERE relay = ?1"))
        , last(db.integer("SELECT coalesce(max(rid), 0) FROM event"))
        , file(settings, nowMs(), store::ownRules(db))
        , standing(db, last > 0 ? nowMs() / 1000 : 0)
        , told(std::move(onChange))
    {
        status.on = true;
        status.since_ms = nowMs();
        status.file = file.file();
        tellStatus();
        thread = std::thread([this] { run(); });
    }

    void run()
    {
        ingest::nameThisThread("recorder");
        auto covered = std::chrono::steady_clock::time_point();
        for (;;) {
            bool ending = false;
            {
                std::unique_lock lock(mutex);
                changed.wait_for(lock, coverageInterval, [this] { return woken || finishing; });
                woken = false;
                ending = finishing;
            }
            const auto now = std::chrono::steady_clock::now();
            const bool isTime = ending || now - covered >= coverageInterval;
            if (isTime)
                covered = now;
            const bool isWritten = writeAll(isTime);
            if (ending)
                return;
            if (!isWritten)
                waitToTryAgain();
        }
    }

    /// False when it has to be tried again.
    bool writeAll(bool withCoverage)
    {
        try {
            while (copySome(withCoverage))
                ;
            file.rotateIfDue(nowMs(), standing.listeningNow(nowMs()));
            status.problem.clear();
        } catch (const std::exception &problem) {
            status.problem = QString::fromStdString(store::unexpected(problem).what());
        }
        tellStatus();
        return status.problem.isEmpty();
    }

    void waitToTryAgain()
    {
        std::unique_lock lock(mutex);
        changed.wait_for(lock, retryInterval, [this] { return finishing; });
    }

    void tellStatus()
    {
        status.file = file.file();
        status.bytes = file.bytes();
        if (status == toldLast)
            return;
        toldLast = status;
        told(status);
    }

    /// True when there may be more. What was written is remembered only once it is in the file.
    bool copySome(bool withCoverage)
    {
        std::vector<store::NotedSighting> copies;
        std::vector<std::pair<std::string, bool>> links;
        {
            const std::lock_guard lock(mutex);
            copies = sightings;
            links = listeningChanges;
        }
        std::string lines;
        for (const auto &[relay, on] : links)
            lines += toLine({nowMs(), relay, CapturedListening{on}});
        std::set<std::pair<store::RowId, std::int64_t>> withEvents;
        store::RowId lastRead = last;
        int count = 0;
        std::string coverage;
        StandingLines::Spans spans;
        {
            const store::Transaction reading(db, store::Transaction::Kind::Read);
            const store::ResetAtEnd reset(next);
            next.bind(1, last).bind(2, rowsAtOnce);
            for (; next.step(); ++count) {
                lastRead = next.integer(0);
                addEvent(lines, lastRead, next.integer(1), next.integer(2) != 0, withEvents);
            }
            for (const auto &copy : copies)
                if (copy.rid <= last && !writtenWithEvents.contains({copy.rid, copy.relay}))
                    addCopy(lines, copy);
            if (withCoverage && count < rowsAtOnce)
                lines += standing.coverageSince(nowMs(), spans);
        }
        if (!lines.empty())
            file.write(lines);
        last = lastRead;
        status.events += count;
        standing.isWritten(links, std::move(spans));
        // A copy may be told of just after it was read with its event.
        if (count > 0)
            writtenWithEvents = std::move(withEvents);
        const std::lock_guard lock(mutex);
        sightings.erase(sightings.begin(), sightings.begin() + static_cast<std::ptrdiff_t>(copies.size()));
        listeningChanges.erase(listeningChanges.begin(),
                               listeningChanges.begin() + static_cast<std::ptrdiff_t>(links.size()));
        return count == rowsAtOnce;
    }

    void addEvent(std::string &lines, store::RowId rid, std::int64_t received_ms, bool live,
                  std::set<std::pair<store::RowId, std::int64_t>> &withEvents)
    {
        const nostr::Event event = events.load(rid);
        struct Giver {
            std::string relay;
            std::int64_t first_ms = 0;
        };
        std::vector<Giver> givers;
        {
            const store::ResetAtEnd reset(seen);
            seen.bind(1, rid);
            while (seen.step()) {
                givers.push_back({std::string(seen.text(0)), seen.integer(1)});
                withEvents.emplace(rid, seen.integer(2));
            }
        }
        // Who gave it first is among them, but when a copy that was received before was taken in after it.
        auto giver = std::find_if(givers.begin(), givers.end(),
                                  [&](const Giver &one) { return one.first_ms == received_ms; });
        if (giver == givers.end())
            giver = givers.begin();
        lines += toLine({received_ms, giver == givers.end() ? std::string() : giver->relay,
                         CapturedEvent{nostr::toJson(event), live}});
        for (auto one = givers.begin(); one != givers.end(); ++one)
            if (one != giver)
                lines += toLine({one->first_ms, one->relay, CapturedCopy{event.id}});
    }

    void addCopy(std::string &lines, const store::NotedSighting &copy)
    {
        const store::ResetAtEnd reset(relayUrl);
        if (!relayUrl.bind(1, copy.relay).step())
            return;
        try {
            lines += toLine(
                {copy.first_ms, std::string(relayUrl.text(0)), CapturedCopy{events.load(copy.rid).id}});
        } catch (const store::Error &) {
            // The event was deleted since, by the limit of the file.
        }
    }

    store::Database db;
    store::EventLoader events;
    store::Statement next;
    store::Statement seen;
    store::Statement relayUrl;
    store::RowId last;
    CaptureWriter file;
    StandingLines standing;
    std::set<std::pair<store::RowId, std::int64_t>> writtenWithEvents; ///< of the last round that had events
    RecordingStatus status;
    RecordingStatus toldLast;
    Told told;
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<store::NotedSighting> sightings;
    std::vector<std::pair<std::string, bool>> listeningChanges;
    bool woken = false;
    bool finishing = false;
    std::thread thread;
};

Recorder::Recorder(const std::string &database, const RecordingSettings &settings, Told told)
    : d(std::make_unique<Private>(database, settings, std::move(told)))
{
}

Recorder::~Recorder()
{
    {
        const std::lock_guard lock(d->mutex);
        d->finishing = true;
    }
    d->changed.notify_one();
    d->thread.join();
    d->status.on = false;
    d->tellStatus();
}

void Recorder::committed(const store::CommitNotice &notice)
{
    {
        const std::lock_guard lock(d->mutex);
        d->woken = true;
        if (d->sightings.size() < mostSightings)
            d->sightings.insert(d->sightings.end(), notice.sightings.begin(), notice.sightings.end());
    }
    d->changed.notify_one();
}

void Recorder::listening(const std::string &relay, bool on)
{
    {
        const std::lock_guard lock(d->mutex);
        d->woken = true;
        d->listeningChanges.emplace_back(relay, on);
    }
    d->changed.notify_one();
}

} // namespace dvmdash::engine
