// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/named_dvms.h"

#include <utility>

namespace dvmdash::engine
{

NamedDvms::NamedDvms(std::vector<nostr::PublicKey> known)
    : m_list(std::move(known))
    , m_known(m_list.begin(), m_list.end())
{
}

bool NamedDvms::learn(const std::vector<store::EventRow> &rows)
{
    bool isAnyNew = false;
    for (const auto &row : rows) {
        const bool isDvm = row.role == dvm::Role::Result || row.role == dvm::Role::Feedback ||
                           row.role == dvm::Role::Announcement;
        if (!isDvm || !m_known.insert(row.author).second)
            continue;
        m_list.push_back(row.author);
        if (m_list.size() > mostNamedDvms) {
            m_known.erase(m_list.front());
            m_list.erase(m_list.begin());
        }
        isAnyNew = true;
    }
    return isAnyNew;
}

} // namespace dvmdash::engine
