// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/storage_feed.h"

#include "ui/widgets/format.h"

namespace dvmdash::ui
{

namespace
{

constexpr int leastGapMs = 1'000;
constexpr int againMs = 3'000;

} // namespace

StorageFeed::StorageFeed(engine::Engine &engine, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_pacer(leastGapMs)
{
    connect(&m_pacer, &AskPacer::ask, this, &StorageFeed::put);
    connect(&engine, &engine::Engine::activity, &m_pacer, &AskPacer::want);
    connect(&engine, &engine::Engine::stateChanged, this, [this](engine::EngineState state) {
        if (state == engine::EngineState::Running)
            m_pacer.forget(); // an engine that stopped answers nothing that was asked before
    });
    m_again.setInterval(againMs);
    m_again.setTimerType(Qt::CoarseTimer);
    connect(&m_again, &QTimer::timeout, &m_pacer, &AskPacer::want);
    m_pacer.want();
}

void StorageFeed::setActive(bool active)
{
    m_pacer.setActive(active);
    if (!active) {
        m_again.stop();
        return;
    }
    m_again.start();
    m_pacer.want();
}

void StorageFeed::put()
{
    if (m_engine.state() != engine::EngineState::Running) {
        m_pacer.answered();
        return;
    }
    m_ask = m_engine.ask(engine::StorageQuestion{false, days}, this,
                         [this](const engine::Result<engine::Storage> &result) {
                             m_pacer.answered();
                             if (!result) {
                                 Q_EMIT failed(result.error);
                                 return;
                             }
                             m_latest = *result;
                             m_answeredMs = format::nowMs();
                             Q_EMIT answered();
                         });
}

} // namespace dvmdash::ui
