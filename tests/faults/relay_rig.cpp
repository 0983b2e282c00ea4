// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay_rig.h"

#include "memory.h"
#include "support/fake_relay.h"
#include "support/signed_events.h"

#include <algorithm>

namespace dvmdash::test
{
namespace
{

QString lineOf(relay::LinkState state, const QString &words)
{
    return relay::linkStateName(state) + QStringLiteral(": ") + words;
}

} // namespace

relay::RelayLimits impatientLimits()
{
    relay::RelayLimits limits = testLimits();
    limits.ping_interval_ms = 200;
    limits.pong_timeout_ms = 800;
    limits.eose_timeout_ms = 800;
    limits.conduct.window_ms = 500;
    limits.conduct.most_chatter = 100;
    limits.conduct.most_refused = 100;
    limits.conduct.most_repeats = 1'000;
    limits.conduct.most_short_links = 4;
    limits.conduct.quarantine_first_ms = 400;
    limits.conduct.quarantine_most_ms = 400;
    return limits;
}

std::vector<nostr::Event> requestsNow(int count, int series)
{
    const std::int64_t now = QDateTime::currentSecsSinceEpoch() - start;
    std::vector<nostr::Event> events;
    events.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        events.push_back(signedEvent(static_cast<unsigned char>(1 + i % 7), 5050, now - i % 20,
                                     {{"i", std::to_string(i), "text"}, {"series", std::to_string(series)}}));
    return events;
}

std::set<std::string> idsOf(const std::vector<nostr::Event> &events)
{
    std::set<std::string> ids;
    for (const auto &event : events)
        ids.insert(event.id.hex());
    return ids;
}

RelayRig::RelayRig(const QStringList &urls, const relay::RelayLimits &limits, int verifyThreads)
{
    m_config.verify_threads = verifyThreads;
    m_config.database = database();
    m_config.relays = relaysNamed(urls);
    m_config.limits = limits;
    m_config.notice_interval_ms = 20;
    m_config.since = QDateTime::currentSecsSinceEpoch() - 600;
    m_memoryBefore = residentBytes().value_or(0);
    connect(&m_look, &QTimer::timeout, this, &RelayRig::noteMemory);
    m_look.start(50);
    make();
}

RelayRig::~RelayRig() = default;

void RelayRig::make()
{
    m_counters = {};
    m_engine = std::make_unique<engine::Engine>(m_config);
    connect(m_engine.get(), &engine::Engine::activity, this, [this](const engine::ActivityPtr &activity) {
        for (const auto &row : activity->events)
            m_shown.insert(row.id.hex());
        m_stored += activity->stored;
        m_counters = activity->counters;
        m_mostQueued = std::max(m_mostQueued, activity->counters.queued);
    });
    connect(m_engine.get(), &engine::Engine::relaysChanged, this,
            [this](const QVector<engine::RelayActivity> &relays) {
                for (const auto &relay : relays) {
                    QStringList &seen = m_seen[relay.status.url];
                    const QString line = lineOf(relay.status.state, relay.status.detail);
                    if (seen.isEmpty() || seen.last() != line)
                        seen << line;
                }
            });
    connect(m_engine.get(), &engine::Engine::noticed, this, [this] { ++m_notices; });
    m_engine->start();
}

void RelayRig::restart()
{
    stop();
    make();
}

void RelayRig::noteMemory()
{
    m_mostGrown = std::max(m_mostGrown, residentBytes().value_or(m_memoryBefore) - m_memoryBefore);
}

bool RelayRig::shows(const std::set<std::string> &ids) const
{
    return std::includes(m_shown.begin(), m_shown.end(), ids.begin(), ids.end());
}

relay::RelayStatus RelayRig::statusOf(const QString &url) const
{
    const auto relays = m_engine->relayActivity();
    const auto found = std::find_if(relays.begin(), relays.end(),
                                    [&](const auto &relay) { return relay.status.url == url; });
    return found == relays.end() ? relay::RelayStatus() : found->status;
}

bool RelayRig::wasSeen(const QString &url, relay::LinkState state, const QString &words) const
{
    const auto found = m_seen.find(url);
    if (found == m_seen.end())
        return false;
    const QString beginning = lineOf(state, {});
    return std::any_of(found->second.begin(), found->second.end(), [&](const QString &line) {
        return line.startsWith(beginning) && line.contains(words);
    });
}

QString RelayRig::seen(const QString &url) const
{
    const auto found = m_seen.find(url);
    return found == m_seen.end() ? QString() : found->second.join(QLatin1Char('\n'));
}

} // namespace dvmdash::test
