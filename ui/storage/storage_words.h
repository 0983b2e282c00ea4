// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/models/columns.h"

#include <QString>

/// What a file takes and how long it lasts, in words. Pure functions.
namespace dvmdash::ui
{

/// What a table of the file holds, in plain words; empty for one that is not known.
QString tableMeaning(const QString &table);
/// Columns for the name of a table, and for what it holds.
Column tableNameColumn();
Column tableMeaningColumn();

/// When the limit of size is reached at the present rate, in a sentence.
QString forecastWords(const engine::Storage &storage);
/// The same for a narrow place: "reached on 2027-03-02".
QString shortForecast(const engine::Storage &storage);

/// "Raw events before ... were deleted." and the same of numbers by the minute; empty when none were.
QString deletedWords(const engine::Storage &storage);

/// "2027-03-02", of UTC.
QString dateText(std::int64_t seconds);
/// "2027-03-02 14:00 UTC"
QString hourText(std::int64_t seconds);
/// "1 day", "30 days"
QString daysText(int days);

} // namespace dvmdash::ui
