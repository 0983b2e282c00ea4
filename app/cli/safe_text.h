// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>
#include <string_view>

/// Text of strangers on a terminal: nothing in it may move the cursor, change colours or turn the reading
/// direction of what stands beside it.
namespace dvmdash::cli
{

/// One line: control and formatting characters are written as escapes such as \n and \u{202E}. The joiners
/// that emoji and some scripts need are kept.
QString safeLine(const QString &text);
QString safeLine(std::string_view utf8);

/// The same, with line ends kept.
QString safeBlock(std::string_view utf8);

/// JSON with the same characters written as \uXXXX inside its strings: another spelling of the same value.
std::string safeJson(std::string_view json);

} // namespace dvmdash::cli
