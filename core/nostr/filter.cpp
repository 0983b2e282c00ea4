// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/filter.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

namespace dvmdash::nostr
{

namespace
{

template<typename Value>
bool allows(const std::optional<std::vector<Value>> &list, const Value &value)
{
    return !list || std::find(list->begin(), list->end(), value) != list->end();
}

bool allowsTag(char letter, const std::vector<std::string> &values, const Event &event)
{
    return std::any_of(event.tags.begin(), event.tags.end(), [letter, &values](const Tag &tag) {
        return tag.size() > 1 && tag[0].size() == 1 && tag[0][0] == letter &&
               std::find(values.begin(), values.end(), tag[1]) != values.end();
    });
}

bool allowsTags(const Filter &filter, const Event &event)
{
    return std::all_of(filter.tags.begin(), filter.tags.end(), [&event](const auto &wanted) {
        return allowsTag(wanted.first, wanted.second, event);
    });
}

bool isTagLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

template<typename Value>
nlohmann::json hexList(const std::vector<Value> &values)
{
    auto list = nlohmann::json::array();
    for (const Value &value : values)
        list.push_back(value.hex());
    return list;
}

/// Reads one filter and remembers the first thing that is wrong with it.
class FilterReader
{
public:
    std::optional<Filter> read(const nlohmann::json &json)
    {
        if (!json.is_object())
            return refuse("a filter is an object");
        for (const auto &[name, value] : json.items()) {
            if (!readMember(name, value))
                return std::nullopt;
        }
        return std::move(m_filter);
    }
    const std::string &error() const { return m_error; }

private:
    std::nullopt_t refuse(std::string error)
    {
        m_error = std::move(error);
        return std::nullopt;
    }
    bool fail(const std::string &name, const char *want)
    {
        m_error = name + ": " + want;
        return false;
    }
    bool readMember(const std::string &name, const nlohmann::json &value)
    {
        if (name == "ids")
            return readHexList(name, value, m_filter.ids);
        if (name == "authors")
            return readHexList(name, value, m_filter.authors);
        if (name == "kinds")
            return readKinds(name, value);
        if (name == "since")
            return readNumber(name, value, m_filter.since);
        if (name == "until")
            return readNumber(name, value, m_filter.until);
        if (name == "limit")
            return readNumber(name, value, m_filter.limit);
        if (name.size() == 2 && name[0] == '#' && isTagLetter(name[1]))
            return readTagValues(name, value);
        return fail(name, "is not a member of a filter");
    }
    template<typename Value>
    bool readHexList(const std::string &name, const nlohmann::json &json,
                     std::optional<std::vector<Value>> &out)
    {
        if (!json.is_array())
            return fail(name, "must be a list");
        out.emplace().reserve(json.size());
        for (const auto &item : json) {
            const auto *hex = item.get_ptr<const std::string *>();
            const auto value = hex ? Value::fromHex(*hex) : std::nullopt;
            if (!value)
                return fail(name, "must hold 64 lowercase hex characters each");
            out->push_back(*value);
        }
        return true;
    }
    bool readKinds(const std::string &name, const nlohmann::json &json)
    {
        if (!json.is_array())
            return fail(name, "must be a list");
        auto &kinds = m_filter.kinds.emplace();
        kinds.reserve(json.size());
        for (const auto &item : json) {
            const auto kind = wholeNumber(item);
            if (!kind || *kind > 65535)
                return fail(name, "must hold integers from 0 to 65535");
            kinds.push_back(static_cast<int>(*kind));
        }
        return true;
    }
    bool readNumber(const std::string &name, const nlohmann::json &json, std::optional<std::int64_t> &out)
    {
        out = wholeNumber(json);
        return out || fail(name, "must be a non-negative integer");
    }
    /// NIP-01 wants whole ids and keys for the letters e and p; the values of others are free.
    bool readTagValues(const std::string &name, const nlohmann::json &json)
    {
        if (!json.is_array())
            return fail(name, "must be a list");
        const bool isHex = name == "#e" || name == "#p";
        auto &values = m_filter.tags[name[1]];
        values.reserve(json.size());
        for (const auto &item : json) {
            const auto *text = item.get_ptr<const std::string *>();
            if (!text)
                return fail(name, "must hold strings");
            if (isHex && !EventId::fromHex(*text))
                return fail(name, "must hold 64 lowercase hex characters each");
            values.push_back(*text);
        }
        return true;
    }
    static std::optional<std::int64_t> wholeNumber(const nlohmann::json &json)
    {
        // Parsed text holds unsigned numbers, but what toJson() made holds signed ones.
        if (!json.is_number_integer())
            return std::nullopt;
        if (json.is_number_unsigned() &&
            json.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()})
            return std::nullopt;
        const auto number = json.get<std::int64_t>();
        return number >= 0 ? std::optional(number) : std::nullopt;
    }

    Filter m_filter;
    std::string m_error;
};

} // namespace

bool matches(const Filter &filter, const Event &event)
{
    if (filter.since && event.created_at < *filter.since)
        return false;
    if (filter.until && event.created_at > *filter.until)
        return false;
    return allows(filter.kinds, event.kind) && allows(filter.authors, event.pubkey) &&
           allows(filter.ids, event.id) && allowsTags(filter, event);
}

bool matchesAny(const std::vector<Filter> &filters, const Event &event)
{
    return std::any_of(filters.begin(), filters.end(),
                       [&event](const Filter &filter) { return matches(filter, event); });
}

nlohmann::json toJson(const Filter &filter)
{
    auto json = nlohmann::json::object();
    if (filter.ids)
        json["ids"] = hexList(*filter.ids);
    if (filter.authors)
        json["authors"] = hexList(*filter.authors);
    if (filter.kinds)
        json["kinds"] = *filter.kinds;
    for (const auto &[letter, values] : filter.tags)
        json[std::string{'#', letter}] = values;
    if (filter.since)
        json["since"] = *filter.since;
    if (filter.until)
        json["until"] = *filter.until;
    if (filter.limit)
        json["limit"] = *filter.limit;
    return json;
}

std::optional<Filter> filterFromJson(const nlohmann::json &json, std::string *error)
{
    FilterReader reader;
    auto filter = reader.read(json);
    if (!filter && error)
        *error = reader.error();
    return filter;
}

} // namespace dvmdash::nostr
