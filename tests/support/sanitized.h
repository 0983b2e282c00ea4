// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dvmdash::test
{

/// A sanitizer takes ten times as long for everything: what repeats itself a lot does less of it.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool isSanitized = true;
#else
inline constexpr bool isSanitized = false;
#endif

} // namespace dvmdash::test
