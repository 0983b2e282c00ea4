// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/event_splitter.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace dvmdash::engine
{

namespace
{

/// White space, and the bytes of a byte order mark.
constexpr std::string_view beforeText = " \t\r\n\xef\xbb\xbf";

} // namespace

EventSplitter::EventSplitter(std::size_t most, Take take, TooLarge tooLarge)
    : m_most(most)
    , m_take(take)
    , m_tooLarge(tooLarge)
    , m_elements(most, std::move(take), std::move(tooLarge))
{
}

void EventSplitter::feed(std::string_view bytes)
{
    std::string head;
    while (!bytes.empty()) {
        if (m_kind == EventLayout::Kind::Lines) {
            feedLines(bytes);
            return;
        }
        if (m_kind) {
            bytes.remove_prefix(m_elements.feed(bytes));
            if (m_elements.hasEnded())
                m_kind.reset();
            continue;
        }
        if (m_head.empty())
            bytes.remove_prefix(std::min(bytes.size(), bytes.find_first_not_of(beforeText)));
        if (bytes.empty())
            return;
        // Nearly always the first piece tells: it need not be copied.
        if (!m_head.empty()) {
            m_head.append(bytes);
            bytes = m_head;
        }
        const auto layout = layoutOf(bytes, false);
        if (!layout) {
            if (m_head.empty())
                m_head.assign(bytes);
            return;
        }
        if (!m_head.empty()) {
            head = std::exchange(m_head, {});
            bytes = head;
        }
        begin(*layout);
        bytes.remove_prefix(layout->begin);
    }
}

void EventSplitter::begin(const EventLayout &layout)
{
    m_kind = layout.kind;
    switch (layout.kind) {
    case EventLayout::Kind::Lines:
        break;
    case EventLayout::Kind::Values:
        m_elements.begin(ElementReader::Within::Nothing);
        break;
    case EventLayout::Kind::Array:
        m_elements.begin(ElementReader::Within::Array);
        break;
    case EventLayout::Kind::Member:
        m_elements.begin(ElementReader::Within::Member);
        break;
    }
}

bool EventSplitter::finish()
{
    if (!m_kind && !m_head.empty()) {
        const std::string head = std::exchange(m_head, {});
        const EventLayout layout = *layoutOf(head, true);
        begin(layout);
        feed(std::string_view(head).substr(layout.begin));
    }
    if (!m_kind)
        return true;
    if (*m_kind != EventLayout::Kind::Lines)
        return m_elements.finish();
    finishLine();
    return true;
}

void EventSplitter::feedLines(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto *newline = static_cast<const char *>(std::memchr(bytes.data(), '\n', bytes.size()));
        const std::size_t length = newline ? static_cast<std::size_t>(newline - bytes.data()) : bytes.size();
        append(bytes.substr(0, length));
        if (!newline)
            return;
        finishLine();
        bytes.remove_prefix(length + 1);
    }
}

void EventSplitter::finishLine()
{
    if (std::exchange(m_isTooLong, false))
        m_tooLarge();
    else if (m_line.find_first_not_of(" \t\r") != std::string::npos)
        m_take(std::move(m_line));
    m_line.clear();
}

void EventSplitter::append(std::string_view bytes)
{
    m_isTooLong = m_isTooLong || m_line.size() + bytes.size() > m_most;
    if (m_isTooLong)
        m_line.clear();
    else
        m_line.append(bytes);
}

} // namespace dvmdash::engine
