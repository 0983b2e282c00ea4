// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

/// What the readers of tables of kinds share. Strict: everything throws TableError.
namespace dvmdash::dvm::kind_json
{

using Json = nlohmann::json;

inline constexpr int lastKind = 65535;

/// What is wrong with a table, with the member's place. Never leaves the readers.
struct TableError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What `read` makes of the text; nothing when that is no JSON or `read` throws TableError, and `error` says
/// why.
template<typename T, typename Read>
std::optional<T> readStrictly(std::string_view text, std::string *error, const Read &read)
{
    const auto refuse = [&](const char *what) -> std::optional<T> {
        if (error)
            *error = what;
        return std::nullopt;
    };
    const Json root = Json::parse(text, nullptr, false);
    if (root.is_discarded())
        return refuse("not valid JSON");
    try {
        return read(root);
    } catch (const TableError &wrong) {
        return refuse(wrong.what());
    }
}

[[noreturn]] void fail(const std::string &where, const char *what);
void checkMembers(const Json &object, const std::string &where, std::initializer_list<const char *> allowed);
const Json &member(const Json &object, const std::string &where, const char *name);
std::int64_t integer(const Json &value, const std::string &where, std::int64_t low, std::int64_t high);
int kindNumber(const Json &value, const std::string &where);
std::string text(const Json &value, const std::string &where); ///< not an empty one
const Json &list(const Json &value, const std::string &where);
std::string at(const std::string &where, std::size_t index);
std::set<int> readExcluded(const Json &value);
/// Members that are absent keep the value of `base`.
Timeouts readTimeouts(const Json &value, const std::string &where, Timeouts base);
Json written(const Timeouts &timeouts);

} // namespace dvmdash::dvm::kind_json
