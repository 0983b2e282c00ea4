// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/chain_matching.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

namespace dvmdash::dvm
{

namespace
{

using Hash = std::uint64_t;

constexpr std::size_t none = static_cast<std::size_t>(-1);

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

/// What of a job does not depend on the other chain.
struct Look {
    int kind = 0;
    Hash id = 0;
    Hash worker = 0;
    Hash up = 0, down = 0;             ///< of the kinds
    Hash workedUp = 0, workedDown = 0; ///< of kinds and DVMs
    std::size_t step = 0;
    std::size_t rank = 0; ///< by time
};

/// One side: looks of its nodes, and who is next to whom.
class Side
{
public:
    explicit Side(const Chain &chain)
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

    std::size_t size() const { return m_looks.size(); }
    const Look &at(std::size_t node) const { return m_looks[node]; }
    bool isFree(std::size_t node) const { return m_partner[node] == none; }
    std::size_t partner(std::size_t node) const { return m_partner[node]; }
    /// `pair` is a number that its partner on the other side is given too.
    void settle(std::size_t node, std::size_t partner, std::size_t pair)
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
    /// Free nodes next to one that has a partner.
    const std::set<std::size_t> &frontier() const { return m_frontier; }
    /// Those of them that got a pair as a neighbour since all were looked at. What has the same pairs around
    /// it on the other side has got that one too, so only these need to be compared.
    const std::set<std::size_t> &fresh() const { return m_fresh; }
    void markSeen() { m_fresh.clear(); }
    void markUnseen() { m_fresh = m_frontier; }
    /// Of the pairs among its inputs, and among its users; 0: none.
    Hash inputPairs(std::size_t node) const { return pairsOf(m_inputs[node]); }
    Hash userPairs(std::size_t node) const { return pairsOf(m_users[node]); }

private:
    struct Neighbour {
        std::size_t node;
        EdgeType type;
    };

    void rank(const Chain &chain)
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
    std::vector<std::size_t> inOrder() const
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

    void look(const Chain &chain)
    {
        const std::vector<std::size_t> order = inOrder();
        std::vector<std::size_t> place(size());
        for (std::size_t i = 0; i < order.size(); ++i)
            place[order[i]] = i;
        for (const std::size_t node : order) {
            Look &own = m_looks[node];
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
            Look &own = m_looks[*at];
            std::vector<Hash> kinds, workers;
            for (const auto &[user, type] : m_users[*at]) {
                if (place[user] < place[*at])
                    continue;
                kinds.push_back(mixed(m_looks[user].down, static_cast<Hash>(type)));
                workers.push_back(mixed(m_looks[user].workedDown, static_cast<Hash>(type)));
            }
            own.down = mixed(static_cast<Hash>(own.kind), hashOf(std::move(kinds)));
            own.workedDown =
                mixed(mixed(static_cast<Hash>(own.kind), own.worker), hashOf(std::move(workers)));
        }
    }

    Hash pairsOf(const std::vector<Neighbour> &neighbours) const
    {
        std::vector<Hash> pairs;
        for (const auto &[node, type] : neighbours)
            if (!isFree(node))
                pairs.push_back(mixed(m_pair[node] + 1, static_cast<Hash>(type)));
        return pairs.empty() ? 0 : hashOf(std::move(pairs));
    }

    std::vector<std::vector<Neighbour>> m_inputs;
    std::vector<std::vector<Neighbour>> m_users;
    std::vector<Look> m_looks;
    std::vector<std::size_t> m_byTime;
    std::vector<std::size_t> m_partner;
    std::vector<std::size_t> m_pair;
    std::set<std::size_t> m_frontier;
    std::set<std::size_t> m_fresh;
};

/// By which jobs are alike; the kind is always one of them.
using Sign = std::array<Hash, 4>;

Sign sign(Hash kind, Hash a = 0, Hash b = 0, Hash c = 0)
{
    return {kind, a, b, c};
}

class Matcher
{
public:
    Matcher(const Chain &left, const Chain &right)
        : m_left(left)
        , m_right(right)
    {
    }

    ChainMatching run()
    {
        const auto kind = [](const Look &look) { return static_cast<Hash>(look.kind); };
        const auto pairBy = [&](const auto &signOf) {
            pairAlike([&](const Look &look) { return std::optional<Sign>(signOf(look)); });
        };
        const auto pairByWorker = [&](const auto &signOf, bool onlyOne = false) {
            pairAlike(
                [&](const Look &look) {
                    return look.worker == 0 ? std::nullopt : std::optional<Sign>(signOf(look));
                },
                onlyOne);
        };
        pairBy([&](const Look &look) { return sign(kind(look), look.id); });
        // The same DVM at the same place.
        pairByWorker([&](const Look &l) { return sign(kind(l), l.workedUp, l.workedDown); });
        pairByWorker([&](const Look &l) { return sign(kind(l), l.worker, l.up, l.down); });
        pairByWorker([&](const Look &l) { return sign(kind(l), l.workedUp); });
        pairByWorker([&](const Look &l) { return sign(kind(l), l.workedDown); });
        pairByWorker([&](const Look &l) { return sign(kind(l), l.worker, l.up); });
        pairByWorker([&](const Look &l) { return sign(kind(l), l.worker, l.down); });
        pairByWorker([&](const Look &l) { return sign(kind(l), l.worker, l.step); });
        pairByWorker([&](const Look &l) { return sign(kind(l), l.worker); }, true);
        // The same place.
        m_anyWorker = true;
        m_left.markUnseen();
        m_right.markUnseen();
        propagate();
        pairBy([&](const Look &l) { return sign(kind(l), l.up, l.down); });
        pairBy([&](const Look &l) { return sign(kind(l), l.up); });
        pairBy([&](const Look &l) { return sign(kind(l), l.down); });
        pairBy([&](const Look &l) { return sign(kind(l), l.step); });
        // Somewhere.
        pairByWorker([&](const Look &l) { return sign(kind(l), l.worker); });
        pairBy([&](const Look &l) { return sign(kind(l)); });
        pairUnknownKinds();

        ChainMatching matching;
        for (std::size_t node = 0; node < m_left.size(); ++node) {
            if (!m_left.isFree(node))
                matching.pairs.emplace_back(node, m_left.partner(node));
            matching.leftSteps.push_back(m_left.at(node).step);
        }
        for (std::size_t node = 0; node < m_right.size(); ++node)
            matching.rightSteps.push_back(m_right.at(node).step);
        return matching;
    }

private:
    struct Group {
        std::vector<std::size_t> left, right;
    };
    using Groups = std::map<Sign, Group>;

    void settle(std::size_t left, std::size_t right)
    {
        m_left.settle(left, right, m_pairs);
        m_right.settle(right, left, m_pairs);
        ++m_pairs;
    }

    /// In the order of their time, as many as there are on both sides. True when there was any.
    bool settle(Group &group)
    {
        const auto order = [](const Side &side, std::vector<std::size_t> &nodes) {
            nodes.erase(std::remove_if(nodes.begin(), nodes.end(),
                                       [&](std::size_t node) { return !side.isFree(node); }),
                        nodes.end());
            std::sort(nodes.begin(), nodes.end(),
                      [&](std::size_t a, std::size_t b) { return side.at(a).rank < side.at(b).rank; });
        };
        order(m_left, group.left);
        order(m_right, group.right);
        const std::size_t count = std::min(group.left.size(), group.right.size());
        for (std::size_t i = 0; i < count; ++i)
            settle(group.left[i], group.right[i]);
        return count > 0;
    }

    /// Group by group: those without a choice first, then those that have as many on both sides, the smaller
    /// and nearer to the roots before the others; after each what is next to it.
    /// `onlyOne`: only those without a choice.
    template<typename SignOf>
    void pairAlike(const SignOf &signOf, bool onlyOne = false)
    {
        Groups groups;
        const auto gather = [&](const Side &side, auto member) {
            for (std::size_t node = 0; node < side.size(); ++node)
                if (side.isFree(node))
                    if (const std::optional<Sign> found = signOf(side.at(node)))
                        (groups[*found].*member).push_back(node);
        };
        gather(m_left, &Group::left);
        gather(m_right, &Group::right);
        using Place = std::tuple<bool, std::size_t, std::size_t, Sign>;
        std::vector<std::pair<Place, Group *>> order;
        for (auto &[key, group] : groups) {
            const std::size_t most = std::max(group.left.size(), group.right.size());
            if (group.left.empty() || group.right.empty() || (onlyOne && most > 1))
                continue;
            std::size_t step = none;
            for (const std::size_t node : group.left)
                step = std::min(step, m_left.at(node).step);
            for (const std::size_t node : group.right)
                step = std::min(step, m_right.at(node).step);
            order.push_back({{group.left.size() != group.right.size(), most, step, key}, &group});
        }
        std::sort(order.begin(), order.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
        for (const auto &[place, group] : order)
            if (settle(*group))
                propagate();
    }

    /// Which pairs are around a job; nothing when there are none.
    using Around = std::optional<std::pair<Hash, Hash>>;

    static Around around(const Side &side, std::size_t node)
    {
        return std::pair(side.inputPairs(node), side.userPairs(node));
    }
    static Around amongInputs(const Side &side, std::size_t node)
    {
        const Hash pairs = side.inputPairs(node);
        return pairs == 0 ? Around() : std::pair(pairs, Hash(0));
    }
    static Around amongUsers(const Side &side, std::size_t node)
    {
        const Hash pairs = side.userPairs(node);
        return pairs == 0 ? Around() : std::pair(pairs, Hash(0));
    }

    /// Neighbours of pairs with the same pairs around them, until nothing more follows.
    void propagate()
    {
        bool found = true;
        while (found) {
            found = pairNeighbours(around, true) || pairNeighbours(amongInputs, true) ||
                    pairNeighbours(amongUsers, true);
            if (!found && m_anyWorker)
                found = pairNeighbours(around, false) || pairNeighbours(amongInputs, false) ||
                        pairNeighbours(amongUsers, false);
        }
        m_left.markSeen();
        m_right.markSeen();
    }

    bool pairNeighbours(Around (*pairsOf)(const Side &, std::size_t), bool sameWorker)
    {
        Groups groups;
        const auto gather = [&](const Side &side, auto member) {
            for (const std::size_t node : side.fresh()) {
                const Look &look = side.at(node);
                const Around pairs = pairsOf(side, node);
                if (pairs && !(sameWorker && look.worker == 0))
                    (groups[sign(static_cast<Hash>(look.kind), pairs->first, pairs->second,
                                 sameWorker ? look.worker : 0)].*
                     member)
                        .push_back(node);
            }
        };
        if (m_left.fresh().empty() || m_right.fresh().empty())
            return false;
        gather(m_left, &Group::left);
        gather(m_right, &Group::right);
        bool found = false;
        for (auto &[key, group] : groups)
            found = settle(group) || found;
        return found;
    }

    /// A ghost stands for any job that is used by the same pairs. All are gathered before any is settled, so
    /// that it does not matter on which side they stand.
    void pairUnknownKinds()
    {
        std::array<Groups, 2> groups;
        for (const bool ghostsLeft : {true, false}) {
            const auto gather = [&](const Side &side, auto member, bool ghosts) {
                for (const std::size_t node : side.frontier())
                    if ((side.at(node).kind == 0) == ghosts)
                        if (const Around users = amongUsers(side, node))
                            (groups[ghostsLeft ? 0 : 1][sign(users->first)].*member).push_back(node);
            };
            gather(m_left, &Group::left, ghostsLeft);
            gather(m_right, &Group::right, !ghostsLeft);
        }
        for (Groups &those : groups)
            for (auto &[key, group] : those)
                settle(group);
    }

    Side m_left;
    Side m_right;
    std::size_t m_pairs = 0;
    bool m_anyWorker = false;
};

} // namespace

const Attempt *firstDelivery(const ChainNode &node)
{
    const Attempt *first = nullptr;
    const auto when = [](const Attempt &attempt) {
        return std::pair(attempt.delivered_at.value_or(attempt.since), attempt.dvm);
    };
    for (const Attempt &attempt : node.attempts)
        if (attempt.state == State::Delivered && (!first || when(attempt) < when(*first)))
            first = &attempt;
    return first;
}

std::optional<nostr::PublicKey> workerOf(const ChainNode &node)
{
    if (const Attempt *delivery = firstDelivery(node))
        return delivery->dvm;
    return node.attempts.size() == 1 ? std::optional(node.attempts.front().dvm) : std::nullopt;
}

ChainMatching matchChains(const Chain &left, const Chain &right)
{
    return Matcher(left, right).run();
}

} // namespace dvmdash::dvm
