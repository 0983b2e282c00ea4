// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/engine.h"

#include "dvm/kinds.h"
#include "engine/accepted_forms.h"
#include "engine/activity_meter.h"
#include "engine/answers.h"
#include "engine/histories.h"
#include "engine/intake.h"
#include "engine/kinds_of_file.h"
#include "engine/lookup_planner.h"
#include "engine/machinery.h"
#include "engine/question_counter.h"
#include "engine/relay_activity_list.h"
#include "engine/relay_log.h"
#include "engine/subscription_planner.h"
#include "engine/system_network.h"
#include "relay/network_words.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>

namespace dvmdash::engine
{

namespace
{
constexpr std::int64_t fileSizeEveryMs = 1'000;
constexpr std::int64_t startMarginSeconds = 60;
} // namespace

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

Engine::Engine(EngineConfig config, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, std::move(config)))
{
    qRegisterMetaType<ActivityPtr>();
    qRegisterMetaType<RelayActivity>();
    qRegisterMetaType<QVector<RelayActivity>>();
    qRegisterMetaType<QVector<relay::RelayStatus>>();
    qRegisterMetaType<relay::CoverageSpan>();
    qRegisterMetaType<relay::NetworkState>();
    qRegisterMetaType<relay::HistoryStatus>();
    qRegisterMetaType<HistoryProgress>();
    qRegisterMetaType<EngineState>();
    qRegisterMetaType<RebuildStatus>();
    qRegisterMetaType<ImportStatus>();
    qRegisterMetaType<RecordingStatus>();
    d->clock.start();
    d->timer.setInterval(d->config.notice_interval_ms);
    connect(&d->timer, &QTimer::timeout, this, [this] { d->tick(); });
}

Engine::~Engine()
{
    // Views may be half destroyed by now: they hear no more.
    blockSignals(true);
    stop();
}

void Engine::start()
{
    if (d->state == EngineState::Running || d->state == EngineState::Starting)
        return;
    d->error.clear();
    d->openedDamaged = false;
    d->setState(EngineState::Starting);
    if (d->opener.joinable())
        d->opener.join();
    // Opening may have to recover a WAL or carry an old schema forward: not on the caller's thread.
    d->breakOff = false;
    d->opener = std::thread([this, wanted = std::exchange(d->kindsWanted, {})] {
        const auto report = [this](const std::string &text) {
            QMetaObject::invokeMethod(
                this,
                [this, text] {
                    d->error = QString::fromStdString(text);
                    Q_EMIT problemChanged(d->error);
                },
                Qt::QueuedConnection);
        };
        const auto rebuildTold = [this](const RebuildStatus &status) {
            QMetaObject::invokeMethod(
                this,
                [this, status] {
                    d->rebuild = status;
                    Q_EMIT rebuildChanged(status);
                },
                Qt::QueuedConnection);
        };
        const auto importTold = [this](const ImportStatus &status) {
            // At once on our own thread: what has begun is under way for whoever began it.
            QMetaObject::invokeMethod(this, [this, status] {
                d->import = status;
                Q_EMIT importChanged(status);
            });
        };
        const auto recordingTold = [this](const RecordingStatus &status) {
            const std::lock_guard lock(d->recordingMutex);
            d->recordingTold = status;
        };
        try {
            if (!makeReady(rebuildTold, wanted)) {
                QMetaObject::invokeMethod(
                    this, [this] { d->setState(EngineState::Stopped); }, Qt::QueuedConnection);
                return;
            }
            auto built = std::make_shared<std::unique_ptr<Machinery>>(std::make_unique<Machinery>(
                d->config, d->pending, report, rebuildTold, importTold, recordingTold));
            QMetaObject::invokeMethod(
                this, [this, built] { d->opened(std::move(*built)); }, Qt::QueuedConnection);
        } catch (const std::exception &problem) {
            const store::Error error = store::unexpected(problem);
            QMetaObject::invokeMethod(
                this, [this, error] { d->failed(error); }, Qt::QueuedConnection);
        }
    });
}

/// On the opener's thread. False when it was broken off. Throws store::Error.
bool Engine::makeReady(const BackgroundRebuild::Told &told, const std::optional<dvm::KindChanges> &wanted)
{
    RebuildStatus status;
    status.task = RebuildTask::Repair;
    std::int64_t toldPermille = -1;
    const OnRebuildProgress progress = [&](const RebuildProgress &now) {
        const std::int64_t permille = now.events > 0 ? 1000 * now.done / now.events : 0;
        if (std::exchange(toldPermille, permille) != permille || now.step != status.progress.step) {
            status.running = true;
            status.progress = now;
            told(status);
        }
        return !d->breakOff;
    };
    const RebuildReport report =
        wanted ? engine::changeKinds(d->config.database, *wanted, progress, &d->breakOff)
               : bringKindsUpToDate(d->config.database, progress, &d->breakOff);
    if (status.running) {
        status.running = false;
        told(status);
    }
    if (report.stopped)
        return false;
    if (report.damaged)
        throw store::Damaged(report.error.toStdString());
    if (!report.ok)
        throw store::Error(report.error.toStdString());
    return true;
}

void Engine::stop()
{
    d->breakOff = true;
    if (d->opener.joinable())
        d->opener.join();
    if (d->state == EngineState::Starting) {
        // The opener has posted what it built: take it in, so that it is closed in order.
        QCoreApplication::sendPostedEvents(this, QEvent::MetaCall);
    }
    if (d->state != EngineState::Running)
        return;
    d->setState(EngineState::Stopping);
    d->timer.stop();
    d->intakes.clear();
    d->histories.end();
    d->machinery->finish();
    d->countersAtTheEnd = d->machinery->counters.snapshot();
    d->machinery.reset();
    d->tick();
    d->relays.setStopped();
    d->setState(EngineState::Stopped);
}

EngineState Engine::state() const
{
    return d->state;
}

QString Engine::errorText() const
{
    return d->error;
}

bool Engine::isFileDamaged() const
{
    return d->openedDamaged || (d->machinery && d->machinery->writer.isFileDamaged());
}

const dvm::KindTable &Engine::kinds() const
{
    return d->machinery ? d->machinery->kinds : dvm::KindTable::standard();
}

void Engine::changeKinds(const dvm::KindChanges &changes)
{
    stop();
    d->kindsWanted = changes;
    start();
}

QString Engine::databasePath() const
{
    return d->config.database;
}

const store::Judging &Engine::judging() const
{
    return d->config.judging;
}

void Engine::Private::opened(std::unique_ptr<Machinery> built)
{
    machinery = std::move(built);
    const std::int64_t since = config.since > 0 ? config.since : nowMs() / 1000 - startMarginSeconds;
    machinery->pipeline.setHeld(paused);
    listening.clear();
    machinery->network = std::make_unique<NetworkThread>(machinery->pipeline, config.limits,
                                                         config.lookup_service, config.proxies);
    connectNetwork();
    askSystem();
    applyKey();
    forms = AcceptedForms(machinery->keptForms);
    machinery->network->post(
        [accepted = forms.at(nowMs() / 1000)](relay::RelayPool &pool) { pool.setAcceptedForms(accepted); });
    subscriptions.begin(since, clock.elapsed());
    applyRelays();
    histories.begin(machinery->keptHistories);
    timer.start();
    setState(EngineState::Running);
}

void Engine::Private::connectNetwork()
{
    auto &pool = machinery->network->pool();
    auto &writer = machinery->writer;
    // Straight from the network thread into the writer's queue: coverage must not overtake its events, and
    // the writer outlives the network.
    QObject::connect(&pool, &relay::RelayPool::coverageGrew, &pool,
                     [&writer](const relay::CoverageSpan &span) { writer.cover(span); });
    QObject::connect(
        &pool, &relay::RelayPool::coverageUntrue, &pool,
        [&writer](std::int64_t from, std::int64_t until) { writer.takeCoverageBack(from, until); });
    QObject::connect(&pool, &relay::RelayPool::networkChanged, &q,
                     [this](const relay::NetworkState &state) { noteNetwork(state); });
    QObject::connect(&pool, &relay::RelayPool::statusesChanged, &pool,
                     [&writer](const QVector<relay::RelayStatus> &changed) {
                         for (const auto &status : changed)
                             writer.setLive(status.number, status.state == relay::LinkState::Live);
                     });
    QObject::connect(&pool, &relay::RelayPool::statusesChanged, &pool,
                     [this, &recorder = machinery->recorder](const QVector<relay::RelayStatus> &changed) {
                         for (const auto &status : changed)
                             tellListening(recorder, status);
                     });
    QObject::connect(&pool, &relay::RelayPool::statusesChanged, &q,
                     [this](const QVector<relay::RelayStatus> &changed) { noteStatuses(changed); });
    QObject::connect(&pool, &relay::RelayPool::noticed, &q, [this](const QString &url, const QString &text) {
        relayLog.noteNotice(url, text, nowMs());
        Q_EMIT q.noticed(url, text);
    });
    auto &service = machinery->network->lookups();
    QObject::connect(&service, &lookup::LookupService::found, &service,
                     [&writer](const lookup::Finding &finding) { writer.learn(finding); });
    lookups.begin();
}

/// On the network thread.
void Engine::Private::tellListening(RecorderSlot &recorder, const relay::RelayStatus &status)
{
    const bool on = status.state == relay::LinkState::Live;
    if (on == listening.contains(status.number))
        return;
    if (on)
        listening[status.number] = status.url.toStdString();
    else
        listening.erase(status.number);
    recorder.listening(status.url.toStdString(), on);
}

void Engine::Private::takeRecording()
{
    {
        const std::lock_guard lock(recordingMutex);
        if (recording == recordingTold)
            return;
        recording = recordingTold;
    }
    Q_EMIT q.recordingChanged(recording);
}

/// Those whose words are repeated stand in the place of relays.
void Engine::Private::takeSource()
{
    const QVector<relay::RelayStatus> statuses = machinery->source->relays();
    if (std::exchange(sourceRelays, statuses) == statuses)
        return;
    std::vector<relay::RelayNumber> order;
    for (const relay::RelayStatus &status : statuses)
        order.push_back(status.number);
    relays.setRelays(order, {statuses.begin(), statuses.end()});
    relays.noteStatuses(statuses);
}

void Engine::Private::applyRelays()
{
    if (!machinery || machinery->source)
        return;
    QStringList kept;
    for (const auto &entry : config.relays)
        kept.append(entry.url);
    subscriptions.setKept(kept);
    machinery->network->post(
        [this, list = config.relays, &writer = machinery->writer](relay::RelayPool &pool) {
            std::vector<relay::RelayNumber> order;
            for (const auto &entry : list) {
                order.push_back(pool.numberOf(entry.url));
                writer.nameRelay(order.back(), entry.url.toStdString());
            }
            pool.setRelays(list);
            const auto statuses = pool.statuses();
            QMetaObject::invokeMethod(
                &q,
                [this, order, statuses] {
                    relays.setRelays(order, statuses);
                    Q_EMIT q.relaysChanged(q.relayActivity());
                },
                Qt::QueuedConnection);
        });
}

void Engine::Private::noteStatuses(const QVector<relay::RelayStatus> &changed)
{
    relays.noteStatuses(changed);
    for (const auto &status : changed) {
        relayLog.note(status, nowMs());
        if (auto form = forms.learn(status, nowMs() / 1000); form && machinery)
            machinery->writer.keep(std::move(*form));
    }
}

void Engine::Private::noteNetwork(const relay::NetworkState &state)
{
    const relay::NetworkState before = std::exchange(network, state);
    if (before == state)
        return;
    if (state.clock && state.clock != before.clock) {
        relayLog.noteForAll(relay::NetworkWords::change(*state.clock), nowMs());
        // Relays would keep back what is older than a time that has yet to come.
        subscriptions.notSinceAfter(nowMs() / 1000 - startMarginSeconds, clock.elapsed());
    }
    Q_EMIT q.networkChanged(state);
}

/// Before the relays are named: what is known from the beginning is no change.
void Engine::Private::askSystem()
{
    if (!config.ask_system_network)
        return;
    const auto tell = [this](const relay::SystemNetwork &system) {
        if (machinery && machinery->network)
            machinery->network->post([system](relay::RelayPool &pool) { pool.setSystemNetwork(system); });
    };
    systemNetwork = std::make_unique<SystemNetworkWatch>(tell);
}

void Engine::Private::applyKey()
{
    if (machinery)
        machinery->network->post([key = config.key](relay::RelayPool &pool) { pool.setKey(key); });
}

/// Runs on the engine's thread every notice interval: tells what came in, keeps rates, and has asked for what
/// follows from it.
void Engine::Private::tick()
{
    const std::int64_t now = clock.elapsed();
    auto activity = std::make_shared<Activity>();
    // Before: what these frames came to is among what is taken then.
    const ingest::SourceCounters before = std::exchange(countedBefore, counted());
    const bool changed = pending.take(*activity);
    storedTotal += activity->stored;
    // A clock that jumped has no rate across the jump.
    if (activity->replaced)
        storedRate = RateMeter();
    const std::int64_t moment = config.now_ms ? config.now_ms() : now;
    storedRate.note(moment, storedTotal);
    activity->events_per_second = storedRate.perSecond(moment);
    subscriptions.learn(activity->events, pending.takeMissing(), now);
    histories.tick(countedBefore.read, before.accepted + before.duplicate + before.rejectedTotal());
    if (machinery) {
        activity->counters = machinery->counters.snapshot();
        intakes.tell(activity->counters);
        activity->counters.queued = static_cast<std::int64_t>(machinery->pipeline.queued());
    } else {
        activity->counters = countersAtTheEnd;
    }
    if (now - fileLooked >= fileSizeEveryMs) {
        fileLooked = now;
        fileBytes = store::bytesOnDisk(config.database.toStdString());
    }
    activity->file_bytes = fileBytes;
    const bool moving = activity->events_per_second > 0;
    if (changed || moving || wasMoving)
        Q_EMIT q.activity(activity);
    wasMoving = moving;
    takeRecording();
    if (machinery && machinery->source)
        takeSource();
    if (machinery && relays.isDue(now) && relays.update(machinery->counters.snapshot(), now))
        Q_EMIT q.relaysChanged(q.relayActivity());
    subscriptions.tick(now);
    lookups.tick(now);
    // What is only looked at calls nobody.
    if (lookups.permission().hinted_relays && !config.clock_s && !config.source)
        subscriptions.visitHinted(now);
}

bool Engine::addEvents(const QString &source, std::vector<std::string> events, QObject *context, Added added)
{
    if (!d->machinery || d->machinery->source)
        return false;
    d->intakes.add(d->machinery->writer, d->machinery->counters, source, std::move(events), context,
                   std::move(added));
    return true;
}

bool Engine::startImport(const QStringList &files, const ImportOptions &options)
{
    return d->machinery && !d->machinery->source && d->machinery->import->start(files, options);
}

void Engine::stopImport()
{
    if (d->machinery)
        d->machinery->import->stop();
}

const ImportStatus &Engine::importStatus() const
{
    return d->import;
}

void Engine::setRelays(const relay::RelayList &relays)
{
    d->config.relays = relays;
    d->applyRelays();
    d->histories.setRelays(relays);
}

void Engine::setProxies(const http::Proxies &proxies)
{
    d->config.proxies = proxies;
    if (d->machinery && d->machinery->network)
        d->machinery->network->setProxies(proxies);
}

http::Proxies Engine::proxies() const
{
    return d->config.proxies;
}

const relay::NetworkState &Engine::network() const
{
    return d->network;
}

void Engine::tryNow()
{
    if (d->machinery && d->machinery->network)
        d->machinery->network->post([](relay::RelayPool &pool) { pool.wake(); });
}

void Engine::setKey(const std::optional<nostr::SecretKey> &key)
{
    d->config.key = key;
    d->applyKey();
}

relay::RelayList Engine::relays() const
{
    return d->config.relays;
}

ingest::Counters Engine::counters() const
{
    return d->machinery ? d->machinery->counters.snapshot() : d->countersAtTheEnd;
}

QVector<RelayActivity> Engine::relayActivity() const
{
    if (d->machinery && d->machinery->source)
        d->takeSource();
    return d->relays.activities();
}

QVector<RelayLogEntry> Engine::relayLog(const QString &url) const
{
    return d->relayLog.entries(url);
}

bool Engine::fetchHistory(const HistoryRequest &request)
{
    return d->histories.fetch(request);
}

void Engine::stopHistory(const QString &relay)
{
    d->histories.stop(relay);
}

void Engine::pauseHistory(const QString &relay)
{
    d->histories.pause(relay);
}

void Engine::resumeHistory(const QString &relay)
{
    d->histories.resume(relay);
}

std::vector<HistoryProgress> Engine::histories() const
{
    return d->histories.all();
}

void Engine::setLookups(const lookup::Permission &permission)
{
    d->lookups.setPermission(permission);
    if (!permission.hinted_relays)
        d->subscriptions.leaveHinted();
}

lookup::Permission Engine::lookups() const
{
    return d->lookups.permission();
}

void Engine::setPaused(bool paused)
{
    d->paused = paused;
    if (d->machinery)
        d->machinery->pipeline.setHeld(paused);
}

bool Engine::isPaused() const
{
    return d->paused;
}

void Engine::setRetention(const RetentionPolicy &policy)
{
    if (d->machinery)
        d->machinery->writer.setPolicy(policy);
}

bool Engine::startRebuild(RebuildTask task)
{
    return d->machinery && d->machinery->rebuild->start(task);
}

void Engine::stopRebuild()
{
    if (d->machinery)
        d->machinery->rebuild->stop();
}

const RebuildStatus &Engine::rebuildStatus() const
{
    return d->rebuild;
}

bool Engine::startRecording(const RecordingSettings &settings, QString *error)
{
    const auto refuse = [error](const QString &why) {
        if (error)
            *error = why;
        return false;
    };
    if (!d->machinery)
        return refuse(QStringLiteral("The database is not open"));
    try {
        d->machinery->record(settings);
    } catch (const store::Error &problem) {
        return refuse(QString::fromStdString(problem.what()));
    }
    // What listens already changes nothing that would be told.
    d->machinery->network->post([this, &recorder = d->machinery->recorder](relay::RelayPool &) {
        for (const auto &[number, url] : d->listening)
            recorder.listening(url, true);
    });
    d->takeRecording();
    return true;
}

void Engine::stopRecording()
{
    if (d->machinery)
        d->machinery->stopRecording();
    d->takeRecording();
}

const RecordingStatus &Engine::recording() const
{
    return d->recording;
}

template<typename Question>
Ask Engine::ask(const Question &question, QObject *context, Answer<AnswerOf<Question>> answer)
{
    return std::get<QuestionCounter<Question>>(d->counters)
        .ask(*this, d->machinery ? d->machinery->queries.get() : nullptr, d->pending.sequence(), question,
             context, std::move(answer));
}

template Ask Engine::ask(const OverviewQuestion &, QObject *, Answer<Overview>);
template Ask Engine::ask(const SeriesQuestion &, QObject *, Answer<Series>);
template Ask Engine::ask(const MonthsQuestion &, QObject *, Answer<Months>);
template Ask Engine::ask(const BestQuestion &, QObject *, Answer<Best>);
template Ask Engine::ask(const DvmsQuestion &, QObject *, Answer<Dvms>);
template Ask Engine::ask(const KindsQuestion &, QObject *, Answer<Kinds>);
template Ask Engine::ask(const UsersQuestion &, QObject *, Answer<Users>);
template Ask Engine::ask(const RelaysUsedQuestion &, QObject *, Answer<RelaysUsed>);
template Ask Engine::ask(const DvmQuestion &, QObject *, Answer<Dvm>);
template Ask Engine::ask(const DvmTroublesQuestion &, QObject *, Answer<DvmTroubles>);
template Ask Engine::ask(const KindQuestion &, QObject *, Answer<Kind>);
template Ask Engine::ask(const RecentEventsQuestion &, QObject *, Answer<RecentEvents>);
template Ask Engine::ask(const JobsQuestion &, QObject *, Answer<Jobs>);
template Ask Engine::ask(const EventQuestion &, QObject *, Answer<EventDetail>);
template Ask Engine::ask(const LifecycleChangesQuestion &, QObject *, Answer<LifecycleChanges>);
template Ask Engine::ask(const JobQuestion &, QObject *, Answer<JobDetail>);
template Ask Engine::ask(const ProfileQuestion &, QObject *, Answer<ProfileAnswer>);
template Ask Engine::ask(const NamesQuestion &, QObject *, Answer<Names>);
template Ask Engine::ask(const ChainQuestion &, QObject *, Answer<ChainAnswer>);
template Ask Engine::ask(const JobMaterialQuestion &, QObject *, Answer<JobMaterial>);
template Ask Engine::ask(const RelaysGivenQuestion &, QObject *, Answer<RelaysGiven>);
template Ask Engine::ask(const RelayCourseQuestion &, QObject *, Answer<RelayCourse>);
template Ask Engine::ask(const NamedRelaysQuestion &, QObject *, Answer<NamedRelays>);
template Ask Engine::ask(const CoverageQuestion &, QObject *, Answer<Coverages>);
template Ask Engine::ask(const LookupsQuestion &, QObject *, Answer<LookupState>);
template Ask Engine::ask(const CompareChainsQuestion &, QObject *, Answer<ChainsCompared>);
template Ask Engine::ask(const SimilarChainsQuestion &, QObject *, Answer<SimilarChains>);
template Ask Engine::ask(const BundleQuestion &, QObject *, Answer<BundleAnswer>);
template Ask Engine::ask(const StorageQuestion &, QObject *, Answer<Storage>);

} // namespace dvmdash::engine
