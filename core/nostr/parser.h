// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"
#include "nostr/reject.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace dvmdash::nostr
{

/// An `["EVENT", subscription, {...}]` message, or a bare event (then subscription is empty).
struct ParsedEvent {
    Event event;
    std::string subscription;
    bool framed = false; ///< came as an EVENT message
};

/// Strict NIP-01 reader for the hot path. Checks everything about shape and nothing about cryptography (see
/// Verifier). Members that NIP-01 does not know are allowed and left out, unless they stand twice. A number
/// that fits into no 64-bit type is refused wherever it stands. Keeps its buffers: use one per thread, it is
/// not thread-safe.
class EventParser
{
public:
    static constexpr std::size_t maxDepth = 32;

    EventParser();
    ~EventParser();
    EventParser(EventParser &&) noexcept;
    EventParser &operator=(EventParser &&) noexcept;

    /// One JSON event object, or one EVENT message.
    std::variant<ParsedEvent, Reject> parse(std::string_view json);

private:
    struct Buffers;
    std::unique_ptr<Buffers> m_buffers;
};

/// The id that a frame claims to carry, found without parsing: the 64 characters behind the first `"id":"`.
/// A hint only, good for skipping a frame whose id was verified before. Nothing when it is not written so, or
/// when it stands behind a second opening brace: it may then be the id of something else.
std::optional<EventId> peekId(std::string_view frame);

} // namespace dvmdash::nostr
