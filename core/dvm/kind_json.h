// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

/// What the readers of tables of kinds share. Strict: everything throws TableError.
namespace dvmdash::dvm::kind_json
{

using Json = nlohmann::json;

inline constexpr int lastKind = 65535;

/// What is wrong with a table, with the member's place. Never leaves the readers.
struct TableError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

[[noreturn]] void fail(const std::string &where, const char *what);
void checkMembers(const Json &object, const std::string &where, std::initializer_list<const char *> allowed);
const Json &member(const Json &object, const std::string &where, const char *name);
std::int64_t integer(const Json &value, const std::string &where, std::int64_t low, std::int64_t high);
int kindNumber(const Json &value, const std::string &where);
std::string text(const Json &value, const std::string &where); ///< not an empty one
const Json &list(const Json &value, const std::string &where);
std::string at(const std::string &where, std::size_t index);
/// Members that are absent keep the value of `base`.
Timeouts readTimeouts(const Json &value, const std::string &where, Timeouts base);
Json written(const Timeouts &timeouts);

} // namespace dvmdash::dvm::kind_json
