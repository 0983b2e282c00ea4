// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/error.h"

#include <sqlite3.h>

#include <new>

namespace dvmdash::store
{

bool Error::isDamage() const
{
    const int primary = m_code & 0xff;
    return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}

Damaged::Damaged(const std::string &text)
    : Error(text, SQLITE_CORRUPT)
{
}

std::string salvageAdvice()
{
    return "restore a copy, or save what can be read of it into a new file ('dvmdash-cli salvage')";
}

Error unexpected(const std::exception &problem)
{
    if (const auto *known = dynamic_cast<const Error *>(&problem))
        return *known;
    if (dynamic_cast<const std::bad_alloc *>(&problem))
        return Error("There is not enough memory for this: close other programs");
    return Error(std::string("The database holds what no version of this program writes (") + problem.what() +
                     "). The file is damaged: " + salvageAdvice(),
                 SQLITE_CORRUPT);
}

} // namespace dvmdash::store
