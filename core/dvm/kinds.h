// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dvmdash::dvm
{

/// Deadlines of an attempt, in seconds (rules: jobs and chains, section 3).
struct Timeouts {
    std::int64_t response = 30;       ///< request to the first answer of a targeted DVM
    std::int64_t result = 120;        ///< accepted to result; see KindTable::setTimeouts for 5 x p95
    std::int64_t payment = 24 * 3600; ///< payment asked to payment seen, when no bolt11 expiry says
    std::int64_t paidToResult = 120;  ///< payment seen to result
    bool operator==(const Timeouts &) const = default;
};

/// One row of the table of kinds.
struct KindInfo {
    int request = 0;  ///< request kind
    std::string name; ///< short, in English: "Summarization"
    std::string
        status; ///< where it is known from: registry, proposed, observed, code; of the user's own: yours
    double weight = 0; ///< how often it was seen, damped (cube root of the count); for the simulated network
    std::string collision;            ///< non-empty: another protocol also uses this kind; what it is
    std::optional<Timeouts> timeouts; ///< as the table says, before setTimeouts
};

/// Kinds of requests, and where their results are: kind + offset. By default those of NIP-90.
struct KindRange {
    int first = 5000;
    int last = 5999; ///< inclusive
    int offset = 1000;
    bool operator==(const KindRange &) const = default;
};

/// Which kinds are requests and results, what they are called and how long to wait for them: one editable
/// table, with defaults in resources/kinds.json; what is edited is KindChanges. A value; read-only after
/// loading and safe to share.
class KindTable
{
public:
    /// The ranges of NIP-90 and the general timeouts; nothing excluded, nothing named.
    KindTable();

    /// The table compiled in from resources/kinds.json.
    static const KindTable &standard();
    /// Strict: a member that is unknown, missing or out of range refuses the whole; `error` names it.
    static std::optional<KindTable> parse(std::string_view json, std::string *error = nullptr);

    bool isExcluded(int kind) const;
    bool isRequest(int kind) const; ///< in a range of requests and not excluded
    bool isResult(int kind) const;  ///< in a range of results and not excluded
    /// Of a kind that is none, as the first range would have it.
    int resultKind(int requestKind) const;
    int requestKind(int resultKind) const;
    std::vector<int> requests() const; ///< all of them, ascending
    std::vector<int> results() const;

    /// "Summarization" for 5001 and 6001, "Job 5432" for 5432 and 6432 which nobody named, else a generic
    /// name
    /// ("Feedback", "Zap receipt", "Kind 1984").
    std::string name(int kind) const;
    /// What another protocol uses this request or result kind for; empty when there is no known collision.
    std::string_view collision(int kind) const;
    /// The row of a request kind, or nullptr.
    const KindInfo *find(int requestKind) const;
    /// Those of the kind, else the table's general ones.
    Timeouts timeouts(int requestKind) const;
    const Timeouts &timeouts() const { return m_timeouts; }
    const std::map<int, Timeouts> &ownTimeouts() const { return m_kindTimeouts; }
    const std::vector<KindInfo> &kinds() const { return m_kinds; } ///< ascending
    const std::vector<KindRange> &ranges() const { return m_ranges; }
    const std::set<int> &excluded() const { return m_excluded; }

    // Changes are looked at together: see fault(), and changed() of kind_changes.h.
    void setRanges(std::vector<KindRange> ranges);
    void setExcluded(std::set<int> kinds);
    void setTimeouts(const Timeouts &general);
    /// Overrides them for one request kind: the user's own, or a result timeout raised to 5 x the kind's p95.
    void setTimeouts(int requestKind, const Timeouts &timeouts);
    /// A kind that has no name comes before all others where only some can be asked for.
    void setName(int requestKind, const std::string &name);
    /// What does not go together, in words that name the kind; empty when all does.
    std::string fault() const;

private:
    static constexpr std::size_t kindCount = 65536;

    const KindRange *rangeOfRequest(int kind) const;
    const KindRange *rangeOfResult(int kind) const;
    void classify();

    std::vector<KindRange> m_ranges{KindRange()};
    std::set<int> m_excluded;
    Timeouts m_timeouts;
    std::vector<KindInfo> m_kinds;           ///< sorted by request kind
    std::map<int, std::string> m_collisions; ///< result and request kinds that other protocols use
    std::map<int, Timeouts> m_kindTimeouts;  ///< by request kind
    std::bitset<kindCount> m_isRequest;      ///< of ranges and excluded ones
    std::bitset<kindCount> m_isResult;
};

} // namespace dvmdash::dvm
