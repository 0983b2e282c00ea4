// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string_view>

namespace dvmdash::nostr
{

/// SHA-256 through libcrypto, which uses the CPU's own instructions where there are any. Thread-safe.
std::array<unsigned char, 32> sha256(std::string_view bytes);

} // namespace dvmdash::nostr
