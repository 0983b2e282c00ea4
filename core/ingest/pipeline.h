// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/batch_sink.h"
#include "ingest/copies.h"
#include "ingest/counter_board.h"
#include "ingest/frame_queue.h"
#include "ingest/verified_ids.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

namespace dvmdash::nostr
{
class EventParser;
class Verifier;
} // namespace dvmdash::nostr

namespace dvmdash::ingest
{

struct PipelineSettings {
    int workers = 0; ///< 0: one for each core, at most 8
    std::size_t max_frame_bytes = 1024 * 1024;
    QueueLimits queue;
    std::size_t verified_ids = 200'000;
    /// Skip a frame whose id was verified before without looking at the rest of it. Right for the wire, where
    /// the same event comes from many relays. A file is read once: what stands twice in it gets its own
    /// verdict, and what was stored before is the sink's to recognise (BatchSink::copyFinder).
    bool skip_verified = true;
    /// The workers let other threads go first: somebody looks at a window meanwhile.
    bool lets_others_first = true;
};

/// Frames in, verified events out. Owns the workers. The cheapest test comes first: a frame whose id was
/// already verified costs a look-up; then shape, subscription, filter, id; the signature last.
///
/// accept() and refuse() are called by whoever reads (network thread, importer); the workers call the sink.
class Pipeline : public relay::FrameSink
{
public:
    Pipeline(BatchSink &sink, CounterBoard &counters, PipelineSettings settings = {});
    ~Pipeline() override;
    Pipeline(const Pipeline &) = delete;
    Pipeline &operator=(const Pipeline &) = delete;

    bool accept(relay::IncomingFrame frame) override;
    relay::Copy acceptCopy(relay::RelayNumber relay, std::string_view json,
                           std::int64_t received_ms) override;
    void refuse(relay::RelayNumber relay, nostr::Reject reason) override;
    relay::FrameTally tally(relay::RelayNumber relay) const override;

    void setHeld(bool held);
    bool isHeld() const { return m_queue.isHeld(); }
    std::size_t queued() const { return m_queue.size() + m_copies.size(); }

    /// Works off a few of the frames that wait, on the thread that calls, which must be one and the same each
    /// time. False when there are none, or after finish(). For the sink's thread when it has nothing to do.
    bool help();

    /// Takes no more frames, works off those that wait, hands their events to the sink and joins the workers.
    void finish();
    /// Takes no more frames and wakes whoever blocks in accept(); the workers go on with what waits.
    void close();

private:
    struct Outcome;
    struct Tools;
    void work();
    void workOff(std::vector<relay::IncomingFrame> frames, Tools &tools);
    Outcome examine(relay::IncomingFrame &frame, Tools &tools);

    BatchSink &m_sink;
    CounterBoard &m_counters;
    const PipelineSettings m_settings;
    FrameQueue m_queue;
    VerifiedIds m_verified;
    std::unique_ptr<Tools> m_helper; ///< of the thread that helps
    std::mutex m_helping;
    bool m_finished = false; ///< under m_helping
    Copies m_copies;
    std::atomic<bool> m_held = false;
    std::vector<std::thread> m_workers;
};

} // namespace dvmdash::ingest
