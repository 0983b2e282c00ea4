// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QString>

namespace dvmdash::ui
{

/// What the lifecycle of an event has to say of one of its flags, in a sentence, safe to show; empty for
/// other flags.
QString lifecycleMeaning(std::uint32_t flag, const dvm::Lifecycle &lifecycle);

} // namespace dvmdash::ui
