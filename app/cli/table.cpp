// SPDX-License-Identifier: GPL-3.0-or-later
#include "table.h"

#include "format.h"
#include "safe_text.h"

#include <algorithm>
#include <vector>

namespace dvmdash::cli
{

namespace
{

using nlohmann::ordered_json;

const ordered_json &valueAt(const ordered_json &row, const char *pointer)
{
    return row.at(ordered_json::json_pointer(pointer));
}

QString durationText(std::int64_t ms)
{
    constexpr std::int64_t msPerSecond = 1'000;
    constexpr std::int64_t longSeconds = 120;
    if (ms < msPerSecond)
        return QStringLiteral("%1 ms").arg(ms);
    if (ms >= longSeconds * msPerSecond)
        return roughDuration(ms / msPerSecond);
    return QString::number(static_cast<double>(ms) / msPerSecond, 'f', 1) + QStringLiteral(" s");
}

std::string csvCell(const ordered_json &value)
{
    if (value.is_null())
        return {};
    if (value.is_string())
        return value.get<std::string>();
    if (!value.is_array())
        return value.dump();
    std::string cell;
    for (const auto &member : value)
        cell += (cell.empty() ? "" : " ") + csvCell(member);
    return cell;
}

QString aligned(const QString &cell, qsizetype width, Show show)
{
    const bool isNumber = show != Show::Text && show != Show::Time;
    return isNumber ? cell.rightJustified(width) : cell.leftJustified(width);
}

/// So that one stranger's long text does not push all other lines apart; a key fits.
QString elided(const QString &cell)
{
    constexpr qsizetype longest = 64;
    return cell.size() <= longest ? cell : cell.left(longest - 1) + QChar(0x2026);
}

QString trimmedEnd(QString line)
{
    while (line.endsWith(u' '))
        line.chop(1);
    return line;
}

} // namespace

QString shown(const ordered_json &value, Show show)
{
    if (value.is_null())
        return QStringLiteral("-");
    switch (show) {
    case Show::Text:
    case Show::Number:
    case Show::Time:
        return safeLine(csvCell(value));
    case Show::Count:
        return grouped(value.get<std::int64_t>());
    case Show::Percent:
        return QString::number(value.get<double>() * 100, 'f', 1) + QStringLiteral(" %");
    case Show::Duration:
        return durationText(value.get<std::int64_t>());
    }
    return {};
}

void printTable(Output &output, const ordered_json &rows, std::span<const TextColumn> columns)
{
    constexpr const char *gap = "  ";
    std::vector<std::vector<QString>> lines(1);
    for (const TextColumn &column : columns)
        lines.front().push_back(QString::fromUtf8(column.title));
    for (const auto &row : rows) {
        auto &line = lines.emplace_back();
        for (const TextColumn &column : columns)
            line.push_back(elided(shown(valueAt(row, column.pointer), column.show)));
    }
    std::vector<qsizetype> widths(columns.size(), 0);
    for (const auto &line : lines)
        for (std::size_t i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], line[i].size());
    for (const auto &cells : lines) {
        QString line;
        for (std::size_t i = 0; i < cells.size(); ++i)
            line +=
                (i > 0 ? QString::fromUtf8(gap) : QString()) + aligned(cells[i], widths[i], columns[i].show);
        output.line(trimmedEnd(std::move(line)));
    }
}

void printCsv(Output &output, const ordered_json &rows, std::span<const CsvColumn> columns)
{
    const auto print = [&](const auto &cellOf) {
        std::string line;
        for (std::size_t i = 0; i < columns.size(); ++i)
            line += (i > 0 ? "," : "") + cellOf(columns[i]);
        output.line(line);
    };
    print([](const CsvColumn &column) { return std::string(column.header); });
    for (const auto &row : rows)
        print([&](const CsvColumn &column) { return csvCell(valueAt(row, column.pointer)); });
}

} // namespace dvmdash::cli
