// SPDX-License-Identifier: GPL-3.0-or-later
#include "lookup/plan.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace dvmdash::lookup
{

std::int64_t dueAt(const Known &known)
{
    if (known.failures == 0)
        return known.checked_ms + answerLifeMs;
    constexpr int mostDoublings = 5; // 32 hours, above a day
    const std::int64_t wait = firstRetryMs << std::min(known.failures - 1, mostDoublings);
    return known.checked_ms + std::min(wait, answerLifeMs);
}

std::vector<Subject> due(const std::vector<Subject> &named, const std::vector<Known> &known,
                         const Permission &permission, std::int64_t now_ms, std::size_t most)
{
    std::map<Subject, std::int64_t> nextAt;
    for (const Known &one : known)
        // What was asked in the future was asked by a clock that was wrong.
        nextAt[one.subject] = one.checked_ms > now_ms + firstRetryMs ? 0 : dueAt(one);
    std::set<std::pair<std::int64_t, Subject>> waiting;
    for (const Subject &subject : named) {
        if (!permission.allows(subject.what))
            continue;
        const auto at = nextAt.find(subject);
        const std::int64_t when = at == nextAt.end() ? 0 : at->second;
        if (when <= now_ms)
            waiting.emplace(when, subject);
    }
    std::vector<Subject> next;
    for (const auto &[when, subject] : waiting)
        if (next.size() < most)
            next.push_back(subject);
    return next;
}

std::vector<Subject> noLongerNamed(const std::vector<Subject> &named, const std::vector<Known> &known)
{
    const std::set<Subject> still(named.begin(), named.end());
    std::vector<Subject> gone;
    for (const Known &one : known)
        if (still.find(one.subject) == still.end())
            gone.push_back(one.subject);
    return gone;
}

} // namespace dvmdash::lookup
