// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/flood.h"

#include "common/thread_times.h"
#include "stream/relay_process.h"
#include "stream/run_until.h"

#include <QThread>
#include <QWebSocket>

#include <atomic>
#include <memory>

namespace dvmdash::bench
{
namespace
{

constexpr int openWithinMs = 60'000;
constexpr int floodWithinMs = 600'000;
constexpr int stillMs = 400; ///< longer than a commit and a notice

engine::EngineConfig configFor(const QString &database, std::int64_t since)
{
    engine::EngineConfig config;
    config.database = database;
    config.since = since;
    return config;
}

ingest::SourceCounters operator-(const ingest::SourceCounters &after, const ingest::SourceCounters &before)
{
    ingest::SourceCounters left = after;
    left.read -= before.read;
    left.accepted -= before.accepted;
    left.duplicate -= before.duplicate;
    for (std::size_t i = 0; i < left.rejected.size(); ++i)
        left.rejected[i] -= before.rejected[i];
    return left;
}

} // namespace

CountingEngine::CountingEngine(const QString &database, std::int64_t since)
    : m_engine(configFor(database, since))
{
    QObject::connect(&m_engine, &engine::Engine::activity, &m_engine,
                     [this](const engine::ActivityPtr &activity) {
                         m_counters = activity->counters;
                         const auto &all = m_counters.all;
                         m_done = all.accepted + all.duplicate + all.rejectedTotal();
                     });
    m_engine.start();
    require(runUntil([this] { return m_engine.state() == engine::EngineState::Running; }, openWithinMs),
            "the engine does not start");
}

void CountingEngine::addRelay(const QString &url)
{
    relay::RelayEntry entry;
    entry.url = url;
    entry.enabled = true;
    m_relays.push_back(entry);
    m_engine.setRelays(m_relays);
}

ingest::Counters CountingEngine::settled()
{
    std::int64_t last = -1;
    while (std::exchange(last, m_done) != m_done)
        runFor(stillMs);
    return m_counters;
}

Flood CountingEngine::flood(RelayProcess &relay)
{
    Flood flood;
    flood.frames = relay.prepare();
    const ingest::Counters before = settled();
    const std::int64_t doneBefore = m_done;
    auto threads = threadTimes();
    const Stopwatch watch;
    relay.flood();
    require(runUntil([&] { return m_done - doneBefore >= flood.frames; }, floodWithinMs),
            "not all frames found their end");
    flood.spent = watch.spent();
    auto threadsAfter = threadTimes();
    flood.network = threadsAfter["network"] - threads["network"];
    flood.workers = threadsAfter["verify"] - threads["verify"];
    flood.rest = flood.spent.cpu - flood.network - flood.workers;
    runUntil([&] { return relay.hasSent(); }, floodWithinMs);
    flood.relayCpu = relay.sentCpuSeconds();
    flood.counted = m_counters.all - before.all;
    return flood;
}

Flood floodBareSocket(RelayProcess &relay)
{
    std::atomic<std::int64_t> taken = 0;
    QThread thread;
    thread.start();
    auto *socket = new QWebSocket;
    socket->moveToThread(&thread);
    QObject::connect(&thread, &QThread::finished, socket, &QObject::deleteLater);
    QObject::connect(socket, &QWebSocket::textMessageReceived, socket, [&](const QString &) { ++taken; });
    QObject::connect(socket, &QWebSocket::connected, socket,
                     [socket] { socket->sendTextMessage(QStringLiteral("[\"REQ\",\"jobs\",{}]")); });
    QMetaObject::invokeMethod(socket, [&] { socket->open(QUrl(relay.url())); });
    relay.waitUntilAsked(QStringLiteral("jobs"));
    Flood flood;
    flood.frames = relay.prepare();
    taken = 0;
    const Stopwatch watch;
    relay.flood();
    require(runUntil([&] { return taken >= flood.frames; }, floodWithinMs), "the bare socket is too slow");
    flood.spent = watch.spent();
    runUntil([&] { return relay.hasSent(); }, floodWithinMs);
    flood.relayCpu = relay.sentCpuSeconds();
    thread.quit();
    thread.wait();
    return flood;
}

} // namespace dvmdash::bench
