// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/hold_back.h"

#include "dvm/role.h"

namespace dvmdash::store
{

namespace
{

/// The first second that is too far ahead to count.
std::int64_t limitAt(std::int64_t now)
{
    return now + dvm::futureToleranceSeconds + 1;
}

} // namespace

HoldBack::HoldBack(Database &db)
    : m_db(db)
    , m_set(db.prepare("UPDATE meta SET value = ?1 WHERE key = 'counted_until'"))
    , m_between(db.prepare("SELECT rid FROM event WHERE created_at >= ?1 AND created_at < ?2 "
                           "ORDER BY created_at, rid"))
    , m_next(db.prepare("SELECT created_at FROM event WHERE created_at >= ?1 ORDER BY created_at LIMIT 1"))
{
    read();
}

void HoldBack::read()
{
    m_countedUntil = m_db.integer("SELECT value FROM meta WHERE key = 'counted_until'");
    m_horizon = m_db.integer("SELECT value FROM meta WHERE key = 'horizon'");
    const ResetAtEnd reset(m_next);
    m_nextHeld =
        m_next.bind(1, m_countedUntil).step() ? m_next.integer(0) : std::numeric_limits<std::int64_t>::max();
    m_stale = false;
}

bool HoldBack::anyDue(std::int64_t now) const
{
    return m_nextHeld < limitAt(now);
}

std::vector<RowId> HoldBack::advance(std::int64_t now)
{
    if (m_stale)
        read();
    std::vector<RowId> due;
    const std::int64_t until = limitAt(now);
    if (until <= m_countedUntil)
        return due;
    if (m_nextHeld < until) {
        const ResetAtEnd reset(m_between);
        m_between.bind(1, m_countedUntil).bind(2, until);
        while (m_between.step())
            due.push_back(m_between.integer(0));
    }
    m_set.bind(1, until).run();
    m_countedUntil = until;
    if (!due.empty()) {
        const ResetAtEnd reset(m_next);
        m_nextHeld =
            m_next.bind(1, until).step() ? m_next.integer(0) : std::numeric_limits<std::int64_t>::max();
    }
    return due;
}

void HoldBack::forget()
{
    m_stale = true;
}

} // namespace dvmdash::store
