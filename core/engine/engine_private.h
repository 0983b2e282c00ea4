// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/accepted_forms.h"
#include "engine/activity_meter.h"
#include "engine/engine.h"
#include "engine/histories.h"
#include "engine/intake.h"
#include "engine/lookup_planner.h"
#include "engine/machinery.h"
#include "engine/question_counter.h"
#include "engine/relay_activity_list.h"
#include "engine/relay_log.h"
#include "engine/subscription_planner.h"
#include "engine/system_network.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTimer>

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace dvmdash::engine
{

/// Relays would keep back what is older than a moment ago.
inline constexpr std::int64_t startMarginSeconds = 60;
inline constexpr std::int64_t fileSizeEveryMs = 1'000;

/// What the engine is made of: of engine.cpp (the file, what came in, questions) and engine_relays.cpp
/// (relays, the network, histories) alone.
struct Engine::Private {
    Private(Engine &engine, EngineConfig configuration)
        : q(engine)
        , config(std::move(configuration))
        , subscriptions(machinery, config.hints_lead_anywhere)
        , lookups(engine, machinery, config.lookup_interval_ms)
        , histories(
              engine, machinery, config.keep_histories, [this] { return subscriptions.dvms(); },
              [this] { return clock.elapsed(); })
    {
        lookups.setPermission(config.lookups);
        if (!config.kinds.isEmpty() && !QFile::exists(config.database))
            kindsWanted = config.kinds;
    }

    void setState(EngineState next)
    {
        if (state == next)
            return;
        state = next;
        Q_EMIT q.stateChanged(next);
    }

    void opened(std::unique_ptr<Machinery> built);
    void failed(const store::Error &problem)
    {
        error = QString::fromStdString(problem.what());
        openedDamaged = problem.isDamage();
        setState(EngineState::Failed);
    }
    void connectNetwork();
    void applyRelays();
    void noteStatuses(const QVector<relay::RelayStatus> &changed);
    void noteNetwork(const relay::NetworkState &state);
    void askSystem();
    void applyKey();
    ingest::SourceCounters counted() const
    {
        return machinery ? machinery->counters.snapshot().all : ingest::SourceCounters();
    }
    void tick();
    void takeSource();
    void takeRecording();
    void tellListening(RecorderSlot &recorder, const relay::RelayStatus &status);

    Engine &q;
    QuestionCounters counters;
    EngineConfig config;
    EngineState state = EngineState::Stopped;
    bool paused = false;
    bool wasMoving = false;
    QString error;
    bool openedDamaged = false; ///< opening failed for it
    std::thread opener;
    std::optional<dvm::KindChanges> kindsWanted; ///< of the next start
    std::atomic<bool> breakOff = false;          ///< of what the opener makes anew
    std::unique_ptr<Machinery> machinery;
    ingest::Counters countersAtTheEnd; ///< of the machinery before
    PendingActivity pending;
    QTimer timer;
    QElapsedTimer clock;

    /// Who listens now; of the network thread.
    std::map<relay::RelayNumber, std::string> listening;

    RateMeter storedRate;
    std::int64_t storedTotal = 0;
    std::int64_t fileBytes = 0;
    std::int64_t fileLooked = -fileSizeEveryMs;

    RelayActivityList relays;
    RelayLog relayLog;
    SubscriptionPlanner subscriptions;
    LookupPlanner lookups;
    Histories histories;
    AcceptedForms forms;
    relay::NetworkState network;
    std::unique_ptr<SystemNetworkWatch> systemNetwork;
    QVector<relay::RelayStatus> sourceRelays; ///< at the tick before, as countedBefore
    ingest::SourceCounters countedBefore;

    RebuildStatus rebuild;
    ImportStatus import;
    RecordingStatus recording;
    std::mutex recordingMutex;
    RecordingStatus recordingTold; ///< by the recorder's thread
    IntakeList intakes;
};

} // namespace dvmdash::engine
