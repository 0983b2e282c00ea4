// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "ui/theme/colors.h"

#include <QString>

/// How the states of relays are called and counted, the same on every page.
namespace dvmdash::ui
{

QString linkWord(relay::LinkState state);
/// One sentence: what the state means.
QString linkMeaning(relay::LinkState state);
Tone linkTone(relay::LinkState state);

struct RelayTally {
    int enabled = 0;
    int live = 0;     ///< everything new arrives
    int settling = 0; ///< connecting, or catching up
    int down = 0;     ///< switched on, and nothing comes
};
/// As the engine was last told.
RelayTally tallyOf(const engine::Engine &engine);

/// "3 of 6 relays live"
QString tallyWords(const RelayTally &tally);

/// "strfry 1.0.4" from "git+https://github.com/hoytech/strfry.git" and "1.0.4"; empty when neither is told.
/// Not made safe to show.
QString softwareWords(const relay::RelayInformation &information);

} // namespace dvmdash::ui
