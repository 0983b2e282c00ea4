// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/fact_reader.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace dvmdash::store
{

/// The jobs that a transaction changes, each with what was counted of it before: say touch() before the first
/// change of its rows.
class TouchedJobs
{
public:
    explicit TouchedJobs(Database &db)
        : m_facts(db)
    {
    }
    void touch(std::int64_t jid)
    {
        if (m_former.find(jid) == m_former.end())
            m_former.emplace(jid, m_facts.job(jid));
    }
    /// A job that was just made: nothing was counted of it.
    void touchNew(std::int64_t jid) { m_former.insert_or_assign(jid, std::nullopt); }
    void erase(std::int64_t jid) { m_former.erase(jid); }
    /// All of them, by jid; empty afterwards.
    std::map<std::int64_t, std::optional<JobFact>> take() { return std::exchange(m_former, {}); }
    std::optional<JobFact> former(std::int64_t jid) const
    {
        const auto at = m_former.find(jid);
        return at == m_former.end() ? std::nullopt : at->second;
    }
    void clear() { m_former.clear(); }

private:
    FactReader m_facts;
    std::map<std::int64_t, std::optional<JobFact>> m_former;
};

} // namespace dvmdash::store
