// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "ui/charts/chart_data.h"

#include <QString>

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

namespace dvmdash::ui
{

/// What each relay sent in the last minutes, in buckets of ten seconds. Counts what came while the relay was
/// live: what it had stored and sends at the beginning says nothing about its pace. Not thread-safe.
class RelayTraffic
{
public:
    static constexpr qint64 bucketSeconds = 10;
    static constexpr qint64 spanSeconds = 600;
    static constexpr qint64 shortestSpanSeconds = 120;
    /// More lines than this are added up in the last one.
    static constexpr int mostSeries = 6;

    explicit RelayTraffic(qint64 now_s)
        : m_began(now_s)
    {
    }

    void note(const QVector<engine::RelayActivity> &relays, qint64 now_s);
    /// The last ten minutes, busiest relays first; a relay is named after its host.
    ChartData chart(qint64 now_s) const;

private:
    struct Seen {
        std::int64_t frames = 0;
        bool wasLive = false;
    };
    struct Bucket {
        qint64 start = 0;
        std::map<QString, qint64> events; ///< by URL
    };
    std::vector<QString> busiest() const;
    ChartSeries series(const QString &id, const QString &name, Hue hue,
                       const std::vector<QString> &urls) const;

    qint64 m_began;
    std::map<QString, Seen> m_seen;
    std::deque<Bucket> m_buckets; ///< oldest first
};

} // namespace dvmdash::ui
