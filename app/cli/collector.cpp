// SPDX-License-Identifier: GPL-3.0-or-later
#include "collector.h"

#include "engine/connection.h"
#include "output.h"
#include "safe_text.h"

#include <QTime>

#include <algorithm>
#include <utility>

namespace dvmdash::cli
{

namespace
{

constexpr int settleLookMs = 200;
/// So many looks in a row must show the same before the counts are taken for final.
constexpr int settledLooks = 2;
/// Without progress for so long something is stuck (a full disk): the engine's own stop then decides.
constexpr int mostQuietLooks = 25;

bool addsUp(const ingest::SourceCounters &counters)
{
    return counters.read == counters.accepted + counters.duplicate + counters.rejectedTotal();
}

bool isSwitchedOff(const engine::RelayActivity &relay)
{
    const auto state = relay.status.state;
    return state == relay::LinkState::Disabled || state == relay::LinkState::Stopped;
}

} // namespace

Collector::Collector(engine::EngineConfig config, QObject *parent)
    : QObject(parent)
    , m_relays(config.relays)
    , m_engine(std::move(config))
{
    m_settleTimer.setInterval(settleLookMs);
    connect(&m_settleTimer, &QTimer::timeout, this, &Collector::lookWhetherSettled);
    connect(&m_engine, &engine::Engine::stateChanged, this, &Collector::onStateChanged);
    connect(&m_engine, &engine::Engine::relaysChanged, this, &Collector::onRelaysChanged);
    connect(&m_engine, &engine::Engine::activity, this, [this](const engine::ActivityPtr &activity) {
        // The last notice of a stopping engine comes without counters.
        if (m_engine.state() == engine::EngineState::Running)
            m_counters = activity->counters;
    });
    connect(&m_engine, &engine::Engine::problemChanged, this, [this](const QString &text) {
        // It comes again with every try.
        if (std::exchange(m_toldProblem, text) == text)
            return;
        tell(text.isEmpty() ? QStringLiteral("It goes on; nothing was lost")
                            : QStringLiteral("%1. Collecting waits, and it is tried again").arg(text));
    });
    connect(&m_engine, &engine::Engine::recordingChanged, this,
            [this](const engine::RecordingStatus &recording) {
                if (std::exchange(m_toldRecording, recording.problem) == recording.problem)
                    return;
                tell(recording.problem.isEmpty() ? QStringLiteral("Recording goes on; nothing was left out")
                                                 : recording.problem);
            });
    connect(&m_engine, &engine::Engine::networkChanged, this, &Collector::tellNetwork);
    connect(&m_engine, &engine::Engine::noticed, this, [](const QString &relay, const QString &text) {
        tell(QStringLiteral("%1 says: %2").arg(relay, text));
    });
}

void Collector::start()
{
    m_clock.start();
    m_engine.start();
}

void Collector::stop()
{
    if (m_stopping)
        return;
    m_stopping = true;
    m_summary.seconds = static_cast<double>(m_clock.elapsed()) / 1000;
    m_summary.relays = m_engine.relayActivity();
    if (m_engine.state() != engine::EngineState::Running) {
        finish();
        return;
    }
    switchRelaysOff();
    m_settleTimer.start();
}

void Collector::onStateChanged(engine::EngineState state)
{
    switch (state) {
    case engine::EngineState::Running:
        Q_EMIT running();
        break;
    case engine::EngineState::Failed:
        m_failed = true;
        m_error = m_engine.errorText();
        Q_EMIT finished();
        break;
    case engine::EngineState::Stopped:
    case engine::EngineState::Starting:
    case engine::EngineState::Stopping:
        break;
    }
}

void Collector::onRelaysChanged(const QVector<engine::RelayActivity> &relays)
{
    if (!m_stopping) {
        for (const auto &relay : relays)
            tellChange(relay.status);
        return;
    }
    // Counts go on until all is verified; states stay as they were when the stop was asked for.
    for (const auto &relay : relays) {
        const auto at = std::find_if(m_summary.relays.begin(), m_summary.relays.end(),
                                     [&](const auto &known) { return known.status.url == relay.status.url; });
        if (at == m_summary.relays.end())
            continue;
        at->accepted = relay.accepted;
        at->duplicates = relay.duplicates;
        at->rejected = relay.rejected;
        at->status.frames = relay.status.frames;
        at->status.bytes = relay.status.bytes;
        // The last status told before the stop may be older than the connection itself.
        at->status.connected_count = relay.status.connected_count;
        at->status.error_count = relay.status.error_count;
        at->status.latency_ms = relay.status.latency_ms;
    }
}

void Collector::tellChange(const relay::RelayStatus &status)
{
    QString text = relay::linkStateName(status.state);
    const bool inTrouble = status.state == relay::LinkState::Waiting ||
                           status.state == relay::LinkState::Quarantined ||
                           status.state == relay::LinkState::Refused;
    if (inTrouble && !status.detail.isEmpty())
        text += QStringLiteral(": ") + status.detail;
    QString &told = m_told[status.url];
    if (told == text)
        return;
    told = text;
    tell(QStringLiteral("%1  %2  %3").arg(QTime::currentTime().toString(Qt::ISODate), status.url, text));
}

void Collector::tellNetwork(const relay::NetworkState &network)
{
    if (std::exchange(m_toldClock, network.clock) != network.clock)
        tell(relay::NetworkWords::change(*network.clock));
    const QStringList troubles = relay::NetworkWords::troubles(network);
    for (const QString &text : troubles)
        if (!m_toldNetwork.contains(text))
            tell(text);
    if (troubles.isEmpty() && !m_toldNetwork.isEmpty())
        tell(QStringLiteral("The network is as it should be again"));
    m_toldNetwork = troubles;
}

/// Said again it changes nothing, but the engine then commits and tells its counters.
void Collector::switchRelaysOff()
{
    relay::RelayList off = m_relays;
    for (auto &entry : off)
        entry.enabled = false;
    m_engine.setRelays(off);
}

void Collector::lookWhetherSettled()
{
    const ingest::SourceCounters now = m_counters.all;
    const QVector<engine::RelayActivity> relays = m_engine.relayActivity();
    m_quietLooks = now == m_lastLook ? m_quietLooks + 1 : 0;
    m_lastLook = now;
    const bool settled = m_quietLooks >= settledLooks && addsUp(now) && m_counters.queued == 0 &&
                         std::all_of(relays.begin(), relays.end(), isSwitchedOff);
    if (settled || m_quietLooks >= mostQuietLooks) {
        finish();
        return;
    }
    switchRelaysOff();
}

void Collector::finish()
{
    m_settleTimer.stop();
    m_summary.counters = m_counters.all;
    m_engine.stop();
    m_summary.recording = m_engine.recording();
    m_error = m_engine.errorText();
    m_failed = !m_error.isEmpty();
    Q_EMIT finished();
}

} // namespace dvmdash::cli
