// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace dvmdash::ui
{

/// Longer texts are not looked at.
inline constexpr qsizetype longestPrettyJson = 64 * 1024;

/// The JSON object or array with line breaks and an indent of two spaces. Only white space between tokens
/// changes: numbers, strings and the order of members stay as they were written. Nothing when the text is no
/// JSON, or long.
std::optional<QString> prettyJson(const QString &text);

} // namespace dvmdash::ui
