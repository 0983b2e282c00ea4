// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/engine.h"

#include "engine/answers.h"
#include "engine/engine_private.h"
#include "engine/kinds_of_file.h"

#include <QCoreApplication>

#include <algorithm>
#include <tuple>
#include <utility>

namespace dvmdash::engine
{

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
            if (!makeReady(d->config.database, wanted, rebuildTold, d->breakOff)) {
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
    // Copies that tell nothing new are written nowhere, and counted all the same.
    const bool moving = activity->events_per_second > 0 || countedBefore.read != before.read;
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

ingest::Counters Engine::counters() const
{
    return d->machinery ? d->machinery->counters.snapshot() : d->countersAtTheEnd;
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
