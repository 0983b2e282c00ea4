// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace dvmdash::demo
{

/// A name and a sentence about its bearer, both UTF-8, some in the shapes that trouble a display.
struct NamedText {
    std::string_view name;
    std::string_view text;
};

/// At least as many as Cast::dvmCount and Cast::customerCount.
std::span<const NamedText> dvmNames();
std::span<const NamedText> customerNames();

} // namespace dvmdash::demo
