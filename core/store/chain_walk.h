// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/chain.h"
#include "store/attempt_rows.h"
#include "store/coverage.h"
#include "store/interner.h"
#include "store/job_facts.h"
#include "store/job_finder.h"
#include "store/reader.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace dvmdash::store
{

/// Gathers the chain around one job: what its request names, who names it or one of its answers, and so on,
/// nearest first. Inside a read transaction of the caller.
class ChainWalk
{
public:
    ChainWalk(Reader &reader, const Judging &judging);
    dvm::Chain around(std::int64_t jid);
    nostr::EventId idOf(std::int64_t jid); ///< of its request

private:
    /// `depth` is its distance from where the walk began. Puts its inputs on the way.
    dvm::ChainJob load(std::int64_t jid, int depth);
    std::vector<dvm::InputReference> inputsOf(std::optional<RowId> request, const LoadedFacts &loaded);
    dvm::NamedInput lookedUp(const dvm::InputReference &reference, int depth);
    /// The job of which this is an answer, or the request.
    std::optional<std::int64_t> jobOf(const nostr::EventId &id);
    /// Jobs whose request may name this id.
    std::vector<std::int64_t> jobsThatName(const nostr::EventId &id);
    void enqueue(std::int64_t jid, int depth);

    Reader &m_reader;
    Judging m_judging;
    Interner m_keys;
    JobFactsLoader m_facts;
    AttemptRows m_attempts;
    IntervalSet m_heard;
    Statement m_job;
    Statement m_jobOfAnswer;
    JobFinder m_finder;
    Statement m_naming;
    std::deque<std::pair<std::int64_t, int>> m_queue; ///< job and its distance
    std::set<std::int64_t> m_known;
    bool m_more = false;
};

} // namespace dvmdash::store
