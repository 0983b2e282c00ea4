// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/relay_hints.h"
#include "store/writer_session.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <utility>

namespace dvmdash::store
{

namespace
{

using Clock = std::chrono::steady_clock;

/// Jobs judged because of their deadline in one commit: the rest comes with the next.
constexpr int mostDeadlinesAtOnce = 2'000;
/// See Coverage::judgeTime(), and the commit interval.
constexpr std::int64_t longestStepBackSeconds = 120;
constexpr auto betweenDeletions = std::chrono::milliseconds(20);
constexpr auto retentionInterval = std::chrono::minutes(1);
constexpr const char *closingText = "The database is being closed";

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

std::int64_t &rejected(ingest::SourceCounters &counters, nostr::Reject reason)
{
    return counters.rejected.at(static_cast<std::size_t>(reason));
}

/// No copy of one that came before.
bool isNewEvent(const ingest::BatchItem &item)
{
    return std::holds_alternative<std::unique_ptr<ingest::PreparedEvent>>(item);
}

} // namespace

WriterThread::WriterThread(StoreFile file, const dvm::KindTable &kinds, ingest::CounterBoard &counters,
                           WriterSettings settings, OnCommit onCommit, OnProblem onProblem)
    : m_file(std::move(file))
    , m_kinds(kinds)
    , m_counters(counters)
    , m_settings(std::move(settings))
    , m_onCommit(std::move(onCommit))
    , m_onProblem(std::move(onProblem))
    , m_session(std::make_unique<Session>(m_file, kinds,
                                          m_settings.makeListener ? m_settings.makeListener(m_file.database())
                                                                  : std::make_unique<DeafListener>()))
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
        m_drained.wait(lock, [this] { return m_hasGivenUp || m_items.size() < m_settings.queue_items; });
        if (m_hasGivenUp) {
            m_lost += std::count_if(batch.begin(), batch.end(), isNewEvent);
            return;
        }
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

void WriterThread::learn(const lookup::Finding &finding)
{
    post(finding);
}

void WriterThread::setPolicy(const RetentionPolicy &policy)
{
    post(policy);
}

void WriterThread::holdDeletions(bool held)
{
    const std::lock_guard lock(m_deleting);
    m_deletionsHeld = held;
}

void WriterThread::whileResting(std::function<void(StoreFile &file)> work)
{
    Errand errand(std::move(work));
    std::future<void> done = errand.get_future();
    {
        const std::lock_guard lock(m_mutex);
        if (m_finishing || m_hasGivenUp)
            throw Error(closingText);
        m_errands.push_back(std::move(errand));
    }
    m_filled.notify_one();
    try {
        done.get();
    } catch (const std::future_error &) {
        throw Error(closingText);
    }
}

void WriterThread::stopTryingAgain()
{
    {
        const std::lock_guard lock(m_mutex);
        m_triesAgain = false;
    }
    m_filled.notify_all();
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
    // Between two pieces of what is to be deleted there is room for what comes in.
    const auto idle = m_session->moreToDelete ? betweenDeletions
                                              : std::chrono::milliseconds(m_settings.deadline_interval_ms);
    m_filled.wait_for(lock, idle, [this] { return m_finishing || !m_items.empty() || !m_errands.empty(); });
    if (!m_items.empty() && !m_finishing) {
        m_filled.wait_for(lock, std::chrono::milliseconds(m_settings.commit_interval_ms), [this] {
            return m_finishing || !m_errands.empty() || m_items.size() >= m_settings.commit_items;
        });
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
    const bool allWritten = writeAll();
    {
        // Whoever still waits for the file to rest hears that it is closed.
        const std::lock_guard lock(m_mutex);
        m_errands.clear();
    }
    if (!allWritten)
        return;
    m_session.reset();
    m_file.checkpointAll();
}

/// Until everything is finished; false when the disk failed until the end.
bool WriterThread::writeAll()
{
    for (;;) {
        const std::vector<Item> items = take();
        if (!commitOrWait(items))
            return false;
        runErrands(*m_session);
        keepWithinPolicy(*m_session);
        checkpointOrWait();
        const std::lock_guard lock(m_mutex);
        if (m_finishing && m_items.empty())
            return true;
    }
}

/// What others do with the file while it is at rest. Whatever that was: nothing that was read before is
/// believed any more.
void WriterThread::runErrands(Session &session)
{
    std::deque<Errand> errands;
    {
        const std::lock_guard lock(m_mutex);
        errands.swap(m_errands);
    }
    for (Errand &errand : errands) {
        errand(m_file); // what it throws goes to whoever waits for it
        try {
            session.reread();
        } catch (const std::exception &) {
            session.countsAreOld = true; // the next commit says what is wrong
        }
        tellRewritten(session);
    }
}

void WriterThread::tellRewritten(const Session &session)
{
    CommitNotice notice;
    notice.sequence = session.sequence;
    notice.events_total = session.eventCount;
    notice.rewritten = true;
    tell(std::move(notice), false);
}

/// Deletes a small piece of what the policy no longer keeps. When that fails, it is tried again in a minute.
void WriterThread::keepWithinPolicy(Session &session)
{
    const std::lock_guard deleting(m_deleting);
    const auto now = Clock::now();
    if (m_deletionsHeld || (!session.moreToDelete && now - session.retentionLooked < retentionInterval))
        return;
    session.retentionLooked = now;
    try {
        session.moreToDelete = session.retention.step(nowMs() / 1000);
        session.holdBack.forget();
        session.readCounts();
        if (session.moreToDelete) // something went: what windows begin with is another
            tellRewritten(session);
    } catch (const std::exception &) {
        session.moreToDelete = false;
        session.forget();
    }
}

/// Tries until it succeeds. False when the program ends while the disk still fails: what is left is counted
/// as lost.
bool WriterThread::commitOrWait(const std::vector<Item> &items)
{
    while (!commit(*m_session, items)) {
        if (waitToTryAgain())
            continue;
        const std::lock_guard lock(m_mutex);
        const auto isEvent = [](const Item &item) {
            const auto *given = std::get_if<ingest::BatchItem>(&item);
            return given && isNewEvent(*given);
        };
        m_lost = std::count_if(items.begin(), items.end(), isEvent) +
                 std::count_if(m_items.begin(), m_items.end(), isEvent);
        m_items.clear();
        m_hasGivenUp = true;
        m_drained.notify_all();
        return false;
    }
    return true;
}

/// Until the WAL is worked off as far as it must be. What is in it is committed, so at the end it may stay.
void WriterThread::checkpointOrWait()
{
    do {
        try {
            m_file.checkpointIfLarge();
            tellTroubleIsOver();
            return;
        } catch (const std::exception &problem) {
            tellTrouble(problem);
        }
    } while (waitToTryAgain());
}

bool WriterThread::waitToTryAgain()
{
    std::unique_lock lock(m_mutex);
    return !m_filled.wait_for(lock, std::chrono::milliseconds(m_settings.retry_interval_ms),
                              [this] { return m_finishing || !m_triesAgain; });
}

void WriterThread::tellTrouble(const std::exception &problem)
{
    const Error error = unexpected(problem);
    m_session->inTrouble = true;
    m_damaged = error.isDamage();
    if (m_onProblem)
        m_onProblem(error.what());
}

void WriterThread::tellTroubleIsOver()
{
    if (!std::exchange(m_session->inTrouble, false))
        return;
    m_damaged = false;
    if (m_onProblem)
        m_onProblem({});
}

void WriterThread::applyItem(Session &session, const Item &item, CommitNotice &notice, Deltas &deltas)
{
    if (const auto *name = std::get_if<RelayName>(&item)) {
        session.events.nameRelay(name->number, name->url);
    } else if (const auto *live = std::get_if<LiveChange>(&item)) {
        session.coverage.setLive(live->relay, live->live);
    } else if (const auto *span = std::get_if<relay::CoverageSpan>(&item)) {
        session.coverage.add(session.events.relayRow(span->relay), span->from, span->until);
        session.coverage.noteFrontier(span->relay, span->until);
        session.jobs.touchUnobserved(span->from, span->until);
    } else if (const auto *policy = std::get_if<RetentionPolicy>(&item)) {
        writePolicy(session.db, *policy);
        session.policyIsNew = true;
    } else if (const auto *finding = std::get_if<lookup::Finding>(&item)) {
        const auto effect = session.findings.write(*finding);
        if (effect.signersChanged)
            session.jobs.reconsiderReceipts(finding->subject.key);
        notice.rewritten = notice.rewritten || effect.isNews || effect.signersChanged;
    } else {
        applyEvent(session, std::get<ingest::BatchItem>(item), notice, deltas);
    }
}

void WriterThread::applyEvent(Session &session, const ingest::BatchItem &item, CommitNotice &notice,
                              Deltas &deltas)
{
    if (const auto *repeated = std::get_if<ingest::RepeatedEvent>(&item)) {
        notice.newest_received_ms = std::max(notice.newest_received_ms, repeated->received_ms);
        // What was verified and still is not stored was refused as too old.
        if (applyCopy(session, repeated->id, repeated->relay, repeated->received_ms))
            ++deltas[repeated->relay].duplicate;
        else
            ++rejected(deltas[repeated->relay], nostr::Reject::TooOld);
        return;
    }
    const auto &prepared =
        static_cast<const Prepared &>(*std::get<std::unique_ptr<ingest::PreparedEvent>>(item));
    notice.newest_received_ms = std::max(notice.newest_received_ms, prepared.received_ms);
    if (applyCopy(session, prepared.event.id, prepared.relay, prepared.received_ms)) {
        ++deltas[prepared.relay].duplicate;
        return;
    }
    if (prepared.event.created_at < session.holdBack.horizon() &&
        !Retention::isKeptForEver(prepared.event.kind)) {
        ++rejected(deltas[prepared.relay], nostr::Reject::TooOld);
        return;
    }
    const RowId rid = session.events.store(prepared);
    if (session.holdBack.holds(prepared.event.created_at))
        session.holdBack.note(prepared.event.created_at);
    else
        session.count(prepared, rid, {session.events.relayRow(prepared.relay)});
    if (m_settings.tell_missing)
        noteMissing(session, prepared, notice);
    if (m_onCommit && m_settings.notice_rows > 0)
        notice.events.push_back(rowOf(prepared, rid));
    ++notice.stored;
    ++deltas[prepared.relay].accepted;
}

/// The request that an answer belongs to, and the inputs that a request waits for.
void WriterThread::noteMissing(Session &session, const Prepared &prepared, CommitNotice &notice)
{
    const auto note = [&](const nostr::EventId &id) {
        if (!session.loader.find(id))
            notice.missing.push_back({id, dvm::relayHints(prepared.event, id)});
    };
    if (prepared.answer && prepared.match.rule != dvm::MatchRule::None)
        note(prepared.match.request);
    if (prepared.request)
        for (const auto &[id, relation] : prepared.references)
            if (relation == Relation::JobInput)
                note(id);
}

/// False when no such event is stored.
bool WriterThread::applyCopy(Session &session, const nostr::EventId &id, relay::RelayNumber relay,
                             std::int64_t received_ms)
{
    const auto sighting = session.events.sight(id, relay, received_ms);
    if (sighting && sighting->isNew)
        session.countSighting(sighting->rid, relay);
    return sighting.has_value();
}

/// Events whose time has come count from now on.
void WriterThread::release(Session &session, bool writing)
{
    const std::int64_t now = nowMs() / 1000;
    if (!writing && !session.holdBack.anyDue(now))
        return;
    for (const RowId rid : session.holdBack.advance(now))
        session.count(*store::prepare(session.loader.verified(rid), m_kinds), rid,
                      session.facts.relaysOf(rid));
}

/// Judges what was touched and what is due, and moves the sequence, inside the transaction.
void WriterThread::settle(Session &session, CommitNotice &notice)
{
    std::int64_t now = session.coverage.judgeTime(nowMs() / 1000);
    // How far time is proven may step back a little when a relay comes or goes; what was judged stays judged.
    if (now < session.judgedAt && session.judgedAt - now <= longestStepBackSeconds)
        now = session.judgedAt;
    session.moreDue = session.jobs.touchDue(now, mostDeadlinesAtOnce) == mostDeadlinesAtOnce;
    notice.jobs_judged = session.jobs.settle(
        [&](std::int64_t from, std::int64_t until) { return session.coverage.covers(from, until); }, now);
    const bool counted = session.listener->beforeCommit();
    notice.events_total = session.eventCount + notice.stored;
    notice.sequence = session.sequence;
    if (!session.moreDue)
        notice.judged_at = now;
    if (notice.stored == 0 && notice.jobs_judged == 0 && !counted && !notice.rewritten)
        return;
    ++notice.sequence;
    const auto update = [&](const char *key, std::int64_t value) {
        session.updateMeta.bindText(1, key).bind(2, value).run();
    };
    update("ingest_sequence", static_cast<std::int64_t>(notice.sequence));
    update("event_count", notice.events_total);
    if (notice.judged_at)
        update("judged_at", *notice.judged_at);
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
        if (session.countsAreOld)
            session.readCounts();
        session.catchUp();
        release(session, !items.empty());
        for (const Item &item : items)
            applyItem(session, item, notice, deltas);
        settle(session, notice);
        transaction.commit();
    } catch (const std::exception &problem) {
        session.forget();
        session.db.forgetPages(); // what was read may have been damaged on its way
        tellTrouble(problem);
        return false;
    }
    if (lookAtDeadlines)
        session.deadlinesLooked = began;
    session.moneyIsOld = false;
    session.sequence = notice.sequence;
    session.eventCount = notice.events_total;
    session.judgedAt = notice.judged_at.value_or(session.judgedAt);
    if (std::exchange(session.policyIsNew, false)) {
        session.retention.policyChanged();
        session.moreToDelete = true;
    }
    for (const auto &[relay, delta] : deltas)
        m_counters.add(relay, delta);
    m_counters.addWriteTime(
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began).count());
    tell(std::move(notice), !deltas.empty());
    return true;
}

void WriterThread::tell(CommitNotice notice, bool countersChanged)
{
    if (!m_onCommit ||
        (notice.stored == 0 && notice.jobs_judged == 0 && !notice.rewritten && !countersChanged))
        return;
    std::reverse(notice.events.begin(), notice.events.end());
    if (notice.events.size() > m_settings.notice_rows)
        notice.events.resize(m_settings.notice_rows);
    m_onCommit(std::move(notice));
}

} // namespace dvmdash::store
