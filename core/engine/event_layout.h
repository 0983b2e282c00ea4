// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace dvmdash::engine
{

/// How events stand in a text.
struct EventLayout {
    enum class Kind {
        Lines,  ///< one a line
        Values, ///< one behind the other, each over as many lines as it likes
        Array,  ///< a JSON array of them
        Member, ///< an object whose member "events" is such an array
    };
    Kind kind = Kind::Lines;
    std::size_t begin = 0; ///< where the first line, value or element may begin: behind what opens the array
};

/// Of a text that does not begin with white space. Nothing: more of it is needed to tell; not when this is
/// `all` of it, or already long. Pure.
std::optional<EventLayout> layoutOf(std::string_view text, bool all);

} // namespace dvmdash::engine
