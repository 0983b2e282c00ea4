// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/capture_feed.h"

#include "nostr/parser.h"
#include "nostr/verifier.h"

#include <QFileInfo>

#include <algorithm>
#include <future>
#include <optional>
#include <thread>
#include <utility>

namespace dvmdash::engine
{

namespace
{

/// A silence of an hour ends what a recording of events alone vouches for; see engine/import_sink.h.
constexpr std::int64_t longestSilenceMs = 3'600'000;
/// Fewer are not worth a thread.
constexpr std::size_t fewestForThread = 32;

} // namespace

struct CaptureFeed::Tools {
    nostr::EventParser parser;
    nostr::Verifier verifier;
};

/// What came of a line with an event.
struct CaptureFeed::Made {
    std::unique_ptr<ingest::PreparedEvent> event;
    std::optional<nostr::Reject> rejected;
};

CaptureFeed::CaptureFeed(CapturePtr capture, store::WriterThread &writer, ingest::CounterBoard &counters)
    : m_capture(std::move(capture))
    , m_writer(writer)
    , m_counters(counters)
    , m_verified(m_capture->lines())
{
    const auto threads = std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
    for (unsigned i = 0; i < threads; ++i)
        m_tools.push_back(std::make_unique<Tools>());
}

CaptureFeed::~CaptureFeed() = default;

bool CaptureFeed::changesWhoListens(const TimedLine &line)
{
    return std::holds_alternative<CapturedListening>(line.line.what) ||
           std::holds_alternative<CaptureBegins>(line.line.what);
}

relay::RelayNumber CaptureFeed::numberOf(const TimedLine &line)
{
    std::string name = line.line.relay;
    if (name.empty())
        name = "file:" + QFileInfo(m_capture->files().at(line.file)).fileName().toStdString();
    const auto [at, isNew] = m_numbers.try_emplace(name, static_cast<relay::RelayNumber>(m_numbers.size()));
    if (isNew) {
        m_writer.nameRelay(at->second, name);
        const std::lock_guard lock(m_mutex);
        relay::RelayStatus status;
        status.number = at->second;
        status.url = QString::fromStdString(name);
        status.state = relay::LinkState::Waiting;
        m_statuses.append(status);
    }
    return at->second;
}

CaptureFeed::Made CaptureFeed::make(const TimedLine &line, relay::RelayNumber number, Tools &tools) const
{
    const auto &captured = std::get<CapturedEvent>(line.line.what);
    auto parsed = tools.parser.parse(captured.json);
    if (const auto *reason = std::get_if<nostr::Reject>(&parsed))
        return {nullptr, *reason};
    auto &event = std::get<nostr::ParsedEvent>(parsed).event;
    if (!m_verified[line.number])
        if (const auto reason = tools.verifier.check(event))
            return {nullptr, reason};
    const std::int64_t received = line.line.received_ms > 0 ? line.line.received_ms : line.at_ms;
    return {m_writer.prepare({std::move(event), number, received, captured.live}), std::nullopt};
}

/// In the order of the lines; nothing for those without an event.
std::vector<CaptureFeed::Made> CaptureFeed::makeAll(const std::vector<TimedLine> &lines,
                                                    const std::vector<relay::RelayNumber> &numbers)
{
    std::vector<Made> made(lines.size());
    const std::size_t threads = std::clamp<std::size_t>(lines.size() / fewestForThread, 1, m_tools.size());
    const auto makeSome = [&](std::size_t thread) {
        const std::size_t from = lines.size() * thread / threads;
        const std::size_t until = lines.size() * (thread + 1) / threads;
        for (std::size_t i = from; i < until; ++i)
            if (std::holds_alternative<CapturedEvent>(lines[i].line.what))
                made[i] = make(lines[i], numbers[i], *m_tools[thread]);
    };
    std::vector<std::future<void>> others;
    for (std::size_t thread = 1; thread < threads; ++thread)
        others.push_back(std::async(std::launch::async, makeSome, thread));
    makeSome(0);
    for (auto &other : others)
        other.get();
    return made;
}

void CaptureFeed::give(std::vector<TimedLine> lines)
{
    std::vector<relay::RelayNumber> numbers;
    for (const TimedLine &line : lines) {
        const bool isFromSomebody = !std::holds_alternative<CaptureBegins>(line.line.what) &&
                                    !std::holds_alternative<CapturedOther>(line.line.what);
        numbers.push_back(isFromSomebody ? numberOf(line) : relay::RelayNumber());
    }
    std::vector<Made> made = makeAll(lines, numbers);
    ingest::Batch batch;
    std::map<relay::RelayNumber, ingest::SourceCounters> counted;
    const auto flush = [&] {
        if (!batch.empty())
            m_writer.deliver(std::exchange(batch, {}));
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const TimedLine &line = lines[i];
        const relay::RelayNumber number = numbers[i];
        if (std::holds_alternative<CapturedEvent>(line.line.what)) {
            ++counted[number].read;
            if (made[i].rejected) {
                ++counted[number].rejected.at(static_cast<std::size_t>(*made[i].rejected));
                continue;
            }
            m_verified[line.number] = true;
            batch.emplace_back(std::move(made[i].event));
            notePlain(line, number);
        } else if (const auto *copy = std::get_if<CapturedCopy>(&line.line.what)) {
            ++counted[number].read;
            const std::int64_t received = line.line.received_ms > 0 ? line.line.received_ms : line.at_ms;
            batch.emplace_back(ingest::RepeatedEvent{copy->id, number, received});
        } else if (const auto *span = std::get_if<CapturedCoverage>(&line.line.what)) {
            flush(); // coverage never overtakes its events
            // Nobody can have heard what was not yet said.
            const std::int64_t until = std::min(span->until, line.at_ms / 1000 + 1);
            if (span->from >= until)
                continue;
            m_writer.cover({number, span->from, until});
            auto &standing = m_standing.relays[number];
            standing.relay = number;
            standing.proven_until = std::max(standing.proven_until, until);
        } else if (const auto *listening = std::get_if<CapturedListening>(&line.line.what)) {
            flush();
            setListening(number, listening->on);
        } else if (std::holds_alternative<CaptureBegins>(line.line.what)) {
            flush();
            for (const auto &[relay, standing] : std::map(m_standing.relays))
                setListening(relay, false);
        }
    }
    flush();
    for (const auto &[number, delta] : counted)
        m_counters.add(number, delta);
}

void CaptureFeed::setListening(relay::RelayNumber number, bool on)
{
    auto &standing = m_standing.relays[number];
    standing.relay = number;
    standing.live = on;
    m_writer.setLive(number, on);
    tellRelays();
}

void CaptureFeed::notePlain(const TimedLine &line, relay::RelayNumber number)
{
    if (!m_capture->isPlain(line.file))
        return;
    const bool goesOn = m_standing.plain_from_ms > 0 && m_standing.plain == number &&
                        line.at_ms - m_standing.plain_until_ms <= longestSilenceMs;
    if (!goesOn)
        m_standing.plain_from_ms = line.at_ms;
    const bool isNew = m_standing.plain_until_ms == 0 || m_standing.plain != number;
    m_standing.plain = number;
    m_standing.plain_until_ms = line.at_ms;
    if (isNew)
        tellRelays();
}

/// A gap between events that turns out to be short was no gap: what follows is in the file already.
void CaptureFeed::coverPlain(std::int64_t moment_ms, const TimedLine *next)
{
    if (m_standing.plain_from_ms == 0)
        return;
    const bool goesOn = next && next->at_ms - m_standing.plain_until_ms <= longestSilenceMs;
    const std::int64_t until = (goesOn ? moment_ms : std::min(moment_ms, m_standing.plain_until_ms)) / 1000;
    const std::int64_t from = m_standing.plain_from_ms / 1000;
    if (from < until)
        m_writer.cover({m_standing.plain, from, until});
}

std::vector<store::RelayStanding> CaptureFeed::restore(const Standing &standing)
{
    m_standing = standing;
    tellRelays();
    std::vector<store::RelayStanding> relays;
    for (const auto &[number, one] : m_standing.relays)
        relays.push_back(one);
    return relays;
}

void CaptureFeed::tellRelays()
{
    const std::lock_guard lock(m_mutex);
    for (relay::RelayStatus &status : m_statuses) {
        const auto at = m_standing.relays.find(status.number);
        const bool isPlain = m_standing.plain_from_ms > 0 && m_standing.plain == status.number;
        const bool isLive = isPlain || (at != m_standing.relays.end() && at->second.live);
        status.state = isLive ? relay::LinkState::Live : relay::LinkState::Waiting;
    }
}

QVector<relay::RelayStatus> CaptureFeed::relays() const
{
    const std::lock_guard lock(m_mutex);
    return m_statuses;
}

} // namespace dvmdash::engine
