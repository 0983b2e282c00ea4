// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string_view>

namespace dvmdash::engine
{

/// What a file is whose first bytes tell that no events can be read from it as it stands, and what to do with
/// it; empty: nothing speaks against it. `name` as it is to be shown.
QString foreignFormat(const QString &name, std::string_view beginning);
/// So much of a beginning is looked at.
inline constexpr std::size_t foreignFormatBytes = 512;

} // namespace dvmdash::engine
