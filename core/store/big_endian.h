// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace dvmdash::store
{

/// Numbers as SQLite's files hold them.
inline std::uint32_t bigEndian16(const char *bytes)
{
    const auto *at = reinterpret_cast<const unsigned char *>(bytes);
    return static_cast<std::uint32_t>(at[0]) << 8 | at[1];
}
inline std::uint32_t bigEndian32(const char *bytes)
{
    return bigEndian16(bytes) << 16 | bigEndian16(bytes + 2);
}

} // namespace dvmdash::store
