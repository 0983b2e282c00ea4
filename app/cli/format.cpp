// SPDX-License-Identifier: GPL-3.0-or-later
#include "format.h"

#include "nostr/reject.h"

#include <QLocale>

#include <cmath>

namespace dvmdash::cli
{

namespace
{

QString utf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

nlohmann::ordered_json isoOrNull(std::int64_t milliseconds)
{
    if (milliseconds == 0)
        return nullptr;
    return isoMilliseconds(milliseconds);
}

QString grouped(std::int64_t number)
{
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(static_cast<qlonglong>(number));
}

QString roughDuration(std::int64_t seconds)
{
    const auto number = [](double value) { return QString::number(value, 'g', 3); };
    const auto exact = static_cast<double>(seconds);
    if (seconds < 120)
        return QStringLiteral("%1 s").arg(seconds);
    if (seconds < 7'200)
        return QStringLiteral("%1 min").arg(seconds / 60);
    if (seconds < 2 * 86'400)
        return QStringLiteral("%1 h").arg(number(exact / 3'600));
    return QStringLiteral("%1 d").arg(QString::number(exact / 86'400, 'f', 1));
}

QString bytesText(std::int64_t bytes)
{
    struct Unit {
        QLatin1String name;
        std::int64_t bytes;
    };
    for (const Unit &unit :
         {Unit{QLatin1String("TB"), 1'000'000'000'000}, Unit{QLatin1String("GB"), 1'000'000'000},
          Unit{QLatin1String("MB"), 1'000'000}, Unit{QLatin1String("kB"), 1'000}}) {
        if (bytes < unit.bytes)
            continue;
        const std::int64_t whole = bytes / unit.bytes;
        const std::int64_t tenth = bytes % unit.bytes / (unit.bytes / 10);
        return (tenth == 0 || whole >= 100 ? grouped(whole) : QStringLiteral("%1.%2").arg(whole).arg(tenth)) +
               QLatin1Char(' ') + unit.name;
    }
    return QStringLiteral("%1 B").arg(bytes);
}

nlohmann::ordered_json rejectedToJson(const ingest::SourceCounters &counters)
{
    nlohmann::ordered_json reasons = nlohmann::ordered_json::object();
    for (int i = 0; i < nostr::rejectCount; ++i)
        if (const auto count = counters.rejected[static_cast<std::size_t>(i)]; count > 0)
            reasons[std::string(nostr::rejectName(static_cast<nostr::Reject>(i)))] = count;
    return reasons;
}

std::vector<QString> counterLines(const ingest::SourceCounters &counters)
{
    std::vector<QString> lines;
    lines.push_back(field(QStringLiteral("read"), grouped(counters.read)));
    lines.push_back(field(QStringLiteral("accepted"), grouped(counters.accepted)));
    lines.push_back(field(QStringLiteral("duplicate"), grouped(counters.duplicate)));
    lines.push_back(field(QStringLiteral("rejected"), grouped(counters.rejectedTotal())));
    for (int i = 0; i < nostr::rejectCount; ++i) {
        const auto reason = static_cast<nostr::Reject>(i);
        if (const auto count = counters.rejected[static_cast<std::size_t>(i)]; count > 0)
            lines.push_back(
                QStringLiteral("  %1 %2: %3")
                    .arg(grouped(count), utf8(nostr::rejectName(reason)), utf8(nostr::rejectText(reason))));
    }
    return lines;
}

QString field(const QString &name, const QString &value)
{
    constexpr int column = 20;
    return name.leftJustified(column) + value;
}

double rounded(double value, int decimals)
{
    const double scale = std::pow(10.0, decimals);
    return std::round(value * scale) / scale;
}

} // namespace dvmdash::cli
