// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/chain_matching.h"

#include "dvm/matching_side.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <tuple>

namespace dvmdash::dvm
{

namespace
{

using Hash = LookHash;
using Look = JobLook;
using Side = MatchingSide;

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
            std::size_t step = std::numeric_limits<std::size_t>::max();
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
