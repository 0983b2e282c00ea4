// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/engine.h"

#include "dvm/kinds.h"
#include "engine/activity_meter.h"
#include "engine/answers.h"
#include "engine/guest_list.h"
#include "engine/hinted_relays.h"
#include "engine/intake.h"
#include "engine/interest.h"
#include "engine/lookup_planner.h"
#include "engine/machinery.h"
#include "engine/missing_events.h"
#include "engine/question_counter.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <map>
#include <set>
#include <thread>
#include <tuple>

namespace dvmdash::engine
{

namespace
{

constexpr std::int64_t resubscribeAfterMs = 5'000;
constexpr std::int64_t askMissingAfterMs = 2'000;
constexpr std::int64_t relayRatesEveryMs = 500;
constexpr std::int64_t fileSizeEveryMs = 1'000;
/// Who gives events by hand is no relay of the pool, whose numbers begin at 0.
constexpr relay::RelayNumber firstIntakeNumber = 1'000'000;

} // namespace

struct Engine::Private {
    Private(Engine &engine, EngineConfig configuration)
        : q(engine)
        , config(std::move(configuration))
        , hinted(config.hints_lead_anywhere ? [](const QString &) { return true; } : mayVisitRelay,
                 config.hints_lead_anywhere ? 0 : HintedRelays::firstAskOthersMs)
        , lookups(engine, machinery, config.lookup_interval_ms)
    {
        lookups.setPermission(config.lookups);
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
    void applySubscriptions();
    void learnDvms(const std::vector<EventRow> &rows);
    bool learnMissing(const std::vector<EventRow> &rows, std::int64_t now);
    void tick();
    void visitHinted(std::int64_t now);
    void leaveHinted();
    void tellVisits();
    void tellIntakes(const ingest::Counters &snapshot);
    void updateRelayRates(std::int64_t now);
    void noteStatuses(const QVector<relay::RelayStatus> &changed);

    Engine &q;
    std::tuple<
        QuestionCounter<OverviewQuestion>, QuestionCounter<SeriesQuestion>, QuestionCounter<MonthsQuestion>,
        QuestionCounter<BestQuestion>, QuestionCounter<DvmsQuestion>, QuestionCounter<KindsQuestion>,
        QuestionCounter<UsersQuestion>, QuestionCounter<RelaysUsedQuestion>, QuestionCounter<DvmQuestion>,
        QuestionCounter<KindQuestion>, QuestionCounter<RecentEventsQuestion>, QuestionCounter<JobsQuestion>,
        QuestionCounter<EventQuestion>, QuestionCounter<JobQuestion>, QuestionCounter<ProfileQuestion>,
        QuestionCounter<NamesQuestion>, QuestionCounter<StorageQuestion>, QuestionCounter<ChainQuestion>,
        QuestionCounter<JobMaterialQuestion>, QuestionCounter<LookupsQuestion>,
        QuestionCounter<CompareChainsQuestion>, QuestionCounter<SimilarChainsQuestion>,
        QuestionCounter<DvmTroublesQuestion>, QuestionCounter<BundleQuestion>>
        counters;
    EngineConfig config;
    EngineState state = EngineState::Stopped;
    bool paused = false;
    bool wasMoving = false;
    bool relaysChanged = false;
    bool dvmsChanged = false;
    QString error;
    bool openedDamaged = false; ///< opening failed for it
    std::thread opener;
    std::unique_ptr<Machinery> machinery;
    PendingActivity pending;
    QTimer timer;
    QElapsedTimer clock;
    std::int64_t subscribeSince = 0;

    RateMeter storedRate;
    std::int64_t storedTotal = 0;
    std::int64_t fileBytes = 0;
    std::int64_t fileLooked = -fileSizeEveryMs;

    std::map<relay::RelayNumber, RelayActivity> relays;
    std::map<relay::RelayNumber, RateMeter> relayRates;
    std::vector<relay::RelayNumber> relayOrder;
    std::int64_t relaysLooked = 0;

    std::vector<nostr::PublicKey> dvms; ///< named in the money subscription, oldest first
    std::set<nostr::PublicKey> knownDvms;
    MissingEvents missing;
    HintedRelays hinted;
    GuestList *guests = nullptr; ///< on the network thread, for as long as that runs
    std::int64_t subscribed = 0;
    LookupPlanner lookups;

    RebuildStatus rebuild;
    std::vector<std::unique_ptr<Intake>> intakes;
    relay::RelayNumber nextIntake = firstIntakeNumber;
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
    qRegisterMetaType<EngineState>();
    qRegisterMetaType<RebuildStatus>();
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
    d->opener = std::thread([this] {
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
        try {
            auto built = std::make_shared<std::unique_ptr<Machinery>>(
                std::make_unique<Machinery>(d->config, d->pending, report, rebuildTold));
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
    d->machinery.reset();
    d->tick();
    for (auto &[number, activity] : d->relays)
        activity.status.state = relay::LinkState::Stopped;
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
    subscribeSince = config.since > 0 ? config.since : nowMs() / 1000 - 60;
    dvms = machinery->announcedDvms;
    knownDvms = {dvms.begin(), dvms.end()};
    machinery->pipeline.setHeld(paused);
    machinery->network =
        std::make_unique<NetworkThread>(machinery->pipeline, config.limits, config.lookup_service);
    connectNetwork();
    applySubscriptions();
    applyRelays();
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
    QObject::connect(&pool, &relay::RelayPool::statusesChanged, &pool,
                     [&writer](const QVector<relay::RelayStatus> &changed) {
                         for (const auto &status : changed)
                             writer.setLive(status.number, status.state == relay::LinkState::Live);
                     });
    QObject::connect(&pool, &relay::RelayPool::statusesChanged, &q,
                     [this](const QVector<relay::RelayStatus> &changed) { noteStatuses(changed); });
    QObject::connect(&pool, &relay::RelayPool::noticed, &q, &Engine::noticed);
    guests = new GuestList(pool, writer, config.hints_lead_anywhere, nullptr);
    guests->moveToThread(pool.thread());
    QObject::connect(pool.thread(), &QThread::finished, guests, &QObject::deleteLater);
    auto &service = machinery->network->lookups();
    QObject::connect(&service, &lookup::LookupService::found, &service,
                     [&writer](const lookup::Finding &finding) { writer.learn(finding); });
    lookups.begin();
}

void Engine::Private::applyRelays()
{
    if (!machinery)
        return;
    QStringList kept;
    for (const auto &entry : config.relays)
        kept.append(entry.url);
    hinted.setKept(kept);
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
                    relayOrder = order;
                    std::map<relay::RelayNumber, RelayActivity> still;
                    for (const auto &status : statuses) {
                        still[status.number] = relays[status.number];
                        still[status.number].status = status;
                    }
                    relays = std::move(still);
                    Q_EMIT q.relaysChanged(q.relayActivity());
                },
                Qt::QueuedConnection);
        });
}

void Engine::Private::applySubscriptions()
{
    dvmsChanged = false;
    subscribed = clock.elapsed();
    machinery->network->post([subscriptions = subscriptionsFor(dvm::KindTable::standard(), subscribeSince,
                                                               dvms, missing.wanted())](
                                 relay::RelayPool &pool) { pool.setSubscriptions(subscriptions); });
}

void Engine::Private::learnDvms(const std::vector<EventRow> &rows)
{
    for (const auto &row : rows) {
        const bool isDvm = row.role == dvm::Role::Result || row.role == dvm::Role::Feedback ||
                           row.role == dvm::Role::Announcement;
        if (!isDvm || !knownDvms.insert(row.author).second)
            continue;
        dvms.push_back(row.author);
        if (dvms.size() > mostNamedDvms) {
            knownDvms.erase(dvms.front());
            dvms.erase(dvms.begin());
        }
        dvmsChanged = true;
    }
}

/// True when relays are to be asked for other missing events than before.
bool Engine::Private::learnMissing(const std::vector<EventRow> &rows, std::int64_t now)
{
    for (const store::MissingEvent &named : pending.takeMissing()) {
        missing.name(named.id, now);
        hinted.name(named.id, named.hints, now);
    }
    // What came in the same moment is not missing.
    for (const auto &row : rows) {
        missing.seen(row.id);
        hinted.seen(row.id);
    }
    missing.expire(now);
    return now - subscribed >= askMissingAfterMs && missing.takeChange();
}

void Engine::Private::noteStatuses(const QVector<relay::RelayStatus> &changed)
{
    for (const auto &status : changed) {
        const auto at = relays.find(status.number);
        if (at != relays.end())
            at->second.status = status;
    }
    relaysChanged = true;
}

void Engine::Private::updateRelayRates(std::int64_t now)
{
    if (!machinery || (now - relaysLooked < relayRatesEveryMs && !relaysChanged))
        return;
    relaysLooked = now;
    const ingest::Counters counters = machinery->counters.snapshot();
    for (auto &[number, activity] : relays) {
        RateMeter &rate = relayRates[number];
        rate.note(now, activity.status.frames);
        const double perSecond = rate.perSecond(now);
        ingest::SourceCounters source;
        if (const auto at = counters.by_relay.find(number); at != counters.by_relay.end())
            source = at->second;
        relaysChanged = relaysChanged || perSecond != activity.events_per_second ||
                        source.accepted != activity.accepted || source.duplicate != activity.duplicates ||
                        source.rejectedTotal() != activity.rejected;
        activity.events_per_second = perSecond;
        activity.accepted = source.accepted;
        activity.duplicates = source.duplicate;
        activity.rejected = source.rejectedTotal();
    }
    if (std::exchange(relaysChanged, false))
        Q_EMIT q.relaysChanged(q.relayActivity());
}

/// Runs on the engine's thread every notice interval: tells what came in, keeps rates, and renews the
/// subscription that names DVMs when new ones have turned up.
void Engine::Private::tick()
{
    const std::int64_t now = clock.elapsed();
    auto activity = std::make_shared<Activity>();
    const bool changed = pending.take(*activity);
    storedTotal += activity->stored;
    storedRate.note(now, storedTotal);
    activity->events_per_second = storedRate.perSecond(now);
    learnDvms(activity->events);
    const bool askForOthers = learnMissing(activity->events, now);
    if (machinery) {
        activity->counters = machinery->counters.snapshot();
        tellIntakes(activity->counters);
        activity->counters.queued = static_cast<std::int64_t>(machinery->pipeline.queued());
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
    updateRelayRates(now);
    const bool asksAnew = (dvmsChanged && now - subscribed >= resubscribeAfterMs) || askForOthers;
    if (machinery && asksAnew)
        applySubscriptions();
    lookups.tick(now);
    visitHinted(now);
}

void Engine::Private::visitHinted(std::int64_t now)
{
    // What is only looked at calls nobody.
    if (!machinery || !lookups.permission().hinted_relays || config.clock_s || !hinted.advance(now))
        return;
    tellVisits();
}

void Engine::Private::leaveHinted()
{
    hinted.clear();
    if (machinery)
        tellVisits();
}

void Engine::Private::tellVisits()
{
    QMetaObject::invokeMethod(
        guests, [guests = guests, visits = hinted.visits()] { guests->setVisits(visits); },
        Qt::QueuedConnection);
}

/// Tells those whose events are all committed.
void Engine::Private::tellIntakes(const ingest::Counters &snapshot)
{
    std::vector<std::unique_ptr<Intake>> done;
    for (auto &intake : intakes)
        if (intake->isDone(snapshot))
            done.push_back(std::move(intake));
    std::erase(intakes, nullptr);
    for (const auto &intake : done)
        intake->tell(snapshot);
}

bool Engine::addEvents(const QString &source, std::vector<std::string> events, QObject *context, Added added)
{
    if (!d->machinery)
        return false;
    const relay::RelayNumber number = d->nextIntake++;
    d->machinery->writer.nameRelay(number, source.toStdString());
    d->intakes.push_back(std::make_unique<Intake>(d->machinery->writer, d->machinery->counters, number,
                                                  std::move(events), context, std::move(added)));
    return true;
}

void Engine::setRelays(const relay::RelayList &relays)
{
    d->config.relays = relays;
    d->applyRelays();
}

relay::RelayList Engine::relays() const
{
    return d->config.relays;
}

QVector<RelayActivity> Engine::relayActivity() const
{
    QVector<RelayActivity> list;
    for (const auto number : d->relayOrder)
        if (const auto at = d->relays.find(number); at != d->relays.end())
            list.push_back(at->second);
    return list;
}

void Engine::setLookups(const lookup::Permission &permission)
{
    d->lookups.setPermission(permission);
    if (!permission.hinted_relays)
        d->leaveHinted();
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
template Ask Engine::ask(const JobQuestion &, QObject *, Answer<JobDetail>);
template Ask Engine::ask(const ProfileQuestion &, QObject *, Answer<ProfileAnswer>);
template Ask Engine::ask(const NamesQuestion &, QObject *, Answer<Names>);
template Ask Engine::ask(const ChainQuestion &, QObject *, Answer<ChainAnswer>);
template Ask Engine::ask(const JobMaterialQuestion &, QObject *, Answer<JobMaterial>);
template Ask Engine::ask(const LookupsQuestion &, QObject *, Answer<LookupState>);
template Ask Engine::ask(const CompareChainsQuestion &, QObject *, Answer<ChainsCompared>);
template Ask Engine::ask(const SimilarChainsQuestion &, QObject *, Answer<SimilarChains>);
template Ask Engine::ask(const BundleQuestion &, QObject *, Answer<BundleAnswer>);
template Ask Engine::ask(const StorageQuestion &, QObject *, Answer<Storage>);

} // namespace dvmdash::engine
