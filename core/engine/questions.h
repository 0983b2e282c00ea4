// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/job.h"
#include "dvm/profile.h"
#include "dvm/role.h"
#include "dvm/verdict.h"
#include "metrics/boards.h"
#include "metrics/overview.h"
#include "metrics/relay_course.h"
#include "metrics/relays_given.h"
#include "metrics/troubles.h"
#include "nostr/event.h"
#include "relay/relay_status.h"
#include "store/named_relays.h"
#include "store/reader.h"
#include "store/rows.h"
#include "store/storage.h"

#include <QByteArray>
#include <QMetaType>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// The questions that a view may ask of the engine, and their answers: values, safe to copy between threads.
namespace dvmdash::engine
{

using metrics::Best;
using metrics::BestQuestion;
using metrics::Dvm;
using metrics::DvmQuestion;
using metrics::Dvms;
using metrics::DvmsQuestion;
using metrics::DvmTroubles;
using metrics::DvmTroublesQuestion;
using metrics::Kind;
using metrics::KindQuestion;
using metrics::Kinds;
using metrics::KindsQuestion;
using metrics::Months;
using metrics::MonthsQuestion;
using metrics::Overview;
using metrics::OverviewQuestion;
using metrics::RelayCourse;
using metrics::RelayCourseQuestion;
using metrics::RelayGiven;
using metrics::RelaysGiven;
using metrics::RelaysGivenQuestion;
using metrics::RelaysUsed;
using metrics::RelaysUsedQuestion;
using metrics::Series;
using metrics::SeriesQuestion;
using metrics::TimeWindow;
using metrics::Users;
using metrics::UsersQuestion;
using store::EventDetail;
using store::EventRow;
using store::JobDetail;
using store::JobMaterial;
using store::JobRow;

/// The newest stored events, newest first (by our receipt).
struct RecentEventsQuestion {
    int limit = 1000;
    bool operator==(const RecentEventsQuestion &) const = default;
};
struct RecentEvents {
    std::vector<EventRow> rows;
};

/// Jobs whose request was made in the window, newest first, or failed ones first.
struct JobsQuestion {
    TimeWindow window;
    std::vector<dvm::State> states;     ///< empty: all
    std::vector<int> kinds;             ///< empty: all
    std::vector<nostr::PublicKey> dvms; ///< asked or answering; empty: all
    QString text; ///< id, npub, DVM key, kind number or words of the kind's name; empty: all
    bool failed_first = false;
    int limit = 2000;
    /// Only jobs behind this place, for long lists in parts; no counts, no freshness. Not with `causes`,
    /// `awaiting_payment` or `judging`.
    std::optional<store::JobPlace> after;
    bool chains = false;   ///< also causes and sizes of chains, some 100 us a job; the rest needs it
    bool standing = false; ///< also whether requests still stand, see dvm/lifecycle.h
    std::vector<dvm::Reason> causes; ///< empty: all
    bool awaiting_payment = false;   ///< only jobs that wait for a payment that was not seen
    store::Judging judging;
    bool operator==(const JobsQuestion &) const = default;
};
struct Jobs {
    std::vector<JobRow> rows;
    std::int64_t matching = 0;           ///< how many there are without the limit
    std::int64_t failed = 0;             ///< of all jobs in the window, whatever the filter
    std::optional<store::JobPlace> last; ///< of the last row, for the part behind it
    metrics::Freshness freshness;
};

/// One event with everything that is known around it. An unknown id gives a detail with `known` false and
/// whatever refers to it.
struct EventQuestion {
    nostr::EventId id;
    bool operator==(const EventQuestion &) const = default;
};

/// Which stored events are deleted, expired or replaced: among these, and those that these delete or replace.
struct LifecycleChangesQuestion {
    std::vector<nostr::EventId> causes;
    bool operator==(const LifecycleChangesQuestion &) const = default;
};
struct LifecycleChanges {
    /// With FlagDeleted, FlagLapsed and FlagReplaced as of now.
    std::vector<std::pair<nostr::EventId, std::uint32_t>> flags;
};

/// One job with its attempts. Accepts the id of the request or of any answer.
struct JobQuestion {
    nostr::EventId id;
    bool operator==(const JobQuestion &) const = default;
};

/// What a job was asked with, what its answers brought, and its receipts, read from the events. Accepts the
/// id of the request or of any answer.
struct JobMaterialQuestion {
    nostr::EventId id;
    bool operator==(const JobMaterialQuestion &) const = default;
};

/// The chain around a job, and who broke that job. Accepts the id of the request or of any answer.
struct ChainQuestion {
    nostr::EventId id;
    store::Judging judging;
    bool operator==(const ChainQuestion &) const = default;
};
struct ChainAnswer {
    dvm::Chain chain;
    std::size_t job = 0; ///< index of its node
    dvm::Verdict verdict;
};

/// What is taken out of a bundle before it is handed on; see engine/bundle.h.
enum class Redaction {
    None,
    Texts,          ///< contents, inputs and outputs, parameters, nested requests, invoices, names
    TextsAndRelays, ///< and by which relays the events came
};

/// The chain around a job as a file that opens in another installation. Accepts the id of the request or of
/// any answer. Without a time to judge at it is judged as of now.
struct BundleQuestion {
    nostr::EventId id;
    store::Judging judging;
    Redaction redaction = Redaction::None;
    bool operator==(const BundleQuestion &) const = default;
};
struct BundleAnswer {
    QByteArray text; ///< the file
    int jobs = 0;    ///< those that were seen
    int events = 0;
    int redacted = 0; ///< of the events
    bool incomplete =
        false; ///< not all of the chain could be put into it: the verdict may not follow from it
};

/// Display names of authors: newest announcement (31990) or profile (kind 0), when one is stored.
struct NamesQuestion {
    std::vector<nostr::PublicKey> keys;
    bool operator==(const NamesQuestion &) const = default;
};
struct Names {
    std::vector<std::pair<nostr::PublicKey, QString>>
        names; ///< only those that have one; as written by their owners, not made safe to show
};

/// What a DVM says of itself, and when it was last heard of in other ways than by answers.
struct ProfileQuestion {
    nostr::PublicKey key;
    bool operator==(const ProfileQuestion &) const = default;
};
struct ProfileAnswer {
    dvm::Profile profile;
    std::int64_t last_heartbeat_at = 0;  ///< kind 11998, Unix seconds; 0: never
    std::vector<lookup::Known> findings; ///< what its domains answered, see Engine::setLookups()
};

/// What may be asked of domains over HTTP, and what they answered.
struct LookupsQuestion {
    bool operator==(const LookupsQuestion &) const = default;
};
using store::LookupState;

/// What each relay surely gave.
struct CoverageQuestion {
    bool operator==(const CoverageQuestion &) const = default;
};
struct Coverages {
    std::vector<store::RelayCoverage> relays; ///< by URL; those without any are left out
};

/// The relays that requests, results, announcements and lists of the window name, but for those that
/// strangers may not send us to (engine/guest_list.h).
struct NamedRelaysQuestion {
    TimeWindow window;
    bool operator==(const NamedRelaysQuestion &) const = default;
};
struct NamedRelays {
    store::NamedRelays named;
    std::int64_t left_out = 0; ///< addresses of this machine, of a local network, or without TLS
};

using store::RetentionPolicy;
using store::Storage;

/// What the file takes on disk, and how long it lasts.
struct StorageQuestion {
    bool tables = false; ///< also how large each table is, for which every page is read
    int days = 14;       ///< how many of the newest days
    bool operator==(const StorageQuestion &) const = default;
};

/// What answers a question.
template<typename Question>
struct AnswerTo;
template<>
struct AnswerTo<OverviewQuestion> {
    using Type = Overview;
    static constexpr bool restsOnSequence = true;
};
template<>
struct AnswerTo<SeriesQuestion> {
    using Type = Series;
    static constexpr bool restsOnSequence = true;
};
template<>
struct AnswerTo<MonthsQuestion> {
    using Type = Months;
    static constexpr bool restsOnSequence = true;
};
template<>
struct AnswerTo<BestQuestion> {
    using Type = Best;
    static constexpr bool restsOnSequence = true;
};
template<>
struct AnswerTo<DvmsQuestion> {
    using Type = Dvms;
    static constexpr bool restsOnSequence = true;
};
template<>
struct AnswerTo<KindsQuestion> {
    using Type = Kinds;
    static constexpr bool restsOnSequence = true;
};
template<>
struct AnswerTo<UsersQuestion> {
    using Type = Users;
    static constexpr bool restsOnSequence = true;
};
template<>
struct AnswerTo<RelaysUsedQuestion> {
    using Type = RelaysUsed;
    static constexpr bool restsOnSequence = true;
};
template<>
struct AnswerTo<DvmQuestion> {
    using Type = Dvm;
    static constexpr bool restsOnSequence = true;
};
template<>
struct AnswerTo<DvmTroublesQuestion> {
    using Type = DvmTroubles;
    static constexpr bool restsOnSequence = false; // silence alone makes a DVM possibly down
};
template<>
struct AnswerTo<KindQuestion> {
    using Type = Kind;
    static constexpr bool restsOnSequence = true;
};
template<>
struct AnswerTo<RecentEventsQuestion> {
    using Type = RecentEvents;
    static constexpr bool restsOnSequence = false;
};
template<>
struct AnswerTo<JobsQuestion> {
    using Type = Jobs;
    static constexpr bool restsOnSequence = false;
};
template<>
struct AnswerTo<EventQuestion> {
    using Type = EventDetail;
    static constexpr bool restsOnSequence = false;
};
template<>
struct AnswerTo<LifecycleChangesQuestion> {
    using Type = LifecycleChanges;
    static constexpr bool restsOnSequence = false;
};
template<>
struct AnswerTo<JobQuestion> {
    using Type = JobDetail;
    static constexpr bool restsOnSequence = false;
};
template<>
struct AnswerTo<JobMaterialQuestion> {
    using Type = JobMaterial;
    static constexpr bool restsOnSequence = false;
};
template<>
struct AnswerTo<NamesQuestion> {
    using Type = Names;
    static constexpr bool restsOnSequence = false;
};
template<>
struct AnswerTo<ProfileQuestion> {
    using Type = ProfileAnswer;
    static constexpr bool restsOnSequence = false;
};
template<>
struct AnswerTo<ChainQuestion> {
    using Type = ChainAnswer;
    static constexpr bool restsOnSequence = false;
};
template<>
struct AnswerTo<LookupsQuestion> {
    using Type = LookupState;
    static constexpr bool restsOnSequence = false;
};
template<>
struct AnswerTo<CoverageQuestion> {
    using Type = Coverages;
    static constexpr bool restsOnSequence = false;
};
template<>
struct AnswerTo<RelaysGivenQuestion> {
    using Type = RelaysGiven;
    static constexpr bool restsOnSequence = true;
};
template<>
struct AnswerTo<RelayCourseQuestion> {
    using Type = RelayCourse;
    static constexpr bool restsOnSequence = false; // coverage grows by itself
};
template<>
struct AnswerTo<NamedRelaysQuestion> {
    using Type = NamedRelays;
    static constexpr bool restsOnSequence = false;
};
template<>
struct AnswerTo<BundleQuestion> {
    using Type = BundleAnswer;
    static constexpr bool restsOnSequence = false;
};
template<>
struct AnswerTo<StorageQuestion> {
    using Type = Storage;
    static constexpr bool restsOnSequence = false;
};
template<typename Question>
using AnswerOf = typename AnswerTo<Question>::Type;
/// The answer changes only when the ingest sequence does.
template<typename Question>
inline constexpr bool restsOnSequence = AnswerTo<Question>::restsOnSequence;

/// An answer, or why there is none, in plain words.
template<typename T>
struct Result {
    std::optional<T> value;
    QString error;
    explicit operator bool() const { return value.has_value(); }
    const T &operator*() const { return *value; }
    const T *operator->() const { return &*value; }
};

} // namespace dvmdash::engine
