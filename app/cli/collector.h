// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QString>
#include <QTimer>

namespace dvmdash::cli
{

/// What a collection came to.
struct CollectionSummary {
    double seconds = 0;
    QVector<engine::RelayActivity> relays; ///< states as they were when it was asked to stop
    ingest::SourceCounters counters;
    engine::RecordingStatus recording; ///< without a file: nothing was recorded
};

/// Collects until it is told to stop, and tells each change of a relay's state on standard error. Stopping
/// has two steps: the relays are switched off and what they sent is verified; then the engine commits and
/// closes.
class Collector : public QObject
{
    Q_OBJECT
public:
    explicit Collector(engine::EngineConfig config, QObject *parent = nullptr);

    void start();
    /// Ends in finished(). Again does nothing.
    void stop();

    /// For what is to be done meanwhile; it starts and stops with the collector.
    engine::Engine &engine() { return m_engine; }

    bool failed() const { return m_failed; }
    QString errorText() const { return m_error; }
    const CollectionSummary &summary() const { return m_summary; }

Q_SIGNALS:
    void running();
    void finished();

private:
    void onStateChanged(engine::EngineState state);
    void onRelaysChanged(const QVector<engine::RelayActivity> &relays);
    void tellChange(const relay::RelayStatus &status);
    void tellNetwork(const relay::NetworkState &network);
    void switchRelaysOff();
    void lookWhetherSettled();
    void finish();

    relay::RelayList m_relays;
    engine::Engine m_engine;
    QElapsedTimer m_clock;
    QTimer m_settleTimer;
    ingest::Counters m_counters; ///< as last told by the engine
    ingest::SourceCounters m_lastLook;
    int m_quietLooks = 0;
    bool m_stopping = false;
    bool m_failed = false;
    QString m_toldProblem;
    QString m_toldRecording;
    QStringList m_toldNetwork;
    std::optional<relay::ClockChange> m_toldClock;
    QString m_error;
    QHash<QString, QString> m_told; ///< what was last said of each relay
    CollectionSummary m_summary;
};

} // namespace dvmdash::cli
