// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_feed.h"

#include "ui/models/window_choice.h"

#include <QDateTime>

namespace dvmdash::ui
{

namespace
{

/// A window up to now loses old events also while nothing new comes.
constexpr int moveOnMs = 5'000;

} // namespace

OverviewFeed::OverviewFeed(engine::Engine &engine, WindowChoice &window, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_window(window)
    , m_clock(QDateTime::currentSecsSinceEpoch)
    , m_pacer(leastGapMs)
{
    connect(&m_pacer, &AskPacer::ask, this, &OverviewFeed::askNow);
    connect(&engine, &engine::Engine::activity, this,
            [this](const engine::ActivityPtr &activity) { noteActivity(*activity); });
    connect(&engine, &engine::Engine::stateChanged, this, [this](engine::EngineState state) {
        if (state == engine::EngineState::Running)
            m_pacer.forget(); // an engine that stopped answers nothing that was asked before
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

void OverviewFeed::refresh()
{
    m_pacer.wantNow();
}

void OverviewFeed::askNow()
{
    if (m_engine.state() != engine::EngineState::Running) {
        m_pacer.answered();
        return;
    }
    engine::OverviewQuestion question;
    question.window = m_window.window(m_clock());
    m_ask = m_engine.ask(question, this, [this](const engine::Result<engine::Overview> &result) {
        m_pacer.answered();
        if (!result) {
            Q_EMIT failed(result.error);
            return;
        }
        m_latest = *result;
        Q_EMIT answered();
    });
}

void OverviewFeed::noteActivity(const engine::Activity &activity)
{
    if (activity.stored > 0)
        m_pacer.want();
}

} // namespace dvmdash::ui
