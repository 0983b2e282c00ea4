// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/made_capture.h"

#include "demo/scenario.h"
#include "engine/capture_format.h"
#include "support/signed_events.h"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace dvmdash::test
{

namespace
{

constexpr std::size_t relayCount = 3;
constexpr std::int64_t second = 1000;

std::string relayName(std::size_t relay)
{
    return "wss://relay" + std::to_string(relay) + ".example";
}

class Maker
{
public:
    Maker(std::uint64_t seed, int jobs)
        : m_random(static_cast<unsigned>(seed))
    {
        demo::ScenarioSettings settings;
        settings.seed = seed;
        settings.jobs = jobs;
        settings.start = start;
        settings.span = 1'200;
        const demo::Scenario scenario = demo::makeScenario(settings);
        m_made.from_ms = start * second;
        m_made.text = QByteArray::fromStdString(engine::captureHeader(m_made.from_ms));
        for (std::size_t relay = 0; relay < relayCount; ++relay)
            listen(m_made.from_ms, relay, true);
        for (const demo::TimedEvent &timed : scenario.events)
            add(timed.event, start * second + timed.at_ms);
        for (std::size_t relay = 0; relay < relayCount; ++relay)
            cover(m_now, relay);
        m_made.until_ms = m_now;
    }

    MadeCapture take() { return std::move(m_made); }

private:
    std::int64_t below(std::int64_t limit)
    {
        return static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(limit));
    }
    bool chance(int percent) { return below(100) < percent; }

    void line(std::int64_t at_ms, std::size_t relay, engine::CapturedThing what)
    {
        m_now = std::max(m_now, at_ms);
        m_made.text += QByteArray::fromStdString(engine::toLine({at_ms, relayName(relay), std::move(what)}));
    }

    void listen(std::int64_t at_ms, std::size_t relay, bool on)
    {
        line(at_ms, relay, engine::CapturedListening{on});
        m_since[relay] = on ? at_ms / second : 0;
    }

    void cover(std::int64_t at_ms, std::size_t relay)
    {
        const std::int64_t until = at_ms / second - below(20);
        if (m_since[relay] > 0 && until > m_since[relay])
            line(at_ms, relay, engine::CapturedCoverage{m_since[relay], until});
    }

    void add(const nostr::Event &event, std::int64_t at_ms)
    {
        const std::int64_t received = at_ms + below(3'000);
        const auto relay = static_cast<std::size_t>(below(relayCount));
        line(received, relay, engine::CapturedEvent{nostr::toJson(event), chance(90)});
        ++m_made.events;
        for (std::size_t other = 0; other < relayCount; ++other)
            if (other != relay && chance(60))
                line(received + below(2'000), other, engine::CapturedCopy{event.id});
        if (chance(10))
            cover(received, static_cast<std::size_t>(below(relayCount)));
        if (chance(2))
            happenSomething(received);
    }

    void happenSomething(std::int64_t at_ms)
    {
        const auto relay = static_cast<std::size_t>(below(relayCount));
        switch (below(4)) {
        case 0:
            listen(at_ms, relay, m_since[relay] == 0);
            break;
        case 1:
            m_made.text += QByteArray::fromStdString(engine::captureHeader(at_ms));
            m_since = {};
            for (std::size_t again = 0; again < relayCount; ++again)
                listen(at_ms + below(5'000), again, true);
            break;
        case 2:
            m_made.text += "{\"received_ms\":12,\"event\":{\"id\"\n";
            ++m_made.malformed;
            break;
        case 3: {
            nostr::Event forged = signedEvent(1, 5001, at_ms / second - start, {{"i", "x", "text"}});
            forged.content = "another one";
            line(at_ms, relay, engine::CapturedEvent{nostr::toJson(forged), true});
            ++m_made.refused;
            break;
        }
        }
    }

    std::mt19937 m_random;
    MadeCapture m_made;
    std::int64_t m_now = 0;
    std::array<std::int64_t, relayCount> m_since{}; ///< each listens; 0: it does not
};

} // namespace

MadeCapture madeCapture(std::uint64_t seed, int jobs)
{
    return Maker(seed, jobs).take();
}

} // namespace dvmdash::test
