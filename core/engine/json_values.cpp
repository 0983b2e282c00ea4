// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/json_values.h"

#include <QDateTime>

namespace dvmdash::engine
{

using nlohmann::ordered_json;

namespace
{

std::string isoOr(const QDateTime &time, Qt::DateFormat format, std::int64_t number)
{
    constexpr int firstYear = 0;
    constexpr int lastYear = 9'999;
    const int year = time.date().year();
    if (!time.isValid() || year < firstYear || year > lastYear)
        return std::to_string(number);
    return time.toString(format).toStdString();
}

} // namespace

std::string isoSeconds(std::int64_t seconds)
{
    return isoOr(QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC), Qt::ISODate, seconds);
}

std::string isoMilliseconds(std::int64_t milliseconds)
{
    return isoOr(QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC), Qt::ISODateWithMs, milliseconds);
}

ordered_json secondsOrNull(std::int64_t seconds)
{
    return seconds == 0 ? ordered_json(nullptr) : ordered_json(isoSeconds(seconds));
}

ordered_json textOrNull(const std::string &text)
{
    return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

void addPerson(ordered_json &json, const std::string &member, const std::optional<nostr::PublicKey> &key,
               const std::function<std::string(const nostr::PublicKey &)> &nameOf)
{
    json[member] = key ? ordered_json(key->hex()) : ordered_json(nullptr);
    json[member + "_name"] = key ? textOrNull(nameOf(*key)) : ordered_json(nullptr);
}

} // namespace dvmdash::engine
