// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <map>
#include <vector>

namespace dvmdash::test
{

/// Chains made in memory. Jobs have numbers, which become their ids (idOf) and their times; a number that is
/// named and is no job becomes a ghost.
class ScratchChain
{
public:
    struct More {
        dvm::EdgeType type = dvm::EdgeType::Job; ///< of all its inputs
        int kind = 5100;
        int dvm = 1;      ///< number of the key
        int seconds = 9;  ///< from the request to what came
        int attempts = 1; ///< by DVMs of rising numbers, all in the same state
    };
    ScratchChain &job(int number, dvm::State state, const std::vector<int> &inputs = {});
    ScratchChain &job(int number, dvm::State state, const std::vector<int> &inputs, const More &more);

    /// Assembled and judged, asked about that job.
    engine::ChainAnswer ask(int number) const;

private:
    std::map<int, dvm::ChainJob> m_jobs;
};

/// Unix seconds; the time of job number 0.
inline constexpr std::int64_t scratchStart = 1'700'000'000;

/// Five jobs in a line, of which the second fails and the others wait for it: 1 to 5, ask about 5.
ScratchChain brokenLine();
/// Job 1 is used by 2 to 21, of which job 9 failed; 30 takes the output of all.
ScratchChain fanOut();

} // namespace dvmdash::test
