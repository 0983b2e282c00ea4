// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/chain.h"
#include "store/attempt_rows.h"
#include "store/coverage.h"
#include "store/heard.h"
#include "store/interner.h"
#include "store/job_facts.h"
#include "store/job_finder.h"
#include "store/reader.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace dvmdash::store
{

/// Gathers the chain around one job: what its request names, who names it or one of its answers, and so on,
/// nearest first. Lives inside one read transaction of the caller: what it has read it keeps.
class ChainWalk
{
public:
    ChainWalk(Reader &reader, const Judging &judging);
    dvm::Chain around(std::int64_t jid);
    nostr::EventId idOf(std::int64_t jid); ///< of its request

private:
    /// A job and which others it leads to.
    struct Loaded {
        dvm::ChainJob job;
        std::vector<std::int64_t> inputs;
        std::vector<std::int64_t> users;
        bool more = false; ///< there are more users than could be taken in
    };
    /// Kept: in a list of jobs most chains are walked from several of them.
    const Loaded &loaded(std::int64_t jid);
    Loaded load(std::int64_t jid);
    std::vector<dvm::InputReference> inputsOf(std::optional<RowId> request, const LoadedFacts &loaded);
    /// The job of which this is an answer, or the request.
    std::optional<std::int64_t> jobOf(const nostr::EventId &id);
    /// Adds jobs whose request may name this id.
    void addUsers(const nostr::EventId &id, Loaded &loaded);
    void enqueue(const std::vector<std::int64_t> &jobs, int depth);

    Reader &m_reader;
    Judging m_judging;
    Interner m_keys;
    JobFactsLoader m_facts;
    AttemptRows m_attempts;
    const dvm::KindTable &m_kinds;
    Heard m_heard;
    Statement m_job;
    Statement m_jobOfAnswer;
    JobFinder m_finder;
    Statement m_naming;
    std::deque<std::pair<std::int64_t, int>> m_queue; ///< job and its distance
    std::set<std::int64_t> m_known;
    bool m_more = false;
    std::unordered_map<std::int64_t, Loaded> m_loaded;
};

} // namespace dvmdash::store
