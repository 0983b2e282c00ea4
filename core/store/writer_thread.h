// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"
#include "ingest/batch_sink.h"
#include "ingest/counter_board.h"
#include "lookup/finding.h"
#include "relay/relay_status.h"
#include "store/coverage.h"
#include "store/fact_listener.h"
#include "store/id_filter.h"
#include "store/kept_values.h"
#include "store/retention.h"
#include "store/rows.h"
#include "store/store_file.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <variant>
#include <vector>

namespace dvmdash::store
{

struct Prepared;

struct WriterSettings {
    int commit_interval_ms = 50; ///< a commit comes at latest so long after its first item
    /// But after this, when by then it holds flood_items and more keep coming: where much comes in, few large
    /// commits cost less, and nobody reads so fast. 0: never.
    int flood_interval_ms = 0;
    std::size_t flood_items = 400;
    std::size_t commit_items = 4'000; ///< or as soon as so many items wait
    std::size_t queue_items = 20'000; ///< deliver() blocks above this
    std::size_t notice_rows = 5'000;  ///< newest rows told with a commit
    int deadline_interval_ms = 1'000; ///< how often deadlines are looked at
    int retry_interval_ms = 1'000;    ///< after a failure
    bool tell_missing = false;        ///< see CommitNotice::missing
    bool tell_sightings = false;      ///< see CommitNotice::sightings
    /// What looks at the clock leaves its mark in the file even where nothing came of it: a copy of the file
    /// then goes on exactly as the file itself would.
    bool exact_moments = false;
    bool expect_copies = true;            ///< from other relays, and soon: what was stored last is remembered
    std::function<std::int64_t()> now_ms; ///< Unix milliseconds; empty: the system clock
    /// Holds the ids of the file; the writer adds those that it stores. Empty: the file itself is asked.
    std::shared_ptr<IdFilter> ids;
    /// Holds what the file names, see JobRows::setNamed(). Empty: the file itself is asked.
    std::shared_ptr<IdFilter> named;
    /// Something useful that takes a few milliseconds, done on the writer's thread while it would wait for
    /// items; it may deliver some. False: there was nothing to do.
    std::function<bool()> meanwhile;
    /// Makes who hears of all that can be counted, on this connection; empty: nobody.
    std::function<std::unique_ptr<FactListener>(Database &)> makeListener;
};

/// An event that another one names and that is not stored.
struct MissingEvent {
    nostr::EventId id;
    std::vector<std::string> hints; ///< relays where it may be found, see dvm/relay_hints.h
};

/// Told after each commit, on the writer's thread.
struct CommitNotice {
    std::vector<EventRow> events; ///< new ones, newest first, at most WriterSettings::notice_rows
    std::int64_t stored = 0;      ///< new ones in all
    int jobs_judged = 0;
    /// Rows were changed or deleted by other means than by events: any job and number may be another.
    bool rewritten = false;
    /// The file is another one now: what was told of before may not be in it.
    bool replaced = false;
    std::uint64_t sequence = 0;
    std::int64_t newest_received_ms = 0; ///< receipt of the newest item in the commit; 0 when it held none
    std::int64_t events_total = 0;
    /// Requests and results that new job events name and that are not stored. Only when the settings say so:
    /// it costs a look-up for each.
    std::vector<MissingEvent> missing;
    /// Beside those of the new events. Only when the settings say so.
    std::vector<NotedSighting> sightings;
    std::optional<std::int64_t> judged_at; ///< all deadlines up to it were looked at; none: by no commit
};

/// The one writer: takes batches, and writes those of a commit interval in one transaction, as they come,
/// together with the job state that they change. When the disk fails, or the file turns out to be damaged, it
/// keeps the batch, says what is wrong, and tries again each second; nothing verified is dropped. The same
/// when the WAL cannot be worked into the file: it would grow without end.
class WriterThread : public ingest::BatchSink
{
public:
    using OnCommit = std::function<void(CommitNotice)>;
    /// Empty text: the trouble is over.
    using OnProblem = std::function<void(const std::string &text)>;

    WriterThread(StoreFile file, const dvm::KindTable &kinds, ingest::CounterBoard &counters,
                 WriterSettings settings, OnCommit onCommit, OnProblem onProblem);
    ~WriterThread() override;

    std::unique_ptr<ingest::PreparedEvent> prepare(ingest::VerifiedEvent event) const override;
    void deliver(ingest::Batch batch) override;

    /// These may be called from any thread and take effect in order with the batches.
    void nameRelay(relay::RelayNumber number, const std::string &url);
    void cover(const relay::CoverageSpan &span);
    /// No relay covers [from, until), Unix seconds, whatever was said: the clock was wrong. Jobs of that time
    /// are judged again.
    void takeCoverageBack(std::int64_t from, std::int64_t until);
    void setLive(relay::RelayNumber relay, bool live);
    /// What a domain answered: stored, and what rests on it is judged again.
    void learn(const lookup::Finding &finding);
    /// What is kept from now on; stored in the file.
    const dvm::KindTable &kinds() const { return m_kinds; }
    void setPolicy(const RetentionPolicy &policy);
    void keep(KeptValue value);

    /// Calls `work` on the writer's thread with the file while nothing is being written, and waits for it;
    /// what it throws is thrown here. What was delivered before is written before, what comes in meanwhile
    /// waits. It may change derived tables, in transactions of its own. Throws store::Error once finish() was
    /// called. From any thread but the writer's.
    void whileResting(std::function<void(StoreFile &file)> work);
    /// What was delivered before is committed, and all that is due by the clock is counted and judged, when
    /// it returns. Throws store::Error once finish() was called. From any thread but the writer's.
    void settle();
    /// Puts the content of a file that StoreFile::copyTo() made in the place of this one's, as one commit.
    /// Relays keep their names, and stand as is said here. Throws store::Error. From any thread but the
    /// writer's.
    void replaceBy(const std::string &path, const std::vector<RelayStanding> &standing);
    /// Tells that whoever shows the file has to read it anew: CommitNotice::replaced.
    void tellReplaced();
    /// While held, nothing is deleted, whatever the policy says; from its return on. From any thread.
    void holdDeletions(bool held);

    /// How many items it was given so far, of whatever sort, and whether so many are committed: for who must
    /// not wait where the disk may fail. From any thread.
    std::uint64_t given() const;
    bool isWritten(std::uint64_t given) const;

    /// The trouble that was told of last is that the file is damaged. From any thread.
    bool isFileDamaged() const { return m_damaged; }

    /// From now on what fails is not tried again: what could not be written is lost, and deliver() does not
    /// block for it. For closing, and for those who can give it all once more. From any thread.
    void stopTryingAgain();

    /// What comes from now on is the last for a while: it is committed in small portions, so that little is
    /// left to do once the last of it is there. From any thread.
    void expectEnd();

    /// Commits what was delivered, checkpoints and closes the file. Returns how many events could not be
    /// written (0, unless the disk failed until the end). No deliver() may follow.
    std::int64_t finish();

private:
    struct RelayName {
        relay::RelayNumber number;
        std::string url;
    };
    struct LiveChange {
        relay::RelayNumber relay;
        bool live;
    };
    struct Uncovered {
        std::int64_t from;
        std::int64_t until;
    };
    /// What is rare and large stands elsewhere: tens of thousands of items wait for one commit.
    using Item = std::variant<ingest::BatchItem, RelayName, relay::CoverageSpan, Uncovered, LiveChange,
                              RetentionPolicy, std::unique_ptr<lookup::Finding>, std::unique_ptr<KeptValue>>;
    static_assert(sizeof(Item) <= sizeof(ingest::BatchItem) + sizeof(void *));
    struct Session;

    /// What was delivered before it is written before it.
    struct Errand {
        std::uint64_t after = 0; ///< of the items that were ever given
        std::packaged_task<void()> work;
    };
    struct Draft;

    void run();
    bool writeAll();
    void take(std::vector<Item> &items);
    bool takeMore(std::vector<Item> &items, std::chrono::steady_clock::time_point until);
    template<typename Enough>
    void waitFor(std::unique_lock<std::mutex> &lock, std::chrono::steady_clock::time_point until,
                 Enough enough);
    void moveOver(std::vector<Item> &items);
    std::size_t mostItems() const;
    bool isErrandDue() const;
    bool commitOrWait(std::vector<Item> &items);
    void checkpointOrWait();
    void tellTrouble(const std::exception &problem);
    void tellTroubleIsOver();
    /// Waits until it is time to try again; false when the program ends.
    bool waitToTryAgain();
    bool commit(Session &session, std::vector<Item> &items);
    void apply(Session &session, std::span<const Item> items, Draft &draft);
    void applyEvents(Session &session, std::span<const Item> items, Draft &draft);
    static void applyRest(Session &session, const Item &item, CommitNotice &notice);
    std::optional<EventFact> countEvent(Session &session, const Prepared &prepared, RowId rid,
                                        CommitNotice &notice);
    static void noteMissing(Session &session, const Prepared &prepared, CommitNotice &notice);
    void keepWithinPolicy(Session &session);
    void errand(std::function<void()> work);
    void noteWritten();
    void runErrands();
    void readAnew();
    void settleAll();
    void release(Session &session, bool writing);
    void settle(Session &session, CommitNotice &notice);
    void tell(CommitNotice notice, bool countersChanged = false);
    std::vector<EventRow> rowsOf(const Draft &draft) const;
    /// That rows are others than they were, without a commit of events.
    void tellRewritten(bool replaced = false);
    void post(Item item);
    std::int64_t nowMs() const;

    StoreFile m_file;
    const dvm::KindTable &m_kinds;
    ingest::CounterBoard &m_counters;
    const WriterSettings m_settings;
    const OnCommit m_onCommit;
    const OnProblem m_onProblem;

    mutable std::mutex m_mutex;
    std::condition_variable m_filled;
    std::condition_variable m_drained;
    std::deque<Item> m_items;
    std::uint64_t m_given = 0;   ///< items, ever
    std::uint64_t m_taken = 0;   ///< of them
    std::uint64_t m_written = 0; ///< of these
    std::deque<Errand> m_errands;
    bool m_finishing = false;
    bool m_endIsNear = false;
    bool m_triesAgain = true;
    bool m_hasGivenUp = false;    ///< nothing is written any more
    std::mutex m_deleting;        ///< held while something is deleted
    bool m_deletionsHeld = false; ///< under m_deleting
    std::int64_t m_lost = 0;
    std::atomic<bool> m_damaged = false;
    std::unique_ptr<Session> m_session; ///< used by the writer's thread only, once it runs
    std::thread m_thread;
};

} // namespace dvmdash::store
