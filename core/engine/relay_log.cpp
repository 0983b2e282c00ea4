// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/relay_log.h"

#include <utility>

namespace dvmdash::engine
{

void RelayLog::note(const relay::RelayStatus &status, std::int64_t now_ms)
{
    const bool isNew = !m_courses.contains(status.url);
    Course &course = m_courses[status.url];
    // Between two statuses a connection may have failed and be on its way again.
    const bool failed = status.error_count > course.errors;
    const bool changed = isNew || status.state != course.state;
    const bool spoke = status.detail != course.detail && !status.detail.isEmpty();
    course.state = status.state;
    course.detail = status.detail;
    course.errors = status.error_count;
    if (!changed && !spoke && !failed)
        return;
    // A notice has its own entry already, and what was wrong before is not said again with each state.
    const bool isSaid = !course.entries.empty() && course.entries.back().is_notice &&
                        course.entries.back().text == status.detail;
    if (isSaid && !changed)
        return;
    add(course, {now_ms, status.state, (spoke || failed) && !isSaid ? status.detail : QString(), false});
}

void RelayLog::noteNotice(const QString &url, const QString &text, std::int64_t now_ms)
{
    Course &course = m_courses[url];
    if (!course.entries.empty() && course.entries.back().text == text)
        course.entries.pop_back(); // its status came first
    add(course, {now_ms, course.state, text, true});
}

void RelayLog::noteForAll(const QString &text, std::int64_t now_ms)
{
    for (Course &course : m_courses)
        if (course.state != relay::LinkState::Disabled)
            add(course, {now_ms, course.state, text, false});
}

void RelayLog::add(Course &course, RelayLogEntry entry)
{
    course.entries.push_back(std::move(entry));
    if (course.entries.size() > mostEntries)
        course.entries.pop_front();
}

QVector<RelayLogEntry> RelayLog::entries(const QString &url) const
{
    const auto course = m_courses.constFind(url);
    if (course == m_courses.cend())
        return {};
    return {course->entries.rbegin(), course->entries.rend()};
}

} // namespace dvmdash::engine
