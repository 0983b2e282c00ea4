// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"
#include "engine/history.h"
#include "store/interval_set.h"

#include <QStringList>

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace dvmdash::engine
{

/// Histories under way, one a relay: first the jobs, then what the DVMs that came up in them say of
/// themselves and are paid. On the engine's thread.
class HistoryTasks
{
public:
    /// Hands a wish, or that there is none any more, to the relay of this URL.
    using Send = std::function<void(const QString &relay, std::optional<relay::HistoryWish> wish)>;
    using KnownDvms = std::function<std::vector<nostr::PublicKey>()>;
    /// Any clock that only goes forward, in milliseconds.
    using Clock = std::function<std::int64_t()>;
    HistoryTasks(Send send, KnownDvms knownDvms, Clock clock);

    /// What is asked for from now on. They outlive it.
    void setKinds(const dvm::KindTable &kinds) { m_kinds = &kinds; }

    /// In place of what is under way at that relay. `covered`: what it surely gave before.
    HistoryProgress start(const HistoryRequest &request, const store::IntervalSet &covered);
    /// Nothing when none is under way there.
    std::optional<HistoryProgress> stop(const QString &relay);
    /// It asks no more until it is started again; what it is stays known. Nothing when none is under way.
    std::optional<HistoryProgress> pause(const QString &relay);
    /// One that waits to be started, as of an earlier run of the program.
    HistoryProgress addPaused(const HistoryRequest &request);
    void clear() { m_tasks.clear(); }
    std::vector<HistoryProgress> all() const; ///< under way or paused

    /// `read`: frames of all relays so far; `told`: those of them that came to an end before what is known of
    /// DVMs was brought up to date.
    void tick(std::int64_t read, std::int64_t told);
    /// What the relay tells. Nothing when it is of no task.
    std::optional<HistoryProgress> heard(const relay::HistoryStatus &status);

private:
    struct Task {
        HistoryProgress progress;
        relay::HistoryWish wish; ///< that is under way
        bool isOfJobs = true;
        bool awaitsDvms = false;        ///< the jobs are through; which DVMs came up in them is to be learned
        std::int64_t awaitedFrames = 0; ///< once so many came to an end
        relay::HistoryStatus before;    ///< sums of what is through
        std::int64_t began_ms = 0;
    };
    void begin(Task &task, relay::HistoryWish wish);
    static double shareOf(const Task &task, const relay::HistoryStatus &status);
    void estimate(Task &task) const;

    const dvm::KindTable *m_kinds = &dvm::KindTable::standard();
    const Send m_send;
    const KnownDvms m_knownDvms;
    const Clock m_clock;
    std::map<QString, Task> m_tasks;
};

} // namespace dvmdash::engine
