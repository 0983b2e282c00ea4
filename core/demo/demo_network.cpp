// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/demo_network.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>
#include <utility>

namespace dvmdash::demo
{

namespace
{

constexpr std::int64_t secondsPerJob = 6; ///< at speed 1
constexpr std::int64_t backgroundSpan = 3600;
constexpr std::int64_t heartbeatLead = 300; ///< one round of heartbeats lies before the start
constexpr std::int64_t aheadMs = 60'000;    ///< a scenario is made so long before its time, or earlier
constexpr int progressIntervalMs = 250;
constexpr int sliceEvents = 400;      ///< published without a look at the event loop
constexpr int longestSleepMs = 1'000; ///< so that a changed clock is noticed

std::int64_t nowMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

std::int64_t spanOf(const DemoSettings &settings)
{
    const double speed = settings.speed > 0 ? settings.speed : 1;
    const double span = static_cast<double>(settings.jobs * secondsPerJob) / speed;
    return std::max<std::int64_t>(1, std::llround(span));
}

} // namespace

DemoNetwork::DemoNetwork(DemoSettings settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
{
}

DemoNetwork::~DemoNetwork()
{
    stop();
}

QUrl DemoNetwork::url() const
{
    return m_relay ? m_relay->url() : QUrl();
}

void DemoNetwork::start()
{
    stop();
    // Everything is made here and not in the constructor: it belongs to the thread that plays.
    m_relay = std::make_unique<DemoRelay>(m_settings.relay);
    if (!m_relay->listen(m_settings.port)) {
        const QString why = m_relay->errorString();
        m_relay.reset();
        Q_EMIT failed(why);
        return;
    }
    m_maker = std::make_unique<ScenarioMaker>();
    connect(m_maker.get(), &ScenarioMaker::made, this, &DemoNetwork::take);
    m_timer = std::make_unique<QTimer>();
    m_timer->setSingleShot(true);
    m_timer->setTimerType(Qt::PreciseTimer);
    connect(m_timer.get(), &QTimer::timeout, this, &DemoNetwork::play);
    m_progressTimer = std::make_unique<QTimer>();
    connect(m_progressTimer.get(), &QTimer::timeout, this, &DemoNetwork::tellProgress);
    m_progressTimer->start(progressIntervalMs);

    m_nextSeed = m_settings.seed;
    const std::int64_t now = nowMs() / 1000;
    if (m_settings.endless) {
        // Nobody may take the past for something that happens now.
        m_relay->setAccepting(false);
        if (hasHistory())
            askHistory();
        askBackground(now - heartbeatLead, !hasHistory());
    }
    askEpisode(now + 1);
    if (!m_settings.endless)
        becomeReady();
}

void DemoNetwork::stop()
{
    m_timer.reset();
    m_progressTimer.reset();
    m_maker.reset();
    m_relay.reset();
    m_asked.clear();
    m_due.clear();
    m_published = 0;
    m_told = -1;
    m_ready = false;
}

ScenarioSettings DemoNetwork::common() const
{
    ScenarioSettings settings;
    settings.cast_seed = m_settings.seed;
    settings.relay = m_relay->url().toString().toStdString();
    return settings;
}

void DemoNetwork::ask(Part part, ScenarioSettings settings)
{
    m_asked[m_nextNumber] = {part, settings};
    m_maker->make(m_nextNumber++, settings);
}

void DemoNetwork::askHistory()
{
    ScenarioSettings settings = common();
    settings.seed = m_nextSeed++;
    settings.jobs = m_settings.history_jobs;
    settings.span = m_settings.history_seconds;
    settings.start = nowMs() / 1000 - m_settings.history_seconds;
    settings.heartbeats = false; // a relay keeps the latest only, and those are in the background
    ask(Part::History, settings);
}

void DemoNetwork::askBackground(std::int64_t start, bool introductions)
{
    ScenarioSettings settings = common();
    settings.seed = m_settings.seed;
    settings.jobs = 0;
    settings.start = start;
    settings.span = backgroundSpan;
    settings.introductions = introductions;
    ask(Part::Background, settings);
}

void DemoNetwork::askEpisode(std::int64_t start)
{
    ScenarioSettings settings = common();
    settings.seed = m_nextSeed++;
    settings.jobs = m_settings.jobs;
    settings.start = start;
    settings.span = spanOf(m_settings);
    settings.introductions = !m_settings.endless;
    settings.heartbeats = !m_settings.endless;
    ask(Part::Episode, settings);
}

void DemoNetwork::take(int number, const ScenarioPtr &scenario)
{
    const auto found = m_asked.find(number);
    if (found == m_asked.end())
        return;
    const Request asked = found->second;
    m_asked.erase(found);
    const std::int64_t start_ms = asked.settings.start * 1000;
    for (const TimedEvent &timed : scenario->events)
        m_due.emplace(start_ms + timed.at_ms, Due{scenario, &timed.event});
    if (asked.part != Part::Background)
        Q_EMIT scenarioBegins(asked.settings.seed, scenario);
    if (m_settings.endless)
        planNext(asked);
    if (!m_timer->isActive())
        m_timer->start(0);
    else
        m_timer->setInterval(0); // the new events may be due earlier
}

/// Asks for what follows a part, shortly before it is needed.
void DemoNetwork::planNext(const Request &played)
{
    if (played.part == Part::History)
        return;
    const std::int64_t end = played.settings.start + played.settings.span;
    const std::int64_t wait =
        std::max<std::int64_t>(0, std::max(played.settings.start * 1000, end * 1000 - aheadMs) - nowMs());
    QTimer::singleShot(static_cast<int>(wait), m_maker.get(), [this, part = played.part, end] {
        // After the computer has slept the past is not made up for.
        const std::int64_t start = std::max(end, nowMs() / 1000);
        if (part == Part::Background)
            askBackground(start, false);
        else
            askEpisode(start);
    });
}

void DemoNetwork::play()
{
    const std::int64_t now = nowMs();
    int left = sliceEvents;
    while (!m_due.empty() && m_due.begin()->first <= now && left-- > 0) {
        m_relay->publish(*m_due.begin()->second.event);
        m_due.erase(m_due.begin());
        ++m_published;
    }
    const bool isBehind = !m_due.empty() && m_due.begin()->first <= now;
    const bool pastIsMade =
        std::ranges::none_of(m_asked, [](const auto &asked) { return asked.second.part != Part::Episode; });
    if (!m_ready && pastIsMade && !isBehind)
        becomeReady();
    if (!m_due.empty()) {
        const std::int64_t wait = std::clamp<std::int64_t>(m_due.begin()->first - nowMs(), 0, longestSleepMs);
        m_timer->start(static_cast<int>(wait));
    } else if (!m_settings.endless && m_asked.empty()) {
        tellProgress();
        Q_EMIT finished();
    }
}

void DemoNetwork::becomeReady()
{
    m_ready = true;
    m_relay->setAccepting(true);
    Q_EMIT ready(m_relay->url(), static_cast<int>(m_published));
}

void DemoNetwork::tellProgress()
{
    const auto clients = static_cast<std::int64_t>(m_relay->clients());
    const std::int64_t state = m_published * 1000 + clients;
    if (std::exchange(m_told, state) != state)
        Q_EMIT progress(m_published, static_cast<int>(clients));
}

} // namespace dvmdash::demo
