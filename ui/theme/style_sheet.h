// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace dvmdash::ui
{

class Theme;

/// What a palette cannot say about the stock widgets: corners, borders, scroll bars, tool tips. Kept small;
/// our own widgets paint themselves. A QPushButton with the property `primary` is drawn in the accent colour.
QString makeStyleSheet(const Theme &theme);

} // namespace dvmdash::ui
