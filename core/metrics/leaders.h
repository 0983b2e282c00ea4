// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/figure_reader.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace dvmdash::metrics
{

struct DvmLeader {
    nostr::PublicKey dvm;
    std::int64_t value = 0;
    bool operator==(const DvmLeader &) const = default;
};
struct KindLeader {
    int kind = 0;
    std::int64_t value = 0;
    bool operator==(const KindLeader &) const = default;
};
struct PaidDvm {
    nostr::PublicKey dvm;
    Money money;
    bool operator==(const PaidDvm &) const = default;
};
struct PaidKind {
    int kind = 0;
    Money money;
    bool operator==(const PaidKind &) const = default;
};

/// Who leads in a window. Ties go to the lowest key or kind.
struct Leaders {
    std::optional<DvmLeader> popular_dvm;       ///< most results
    std::optional<KindLeader> popular_kind;     ///< most requests
    std::optional<KindLeader> competitive_kind; ///< most different DVMs that gave results
    std::optional<PaidDvm> paid_dvm;            ///< see isPaidLess(); none while nobody was paid
    std::optional<PaidKind> paid_kind;
    bool operator==(const Leaders &) const = default;
};
Leaders readLeaders(FigureReader &reader, const TimeWindow &window);

/// The best DVMs for one request kind.
struct KindBest {
    int kind = 0;
    Figures figures;
    /// Lowest median response time among DVMs with at least `fewestResponses` of them; ties to the lower
    /// mean, then the lower key. None when nobody has so many.
    std::optional<nostr::PublicKey> fastest;
    ResponseTimes fastest_response;
    std::optional<PaidDvm> top_earning;
};
inline constexpr std::int64_t fewestResponses = 3;
/// Takes the figures of one DVM for this kind into account.
void considerForKind(KindBest &best, const nostr::PublicKey &dvm, const Figures &figures);

struct BestQuestion {
    TimeWindow window;
    int limit = 50; ///< kinds, those with most requests first; 0: all
    bool operator==(const BestQuestion &) const = default;
};
struct Best {
    std::vector<KindBest> kinds;
    Freshness freshness;
};
Best readBest(store::Reader &reader, const BestQuestion &question, std::int64_t now_ms);

} // namespace dvmdash::metrics
