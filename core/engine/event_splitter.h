// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/element_reader.h"
#include "engine/event_layout.h"

#include <optional>

namespace dvmdash::engine
{

/// Cuts a text into what each is to be an event or an `["EVENT",sub,{...}]` message: its lines; the elements
/// of a JSON array, or of the array that is the member "events" of an object; or JSON values one behind the
/// other. Which of these it is, the text itself tells (event_layout.h); what follows an array is looked at
/// anew. Whether they are events, the parser says. Bytes come in pieces of any size; of them one event is
/// held.
class EventSplitter
{
public:
    using Take = ElementReader::Take;
    using TooLarge = ElementReader::TooLarge;

    /// What is over `most` bytes is told and not kept.
    EventSplitter(std::size_t most, Take take, TooLarge tooLarge);

    void feed(std::string_view bytes);
    /// After the last byte. False: the text ends in the middle of an array.
    bool finish();

private:
    void begin(const EventLayout &layout);
    void feedLines(std::string_view bytes);
    void finishLine();
    void append(std::string_view bytes);

    const std::size_t m_most;
    const Take m_take;
    const TooLarge m_tooLarge;
    ElementReader m_elements;
    std::string m_head;                      ///< until it is known what the text is
    std::optional<EventLayout::Kind> m_kind; ///< that is under way
    std::string m_line;
    bool m_isTooLong = false;
};

} // namespace dvmdash::engine
