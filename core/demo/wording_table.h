// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace dvmdash::demo
{

enum class ResultShape { Prose, Address, EventList, PeopleList, Ranking, Json, Number };

/// How requests and results of one kind are worded. In `input`, `otherInput` and `paramValue`, %t stands for
/// a topic, %n for a number, %x for 64 hex characters.
struct KindWording {
    int kind = 0;
    std::string_view inputType; ///< of both inputs: text, url or event
    std::string_view input;
    std::string_view otherInput;
    std::string_view param; ///< its name; empty: none
    std::string_view paramValue;
    std::string_view output; ///< MIME type; empty: no `output` tag
    ResultShape result = ResultShape::Prose;
    std::string_view ending = {}; ///< of the address, when the result is one
};

/// The last row serves every kind that has none of its own.
std::span<const KindWording> kindWordings();

} // namespace dvmdash::demo
