// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "program.h"
#include "store/sqlite.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace dvmdash::test
{

/// [since, until) as it is given to the program and to SQL.
struct CountWindow {
    std::int64_t since = 0;
    std::int64_t until = std::numeric_limits<std::int64_t>::max();
    bool everything() const { return since == 0; }
    /// --since and --until; nothing for everything.
    QStringList arguments() const;
};

/// A demo capture written and imported by the program itself, and an independent count of it: SQL over the
/// tables event, answer, job, attempt and payment, and over nothing that is derived from numbers. In the SQL
/// ?1 is the beginning of the window and ?2 its end.
class CountedCapture
{
public:
    explicit CountedCapture(int seed);

    /// Runs a command over the capture with --json.
    nlohmann::json ask(const QStringList &arguments, const CountWindow &window = {}) const;
    ProgramResult run(const QStringList &arguments) const { return m_folder.withDatabase(arguments); }
    const nlohmann::json &truth() const { return m_truth; }

    /// The first number that the query gives, 0 for none.
    std::int64_t number(std::string_view sql, const CountWindow &window = {}) const;
    /// The first column of all rows.
    std::vector<std::int64_t> numbers(std::string_view sql, const CountWindow &window = {}) const;
    /// The first text (lower case), empty for none or null.
    std::string text(std::string_view sql, const CountWindow &window = {}) const;
    /// First column (text, lower case) to second column (number).
    std::map<std::string, std::int64_t> byKey(std::string_view sql, const CountWindow &window = {}) const;

    /// Everything, and windows in it that begin and end at any second.
    std::vector<CountWindow> windows() const;

private:
    ProgramFolder m_folder;
    nlohmann::json m_truth;
    std::unique_ptr<store::Database> m_db;
    int m_seed;
};

/// What sorting all of them gives, in milliseconds: the smallest that so many percent do not exceed. None for
/// none.
std::optional<std::int64_t> percentileOf(std::vector<std::int64_t> values, int percent);
/// Their mean, rounded half up.
std::optional<std::int64_t> meanOf(const std::vector<std::int64_t> &values);
/// The program's percentile of these: exact while all are whole seconds below 128 s, else within 1 %.
bool isPercentile(const nlohmann::json &told, const std::vector<std::int64_t> &values, int percent);

/// part / whole with four decimals, null for a rate of nothing.
nlohmann::json rateOf(std::int64_t part, std::int64_t whole);

/// What counts, as conditions.
namespace sql
{
inline constexpr const char *isRequest =
    " kind BETWEEN 5000 AND 5999 AND kind NOT IN (5128, 5129, 5666, 5969) "
    "AND created_at >= ?1 AND created_at < ?2 ";
inline constexpr const char *isResult = " kind BETWEEN 6000 AND 6999 AND kind NOT IN (6666, 6969) "
                                        "AND flags & 1 = 0 AND created_at >= ?1 AND created_at < ?2 ";
/// Not pongs, and not the customers' own notes.
inline constexpr const char *isFeedback =
    " kind = 7000 AND role <> 11 AND flags & 1 = 0 AND created_at >= ?1 AND created_at < ?2 "
    "AND rid NOT IN (SELECT rid FROM answer WHERE note = 1) ";
/// Jobs, or attempts of jobs, of the window.
inline constexpr const char *jobInWindow = " job.created_at >= ?1 AND job.created_at < ?2 ";
inline constexpr const char *isPayment = " counted = 1 AND created_at >= ?1 AND created_at < ?2 ";
} // namespace sql

} // namespace dvmdash::test
