// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/event_layout.h"

namespace dvmdash::engine
{

namespace
{

using Kind = EventLayout::Kind;

/// A first line that is longer says no more.
constexpr std::size_t mostLooked = 1024 * 1024;
constexpr std::string_view memberName = "\"events\"";

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::size_t skipSpace(std::string_view text, std::size_t at)
{
    while (at < text.size() && isSpace(text[at]))
        ++at;
    return at;
}

/// Looks along a text that begins with an object, as far as is needed to tell what it is.
class ObjectLook
{
public:
    explicit ObjectLook(std::string_view text)
        : m_text(text)
    {
    }

    /// Nothing: the text ends before that can be told.
    std::optional<EventLayout> look()
    {
        for (std::size_t at = 0; at < m_text.size(); ++at) {
            switch (m_text[at]) {
            case '"': {
                const std::size_t end = stringEnd(at);
                if (end >= m_text.size())
                    return std::nullopt;
                if (m_text[end] == '\n')
                    return EventLayout{Kind::Lines}; // broken: no string has a line end
                m_isNamed = m_depth == 1 && m_text.substr(at, end + 1 - at) == memberName;
                at = end;
                break;
            }
            case '{':
            case '[':
                if (m_text[at] == '[' && m_depth == 1 && m_isNamed)
                    return EventLayout{Kind::Member, at + 1};
                ++m_depth;
                break;
            case '}':
            case ']':
                if (--m_depth <= 0)
                    return closed(at + 1);
                break;
            case '\n': {
                const std::size_t next = skipSpace(m_text, at);
                if (next == m_text.size())
                    return std::nullopt;
                if (m_text[next] == '{' && m_text[before(at)] != '[')
                    return EventLayout{Kind::Lines}; // the line was cut off, and another begins
                m_hasLines = true;
                at = next - 1;
                break;
            }
            case ',':
                m_isNamed = false;
                break;
            default:
                break;
            }
        }
        return std::nullopt;
    }
    bool hasLines() const { return m_hasLines; }

private:
    /// Its closing quote, or a line end before that; the end of the text when there is neither.
    std::size_t stringEnd(std::size_t quote) const
    {
        std::size_t at = quote + 1;
        while (at < m_text.size() && m_text[at] != '"' && m_text[at] != '\n')
            at += m_text[at] == '\\' ? 2 : 1;
        return at;
    }
    std::size_t before(std::size_t at) const
    {
        while (at > 0 && isSpace(m_text[at]))
            --at;
        return at;
    }
    std::optional<EventLayout> closed(std::size_t at) const
    {
        if (m_hasLines)
            return EventLayout{Kind::Values};
        while (at < m_text.size() && m_text[at] != '\n' && isSpace(m_text[at]))
            ++at;
        if (at == m_text.size())
            return std::nullopt;
        const bool goesOn = m_text[at] == '{' || m_text[at] == ',';
        return EventLayout{goesOn ? Kind::Values : Kind::Lines};
    }

    std::string_view m_text;
    int m_depth = 0;
    bool m_hasLines = false; ///< it is laid out over several
    bool m_isNamed = false;  ///< the last string was the name of the member
};

/// Of one that begins with a bracket: an ["EVENT", ...] message, or an array of events.
std::optional<EventLayout> layoutOfList(std::string_view text)
{
    const std::size_t next = skipSpace(text, 1);
    const bool isString = next < text.size() && text[next] == '"';
    if (next == text.size() || (isString && next + 1 == text.size()))
        return std::nullopt;
    const bool isMessage = isString && text[next + 1] >= 'A' && text[next + 1] <= 'Z';
    if (!isMessage)
        return EventLayout{Kind::Array, 1};
    const bool isOneLine = text.substr(0, next).find('\n') == text.npos;
    return EventLayout{isOneLine ? Kind::Lines : Kind::Values};
}

} // namespace

std::optional<EventLayout> layoutOf(std::string_view text, bool all)
{
    const bool isKnown = all || text.size() >= mostLooked;
    if (text.empty() || (text.front() != '{' && text.front() != '['))
        return EventLayout{};
    ObjectLook object(text);
    const auto layout = text.front() == '[' ? layoutOfList(text) : object.look();
    if (!layout && isKnown && text.front() == '[')
        return EventLayout{Kind::Array, 1};
    if (!layout && isKnown)
        return EventLayout{object.hasLines() ? Kind::Values : Kind::Lines};
    return layout;
}

} // namespace dvmdash::engine
