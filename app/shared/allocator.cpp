// SPDX-License-Identifier: GPL-3.0-or-later
// Part of each program that links dvmdash::allocator.
#include <mimalloc.h>

namespace
{

/// What a commit of the writer frees the next one needs again, at the latest after its interval: to give it
/// back to the system in between costs as many page faults as all the rest.
constexpr long keptMs = 2'000;

#if MI_MALLOC_VERSION >= 210
constexpr mi_option_t delay = mi_option_purge_delay;
#else
constexpr mi_option_t delay = mi_option_decommit_delay;
#endif

[[maybe_unused]] const bool isSet = [] {
    mi_option_set(delay, keptMs);
    return true;
}();

} // namespace
