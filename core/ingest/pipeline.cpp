// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/pipeline.h"

#include "ingest/thread_name.h"
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

bool Pipeline::acceptCopy(relay::RelayNumber relay, std::string_view json, std::int64_t received_ms)
{
    if (!m_settings.skip_verified || m_held || json.size() > m_settings.max_frame_bytes)
        return false;
    const auto id = nostr::peekId(json);
    const auto known = id ? m_verified.meet(*id, relay) : VerifiedIds::Known::No;
    return known != VerifiedIds::Known::No &&
           m_copies.add({*id, relay, received_ms}, known == VerifiedIds::Known::FromOthers);
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

void Pipeline::finish()
{
    close();
    for (std::thread &worker : m_workers)
        worker.join();
    m_workers.clear();
    m_copies.finish();
}

Pipeline::Outcome Pipeline::examine(relay::IncomingFrame &frame, nostr::EventParser &parser,
                                    nostr::Verifier &verifier)
{
    Outcome outcome;
    if (m_settings.skip_verified) {
        const auto hint = nostr::peekId(frame.json);
        switch (hint ? m_verified.meet(*hint, frame.relay) : VerifiedIds::Known::No) {
        case VerifiedIds::Known::No:
            break;
        case VerifiedIds::Known::FromOthers:
            outcome.repeated = RepeatedEvent{*hint, frame.relay, frame.received_ms};
            return outcome;
        case VerifiedIds::Known::FromThisRelay:
            outcome.known = true;
            return outcome;
        }
    }
    auto parsed = parser.parse(frame.json);
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
    if (const auto reason = verifier.check(message.event)) {
        outcome.rejected = *reason;
        return outcome;
    }
    outcome.verified = VerifiedEvent{std::move(message.event), frame.relay, frame.received_ms, frame.live};
    return outcome;
}

void Pipeline::work()
{
    nameThisThread("verify");
    nostr::EventParser parser;
    nostr::Verifier verifier;
    for (;;) {
        auto frames = m_queue.pop(framesAtOnce);
        if (frames.empty())
            return;
        const auto began = std::chrono::steady_clock::now();
        Batch batch;
        batch.reserve(frames.size());
        std::vector<std::pair<nostr::EventId, relay::RelayNumber>> verified;
        std::map<relay::RelayNumber, SourceCounters> deltas;
        for (auto &frame : frames) {
            SourceCounters &delta = deltas[frame.relay];
            ++delta.read;
            Outcome outcome = examine(frame, parser, verifier);
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
        m_counters.addVerifyTime(
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began)
                .count());
        for (const auto &[relay, delta] : deltas)
            m_counters.add(relay, delta);
        if (!batch.empty())
            m_sink.deliver(std::move(batch));
        // Only now: a copy that is recognised by its id must find its event before it in the sink's order.
        if (m_settings.skip_verified) {
            for (const auto &[id, relay] : verified)
                m_verified.add(id, relay);
        }
    }
}

} // namespace dvmdash::ingest
