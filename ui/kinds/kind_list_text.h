// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kinds_of_file.h"

#include <QString>

#include <optional>
#include <set>
#include <vector>

namespace dvmdash::ui
{

// Kinds as a reader writes them. What cannot be read gives nothing, and `error` says which part of it.

/// "5000-5999, 25000-25010 +10": with a plus how much higher the results lie, where it is not 1000.
QString rangesText(const std::vector<dvm::KindRange> &ranges);
std::optional<std::vector<dvm::KindRange>> rangesFromText(const QString &text, QString *error);

/// "5128-5129, 5666".
QString kindsText(const std::set<int> &kinds);
std::optional<std::set<int>> kindsFromText(const QString &text, QString *error);

/// How much is asked for and what a change of it means, in a sentence or a few. `events`: stored ones.
QString kindsMeaning(const dvm::KindTable &now, const dvm::KindTable &wanted, qint64 events);

} // namespace dvmdash::ui
