// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/fact_reader.h"
#include "store/job_facts.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace dvmdash::store
{

/// A job that a transaction changes.
struct TouchedJob {
    std::optional<JobFact> former; ///< what was counted of it before
    bool isNew = false;            ///< made in this transaction
    /// Of a new job all that is known of it, as long as every change was told: it need not be read back.
    std::optional<LoadedFacts> facts;
};

/// The jobs that a transaction changes: say so before the first change of their rows.
class TouchedJobs
{
public:
    explicit TouchedJobs(Database &db)
        : m_facts(db)
    {
    }
    /// For a change of whatever kind.
    void touch(std::int64_t jid) { at(jid).facts.reset(); }
    /// For a change that the caller makes to these facts too; nullptr: they have to be read anyway.
    LoadedFacts *touchTelling(std::int64_t jid)
    {
        auto &facts = at(jid).facts;
        return facts ? &*facts : nullptr;
    }
    /// A job that was just made: nothing was counted of it.
    void touchNew(std::int64_t jid, const nostr::EventId &request)
    {
        TouchedJob job{std::nullopt, true, LoadedFacts{}};
        job.facts->facts.id = request;
        m_jobs.insert_or_assign(jid, std::move(job));
    }
    void erase(std::int64_t jid) { m_jobs.erase(jid); }
    /// All of them, by jid; empty afterwards.
    std::map<std::int64_t, TouchedJob> take() { return std::exchange(m_jobs, {}); }
    std::optional<JobFact> former(std::int64_t jid) const
    {
        const auto at = m_jobs.find(jid);
        return at == m_jobs.end() ? std::nullopt : at->second.former;
    }
    void clear() { m_jobs.clear(); }

private:
    TouchedJob &at(std::int64_t jid)
    {
        const auto known = m_jobs.find(jid);
        if (known != m_jobs.end())
            return known->second;
        return m_jobs.emplace(jid, TouchedJob{m_facts.job(jid), false, std::nullopt}).first->second;
    }

    FactReader m_facts;
    std::map<std::int64_t, TouchedJob> m_jobs;
};

} // namespace dvmdash::store
