// SPDX-License-Identifier: GPL-3.0-or-later
// The thread, its queue, and what it does when the disk fails; what a transaction holds is in
// writer_commit.cpp.
#include "ingest/this_thread.h"
#include "store/writer_session.h"

#include <QScopeGuard>

#include <algorithm>
#include <chrono>
#include <future>
#include <utility>

namespace dvmdash::store
{

namespace
{

using Clock = std::chrono::steady_clock;

/// Few enough to begin early, enough to be written together.
constexpr std::size_t itemsAtOnce = 256;
constexpr std::size_t itemsNearTheEnd = 4'000;
constexpr auto betweenDeletions = std::chrono::milliseconds(20);
constexpr auto retentionInterval = std::chrono::minutes(1);
constexpr const char *closingText = "The database is being closed";

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
                                                                  : std::make_unique<DeafListener>(),
                                          m_settings.named, m_settings.tell_sightings))
    , m_thread([this] { run(); })
{
}

WriterThread::~WriterThread()
{
    finish();
}

std::unique_ptr<ingest::PreparedEvent> WriterThread::prepare(ingest::VerifiedEvent event) const
{
    const bool isTold = m_settings.notice_rows > 0 || m_settings.tell_missing;
    return store::prepare(std::move(event), m_kinds, isTold ? PrepareFor::Telling : PrepareFor::Storing);
}

void WriterThread::deliver(ingest::Batch batch)
{
    {
        std::unique_lock lock(m_mutex);
        const bool isWriter =
            std::this_thread::get_id() == m_thread.get_id(); // see WriterSettings::meanwhile
        m_drained.wait(lock,
                       [&] { return isWriter || m_hasGivenUp || m_items.size() < m_settings.queue_items; });
        if (m_hasGivenUp) {
            m_lost += std::count_if(batch.begin(), batch.end(), isNewEvent);
            return;
        }
        m_given += batch.size();
        for (auto &item : batch)
            m_items.emplace_back(std::move(item));
    }
    m_filled.notify_one();
}

void WriterThread::post(Item item)
{
    {
        const std::lock_guard lock(m_mutex);
        ++m_given;
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

void WriterThread::takeCoverageBack(std::int64_t from, std::int64_t until)
{
    post(Uncovered{from, until});
}

void WriterThread::setLive(relay::RelayNumber relay, bool live)
{
    post(LiveChange{relay, live});
}

void WriterThread::learn(const lookup::Finding &finding)
{
    post(std::make_unique<lookup::Finding>(finding));
}

void WriterThread::setPolicy(const RetentionPolicy &policy)
{
    post(policy);
}

void WriterThread::keep(KeptValue value)
{
    post(std::make_unique<KeptValue>(std::move(value)));
}

void WriterThread::holdDeletions(bool held)
{
    const std::lock_guard lock(m_deleting);
    m_deletionsHeld = held;
}

/// Whatever others do with the file: nothing that was read before is believed any more.
void WriterThread::whileResting(std::function<void(StoreFile &file)> work)
{
    errand([this, work = std::move(work)] {
        const auto afterwards = qScopeGuard([this] {
            readAnew();
            tellRewritten();
        });
        work(m_file);
    });
}

void WriterThread::settle()
{
    errand([this] { settleAll(); });
}

void WriterThread::replaceBy(const std::string &path, const std::vector<RelayStanding> &standing)
{
    errand([this, path, standing] {
        {
            // Answers are remembered by it: no two contents may have the same.
            Database copy(path, OpenMode::ReadWrite);
            copy.prepare("UPDATE meta SET value = ?1 WHERE key = 'ingest_sequence'")
                .bind(1, static_cast<std::int64_t>(m_session->sequence) + 1)
                .run();
        }
        m_file.replaceBy(path);
        readAnew();
        m_session->beginAnew(standing);
        tellRewritten(true);
    });
}

void WriterThread::tellReplaced()
{
    errand([this] { tellRewritten(true); });
}

/// Done on the writer's thread between two commits, after what was delivered before; waits for it.
void WriterThread::errand(std::function<void()> work)
{
    Errand errand{0, std::packaged_task<void()>(std::move(work))};
    std::future<void> done = errand.work.get_future();
    {
        const std::lock_guard lock(m_mutex);
        if (m_finishing || m_hasGivenUp)
            throw Error(closingText);
        errand.after = m_given;
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

void WriterThread::expectEnd()
{
    {
        const std::lock_guard lock(m_mutex);
        m_endIsNear = true;
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

/// Until there is enough, or it is time.
template<typename Enough>
void WriterThread::waitFor(std::unique_lock<std::mutex> &lock, Clock::time_point until, Enough enough)
{
    bool wasUseful = static_cast<bool>(m_settings.meanwhile);
    while (wasUseful && !enough() && Clock::now() < until) {
        lock.unlock();
        wasUseful = m_settings.meanwhile();
        lock.lock();
    }
    m_filled.wait_until(lock, until, enough);
}

/// Waits for a first item, or for the time to look at deadlines.
void WriterThread::take(std::vector<Item> &items)
{
    {
        std::unique_lock lock(m_mutex);
        // Between two pieces of what is to be deleted there is room for what comes in.
        const auto idle = m_session->moreToDelete
                              ? betweenDeletions
                              : std::chrono::milliseconds(m_settings.deadline_interval_ms);
        waitFor(lock, Clock::now() + idle,
                [this] { return m_finishing || !m_items.empty() || !m_errands.empty(); });
        moveOver(items);
    }
    m_drained.notify_all();
}

/// For a commit that has begun: what has come in by now, or comes until then. False: it is to end.
bool WriterThread::takeMore(std::vector<Item> &items, Clock::time_point until)
{
    {
        std::unique_lock lock(m_mutex);
        const auto isFull = [&] { return items.size() >= mostItems(); };
        waitFor(lock, until, [&] {
            return m_finishing || isFull() || !m_errands.empty() || m_items.size() >= itemsAtOnce;
        });
        const bool isTime = !m_finishing && m_errands.empty() && Clock::now() >= until;
        if (m_items.empty() || isErrandDue() || isFull() || isTime)
            return false;
        moveOver(items);
    }
    m_drained.notify_all();
    return true;
}

/// Of one commit. The mutex is held.
std::size_t WriterThread::mostItems() const
{
    return m_endIsNear ? std::min(itemsNearTheEnd, m_settings.commit_items) : m_settings.commit_items;
}

/// The mutex is held.
bool WriterThread::isErrandDue() const
{
    return !m_errands.empty() && m_errands.front().after <= m_taken;
}

void WriterThread::moveOver(std::vector<Item> &items)
{
    const std::size_t room = mostItems() - std::min(items.size(), mostItems());
    const auto end = m_items.begin() + static_cast<std::ptrdiff_t>(std::min(m_items.size(), room));
    std::move(m_items.begin(), end, std::back_inserter(items));
    m_taken += static_cast<std::uint64_t>(end - m_items.begin());
    m_items.erase(m_items.begin(), end);
}

void WriterThread::run()
{
    ingest::nameThisThread("writer");
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
    std::vector<Item> items; // its memory serves again
    for (;;) {
        take(items);
        if (!commitOrWait(items))
            return false;
        items.clear();
        noteWritten();
        runErrands();
        keepWithinPolicy(*m_session);
        checkpointOrWait();
        const std::lock_guard lock(m_mutex);
        if (m_finishing && m_items.empty())
            return true;
    }
}

void WriterThread::noteWritten()
{
    const std::lock_guard lock(m_mutex);
    m_written = m_taken;
}

std::uint64_t WriterThread::given() const
{
    const std::lock_guard lock(m_mutex);
    return m_given;
}

bool WriterThread::isWritten(std::uint64_t given) const
{
    const std::lock_guard lock(m_mutex);
    return m_written >= given;
}

void WriterThread::runErrands()
{
    for (;;) {
        Errand errand;
        {
            const std::lock_guard lock(m_mutex);
            if (!isErrandDue())
                return;
            errand = std::move(m_errands.front());
            m_errands.pop_front();
        }
        errand.work(); // what it throws goes to whoever waits for it
    }
}

void WriterThread::readAnew()
{
    for (const auto &filter : {m_settings.ids, m_settings.named})
        if (filter)
            filter->giveUp();
    try {
        m_session->reread();
    } catch (const std::exception &) {
        m_session->countsAreOld = true; // the next commit says what is wrong
    }
}

void WriterThread::settleAll()
{
    std::vector<Item> items;
    do {
        m_session->deadlinesLooked = {};
        if (!commitOrWait(items))
            throw Error(closingText);
        items.clear();
    } while (m_session->moreDue);
}

void WriterThread::tellRewritten(bool replaced)
{
    CommitNotice notice;
    notice.sequence = m_session->sequence;
    notice.events_total = m_session->eventCount;
    notice.rewritten = true;
    notice.replaced = replaced;
    tell(std::move(notice));
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
        session.moreToDelete = session.retention.step(session.retention.confirmed(nowMs() / 1000));
        session.holdBack.forget();
        const std::int64_t before = session.eventCount;
        session.readCounts();
        if (session.eventCount != before)
            session.sightings.forget();
        if (session.moreToDelete) // something went: what windows begin with is another
            tellRewritten();
    } catch (const std::exception &) {
        session.moreToDelete = false;
        session.forget();
    }
}

/// Tries until it succeeds. False when the program ends while the disk still fails: what is left is counted
/// as lost.
bool WriterThread::commitOrWait(std::vector<Item> &items)
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

} // namespace dvmdash::store
