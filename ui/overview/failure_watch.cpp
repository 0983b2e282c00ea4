// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/failure_watch.h"

#include "ui/models/window_choice.h"

#include <QDateTime>

#include <algorithm>
#include <numeric>

namespace dvmdash::ui
{

namespace
{

constexpr int leastGapMs = 1'000;
constexpr int moveOnMs = 10'000;

} // namespace

FailureWatch::FailureWatch(engine::Engine &engine, WindowChoice &window, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_window(window)
    , m_pacer(leastGapMs)
{
    connect(&m_pacer, &AskPacer::ask, this, &FailureWatch::begin);
    connect(&engine, &engine::Engine::activity, this, [this](const engine::ActivityPtr &activity) {
        if (activity->jobs_changed)
            m_pacer.want();
    });
    connect(&engine, &engine::Engine::stateChanged, this, [this](engine::EngineState state) {
        if (state == engine::EngineState::Running)
            m_pacer.forget();
    });
    connect(&window, &WindowChoice::changed, &m_pacer, &AskPacer::wantNow);
    m_moveOn.setInterval(moveOnMs);
    m_moveOn.setTimerType(Qt::CoarseTimer);
    connect(&m_moveOn, &QTimer::timeout, this, [this] {
        if (m_window.isMoving())
            m_pacer.want();
    });
    m_moveOn.start();
    m_pacer.want();
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

void FailureWatch::begin()
{
    if (m_engine.state() != engine::EngineState::Running) {
        m_pacer.answered();
        return;
    }
    m_asked = m_window.window(QDateTime::currentSecsSinceEpoch());
    m_next = 0;
    m_newLatest.clear();
    askNext();
}

/// One state after the other: an answer counts exactly only what its filter matches.
void FailureWatch::askNext()
{
    engine::JobsQuestion question;
    question.window = m_asked;
    question.states = {states[m_next]};
    question.limit = mostLatest;
    m_ask = m_engine.ask(question, this, [this](const engine::Result<engine::Jobs> &result) {
        if (!result) { // what was known stays; the pages say what is wrong
            m_pacer.answered();
            return;
        }
        m_newCounts[m_next] = result->matching;
        m_newLatest.insert(m_newLatest.end(), result->rows.begin(), result->rows.end());
        if (++m_next < states.size())
            askNext();
        else
            finish();
    });
}

void FailureWatch::finish()
{
    m_pacer.answered();
    std::sort(m_newLatest.begin(), m_newLatest.end(), [](const auto &a, const auto &b) {
        return a.created_at != b.created_at ? a.created_at > b.created_at : a.request < b.request;
    });
    if (m_newLatest.size() > mostLatest)
        m_newLatest.resize(mostLatest);
    if (m_known && m_newCounts == m_counts && m_newLatest == m_latest)
        return;
    m_known = true;
    m_counts = m_newCounts;
    m_latest.swap(m_newLatest);
    Q_EMIT changed();
}

} // namespace dvmdash::ui
