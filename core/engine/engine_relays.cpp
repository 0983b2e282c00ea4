// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/engine_private.h"
#include "relay/network_words.h"

namespace dvmdash::engine
{

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

} // namespace dvmdash::engine
