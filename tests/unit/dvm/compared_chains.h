// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/chain_comparison.h"

#include <QString>

#include <optional>
#include <vector>

/// Chains made to be compared, by the numbers of their jobs.
namespace dvmdash::dvm::test
{

template<typename Key>
Key keyOf(unsigned number)
{
    Key key;
    for (int i = 0; i < 4; ++i)
        key.data[static_cast<std::size_t>(i)] = static_cast<unsigned char>(number >> (24 - 8 * i));
    key.data[31] = 1;
    return key;
}

/// A job that DVM number `dvm` has done in `seconds`, or failed to do.
struct Plan {
    unsigned number = 0; ///< names it within its chain, and tells its time
    int kind = 5100;
    unsigned dvm = 1; ///< 0: nobody
    std::vector<unsigned> inputs = {};
    State state = State::Delivered;
    std::int64_t seconds = 10;
    std::optional<std::int64_t> observed_ms = {};
    std::optional<std::int64_t> msat = {};
};

/// `salt` keeps the ids of two chains apart.
Chain chainOf(const std::vector<Plan> &plans, unsigned salt = 0);

/// Transcription, translation, summary and speech: each takes the output of the one before.
std::vector<Plan> line();

/// The number that a job was made with, and 1,000 times its salt.
unsigned numberOf(const ChainNode &node);

/// "1-1 2-3: slower other_dvm; -4: added", by the numbers in their chains.
QString told(const Chain &left, const Chain &right);

} // namespace dvmdash::dvm::test
