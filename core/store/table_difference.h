// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlite.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace dvmdash::store
{

/// A table that is made from the events, with the columns of its key, which are integers. Or a view, which
/// can be written: then with the tables that it consists of, and other views of these.
struct DerivedTable {
    std::string name;
    std::vector<std::string> key;
    std::vector<std::string> parts = {};
};
/// All of them. What is not among them is raw.
const std::vector<DerivedTable> &derivedTables();

enum class RowDifference { Missing, Extra, Other }; ///< in the file, as it should be made

struct TableDifference {
    std::string table;
    std::int64_t rows = 0; ///< as it should be
    std::int64_t missing = 0;
    std::int64_t extra = 0;
    std::int64_t other = 0;
    std::vector<std::string> examples; ///< in plain words, the first few
    std::int64_t total() const { return missing + extra + other; }
};

/// Compares the table in schema `found` with the one in schema `expected` (names of attached databases), row
/// by row in the order of the key. `sink` is told of each difference with the key's values.
TableDifference
compareTable(Database &db, const DerivedTable &table, const std::string &expected, const std::string &found,
             const std::function<void(RowDifference, const std::vector<std::int64_t> &key)> &sink = {});

/// Makes the table in schema `target` equal to the one in schema `source`, in the caller's transaction. How
/// many rows it changed.
std::int64_t repairTable(Database &db, const DerivedTable &table, const std::string &source,
                         const std::string &target);

} // namespace dvmdash::store
