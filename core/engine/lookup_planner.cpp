// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/lookup_planner.h"

#include "engine/answers.h"
#include "engine/machinery.h"
#include "lookup/plan.h"

namespace dvmdash::engine
{

namespace
{

constexpr std::size_t mostAtOnce = 50; ///< given to the network
constexpr std::int64_t onItsWayMs = 600'000;

} // namespace

LookupPlanner::LookupPlanner(QObject &home, const std::unique_ptr<Machinery> &machinery, int interval_ms)
    : m_home(home)
    , m_machinery(machinery)
    , m_interval_ms(interval_ms)
{
}

void LookupPlanner::setPermission(const lookup::Permission &permission)
{
    m_permission = permission;
    m_next = 0;
    m_askedAt.clear();
    if (m_machinery && m_machinery->network)
        m_machinery->network->postLookup(
            [permission](lookup::LookupService &service) { service.setPermission(permission); });
}

void LookupPlanner::tick(std::int64_t now_ms)
{
    const bool isAnyAllowed = m_permission.lnurl || m_permission.nip05;
    if (!m_machinery || !isAnyAllowed || now_ms < m_next)
        return;
    m_next = now_ms + m_interval_ms;
    m_machinery->queries->run(std::make_shared<Query>(), [this, now_ms](store::Reader &reader) {
        try {
            QMetaObject::invokeMethod(
                &m_home, [this, now_ms, state = reader.lookups()] { plan(state, now_ms); },
                Qt::QueuedConnection);
        } catch (const store::Error &) {
            // The next time will tell; views that ask the same are told.
        }
    });
}

void LookupPlanner::plan(const store::LookupState &state, std::int64_t now_ms)
{
    if (!m_machinery)
        return;
    const std::int64_t now = nowMs();
    for (const lookup::Subject &subject : lookup::noLongerNamed(state.named, state.known))
        if (m_permission.allows(subject.what))
            m_machinery->writer.learn({subject, lookup::Outcome::NotNamed, {}, now, {}});
    // What is on its way, or waits to be committed, is not known to the file.
    std::erase_if(m_askedAt, [&](const auto &asked) { return now_ms - asked.second >= onItsWayMs; });
    auto subjects = lookup::due(state.named, state.known, m_permission, now, mostAtOnce);
    std::erase_if(subjects,
                  [&](const lookup::Subject &subject) { return !m_askedAt.emplace(subject, now_ms).second; });
    if (!subjects.empty())
        m_machinery->network->postLookup(
            [subjects](lookup::LookupService &service) { service.ask(subjects); });
}

} // namespace dvmdash::engine
