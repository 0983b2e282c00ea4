// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/question_feed.h"

#include "ui/models/window_choice.h"

#include <QDateTime>

namespace dvmdash::ui
{

namespace
{

/// A window up to now loses old events also while nothing new comes.
constexpr int moveOnMs = 5'000;

} // namespace

QuestionFeed::QuestionFeed(engine::Engine &engine, int leastGapMs, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_pacer(leastGapMs)
{
    connect(&m_pacer, &AskPacer::ask, this, &QuestionFeed::askNow);
    connect(&engine, &engine::Engine::activity, this, [this](const engine::ActivityPtr &activity) {
        if (activity->stored > 0)
            m_pacer.want();
    });
    connect(&engine, &engine::Engine::stateChanged, this, [this](engine::EngineState state) {
        if (state != engine::EngineState::Running)
            return;
        m_pacer.forget(); // an engine that stopped answers nothing that was asked before
        m_pacer.wantNow();
    });
    m_pacer.want();
}

void QuestionFeed::askNow()
{
    if (m_engine.state() == engine::EngineState::Running)
        put();
    else
        m_pacer.answered();
}

WindowFeed::WindowFeed(engine::Engine &engine, WindowChoice &window, int leastGapMs, QObject *parent)
    : QuestionFeed(engine, leastGapMs, parent)
    , m_window(window)
    , m_clock(QDateTime::currentSecsSinceEpoch)
{
    connect(&window, &WindowChoice::changed, &pacer(), &AskPacer::wantNow);
    m_moveOn.setInterval(moveOnMs);
    m_moveOn.setTimerType(Qt::CoarseTimer);
    connect(&m_moveOn, &QTimer::timeout, this, [this] {
        if (m_window.isMoving())
            pacer().want();
    });
    m_moveOn.start();
}

engine::TimeWindow WindowFeed::chosen() const
{
    return m_window.window(m_clock());
}

} // namespace dvmdash::ui
