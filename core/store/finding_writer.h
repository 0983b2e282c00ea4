// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lookup/finding.h"
#include "store/interner.h"
#include "store/sqlite.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace dvmdash::store
{

/// Writes down what domains answered: the last try of each subject, and which keys signed the receipts of a
/// recipient until when. Raw truth: nothing can make it again. In the caller's transaction.
class FindingWriter
{
public:
    FindingWriter(Database &db, Interner &keys);

    struct Effect {
        bool isNews = false; ///< something else is known than before, not only that it was asked again
        bool signersChanged = false; ///< receipts of the subject's key are to be judged again
    };
    Effect write(const lookup::Finding &finding);

private:
    struct Row {
        lookup::Known known;
        bool exists = false;
    };
    Row read(const lookup::Subject &subject, std::int64_t pid);
    bool changeSigner(const lookup::Finding &finding, const lookup::Known &before, std::int64_t pid);

    Database &m_db;
    Interner &m_keys;
    Statement m_read;
    Statement m_write;
    Statement m_erase;
    Statement m_endOthers;
    Statement m_endAll;
    Statement m_isCurrent;
    Statement m_setCurrent;
};

/// What is known by now of one key, or of all (`pid` nothing), by subject.
std::vector<lookup::Known> readFindings(Database &db, std::optional<std::int64_t> pid);

} // namespace dvmdash::store
