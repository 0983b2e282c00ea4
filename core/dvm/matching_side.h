// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/chain.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

/// One of two chains while they are matched. Part of matchChains(), not for others.
namespace dvmdash::dvm
{

using LookHash = std::uint64_t;

/// What of a job does not depend on the other chain.
struct JobLook {
    int kind = 0;
    LookHash id = 0;
    LookHash worker = 0;                   ///< 0: nobody, or it is not clear who
    LookHash up = 0, down = 0;             ///< of the kinds
    LookHash workedUp = 0, workedDown = 0; ///< of kinds and DVMs
    std::size_t step = 0;
    std::size_t rank = 0; ///< by time
};

/// Looks of its jobs, who is next to whom, and who has found a partner.
class MatchingSide
{
public:
    explicit MatchingSide(const Chain &chain);

    std::size_t size() const { return m_looks.size(); }
    const JobLook &at(std::size_t node) const { return m_looks[node]; }
    bool isFree(std::size_t node) const { return m_partner[node] == none; }
    std::size_t partner(std::size_t node) const { return m_partner[node]; }
    /// `pair` is a number that its partner on the other side is given too.
    void settle(std::size_t node, std::size_t partner, std::size_t pair);
    /// Free nodes next to one that has a partner.
    const std::set<std::size_t> &frontier() const { return m_frontier; }
    /// Those of them that got a pair as a neighbour since all were looked at. What has the same pairs around
    /// it on the other side has got that one too, so only these need to be compared.
    const std::set<std::size_t> &fresh() const { return m_fresh; }
    void markSeen() { m_fresh.clear(); }
    void markUnseen() { m_fresh = m_frontier; }
    /// Of the pairs among its inputs, and among its users; 0: none.
    LookHash inputPairs(std::size_t node) const { return pairsOf(m_inputs[node]); }
    LookHash userPairs(std::size_t node) const { return pairsOf(m_users[node]); }

private:
    struct Neighbour {
        std::size_t node;
        EdgeType type;
    };
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    void rank(const Chain &chain);
    std::vector<std::size_t> inOrder() const;
    void look(const Chain &chain);
    LookHash pairsOf(const std::vector<Neighbour> &neighbours) const;

    std::vector<std::vector<Neighbour>> m_inputs;
    std::vector<std::vector<Neighbour>> m_users;
    std::vector<JobLook> m_looks;
    std::vector<std::size_t> m_byTime;
    std::vector<std::size_t> m_partner;
    std::vector<std::size_t> m_pair;
    std::set<std::size_t> m_frontier;
    std::set<std::size_t> m_fresh;
};

} // namespace dvmdash::dvm
