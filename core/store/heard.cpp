// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/heard.h"

#include "store/stored_kinds.h"

#include <algorithm>
#include <utility>

namespace dvmdash::store
{

Heard::Heard(Database &db)
{
    Statement all = db.prepare("SELECT since, until FROM coverage");
    while (all.step())
        m_all.add(all.integer(0), all.integer(1));
    const auto formers = formerKinds(db);
    Statement spans = db.prepare("SELECT since, until FROM former_coverage WHERE asked = ?1");
    for (const FormerKinds &former : formers) {
        Former &one = m_former.emplace_back();
        const std::vector<int> requests = former.kinds.requests();
        one.requests.insert(requests.begin(), requests.end());
        one.heard = m_all;
        // What was heard of more kinds was heard of these, too.
        for (const FormerKinds &wider : formers) {
            if (!asksForAllOf(wider.kinds, former.kinds))
                continue;
            const ResetAtEnd reset(spans);
            spans.bind(1, wider.row);
            while (spans.step())
                one.heard.add(spans.integer(0), spans.integer(1));
        }
    }
}

void Heard::add(std::int64_t from, std::int64_t until)
{
    m_all.add(from, until);
    for (Former &former : m_former)
        former.heard.add(from, until);
}

bool Heard::covers(int requestKind, std::int64_t from, std::int64_t until) const
{
    if (m_all.covers(from, until))
        return true;
    return std::any_of(m_former.begin(), m_former.end(), [&](const Former &former) {
        return former.requests.contains(requestKind) && former.heard.covers(from, until);
    });
}

} // namespace dvmdash::store
