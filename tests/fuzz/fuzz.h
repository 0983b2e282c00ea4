// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

/// What the fuzz targets are made of. Each target is one source that defines examine(); it is linked with
/// libfuzzer_entry.cpp in the preset "fuzz" and with replay.cpp everywhere else.
namespace dvmdash::fuzz
{

/// Looks at one input, which may be anything. Ends the program where core breaks a promise.
void examine(std::string_view input);

/// Says which promise was broken and aborts, so that the fuzzer keeps the input.
[[noreturn]] void broken(const char *promise);

inline void promise(bool holds, const char *words)
{
    if (!holds)
        broken(words);
}

} // namespace dvmdash::fuzz
