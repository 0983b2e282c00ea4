// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/reject.h"
#include "relay/subscription.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace dvmdash::relay
{

/// Position of a relay in the pool's life: given at first sight of its URL, never reused while the program
/// runs. Ingest keeps one queue for each.
using RelayNumber = int;

/// An EVENT message as it came off the socket, not yet parsed.
struct IncomingFrame {
    RelayNumber relay = 0;
    SubscriptionPtr subscription;
    std::string json;             ///< UTF-8
    std::int64_t received_ms = 0; ///< Unix milliseconds
    bool live = false;            ///< after EOSE: received as it happened
};

/// What a frame is known for by its id.
enum class Copy {
    No,    ///< for nothing
    First, ///< a copy; that this relay gave the event before is not known
    Again, ///< a copy of what this relay gave before
};

/// What became of a relay's frames so far.
struct FrameTally {
    std::int64_t judged = 0;
    std::int64_t refused = 0; ///< of these: forged, broken or not asked for
};

/// Where the network thread puts what it received. Implemented by ingest. Called on the network thread.
class FrameSink
{
public:
    virtual ~FrameSink() = default;
    /// Takes a frame. Blocks while the relay's queue is full: the socket is then read slower, which is the
    /// back-pressure the relay feels. False when ingest has been closed: drop the frame and stop reading.
    virtual bool accept(IncomingFrame frame) = 0;
    /// Is done with a frame whose id alone tells that it is a copy of an event that was verified before: it
    /// is noted who gave it. Cheaper than accept(), which knows copies too. Copy::No: give it to accept().
    /// Blocks like it.
    virtual Copy acceptCopy(RelayNumber relay, std::string_view json, std::int64_t received_ms)
    {
        (void)relay, (void)json, (void)received_ms;
        return Copy::No;
    }
    /// Counts a frame that was refused before parsing.
    virtual void refuse(RelayNumber relay, nostr::Reject reason) = 0;
    virtual FrameTally tally(RelayNumber relay) const = 0;
};

} // namespace dvmdash::relay
