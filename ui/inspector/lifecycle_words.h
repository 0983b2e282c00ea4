// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/inspector/mark_delegate.h"

#include <QString>

namespace dvmdash::ui
{

/// What the lifecycle of an event has to say of one of its flags, in a sentence, safe to show; empty for
/// other flags.
QString lifecycleMeaning(std::uint32_t flag, const dvm::Lifecycle &lifecycle);

/// What a row says of an event that stands no longer; nothing when it does.
Marks standingMarks(std::uint32_t flags);
/// The same for a tool tip, a line each.
QString standingMeaning(std::uint32_t flags);

} // namespace dvmdash::ui
