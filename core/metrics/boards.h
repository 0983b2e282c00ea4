// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/liveness.h"
#include "metrics/figures.h"
#include "metrics/freshness.h"
#include "metrics/leaders.h"
#include "metrics/step.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Tables of DVMs, kinds, users and relays, and all about one of them.
namespace dvmdash::metrics
{

/// A DVM in a window: whoever gave a result or feedback, was asked by name, or was paid in it.
struct DvmRow {
    nostr::PublicKey dvm;
    Figures figures; ///< attempts and payments of the DVM; requests, jobs and unique counts stay 0
    std::vector<int>
        kinds; ///< request kinds for which it gave results, was asked or was paid in the window, ascending
    std::int64_t first_seen_at = 0;                ///< its first result or feedback ever; 0: none
    std::int64_t last_seen_at = 0;                 ///< its last result or feedback ever; 0: none
    std::int64_t last_completed_at = 0;            ///< when it last delivered a job, ever; 0: never
    dvm::Liveness health = dvm::Liveness::Unknown; ///< now, whatever the window
    std::int64_t ignored = 0;                      ///< requests that it ignored since its last answer
    bool ignored_more = false;                     ///< at least so many
    std::int64_t ignored_since = 0;                ///< when the first of them was made
    bool operator==(const DvmRow &) const = default;
};

/// A request kind in a window.
struct KindRow {
    int kind = 0;
    Figures figures;                ///< users and dvms are counted
    std::int64_t dvms_ever = 0;     ///< DVMs that gave a result for it before the end of the window
    std::int64_t first_seen_at = 0; ///< its first request ever; 0: none
    std::int64_t last_seen_at = 0;
    std::optional<nostr::PublicKey> fastest; ///< see KindBest
    std::optional<nostr::PublicKey> top_earning;
    bool operator==(const KindRow &) const = default;
};

/// A customer in a window.
struct UserRow {
    nostr::PublicKey user;
    Figures figures;                ///< requests, and jobs by state
    std::int64_t first_seen_at = 0; ///< first request ever
    std::int64_t last_seen_at = 0;
    bool operator==(const UserRow &) const = default;
};

/// A relay or an imported file that gave requests, results and feedback of the window.
struct RelayRow {
    std::string url;
    std::int64_t events = 0;
    bool operator==(const RelayRow &) const = default;
};

/// By which number a board is ordered, the largest first; ties to the lowest key. Times and rates that are
/// not known come last.
enum class SortBy {
    Results,
    Feedback,
    Requests,
    Success, ///< rate; of DVMs the attempts', of kinds the completion
    Failed,
    P50,  ///< the smallest first
    P95,  ///< the smallest first
    Paid, ///< see isPaidLess()
    Ignored,
    LastSeen,
    Users, ///< kinds only
    Dvms,  ///< kinds only
    Key,   ///< ascending
};
/// "results", "p95", ...; nothing for a word that is none of them.
std::optional<SortBy> sortFromName(std::string_view name);
std::string_view sortName(SortBy sort);

struct DvmsQuestion {
    TimeWindow window;
    SortBy sort = SortBy::Results;
    int limit = 0; ///< 0: all
    bool operator==(const DvmsQuestion &) const = default;
};
struct Dvms {
    std::vector<DvmRow> rows;
    std::int64_t all = 0; ///< without the limit
    Freshness freshness;
};
Dvms readDvms(store::Reader &reader, const DvmsQuestion &question, std::int64_t now_ms);

struct KindsQuestion {
    TimeWindow window;
    SortBy sort = SortBy::Requests;
    int limit = 0;
    bool operator==(const KindsQuestion &) const = default;
};
struct Kinds {
    std::vector<KindRow> rows;
    std::int64_t all = 0;
    Freshness freshness;
};
Kinds readKinds(store::Reader &reader, const KindsQuestion &question, std::int64_t now_ms);

struct UsersQuestion {
    TimeWindow window;
    SortBy sort = SortBy::Requests;
    int limit = 100;
    bool operator==(const UsersQuestion &) const = default;
};
struct Users {
    std::vector<UserRow> rows;
    std::int64_t all = 0;
    Freshness freshness;
};
Users readUsers(store::Reader &reader, const UsersQuestion &question, std::int64_t now_ms);

struct RelaysUsedQuestion {
    TimeWindow window;
    bool operator==(const RelaysUsedQuestion &) const = default;
};
struct RelaysUsed {
    std::vector<RelayRow> rows; ///< most events first
    Freshness freshness;
};
RelaysUsed readRelaysUsed(store::Reader &reader, const RelaysUsedQuestion &question, std::int64_t now_ms);

/// Another DVM that gave results for a kind that this one gives results for.
struct Competitor {
    nostr::PublicKey dvm;
    std::vector<int> kinds; ///< the shared ones
    Figures figures;        ///< over the shared kinds only
    bool operator==(const Competitor &) const = default;
};
/// A kind that a DVM works on.
struct KindOfDvm {
    int kind = 0;
    Figures figures; ///< of the DVM for this kind
    Rate share;      ///< its results of all results for the kind
    bool operator==(const KindOfDvm &) const = default;
};

struct DvmQuestion {
    nostr::PublicKey dvm;
    TimeWindow window;
    std::optional<Step> step = {}; ///< none: stepFor() the window
    bool operator==(const DvmQuestion &) const = default;
};
struct Dvm {
    DvmQuestion question;
    TimeWindow window; ///< that was meant
    Step step = Step::Hour;
    bool known = false; ///< its key was met anywhere
    DvmRow row;
    Figures previous;
    std::vector<Point> points;
    std::vector<KindOfDvm> kinds;        ///< most results first
    std::vector<Competitor> competitors; ///< most results first
    Freshness freshness;
};
Dvm readDvm(store::Reader &reader, const DvmQuestion &question, std::int64_t now_ms);

/// Who was there in one step of a kind's window.
struct KindPoint {
    std::int64_t start = 0;
    Figures figures;            ///< dvms: active in this step
    std::int64_t dvms_ever = 0; ///< that gave a result before the end of this step
    bool operator==(const KindPoint &) const = default;
};
/// A DVM for one kind.
struct DvmOfKind {
    nostr::PublicKey dvm;
    Figures figures;
    Rate share; ///< its results of all results for the kind
    bool operator==(const DvmOfKind &) const = default;
};

struct KindQuestion {
    int kind = 0;
    TimeWindow window;
    std::optional<Step> step = {}; ///< none: stepFor() the window
    bool operator==(const KindQuestion &) const = default;
};
struct Kind {
    KindQuestion question;
    TimeWindow window; ///< that was meant
    Step step = Step::Hour;
    KindRow row;
    Figures previous;
    std::vector<KindPoint> points;
    std::vector<DvmOfKind> dvms; ///< most results first
    Freshness freshness;
};
Kind readKind(store::Reader &reader, const KindQuestion &question, std::int64_t now_ms);

} // namespace dvmdash::metrics
