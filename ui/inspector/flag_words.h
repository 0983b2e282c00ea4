// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/theme/colors.h"

#include <QString>
#include <QVector>

#include <cstdint>

namespace dvmdash::ui
{

/// What a flag of an event says to the reader.
struct FlagWords {
    std::uint32_t flag = 0; ///< dvm::EventFlag
    Tone tone = Tone::Suspect;
    QString word;    ///< "suspect"; the filter language and CSV use it as well
    QString meaning; ///< one sentence
};

/// Those that are set, in bit order.
QVector<FlagWords> flagWords(std::uint32_t flags);
/// Of an event that stands no longer.
inline constexpr std::uint32_t standingFlags = dvm::FlagDeleted | dvm::FlagLapsed | dvm::FlagReplaced;
/// Every flag there is.
inline constexpr std::uint32_t allFlags = (dvm::FlagReplaced << 1) - 1;

} // namespace dvmdash::ui
