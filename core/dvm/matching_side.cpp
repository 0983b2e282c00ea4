// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/matching_side.h"

#include "dvm/chain_matching.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace dvmdash::dvm
{

namespace
{

using Hash = LookHash;

/// splitmix64, of both: the same on every machine.
Hash mixed(Hash a, Hash b)
{
    Hash x = a * 0x9e3779b97f4a7c15ull + b + 0x632be59bd9b4e019ull;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

template<typename Bytes>
Hash hashOf(const Bytes &bytes)
{
    Hash hash = bytes.size();
    for (const auto byte : bytes)
        hash = mixed(hash, static_cast<Hash>(byte));
    return hash;
}

Hash hashOf(std::vector<Hash> looks)
{
    std::sort(looks.begin(), looks.end());
    Hash hash = looks.size();
    for (const Hash look : looks)
        hash = mixed(hash, look);
    return hash;
}

} // namespace

MatchingSide::MatchingSide(const Chain &chain)
    : m_inputs(chain.nodes.size())
    , m_users(chain.nodes.size())
    , m_looks(chain.nodes.size())
    , m_partner(chain.nodes.size(), none)
{
    std::set<std::tuple<std::size_t, std::size_t, EdgeType>> edges;
    for (const ChainEdge &edge : chain.edges)
        if (edge.from != edge.to)
            edges.emplace(edge.from, edge.to, edge.type);
    for (const auto &[from, to, type] : edges) {
        m_inputs[to].push_back({from, type});
        m_users[from].push_back({to, type});
    }
    rank(chain);
    look(chain);
}

void MatchingSide::settle(std::size_t node, std::size_t partner, std::size_t pair)
{
    m_partner[node] = partner;
    m_pair.resize(m_looks.size(), none);
    m_pair[node] = pair;
    for (const auto *neighbours : {&m_inputs[node], &m_users[node]})
        for (const auto &[neighbour, type] : *neighbours)
            if (isFree(neighbour)) {
                m_frontier.insert(neighbour);
                m_fresh.insert(neighbour);
            }
    m_frontier.erase(node);
    m_fresh.erase(node);
}

void MatchingSide::rank(const Chain &chain)
{
    m_byTime.resize(chain.nodes.size());
    std::iota(m_byTime.begin(), m_byTime.end(), std::size_t(0));
    std::sort(m_byTime.begin(), m_byTime.end(), [&](std::size_t a, std::size_t b) {
        const ChainNode &first = chain.nodes[a];
        const ChainNode &second = chain.nodes[b];
        return std::tie(first.ghost, first.created_at, first.id) <
               std::tie(second.ghost, second.created_at, second.id);
    });
    for (std::size_t i = 0; i < m_byTime.size(); ++i)
        m_looks[m_byTime[i]].rank = i;
}

/// Inputs before their users; of a circle what is first in time comes first.
std::vector<std::size_t> MatchingSide::inOrder() const
{
    std::vector<std::size_t> waiting(size());
    std::set<std::pair<std::size_t, std::size_t>> ready; // by time
    std::set<std::pair<std::size_t, std::size_t>> stuck;
    for (std::size_t node = 0; node < size(); ++node) {
        waiting[node] = m_inputs[node].size();
        (waiting[node] == 0 ? ready : stuck).emplace(m_looks[node].rank, node);
    }
    std::vector<std::size_t> order;
    while (!ready.empty() || !stuck.empty()) {
        auto &from = ready.empty() ? stuck : ready;
        const std::size_t node = from.begin()->second;
        from.erase(from.begin());
        order.push_back(node);
        for (const auto &[user, type] : m_users[node])
            if (--waiting[user] == 0 && stuck.erase({m_looks[user].rank, user}) > 0)
                ready.emplace(m_looks[user].rank, user);
    }
    return order;
}

void MatchingSide::look(const Chain &chain)
{
    const std::vector<std::size_t> order = inOrder();
    std::vector<std::size_t> place(size());
    for (std::size_t i = 0; i < order.size(); ++i)
        place[order[i]] = i;
    for (const std::size_t node : order) {
        JobLook &own = m_looks[node];
        const ChainNode &job = chain.nodes[node];
        own.kind = job.kind;
        own.id = hashOf(job.id.data);
        const auto worker = workerOf(job);
        own.worker = worker ? hashOf(worker->data) : 0;
        std::vector<Hash> kinds, workers;
        for (const auto &[input, type] : m_inputs[node]) {
            if (place[input] > place[node])
                continue;
            kinds.push_back(mixed(m_looks[input].up, static_cast<Hash>(type)));
            workers.push_back(mixed(m_looks[input].workedUp, static_cast<Hash>(type)));
            own.step = std::max(own.step, m_looks[input].step + 1);
        }
        own.up = mixed(static_cast<Hash>(own.kind), hashOf(std::move(kinds)));
        own.workedUp = mixed(mixed(static_cast<Hash>(own.kind), own.worker), hashOf(std::move(workers)));
    }
    for (auto at = order.rbegin(); at != order.rend(); ++at) {
        JobLook &own = m_looks[*at];
        std::vector<Hash> kinds, workers;
        for (const auto &[user, type] : m_users[*at]) {
            if (place[user] < place[*at])
                continue;
            kinds.push_back(mixed(m_looks[user].down, static_cast<Hash>(type)));
            workers.push_back(mixed(m_looks[user].workedDown, static_cast<Hash>(type)));
        }
        own.down = mixed(static_cast<Hash>(own.kind), hashOf(std::move(kinds)));
        own.workedDown = mixed(mixed(static_cast<Hash>(own.kind), own.worker), hashOf(std::move(workers)));
    }
}

LookHash MatchingSide::pairsOf(const std::vector<Neighbour> &neighbours) const
{
    std::vector<Hash> pairs;
    for (const auto &[node, type] : neighbours)
        if (!isFree(node))
            pairs.push_back(mixed(m_pair[node] + 1, static_cast<Hash>(type)));
    return pairs.empty() ? 0 : hashOf(std::move(pairs));
}

} // namespace dvmdash::dvm
