// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/writer_thread.h"

#include "store/coverage.h"
#include "store/event_loader.h"
#include "store/event_writer.h"
#include "store/interner.h"
#include "store/job_writer.h"
#include "store/prepared.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace dvmdash::store
{

namespace
{

using Clock = std::chrono::steady_clock;

/// Jobs judged because of their deadline in one commit: the rest comes with the next.
constexpr int mostDeadlinesAtOnce = 2'000;
/// No silence takes longer to judge than a day and its margin.
constexpr std::int64_t longestWaitSeconds = 25 * 3600;
constexpr auto retryAfter = std::chrono::seconds(1);

EventRow rowOf(const Prepared &prepared, RowId rid)
{
    EventRow row;
    row.rid = rid;
    row.id = prepared.event.id;
    row.author = prepared.event.pubkey;
    row.kind = prepared.event.kind;
    row.role = prepared.role;
    row.flags = prepared.flags;
    row.created_at = prepared.event.created_at;
    row.received_ms = prepared.received_ms;
    row.summary = prepared.summary;
    return row;
}

} // namespace

/// Everything that lives as long as the writing connection, on the writer's thread.
struct WriterThread::Session {
    explicit Session(StoreFile &storeFile, const dvm::KindTable &kinds)
        : db(storeFile.database())
        , keys(db)
        , loader(db)
        , events(db, keys, loader)
        , jobs(db, keys, loader, kinds)
        , coverage(db)
        , updateMeta(db.prepare("UPDATE meta SET value = ?2 WHERE key = ?1"))
        , sequence(
              static_cast<std::uint64_t>(db.integer("SELECT value FROM meta WHERE key = 'ingest_sequence'")))
        , eventCount(db.integer("SELECT value FROM meta WHERE key = 'event_count'"))
    {
    }

    /// After a rollback: nothing that was cached in the transaction may be believed.
    void forget()
    {
        keys.forget();
        events.forget();
        jobs.forget();
    }

    Database &db;
    Interner keys;
    EventLoader loader;
    EventWriter events;
    JobWriter jobs;
    Coverage coverage;
    Statement updateMeta;
    std::uint64_t sequence;
    std::int64_t eventCount;
    Clock::time_point deadlinesLooked;
    bool moreDue = false;   ///< more deadlines have passed than one commit took
    bool inTrouble = false; ///< the last commit failed
};

WriterThread::WriterThread(StoreFile file, const dvm::KindTable &kinds, ingest::CounterBoard &counters,
                           WriterSettings settings, OnCommit onCommit, OnProblem onProblem)
    : m_file(std::move(file))
    , m_kinds(kinds)
    , m_counters(counters)
    , m_settings(std::move(settings))
    , m_onCommit(std::move(onCommit))
    , m_onProblem(std::move(onProblem))
    , m_session(std::make_unique<Session>(m_file, kinds))
    , m_thread([this] { run(); })
{
}

WriterThread::~WriterThread()
{
    finish();
}

std::unique_ptr<ingest::PreparedEvent> WriterThread::prepare(ingest::VerifiedEvent event) const
{
    return store::prepare(std::move(event), m_kinds);
}

void WriterThread::deliver(ingest::Batch batch)
{
    {
        std::unique_lock lock(m_mutex);
        m_drained.wait(lock, [this] { return m_items.size() < m_settings.queue_items; });
        for (auto &item : batch)
            m_items.emplace_back(std::move(item));
    }
    m_filled.notify_one();
}

void WriterThread::post(Item item)
{
    {
        const std::lock_guard lock(m_mutex);
        m_items.push_back(std::move(item));
    }
    m_filled.notify_one();
}

void WriterThread::nameRelay(relay::RelayNumber number, const std::string &url)
{
    post(RelayName{number, url});
}

void WriterThread::cover(const relay::CoverageSpan &span)
{
    post(span);
}

void WriterThread::setLive(relay::RelayNumber relay, bool live)
{
    post(LiveChange{relay, live});
}

std::int64_t WriterThread::finish()
{
    {
        const std::lock_guard lock(m_mutex);
        m_finishing = true;
    }
    m_filled.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    return m_lost;
}

std::int64_t WriterThread::nowMs() const
{
    if (m_settings.now_ms)
        return m_settings.now_ms();
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

/// Waits for a first item, or for the time to look at deadlines; then gathers more for the rest of the commit
/// interval.
std::vector<WriterThread::Item> WriterThread::take()
{
    std::unique_lock lock(m_mutex);
    m_filled.wait_for(lock, std::chrono::milliseconds(m_settings.deadline_interval_ms),
                      [this] { return m_finishing || !m_items.empty(); });
    if (!m_items.empty() && !m_finishing) {
        m_filled.wait_for(lock, std::chrono::milliseconds(m_settings.commit_interval_ms),
                          [this] { return m_finishing || m_items.size() >= m_settings.commit_items; });
    }
    std::vector<Item> items;
    const std::size_t count = std::min(m_items.size(), m_settings.queue_items);
    items.reserve(count);
    std::move(m_items.begin(), m_items.begin() + static_cast<std::ptrdiff_t>(count),
              std::back_inserter(items));
    m_items.erase(m_items.begin(), m_items.begin() + static_cast<std::ptrdiff_t>(count));
    lock.unlock();
    m_drained.notify_all();
    return items;
}

void WriterThread::run()
{
    for (;;) {
        const std::vector<Item> items = take();
        if (!commitOrWait(items))
            return;
        const std::lock_guard lock(m_mutex);
        if (m_finishing && m_items.empty())
            break;
    }
    m_session.reset();
    m_file.checkpointAll();
}

/// Tries until it succeeds. False when the program ends while the disk still fails: what is left is counted
/// as lost.
bool WriterThread::commitOrWait(const std::vector<Item> &items)
{
    while (!commit(*m_session, items)) {
        std::unique_lock lock(m_mutex);
        if (!m_filled.wait_for(lock, retryAfter, [this] { return m_finishing; }))
            continue;
        const auto isEvent = [](const Item &item) { return std::holds_alternative<ingest::BatchItem>(item); };
        m_lost = std::count_if(items.begin(), items.end(), isEvent) +
                 std::count_if(m_items.begin(), m_items.end(), isEvent);
        m_items.clear();
        m_drained.notify_all();
        return false;
    }
    return true;
}

void WriterThread::applyItem(Session &session, const Item &item, CommitNotice &notice, Deltas &deltas)
{
    if (const auto *name = std::get_if<RelayName>(&item)) {
        session.events.nameRelay(name->number, name->url);
    } else if (const auto *live = std::get_if<LiveChange>(&item)) {
        session.coverage.setLive(live->relay, live->live);
    } else if (const auto *span = std::get_if<relay::CoverageSpan>(&item)) {
        const std::int64_t begin =
            session.coverage.add(session.events.relayRow(span->relay), span->from, span->until);
        session.coverage.noteFrontier(span->relay, span->until);
        // A job made before this span may have its deadline in it.
        session.jobs.touchUnobserved(std::max(begin, span->from - longestWaitSeconds), span->until);
    } else {
        applyEvent(session, std::get<ingest::BatchItem>(item), notice, deltas);
    }
}

void WriterThread::applyEvent(Session &session, const ingest::BatchItem &item, CommitNotice &notice,
                              Deltas &deltas)
{
    if (const auto *repeated = std::get_if<ingest::RepeatedEvent>(&item)) {
        notice.newest_received_ms = std::max(notice.newest_received_ms, repeated->received_ms);
        session.events.sight(repeated->id, repeated->relay, repeated->received_ms);
        ++deltas[repeated->relay].duplicate;
        return;
    }
    const auto &prepared =
        static_cast<const Prepared &>(*std::get<std::unique_ptr<ingest::PreparedEvent>>(item));
    notice.newest_received_ms = std::max(notice.newest_received_ms, prepared.received_ms);
    const auto rid = session.events.store(prepared);
    if (!rid) {
        ++deltas[prepared.relay].duplicate;
        return;
    }
    session.jobs.note(prepared, *rid);
    notice.events.push_back(rowOf(prepared, *rid));
    ++notice.stored;
    ++deltas[prepared.relay].accepted;
}

/// Judges what was touched and what is due, and moves the sequence, inside the transaction.
void WriterThread::settle(Session &session, bool lookAtDeadlines, CommitNotice &notice)
{
    const std::int64_t now = session.coverage.judgeTime(nowMs() / 1000);
    if (lookAtDeadlines)
        session.moreDue = session.jobs.touchDue(now, mostDeadlinesAtOnce) == mostDeadlinesAtOnce;
    notice.jobs_judged = session.jobs.settle(
        [&](std::int64_t from, std::int64_t until) { return session.coverage.covers(from, until); }, now);
    notice.events_total = session.eventCount + notice.stored;
    notice.sequence = session.sequence;
    if (notice.stored == 0 && notice.jobs_judged == 0)
        return;
    ++notice.sequence;
    session.updateMeta.bindText(1, "ingest_sequence")
        .bind(2, static_cast<std::int64_t>(notice.sequence))
        .run();
    session.updateMeta.bindText(1, "event_count").bind(2, notice.events_total).run();
}

/// One transaction: events, sightings, coverage, the jobs they touch, the jobs whose time has come, and the
/// sequence. False when it had to be rolled back; the items may then be given again.
bool WriterThread::commit(Session &session, const std::vector<Item> &items)
{
    const auto began = Clock::now();
    const bool lookAtDeadlines =
        session.moreDue ||
        began - session.deadlinesLooked >= std::chrono::milliseconds(m_settings.deadline_interval_ms);
    if (items.empty() && !lookAtDeadlines)
        return true;

    CommitNotice notice;
    Deltas deltas;
    try {
        Transaction transaction(session.db, Transaction::Kind::Write);
        for (const Item &item : items)
            applyItem(session, item, notice, deltas);
        settle(session, lookAtDeadlines, notice);
        transaction.commit();
    } catch (const Error &error) {
        session.forget();
        session.inTrouble = true;
        if (m_onProblem)
            m_onProblem(error.what());
        return false;
    }
    if (std::exchange(session.inTrouble, false) && m_onProblem)
        m_onProblem({});
    if (lookAtDeadlines)
        session.deadlinesLooked = began;
    session.sequence = notice.sequence;
    session.eventCount = notice.events_total;
    for (const auto &[relay, delta] : deltas)
        m_counters.add(relay, delta);
    m_counters.addWriteTime(
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began).count());
    m_file.checkpointIfLarge();
    tell(std::move(notice), !deltas.empty());
    return true;
}

void WriterThread::tell(CommitNotice notice, bool countersChanged)
{
    if (!m_onCommit || (notice.stored == 0 && notice.jobs_judged == 0 && !countersChanged))
        return;
    std::reverse(notice.events.begin(), notice.events.end());
    if (notice.events.size() > m_settings.notice_rows)
        notice.events.resize(m_settings.notice_rows);
    m_onCommit(std::move(notice));
}

} // namespace dvmdash::store
