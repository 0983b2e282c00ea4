// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/figures.h"
#include "metrics/freshness.h"
#include "metrics/leaders.h"
#include "metrics/step.h"

#include <optional>
#include <vector>

namespace dvmdash::store
{
class Reader;
}

/// What is asked about the whole network.
namespace dvmdash::metrics
{

struct OverviewQuestion {
    TimeWindow window;
    std::optional<Step> step; ///< none: stepFor() the window
    bool operator==(const OverviewQuestion &) const = default;
};

struct Overview {
    OverviewQuestion question;
    TimeWindow window; ///< that was meant
    Step step = Step::Minute;
    Figures totals;
    Figures previous; ///< the window of equal length just before
    Leaders leaders;
    std::vector<Point> points; ///< every step of the window, empty ones too
    Freshness freshness;
};

/// Reads the overview in one read transaction, so that all its numbers are of one moment. Throws
/// store::Error; throws store::Interrupted when the reader is interrupted.
Overview readOverview(store::Reader &reader, const OverviewQuestion &question, std::int64_t now_ms);

/// A course over time of one subject: the network when neither DVM nor kind are given, the DVM for this kind
/// when both are. Users, DVMs and kinds are counted for the network and for kinds only.
struct SeriesQuestion {
    TimeWindow window;
    std::optional<Step> step = {}; ///< none: stepFor() the window
    std::optional<nostr::PublicKey> dvm;
    std::optional<int> kind;
    bool operator==(const SeriesQuestion &) const = default;
};
struct Series {
    SeriesQuestion question;
    TimeWindow window;
    Step step = Step::Hour;
    std::vector<Point> points;
    Freshness freshness;
};
Series readSeries(store::Reader &reader, const SeriesQuestion &question, std::int64_t now_ms);

/// Month by month, oldest first, over everything that is known: at most `most`, the newest.
struct MonthsQuestion {
    int most = 24;
    bool operator==(const MonthsQuestion &) const = default;
};
struct Months {
    std::vector<Point> months;
    Freshness freshness;
};
Months readMonths(store::Reader &reader, const MonthsQuestion &question, std::int64_t now_ms);

} // namespace dvmdash::metrics
