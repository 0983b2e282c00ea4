// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "output.h"

#include <QString>

#include <nlohmann/json.hpp>
#include <span>

/// Rows of JSON objects as an aligned table for people and as CSV, so that all three say the same numbers.
namespace dvmdash::cli
{

/// How a value is written for people; null is "-".
enum class Show {
    Text,     ///< made safe for a terminal
    Number,   ///< as it is
    Count,    ///< 1,234
    Percent,  ///< of a fraction of 1: 98.7 %
    Duration, ///< of milliseconds: 850 ms, 4.2 s
    Time,     ///< of ISO 8601
};
QString shown(const nlohmann::ordered_json &value, Show show);

/// A column of a table for people: where its value stands in a row, as a JSON pointer.
struct TextColumn {
    const char *title;
    const char *pointer;
    Show show;
};
/// Texts of strangers belong into the last column: how wide they are nobody knows.
void printTable(Output &output, const nlohmann::ordered_json &rows, std::span<const TextColumn> columns);

/// A column of CSV. Only numbers, times, keys and words of ours may stand in one: nothing is quoted. The
/// members of an array are separated by spaces, null is empty.
struct CsvColumn {
    const char *header;
    const char *pointer;
};
void printCsv(Output &output, const nlohmann::ordered_json &rows, std::span<const CsvColumn> columns);

} // namespace dvmdash::cli
