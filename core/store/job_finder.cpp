// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/job_finder.h"

#include "store/split_id.h"

namespace dvmdash::store
{

JobFinder::JobFinder(Database &db)
    : m_find(db.prepare("SELECT j.jid, j.id24, j.rid FROM id i CROSS JOIN job j ON j.jid = i.row "
                        "WHERE i.id8 = ?1 AND i.use = 16"))
{
}

std::optional<JobFinder::Found> JobFinder::find(const nostr::EventId &request)
{
    const ResetAtEnd reset(m_find);
    m_find.bind(1, id8(request));
    while (m_find.step())
        if (m_find.blob(1) == id24(request))
            return Found{m_find.integer(0), !m_find.isNull(2)};
    return std::nullopt;
}

} // namespace dvmdash::store
