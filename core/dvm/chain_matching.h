// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/chain.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

/// Which job of one chain stands where a job of another chain stands. Pure.
///
/// Only jobs of the same kind are paired, and of each kind as many as both chains have: a chain and the same
/// chain without k of its jobs leave exactly k jobs alone. Last of all an id that was never seen, whose kind
/// nobody knows, is paired with a job of any kind that is used by the same.
///
/// Which one with which is decided greedily, from the surest sign to the weakest:
///
/// 1. it is the same job;
/// 2. the same DVM worked on it, and the place is alike: the jobs upstream and downstream look the same, then
///    either of them, then as many steps lie before it; or it is the only job of its kind that this DVM
///    worked on and that is left in either chain;
/// 3. the place is alike, whichever DVM worked on it;
/// 4. the same DVM worked on it, wherever it stands;
/// 5. it is of that kind.
///
/// After each pair its neighbours come first: jobs that take from, or give to, the same pairs. Where several
/// are alike (siblings) they are paired in the order of their time, and those that are alone in being alike
/// before those. Nothing is taken back.
///
/// The upstream look of a job is a hash of its kind and of the looks of its inputs, the downstream look
/// likewise, over edges of every type; of a circle the edges that go back in time are left out. A hash that
/// clashes can at worst put a pair of the same kind together that others would have been a better one for.
///
/// The result depends on neither the order of nodes and edges nor on which chain is the left one. Some
/// O((V + E) log V) for each sign.
namespace dvmdash::dvm
{

/// The DVM that is taken to have done a job: the first that delivered, else the only one that was asked or
/// answered, else none.
std::optional<nostr::PublicKey> workerOf(const ChainNode &node);
/// The attempt that delivered first, ties to the lowest key; nullptr: none did.
const Attempt *firstDelivery(const ChainNode &node);

struct ChainMatching {
    std::vector<std::pair<std::size_t, std::size_t>> pairs; ///< by left
    std::vector<std::size_t> leftSteps;  ///< of each left node: the most jobs that lie one after another
                                         ///< upstream of it
    std::vector<std::size_t> rightSteps; ///< the same
};
ChainMatching matchChains(const Chain &left, const Chain &right);

} // namespace dvmdash::dvm
