// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/failure_watch.h"

#include <algorithm>
#include <numeric>

namespace dvmdash::ui
{

namespace
{

constexpr int leastGapMs = 1'000;

} // namespace

FailureWatch::FailureWatch(engine::Engine &engine, WindowChoice &window, QObject *parent)
    : FeedBase(engine, &window, leastGapMs, parent)
{
}

int FailureWatch::permille() const
{
    constexpr int whole = 1000;
    return (static_cast<int>(m_next) * whole + FeedBase::permille()) / static_cast<int>(states.size());
}

std::int64_t FailureWatch::count(dvm::State state) const
{
    const auto at = std::find(states.begin(), states.end(), state);
    return at == states.end() ? 0 : m_counts[static_cast<std::size_t>(at - states.begin())];
}

std::int64_t FailureWatch::total() const
{
    return std::accumulate(m_counts.begin(), m_counts.end(), std::int64_t{0});
}

bool FailureWatch::put(const engine::TimeWindow &window)
{
    m_asked = window;
    m_next = 0;
    m_newLatest.clear();
    askNext();
    return true;
}

/// One state after the other: an answer counts exactly only what its filter matches.
void FailureWatch::askNext()
{
    engine::JobsQuestion question;
    question.window = m_asked;
    question.states = {states[m_next]};
    question.limit = mostLatest;
    expect(engine().ask(question, this, [this](const engine::Result<engine::Jobs> &result) {
        if (!result) { // what was known stays
            done(result.error);
            return;
        }
        m_newCounts[m_next] = result->matching;
        m_newLatest.insert(m_newLatest.end(), result->rows.begin(), result->rows.end());
        if (++m_next < states.size())
            askNext();
        else
            finish();
    }));
}

void FailureWatch::finish()
{
    std::sort(m_newLatest.begin(), m_newLatest.end(), [](const auto &a, const auto &b) {
        return a.created_at != b.created_at ? a.created_at > b.created_at : a.request < b.request;
    });
    if (m_newLatest.size() > mostLatest)
        m_newLatest.resize(mostLatest);
    const bool isNew = !m_known || m_newCounts != m_counts || m_newLatest != m_latest;
    m_known = true;
    m_counts = m_newCounts;
    m_latest.swap(m_newLatest);
    done({});
    if (isNew)
        Q_EMIT changed();
}

} // namespace dvmdash::ui
