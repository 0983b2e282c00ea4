// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/activity.h"
#include "store/writer_thread.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <utility>

namespace dvmdash::engine
{

/// What commits have added since the last notice. Written by the writer's thread, taken by the engine's.
class PendingActivity
{
public:
    void add(store::CommitNotice notice, std::int64_t now_ms)
    {
        const std::lock_guard lock(m_mutex);
        m_changed = true;
        if (notice.replaced) {
            m_activity.replaced = true;
            m_activity.events.clear();
            m_activity.stored = 0;
            m_missing.clear();
        }
        m_activity.stored += notice.stored;
        m_activity.jobs_changed = m_activity.jobs_changed || notice.jobs_judged > 0 || notice.rewritten;
        m_activity.sequence = notice.sequence;
        m_activity.events_total = notice.events_total;
        if (notice.newest_received_ms > 0)
            m_activity.behind_ms = std::max<std::int64_t>(0, now_ms - notice.newest_received_ms);
        if (m_missing.size() < mostRowsTold)
            m_missing.insert(m_missing.end(), notice.missing.begin(), notice.missing.end());
        auto &rows = m_activity.events;
        rows.insert(rows.begin(), std::make_move_iterator(notice.events.begin()),
                    std::make_move_iterator(notice.events.end()));
        if (rows.size() > mostRowsTold)
            rows.resize(mostRowsTold);
        m_activity.skipped = m_activity.stored - static_cast<std::int64_t>(rows.size());
    }
    /// What was named and not seen, since the last call.
    std::vector<store::MissingEvent> takeMissing()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_missing, {});
    }
    std::uint64_t sequence() const
    {
        const std::lock_guard lock(m_mutex);
        return m_activity.sequence;
    }
    /// True when anything was added since the last call.
    bool take(Activity &activity)
    {
        const std::lock_guard lock(m_mutex);
        const bool changed = std::exchange(m_changed, false);
        activity = m_activity;
        m_activity.events.clear();
        m_activity.stored = 0;
        m_activity.skipped = 0;
        m_activity.jobs_changed = false;
        m_activity.replaced = false;
        m_activity.behind_ms = 0;
        return changed;
    }

private:
    static constexpr std::size_t mostRowsTold = 5'000;

    mutable std::mutex m_mutex;
    Activity m_activity;
    std::vector<store::MissingEvent> m_missing;
    bool m_changed = false;
};

} // namespace dvmdash::engine
