// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job_list_feed.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

namespace dvmdash::ui
{
namespace
{

/// What breaks a job is known by its chain alone: to choose by it all are looked at, so there are no parts.
bool hasParts(const engine::JobsQuestion &question)
{
    return question.causes.empty() && !question.awaiting_payment && !question.judging.now;
}

} // namespace

JobListFeed::JobListFeed(engine::Engine &engine, WindowChoice &window, Make make, int leastGapMs)
    : FeedBase(engine, &window, leastGapMs, nullptr)
    , m_make(std::move(make))
{
}

bool JobListFeed::put(const engine::TimeWindow &window)
{
    m_question = m_make(window);
    m_coming = {};
    askPart();
    return true;
}

void JobListFeed::askPart()
{
    engine::JobsQuestion question = m_question;
    question.after = m_coming.last;
    question.limit = m_question.limit - static_cast<int>(m_coming.rows.size());
    if (hasParts(question))
        question.limit = std::min(question.limit, rowsOfPart);
    m_part = question.limit;
    expect(engine().ask(question, this, [this](const engine::Result<engine::Jobs> &result) {
        if (!result) {
            done(result.error);
            return;
        }
        take(*result);
        if (isWhole()) {
            m_latest = m_coming;
            done({});
            return;
        }
        askPart();
        Q_EMIT partCame();
    }));
}

/// A job that moved while the list was read is in it once.
void JobListFeed::take(const engine::Jobs &part)
{
    m_got = part.rows.size();
    if (m_coming.rows.empty()) {
        m_coming = part;
        return;
    }
    std::unordered_set<nostr::EventId, nostr::BytesHash> known;
    for (const engine::JobRow &row : m_coming.rows)
        known.insert(row.request);
    std::copy_if(part.rows.begin(), part.rows.end(), std::back_inserter(m_coming.rows),
                 [&](const engine::JobRow &row) { return !known.contains(row.request); });
    m_coming.last = part.last;
}

bool JobListFeed::isWhole() const
{
    return m_got < static_cast<std::size_t>(m_part) ||
           m_coming.rows.size() >= static_cast<std::size_t>(m_question.limit);
}

int JobListFeed::permille() const
{
    constexpr int all = 1'000;
    const auto expected = std::clamp<std::int64_t>(m_coming.matching, m_part, std::max(m_question.limit, 1));
    const auto rows = static_cast<std::int64_t>(m_coming.rows.size());
    const std::int64_t part = std::min<std::int64_t>(m_part, expected - std::min(rows, expected));
    return static_cast<int>((rows * all + part * FeedBase::permille()) / std::max<std::int64_t>(1, expected));
}

} // namespace dvmdash::ui
