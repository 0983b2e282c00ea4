// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/json_values.h"
#include "ingest/counters.h"

#include <QString>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// Values as the commands print them.
namespace dvmdash::cli
{

using engine::isoMilliseconds;
using engine::isoSeconds;
/// ISO, null for 0, which means never.
nlohmann::ordered_json isoOrNull(std::int64_t milliseconds);

/// "1,234,567"
QString grouped(std::int64_t number);
/// "45 s", "3 min", "2.5 h", "12 d"
QString roughDuration(std::int64_t seconds);

/// "12.3 MB", as the window writes it: one decimal, rounded down, and none from 100 units on.
QString bytesText(std::int64_t bytes);

/// {"reason": n} of the reasons that occurred.
nlohmann::ordered_json rejectedToJson(const ingest::SourceCounters &counters);
/// Lines "read", "accepted", "duplicate" and "rejected" with its reasons.
std::vector<QString> counterLines(const ingest::SourceCounters &counters);

/// "name        value", the name padded to the column all commands share.
QString field(const QString &name, const QString &value);

/// Rounds to so many decimals, for JSON.
double rounded(double value, int decimals);

} // namespace dvmdash::cli
