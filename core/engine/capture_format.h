// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kind_changes.h"
#include "nostr/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// A capture: what relays gave, as it came in, for `dvmdash-cli replay`, the window and any other tool. A
/// file NAME.jsonl, UTF-8, one JSON object a line, ended by "\n". Times are Unix milliseconds by the clock of
/// whoever recorded, but for `covered`.
///
///     {"dvmdash_capture":1,"program":"dvmdash 0.4.0","started_ms":T}
///         begins a file, and each time that recording goes on in it: whoever listened does so no more. A
///         higher version is refused. With "kinds" where the file's rules of kinds are not the standard ones
///         (dvm::KindChanges); of several the first counts.
///     {"received_ms":T,"relay":"wss://...","live":true,"event":{...}}
///         an event as its author signed it, from who gave it first. live: it came as it happened, so that T
///         is a measurement; without it, it was stored at the relay before.
///     {"received_ms":T,"relay":"wss://...","seen":"<id, hex>"}
///         another relay gave an event of before, too.
///     {"received_ms":T,"relay":"wss://...","listening":true}
///         from now on what the relay has comes as it happens, until "listening":false.
///     {"received_ms":T,"relay":"wss://...","covered":[FROM,UNTIL]}
///         of the job events of [FROM, UNTIL), Unix seconds, all that the relay has stands before this line.
///         Without it nobody could tell silence from not having listened.
///
/// Lines stand in the order in which they were taken in, so `received_ms` may step back a little: a line
/// holds from the latest time on that stands in it or before it. The order of members is free, others are
/// left alone, and so are lines of other forms. Nothing here is proven but the events. A line that is an
/// event alone, or an ["EVENT",id,{...}] frame, is one from nobody in particular at no known time: so a file
/// of such lines is a capture too. A last line that was cut off in the middle is no JSON, and left out.
namespace dvmdash::engine
{

inline constexpr int captureVersion = 1;

struct CaptureBegins {
    int version = 0;
    std::int64_t started_ms = 0;
    dvm::KindChanges kinds; ///< empty: the standard table
};
struct CapturedEvent {
    std::string json; ///< NIP-01, bare or in a frame; not verified
    bool live = false;
};
struct CapturedCopy {
    nostr::EventId id;
};
struct CapturedListening {
    bool on = false;
};
struct CapturedCoverage {
    std::int64_t from = 0; ///< Unix seconds
    std::int64_t until = 0;
};
/// A form that this version does not know.
struct CapturedOther {
};
using CapturedThing = std::variant<CaptureBegins, CapturedEvent, CapturedCopy, CapturedListening,
                                   CapturedCoverage, CapturedOther>;

struct CaptureLine {
    std::int64_t received_ms = 0; ///< 0: not said
    std::string relay;            ///< empty: not said
    CapturedThing what;
};

/// Nothing when that is no JSON, or says what makes no sense. Blanks around it are left out.
std::optional<CaptureLine> readCaptureLine(std::string_view line);

/// A line with its end.
std::string toLine(const CaptureLine &line);
/// The first line of a file, as this program writes it.
std::string captureHeader(std::int64_t started_ms, const dvm::KindChanges &kinds = {});

/// The beginning of a file looks like a capture's first line: no promise, but cheap.
bool looksLikeCapture(std::string_view begins);
/// This line, in any file, is one of a capture and no event by itself: no promise, but cheap.
bool looksLikeCaptureLine(std::string_view line);

} // namespace dvmdash::engine
