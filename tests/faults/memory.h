// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace dvmdash::test
{

/// Bytes of this process that lie in memory now; nothing where that cannot be told or says nothing
/// (sanitizers keep what was freed).
std::optional<std::int64_t> residentBytes();

} // namespace dvmdash::test
