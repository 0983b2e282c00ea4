// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"
#include "relay/frame_sink.h"

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

namespace dvmdash::ingest
{

/// An event whose id and signature held.
struct VerifiedEvent {
    nostr::Event event;
    relay::RelayNumber relay = 0;
    std::int64_t received_ms = 0; ///< Unix milliseconds
    bool live = false;
};

/// Another copy of an event that was verified before: only who gave it, and when.
struct RepeatedEvent {
    nostr::EventId id;
    relay::RelayNumber relay = 0;
    std::int64_t received_ms = 0;
};

/// What a sink made of a verified event on a worker thread, so that its one writer has less to do.
class PreparedEvent
{
public:
    virtual ~PreparedEvent() = default;
};

using BatchItem = std::variant<std::unique_ptr<PreparedEvent>, RepeatedEvent>;
using Batch = std::vector<BatchItem>;

/// Recognises copies by the id that a frame claims, before anything else of it is looked at. Each worker has
/// one of its own.
class CopyFinder
{
public:
    virtual ~CopyFinder() = default;
    /// The event is in the sink, and so is that this relay gave it by then: a copy tells nothing new.
    virtual bool isNoted(const nostr::EventId &id, relay::RelayNumber relay, std::int64_t received_ms) = 0;
    /// Lets go of what it holds of the sink until it is asked again; between batches.
    virtual void rest() = 0;
};

/// Where verified events go. Implemented by store.
class BatchSink
{
public:
    virtual ~BatchSink() = default;
    /// Called by all workers at once: must be thread-safe.
    virtual std::unique_ptr<PreparedEvent> prepare(VerifiedEvent event) const = 0;
    /// Takes a batch, in order. Blocks while the sink is full. Called by all workers.
    virtual void deliver(Batch batch) = 0;
    /// Nothing: copies come as any event, or as RepeatedEvent.
    virtual std::unique_ptr<CopyFinder> copyFinder() { return nullptr; }
};

} // namespace dvmdash::ingest
