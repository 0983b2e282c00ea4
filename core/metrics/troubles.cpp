// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/troubles.h"

#include "dvm/failure_text.h"
#include "metrics/board_rows.h"
#include "metrics/health_reader.h"
#include "metrics/trouble_finder.h"
#include "store/event_loader.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace dvmdash::metrics
{

namespace
{

/// The same fault is one group.
class Grouping
{
public:
    explicit Grouping(store::Database &db)
        : m_events(db)
    {
    }

    void add(const TroubleFinder::Attempt &attempt)
    {
        const TroubledJob &job = attempt.job;
        Entry &entry = m_groups[{job.state, textOf(attempt)}];
        FailureGroup &group = entry.group;
        // They come newest request first.
        if (group.count == 0)
            group.example = job.request;
        ++group.count;
        group.last_at = std::max(group.last_at, job.since);
        if (job.kind != 0)
            entry.kinds.insert(job.kind);
        ++m_count;
    }
    std::int64_t count() const { return m_count; }

    /// Most attempts first.
    std::vector<FailureGroup> take()
    {
        std::vector<FailureGroup> groups;
        for (auto &[key, entry] : m_groups) {
            FailureGroup group = std::move(entry.group);
            group.state = key.first;
            group.text = key.second;
            group.kinds.assign(entry.kinds.begin(), entry.kinds.end());
            groups.push_back(std::move(group));
        }
        std::sort(groups.begin(), groups.end(), [](const FailureGroup &a, const FailureGroup &b) {
            return std::tuple(-a.count, -a.last_at, a.state, std::string_view(a.text)) <
                   std::tuple(-b.count, -b.last_at, b.state, std::string_view(b.text));
        });
        return groups;
    }

private:
    struct Entry {
        FailureGroup group;
        std::set<int> kinds;
    };

    /// Only who failed said so.
    std::string textOf(const TroubleFinder::Attempt &attempt)
    {
        if (attempt.job.state != dvm::State::Failed || !attempt.evidence)
            return {};
        try {
            return dvm::foldedFailureText(dvm::failureText(m_events.load(*attempt.evidence)));
        } catch (const store::DamagedEvent &) {
            // Whoever opens that event is told.
            return {};
        }
    }

    store::EventLoader m_events;
    std::map<std::pair<dvm::State, std::string>, Entry> m_groups;
    std::int64_t m_count = 0;
};

/// Fills the lists and the groups until they are full.
void readJobs(FigureReader &reader, std::int64_t pid, DvmTroubles &troubles)
{
    const auto limit = static_cast<std::size_t>(std::max(0, troubles.question.limit));
    const std::int64_t mostExplained = std::max(0, troubles.question.mostExplained);
    TroubleFinder finder(reader, pid);
    Grouping grouping(reader.database());
    for (const dvm::State state : failureStates)
        troubles.failed[state]; // the lists are there, also empty ones
    const auto isFailureWanted = [&](const Figures &figures) {
        if (figures.attemptsFailed() > 0 && grouping.count() < mostExplained)
            return true;
        return std::any_of(failureStates.begin(), failureStates.end(), [&](dvm::State state) {
            return figures.attemptsIn(state) > 0 && troubles.failed[state].size() < limit;
        });
    };
    const auto isRefundWanted = [&](const Figures &figures) {
        return figures.money.refunded > 0 && troubles.refunds.size() <= limit;
    };
    const auto take = [&](const TimeWindow &window, const Figures &figures) {
        if (isFailureWanted(figures)) {
            for (const auto &attempt : finder.failedAttempts(window, figures.attemptsFailed())) {
                auto &list = troubles.failed[attempt.job.state];
                if (list.size() < limit)
                    list.push_back(attempt.job);
                if (grouping.count() < mostExplained)
                    grouping.add(attempt);
            }
        }
        if (isRefundWanted(figures))
            for (TroubledJob &refund : finder.refunds(window))
                troubles.refunds.push_back(std::move(refund));
    };
    finder.visit(
        troubles.window,
        [&](const Figures &figures) { return isFailureWanted(figures) || isRefundWanted(figures); }, take);
    troubles.more_refunds = troubles.refunds.size() > limit;
    if (troubles.more_refunds)
        troubles.refunds.resize(limit);
    troubles.explained = grouping.count();
    troubles.groups = grouping.take();
}

} // namespace

DvmTroubles readDvmTroubles(store::Reader &file, const DvmTroublesQuestion &question, std::int64_t now_ms)
{
    FigureReader reader(file, now_ms);
    DvmTroubles troubles;
    troubles.question = question;
    troubles.window = reader.resolved(question.window);
    const auto pid = reader.pidOf(question.dvm);
    troubles.known = pid.has_value();
    // Nobody has pid 0: all that is read of an unknown key is empty.
    const std::int64_t key = pid.value_or(0);
    troubles.figures = figuresOf(reader.windows().row(Dimension::Dvm, {key, 0}, troubles.window, false));
    HealthReader health(reader.database(), now_ms / 1000);
    const SeenSpan answered = seenSpan(reader.database(), key, {Seen::Results, Seen::Feedback});
    troubles.health = dvm::healthOf(health.factsWithEvents(key, answered.last));
    readJobs(reader, key, troubles);
    troubles.freshness = reader.freshness(troubles.window);
    return troubles;
}

} // namespace dvmdash::metrics
