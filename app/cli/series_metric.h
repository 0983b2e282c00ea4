// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

/// What `series` can show, in one table.
namespace dvmdash::cli
{

/// What a number is, which decides its unit and whether steps of it can be added up.
enum class Nature {
    Events,
    Outcomes, ///< jobs; of a DVM its attempts
    Keys,     ///< different ones: in two steps they may be the same
    KeysEver, ///< different ones until the end of the step
    Rate,
    Duration,
    Money,
};

/// Bits: what a metric is counted for.
enum SeriesSubject : unsigned { OfNetwork = 1, OfKind = 2, OfDvm = 4, OfDvmForKind = 8 };

/// Figures of one step as a metric reads them.
struct StepFigures {
    const metrics::Figures &figures;
    std::int64_t dvms_ever = 0; ///< of a kind
    bool ofDvm = false;         ///< attempts count in place of jobs
};

struct SeriesMetric {
    std::string_view name;
    Nature nature;
    unsigned subjects; ///< SeriesSubject
    std::string_view meaning;
    /// Events, outcomes, keys, millisatoshi, or milliseconds; of a rate the part.
    std::optional<std::int64_t> (*value)(const StepFigures &step);
    /// Of a rate the whole, of a duration how many there are.
    std::int64_t (*whole)(const StepFigures &step) = nullptr;

    bool canBeAdded() const;
};

std::span<const SeriesMetric> seriesMetrics();
/// Throws UsageError, listing all, for another word.
const SeriesMetric &seriesMetricFromText(const std::string &text);
/// Throws UsageError when it is not counted for this.
void checkSubject(const SeriesMetric &metric, SeriesSubject subject);
/// Throws UsageError, saying why, when its steps cannot be added up.
void checkCumulative(const SeriesMetric &metric);

/// "events", "users", "percent", "ms", "sat", ...
std::string unitOf(const SeriesMetric &metric, bool ofDvm);

/// What stands in a point besides its time: "value", and what goes with it. `sum`: the running total to
/// write in place of the step's own value.
nlohmann::ordered_json pointValues(const SeriesMetric &metric, const StepFigures &step,
                                   std::optional<std::int64_t> sum);

/// Header of CSV and where each column stands in a point.
struct SeriesColumn {
    std::string header;
    std::string pointer;
};
std::vector<SeriesColumn> seriesColumns(const SeriesMetric &metric, bool ofDvm, bool cumulative);

} // namespace dvmdash::cli
