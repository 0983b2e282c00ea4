// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lookup/finding.h"
#include "store/rows.h"

#include <QObject>

#include <cstdint>
#include <map>
#include <memory>

namespace dvmdash::engine
{

struct Machinery;

/// Looks now and then which addresses DVMs name, and has the network ask what is due and allowed. What is
/// found goes to the writer without it. On the engine's thread; times are milliseconds of any clock that only
/// goes forward.
class LookupPlanner
{
public:
    /// `home` lives on the engine's thread, `machinery` is empty while nothing runs. Both outlive it.
    LookupPlanner(QObject &home, const std::unique_ptr<Machinery> &machinery, int interval_ms);

    /// Takes effect at once, also on what is under way.
    void setPermission(const lookup::Permission &permission);
    const lookup::Permission &permission() const { return m_permission; }
    /// What is allowed holds for machinery that was just built.
    void begin() { setPermission(m_permission); }

    void tick(std::int64_t now_ms);

private:
    void plan(const store::LookupState &state, std::int64_t now_ms);

    QObject &m_home;
    const std::unique_ptr<Machinery> &m_machinery;
    const int m_interval_ms;
    lookup::Permission m_permission;
    std::int64_t m_next = 0;
    std::map<lookup::Subject, std::int64_t> m_askedAt; ///< of late
};

} // namespace dvmdash::engine
