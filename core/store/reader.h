// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/chain.h"
#include "store/event_loader.h"
#include "store/progress.h"
#include "store/rows.h"
#include "store/sqlite.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dvmdash::store
{

/// Which events to hand out. All given conditions hold together; within a list any may match.
struct EventSelection {
    std::vector<nostr::EventId> ids;
    std::vector<nostr::PublicKey> authors;
    std::vector<int> kinds;
    std::optional<std::int64_t> since; ///< Unix seconds, inclusive
    std::optional<std::int64_t> until; ///< exclusive
};

/// How jobs are judged while they are read. By default they are as they stand in the file.
struct Judging {
    std::optional<std::int64_t> now; ///< judged anew as of this time, Unix seconds
    bool all_heard =
        false; ///< with `now`: as if all that was ever sent had been heard, so that silence counts
    bool operator==(const Judging &) const = default;
};

/// Which jobs to list, by the time of their request in [since, until).
struct JobSelection {
    std::int64_t since = 0;
    std::int64_t until = 0;
    std::vector<dvm::State> states;       ///< empty: all
    std::vector<int> kinds;               ///< empty: all
    std::vector<nostr::PublicKey> people; ///< customer or DVM is one of these; empty: all
    std::vector<nostr::PublicKey> dvms;   ///< one of these was asked or answered; empty: all
    std::optional<nostr::EventId> event;  ///< the request, or any answer
    bool failed_first = false;
    int limit = 2000;
    /// Only those that stand behind it, for long lists in parts; then none are counted. Not where only a look
    /// at the chain tells whether a job is wanted.
    std::optional<JobPlace> after;
    /// Looks at the chain of each job, for causes and sizes: some 100 us a job.
    bool chains = false;
    std::vector<dvm::Reason> causes; ///< with `chains`: one of its root causes is one of these; empty: all
    bool awaiting_payment = false;   ///< with `chains`: only those that wait for a payment that was not seen
    Judging judging;                 ///< with `chains`; `states` are then those of this judgement
};

struct JobList {
    std::vector<JobRow> rows;
    std::int64_t matching = 0;    ///< without the limit
    std::int64_t failed = 0;      ///< in the window, whatever else is selected
    std::optional<JobPlace> last; ///< of the last row
};

struct RelaySummary {
    std::string url;
    std::int64_t events = 0;
    std::int64_t first_ms = 0;
    std::int64_t last_ms = 0;
    std::int64_t covered_seconds = 0;
};

/// What a key published about itself, of what counts by now.
struct SelfDescription {
    std::vector<nostr::Event> announcements; ///< kind 31990, newest first, at most 500, replaced ones too
    std::optional<nostr::Event> profile;     ///< kind 0, the newest, ties to the lowest id
    std::int64_t last_heartbeat_at = 0;      ///< kind 11998, Unix seconds, its author's clock; 0: none
};

/// A chain, and which of its nodes was asked for.
struct ChainAround {
    dvm::Chain chain;
    std::size_t job = 0;
};

/// Read-only questions to one database file. One thread at a time. Methods throw store::Error, and
/// store::Interrupted once the stop flag is set.
class Reader
{
public:
    explicit Reader(const std::string &path);

    Database &database() { return m_db; }
    const std::string &path() const { return m_path; }
    /// While the flag is set, running and further queries end with Interrupted. nullptr: none.
    void setStopFlag(const std::atomic<bool> *stop) { m_db.setStopFlag(stop); }
    /// Where long questions write how much of them is done, 0 to 1000. nullptr: nowhere.
    void setProgress(std::atomic<int> *permille) { m_progress.setTarget(permille); }
    Progress &progress() { return m_progress; }

    /// What time it is for whatever depends on it, Unix milliseconds. Empty: the system's clock.
    void setClock(std::function<std::int64_t()> now_ms) { m_clock = std::move(now_ms); }
    std::int64_t nowMs() const;

    std::uint64_t sequence();
    std::int64_t eventCount();

    std::vector<EventRow> recentEvents(int limit);
    EventDetail eventDetail(const nostr::EventId &id);
    std::optional<StoredEvent> storedEvent(const nostr::EventId &id);
    /// Where somebody listened within [from, until), Unix seconds, merged, by time.
    std::vector<std::pair<std::int64_t, std::int64_t>> heard(std::int64_t from, std::int64_t until);
    /// In order of created_at, then id. The sink returns false to stop. The number of events handed out.
    std::int64_t selectEvents(const EventSelection &selection,
                              const std::function<bool(const nostr::Event &)> &sink);
    std::vector<std::pair<nostr::PublicKey, std::string>> names(const std::vector<nostr::PublicKey> &keys);
    /// Keys whose name holds the text, whatever its case (ASCII), at most `most`.
    std::vector<nostr::PublicKey> peopleNamed(std::string_view text, int most);
    /// Keys that announced themselves as DVMs, newest announcement first.
    std::vector<nostr::PublicKey> announcedDvms(int most);
    SelfDescription selfDescription(const nostr::PublicKey &key);
    /// What domains answered about this key.
    /// The wallet events (7376) in which this key says that it redeemed the nutzap.
    std::vector<nostr::EventId> redemptionsOf(const nostr::EventId &nutzap, const nostr::PublicKey &by);
    std::vector<lookup::Known> findings(const nostr::PublicKey &key);
    /// Addresses that DVMs give as their own, and what is known of them: of LNURL where a receipt waits for
    /// it, of NIP-05 where one announced itself; of both where it was asked before.
    LookupState lookups();
    std::vector<RelaySummary> relays();
    std::vector<RelayCoverage> coverage(); ///< by URL

    JobList jobs(const JobSelection &selection);
    /// By the id of the request or of any answer.
    std::optional<JobDetail> jobDetail(const nostr::EventId &id);
    /// The same, read from its events, at most mostAnswersRead of them.
    std::optional<JobMaterial> jobMaterial(const nostr::EventId &id);
    static constexpr int mostAnswersRead = 100;
    /// The chain around a job, nearest jobs first, up to the caps of dvm/chain.h. Accepts the id of the
    /// request or of any answer. Part of the caller's transaction where there is one.
    std::optional<ChainAround> chain(const nostr::EventId &id, const Judging &judging = {});
    /// Requests of delivered jobs of this kind, of this customer or of anybody, newest first. Looks at the
    /// newest 20,000 events that may be one.
    std::vector<nostr::EventId> deliveredJobs(int kind, const std::optional<nostr::PublicKey> &customer,
                                              int most);

private:
    friend class ChainWalk;
    std::optional<std::int64_t> pidOf(const nostr::PublicKey &key);
    std::vector<std::int64_t> pidsOf(const std::vector<nostr::PublicKey> &keys);
    void countJobs(const JobSelection &selection, const std::string &where, JobList &list);
    std::optional<std::int64_t> jobRowId(const nostr::EventId &id);
    std::vector<Sighting> sightings(RowId rid);
    std::vector<Reference> references(const nostr::Event &event);
    std::vector<Reference> referrers(const nostr::EventId &id, bool *more);
    std::vector<nostr::PublicKey> firstAnswerers(std::int64_t jid);
    std::optional<PaymentRow> paymentRow(RowId rid);
    SelfDescription describedBySelf(const nostr::PublicKey &key); ///< inside a transaction
    JobRow jobRow(const Statement &row);
    void addRows(Statement &rows, JobList &list);
    void addWithChains(const JobSelection &selection, Statement &rows, JobList &list);
    std::vector<dvm::Attempt> attempts(std::int64_t jid);
    std::vector<JobPayment> payments(std::int64_t jid);
    /// Newest events of this kind by this author, through the index event_self: one of its kinds.
    std::vector<RowId> newestOf(std::int64_t pid, int kind, int most);

    std::string m_path;
    Database m_db;
    EventLoader m_events;
    Statement m_firstAnswerers;
    Progress m_progress;
    std::function<std::int64_t()> m_clock;
};

} // namespace dvmdash::store
