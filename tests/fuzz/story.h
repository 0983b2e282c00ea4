// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/event.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace dvmdash::fuzz
{

struct StoryEvent {
    nostr::Event event; ///< the id is right; there is no signature
    std::int64_t received_ms = 0;
    bool live = false;
};

/// Events that belong to each other, in a form that a fuzzer can change without breaking it: any text is a
/// story.
///
///     NOW FROM UNTIL            the time, and from when until when somebody listened
///     KIND AUTHOR AT LATE       an event; AUTHOR is the number of a key, LATE seconds from AT to our receipt
///     name<TAB>value<TAB>...    its tags, a line each
///                               an empty line
///     content                   any number of lines, until one that is
///     ---                       and the next event follows
///
/// Times are seconds after the start of the tests (support/signed_events.h). In tags and content stand for
/// what a fuzzer cannot find by itself:
///
///     $id1 $note1 $nevent1      the first event of the story; only what came before can be named
///     $json1                    that event, signed
///     $key2                     the public key number 2
///     $lnbc210n                 an invoice with this prefix and a right checksum
struct Story {
    std::int64_t now = 0; ///< Unix seconds
    std::int64_t heardFrom = 0;
    std::int64_t heardUntil = 0;
    std::vector<StoryEvent> events; ///< at most 24
};
Story readStory(std::string_view text);

} // namespace dvmdash::fuzz
