// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace dvmdash::dvm
{

/// The text of resources/kinds.json, compiled in: pure code needs no resource system and no file at run time.
extern const std::string_view standardKindsJson;

} // namespace dvmdash::dvm
