// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/chain_comparison.h"

namespace dvmdash::test
{

/// What a difference becomes when the sides are swapped.
inline dvm::Difference mirrored(dvm::Difference difference)
{
    using dvm::Difference;
    switch (difference) {
    case Difference::Added:
        return Difference::Missing;
    case Difference::Missing:
        return Difference::Added;
    case Difference::Failed:
        return Difference::Recovered;
    case Difference::Recovered:
        return Difference::Failed;
    case Difference::Slower:
        return Difference::Faster;
    case Difference::Faster:
        return Difference::Slower;
    case Difference::OtherState:
    case Difference::OtherDvm:
    case Difference::OtherCost:
        break;
    }
    return difference;
}

} // namespace dvmdash::test
