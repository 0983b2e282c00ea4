// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/pipeline.h"

#include "ingest/this_thread.h"
#include "nostr/filter.h"
#include "nostr/parser.h"
#include "nostr/verifier.h"

#include <algorithm>
#include <chrono>
#include <map>

namespace dvmdash::ingest
{

namespace
{

/// Frames a worker takes at once: enough to make locks rare, few enough to be handed on within milliseconds.
constexpr std::size_t framesAtOnce = 64;

int workerCount(int wanted)
{
    if (wanted > 0)
        return wanted;
    return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 8);
}

} // namespace

/// What each thread has of its own.
struct Pipeline::Tools {
    explicit Tools(BatchSink &sink)
        : copies(sink.copyFinder())
    {
    }

    nostr::EventParser parser;
    nostr::Verifier verifier;
    std::unique_ptr<CopyFinder> copies; ///< may be none
};

/// What became of one frame: exactly one of the four.
struct Pipeline::Outcome {
    bool known = false; ///< a copy that its relay gave before
    std::optional<nostr::Reject> rejected;
    std::optional<RepeatedEvent> repeated;
    std::optional<VerifiedEvent> verified;
};

Pipeline::Pipeline(BatchSink &sink, CounterBoard &counters, PipelineSettings settings)
    : m_sink(sink)
    , m_counters(counters)
    , m_settings(settings)
    , m_queue(settings.queue)
    , m_verified(settings.verified_ids)
    , m_helper(std::make_unique<Tools>(sink))
    , m_copies(sink, counters)
{
    const int count = workerCount(settings.workers);
    m_workers.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        m_workers.emplace_back([this] { work(); });
}

Pipeline::~Pipeline()
{
    finish();
}

bool Pipeline::accept(relay::IncomingFrame frame)
{
    if (frame.json.size() > m_settings.max_frame_bytes) {
        refuse(frame.relay, nostr::Reject::FrameTooLarge);
        return true;
    }
    return m_queue.push(std::move(frame));
}

relay::Copy Pipeline::acceptCopy(relay::RelayNumber relay, std::string_view json, std::int64_t received_ms)
{
    using relay::Copy;
    if (!m_settings.skip_verified || m_held || json.size() > m_settings.max_frame_bytes)
        return Copy::No;
    const auto id = nostr::peekId(json);
    const Copy copy = id ? m_verified.meet(*id, relay) : Copy::No;
    if (copy == Copy::No || !m_copies.add({*id, relay, received_ms}, copy == Copy::First))
        return Copy::No;
    return copy;
}

void Pipeline::setHeld(bool held)
{
    m_held = held;
    m_queue.setHeld(held);
}

void Pipeline::close()
{
    m_queue.close();
    m_copies.close();
}

void Pipeline::refuse(relay::RelayNumber relay, nostr::Reject reason)
{
    m_counters.addRejected(relay, reason);
}

/// Too old is what we deleted by our own wish: no fault of the relay's.
relay::FrameTally Pipeline::tally(relay::RelayNumber relay) const
{
    const SourceCounters counters = m_counters.of(relay);
    const auto tooOld = counters.rejected[static_cast<std::size_t>(nostr::Reject::TooOld)];
    return {counters.read, counters.rejectedTotal() - tooOld};
}

void Pipeline::finish()
{
    close();
    for (std::thread &worker : m_workers)
        worker.join();
    m_workers.clear();
    {
        const std::lock_guard lock(m_helping); // until who helps is through with what it took
        m_finished = true;
    }
    m_copies.finish();
}

bool Pipeline::help()
{
    const std::lock_guard lock(m_helping);
    if (m_finished)
        return false;
    auto frames = m_queue.tryPop(framesAtOnce);
    if (frames.empty())
        return false;
    workOff(std::move(frames), *m_helper);
    return true;
}

Pipeline::Outcome Pipeline::examine(relay::IncomingFrame &frame, Tools &tools)
{
    Outcome outcome;
    if (m_settings.skip_verified || tools.copies) {
        const auto hint = nostr::peekId(frame.json);
        const bool isSkipped = hint && m_settings.skip_verified;
        switch (isSkipped ? m_verified.meet(*hint, frame.relay) : relay::Copy::No) {
        case relay::Copy::No:
            break;
        case relay::Copy::First:
            outcome.repeated = RepeatedEvent{*hint, frame.relay, frame.received_ms};
            return outcome;
        case relay::Copy::Again:
            outcome.known = true;
            return outcome;
        }
        outcome.known = hint && tools.copies && tools.copies->isNoted(*hint, frame.relay, frame.received_ms);
        if (outcome.known)
            return outcome;
    }
    auto parsed = tools.parser.parse(frame.json);
    if (const auto *reason = std::get_if<nostr::Reject>(&parsed)) {
        outcome.rejected = *reason;
        return outcome;
    }
    auto &message = std::get<nostr::ParsedEvent>(parsed);
    if (frame.subscription) {
        if (!message.framed || message.subscription != frame.subscription->id) {
            outcome.rejected = nostr::Reject::UnknownSubscription;
            return outcome;
        }
        if (!nostr::matchesAny(frame.subscription->filters, message.event)) {
            outcome.rejected = nostr::Reject::FilterMismatch;
            return outcome;
        }
    }
    if (const auto reason = tools.verifier.check(message.event)) {
        outcome.rejected = *reason;
        return outcome;
    }
    outcome.verified = VerifiedEvent{std::move(message.event), frame.relay, frame.received_ms, frame.live};
    return outcome;
}

void Pipeline::work()
{
    nameThisThread("verify");
    if (m_settings.lets_others_first)
        letOthersGoFirst();
    Tools tools(m_sink);
    for (;;) {
        auto frames = m_queue.pop(framesAtOnce);
        if (frames.empty())
            return;
        workOff(std::move(frames), tools);
    }
}

void Pipeline::workOff(std::vector<relay::IncomingFrame> frames, Tools &tools)
{
    const auto began = std::chrono::steady_clock::now();
    Batch batch;
    batch.reserve(frames.size());
    std::vector<std::pair<nostr::EventId, relay::RelayNumber>> verified;
    std::map<relay::RelayNumber, SourceCounters> deltas;
    for (auto &frame : frames) {
        SourceCounters &delta = deltas[frame.relay];
        ++delta.read;
        Outcome outcome = examine(frame, tools);
        if (outcome.known) {
            ++delta.duplicate;
        } else if (outcome.rejected) {
            ++delta.rejected[static_cast<std::size_t>(*outcome.rejected)];
        } else if (outcome.repeated) {
            batch.emplace_back(*outcome.repeated);
        } else {
            verified.emplace_back(outcome.verified->event.id, frame.relay);
            batch.emplace_back(m_sink.prepare(std::move(*outcome.verified)));
        }
    }
    if (tools.copies)
        tools.copies->rest();
    m_counters.addVerifyTime(
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began)
            .count());
    if (!batch.empty())
        m_sink.deliver(std::move(batch));
    // Only now: who is told that a frame was read may go by that the sink has it (HistoryFetch).
    for (const auto &[relay, delta] : deltas)
        m_counters.add(relay, delta);
    // Only now, too: a copy that is recognised by its id must find its event before it in the sink's order.
    if (m_settings.skip_verified) {
        for (const auto &[id, relay] : verified)
            m_verified.add(id, relay);
    }
}

} // namespace dvmdash::ingest
