// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "ui/theme/colors.h"

#include <QString>

/// How well a relay serves, in words. The rule stands in core (RelayHealth).
namespace dvmdash::ui
{

/// "good", "fair", "poor"; empty without a score.
QString relayHealthWord(const relay::RelayHealth &health);
Tone relayHealthTone(const relay::RelayHealth &health);
/// "92 of 100. Connected 98.1 % of the time (1 lost), ping 640 ms (3 lost), ...", or why there is no score.
QString relayHealthSentence(const relay::RelayHealth &health, const relay::RelayConduct &conduct);
/// The rule, for tool tips.
QString relayHealthRule();

} // namespace dvmdash::ui
