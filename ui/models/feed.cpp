// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/feed.h"

#include "ui/models/window_choice.h"
#include "ui/widgets/format.h"

namespace dvmdash::ui
{

namespace
{

/// A window up to now loses old events also while nothing new comes.
constexpr int moveOnMs = 5'000;

} // namespace

FeedBase::FeedBase(engine::Engine &engine, WindowChoice *window, int leastGapMs, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_window(window)
    , m_pacer(leastGapMs)
    , m_clock(format::nowS)
{
    connect(&m_pacer, &AskPacer::ask, this, &FeedBase::askNow);
    connect(&engine, &engine::Engine::activity, this, [this](const engine::ActivityPtr &activity) {
        if (activity->replaced) {
            drop(); // an answer on its way is about another moment
            m_pacer.wantNow();
        }
        if (activity->stored > 0 || activity->jobs_changed)
            m_pacer.want();
    });
    connect(&engine, &engine::Engine::stateChanged, this, [this](engine::EngineState state) {
        if (state != engine::EngineState::Running)
            return;
        m_pacer.forget(); // an engine that stopped answers nothing that was asked before
        m_pacer.wantNow();
    });
    if (window) {
        connect(window, &WindowChoice::changed, &m_pacer, &AskPacer::wantNow);
        m_moveOn.setInterval(moveOnMs);
        m_moveOn.setTimerType(Qt::CoarseTimer);
        connect(&m_moveOn, &QTimer::timeout, this, [this] {
            if (m_window->isMoving())
                m_pacer.want();
        });
        m_moveOn.start();
    }
    m_pacer.want();
}

void FeedBase::setActive(bool active)
{
    if (active && !isActive())
        m_pacer.letGo();
    m_pacer.setActive(active);
}

std::optional<qint64> FeedBase::waitedMs() const
{
    return m_sinceAsked.isValid() ? std::optional(m_sinceAsked.elapsed()) : std::nullopt;
}

void FeedBase::cancel()
{
    if (!m_sinceAsked.isValid())
        return;
    m_ask.cancel();
    m_sinceAsked.invalidate();
    m_pacer.hold();
    m_cancelled = true;
    Q_EMIT cancelled();
}

void FeedBase::drop()
{
    m_ask.cancel();
    m_sinceAsked.invalidate();
    m_pacer.forget();
}

void FeedBase::askNow()
{
    m_cancelled = false;
    m_sinceAsked.start();
    const bool runs = m_engine.state() == engine::EngineState::Running;
    const engine::TimeWindow window = m_window ? m_window->window(m_clock()) : engine::TimeWindow();
    if (runs && put(window)) {
        Q_EMIT asked();
        return;
    }
    m_sinceAsked.invalidate();
    m_pacer.answered();
}

void FeedBase::done(const QString &error)
{
    m_sinceAsked.invalidate();
    m_pacer.answered();
    m_error = error;
    if (error.isEmpty())
        Q_EMIT answered();
    else
        Q_EMIT failed(error);
}

} // namespace dvmdash::ui
