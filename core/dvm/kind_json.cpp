// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/kind_json.h"

#include <algorithm>

namespace dvmdash::dvm::kind_json
{

namespace
{

constexpr std::int64_t longestTimeout = std::int64_t{366} * 24 * 3600;

} // namespace

void fail(const std::string &where, const char *what)
{
    throw TableError(where + ": " + what);
}

void checkMembers(const Json &object, const std::string &where, std::initializer_list<const char *> allowed)
{
    if (!object.is_object())
        fail(where, "an object is expected");
    for (const auto &[key, value] : object.items()) {
        if (std::find(allowed.begin(), allowed.end(), key) == allowed.end())
            fail(std::string(where).append(".").append(key), "unknown member");
    }
}

const Json &member(const Json &object, const std::string &where, const char *name)
{
    const auto found = object.find(name);
    if (found == object.end())
        fail(where + "." + name, "missing");
    return *found;
}

std::int64_t integer(const Json &value, const std::string &where, std::int64_t low, std::int64_t high)
{
    const bool fits = value.is_number_unsigned()
                          ? value.get<std::uint64_t>() <= static_cast<std::uint64_t>(high)
                          : value.is_number_integer() && value.get<std::int64_t>() <= high;
    if (!fits || value.get<std::int64_t>() < low)
        fail(where, "an integer in range is expected");
    return value.get<std::int64_t>();
}

int kindNumber(const Json &value, const std::string &where)
{
    return static_cast<int>(integer(value, where, 0, lastKind));
}

std::string text(const Json &value, const std::string &where)
{
    if (!value.is_string() || value.get_ref<const std::string &>().empty())
        fail(where, "a text is expected");
    return value.get<std::string>();
}

const Json &list(const Json &value, const std::string &where)
{
    if (!value.is_array())
        fail(where, "a list is expected");
    return value;
}

std::string at(const std::string &where, std::size_t index)
{
    return where + "[" + std::to_string(index) + "]";
}

std::set<int> readExcluded(const Json &value)
{
    std::set<int> kinds;
    const Json &excluded = list(value, "excluded");
    for (std::size_t i = 0; i < excluded.size(); ++i)
        kinds.insert(kindNumber(excluded[i], at("excluded", i)));
    return kinds;
}

Timeouts readTimeouts(const Json &value, const std::string &where, Timeouts base)
{
    checkMembers(value, where, {"response", "result", "payment", "paid_to_result"});
    const auto read = [&](const char *name, std::int64_t &into) {
        if (value.contains(name))
            into = integer(value[name], where + "." + name, 1, longestTimeout);
    };
    read("response", base.response);
    read("result", base.result);
    read("payment", base.payment);
    read("paid_to_result", base.paidToResult);
    return base;
}

Json written(const Timeouts &timeouts)
{
    return {{"response", timeouts.response},
            {"result", timeouts.result},
            {"payment", timeouts.payment},
            {"paid_to_result", timeouts.paidToResult}};
}

} // namespace dvmdash::dvm::kind_json
