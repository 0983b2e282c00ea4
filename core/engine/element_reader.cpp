// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/element_reader.h"

#include <cstring>
#include <utility>

namespace dvmdash::engine
{

namespace
{

constexpr int deepest = 64; ///< the parser refuses what is half as deep

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Which of eight bytes are zero: their highest bits. What lies above the first one may be wrong.
std::uint64_t zeroBytes(std::uint64_t bytes)
{
    constexpr std::uint64_t low = 0x0101010101010101;
    constexpr std::uint64_t high = 0x8080808080808080;
    return (bytes - low) & ~bytes & high;
}

/// The first quote, backslash or line end; eight bytes at once, since nearly all of an archive is strings.
const char *endOfPlain(const char *at, const char *end)
{
    constexpr std::uint64_t each = 0x0101010101010101;
    while (end - at >= 8) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, at, sizeof bytes);
        if (zeroBytes(bytes ^ (each * '"')) | zeroBytes(bytes ^ (each * '\\')) |
            zeroBytes(bytes ^ (each * '\n')))
            break;
        at += 8;
    }
    while (at != end && *at != '"' && *at != '\\' && *at != '\n')
        ++at;
    return at;
}

} // namespace

bool ElementReader::Beginning::sees(char c)
{
    if (m_seen == 3 && isLetter(c))
        return true;
    if (m_seen == 1 && c == '{')
        m_seen = 2;
    else if (m_seen == 2 && c == '"')
        m_seen = 3;
    else if (c == ',' || c == '}' || c == ']' || c == '[' || (c == '\n' && m_seen != 2))
        m_seen = 1;
    else if (!isSpace(c) || m_seen == 3)
        m_seen = 0;
    return false;
}

ElementReader::ElementReader(std::size_t most, Take take, TooLarge tooLarge)
    : m_most(most)
    , m_take(std::move(take))
    , m_tooLarge(std::move(tooLarge))
{
}

void ElementReader::begin(Within within)
{
    m_within = within;
    m_state = State::Between;
    m_isBehind = false;
}

std::size_t ElementReader::feed(std::string_view bytes)
{
    const char *end = bytes.data() + bytes.size();
    m_from = bytes.data();
    const char *at = scan(bytes.data(), end);
    return static_cast<std::size_t>(at - bytes.data());
}

const char *ElementReader::scan(const char *at, const char *end)
{
    while (at != end && m_state != State::Ended) {
        switch (m_state) {
        case State::Between:
            at = between(at, end);
            break;
        case State::Bare:
            at = bare(at, end);
            break;
        case State::Inside:
            at = inside(at, end);
            break;
        case State::String:
            at = inString(at, end);
            break;
        case State::Lost:
            at = lost(at, end);
            break;
        case State::Closed:
            at = closed(at, end);
            break;
        case State::Rest:
            at = rest(at, end);
            break;
        case State::Ended:
            break;
        }
    }
    if (m_state == State::Bare || m_state == State::Inside || m_state == State::String)
        keep(at);
    return at;
}

const char *ElementReader::between(const char *at, const char *end)
{
    for (; at != end && (isSpace(*at) || *at == ','); ++at)
        m_isBehind = m_isBehind && *at != ',';
    if (at == end)
        return at;
    const bool mayFollow = *at == ']' || *at == '{' || *at == '[';
    if (std::exchange(m_isBehind, false) && m_within != Within::Nothing && !mayFollow) {
        m_beginning = {};
        m_state = State::Lost; // what was handed on was only the beginning of something broken
        return at;
    }
    if (*at == ']' && m_within != Within::Nothing) {
        m_state = m_within == Within::Array ? State::Closed : State::Rest;
        m_depth = 1; // the object that the array is a member of
        m_last = 0;
        return at + 1;
    }
    m_from = at;
    m_last = 0;
    m_depth = 0;
    m_objects = 0;
    m_state = State::Inside;
    if (*at == '{' || *at == '[') {
        open(*at);
        return at + 1;
    }
    if (*at == '"') {
        m_state = State::String;
        return at + 1;
    }
    m_state = State::Bare;
    return at + 1;
}

/// A number, a word, or a bracket that closes nothing: none of them is an event, which the parser says.
const char *ElementReader::bare(const char *at, const char *end)
{
    constexpr std::string_view ends = ",]}[{\" \t\r\n";
    while (at != end && ends.find(*at) == ends.npos)
        ++at;
    if (at != end) {
        keep(at);
        handOn();
    }
    return at;
}

bool ElementReader::mayOpen() const
{
    if (m_depth == 0)
        return m_last == 0;
    return (m_objects & 1) != 0 ? m_last == ':' : m_last == '[' || m_last == ',';
}

bool ElementReader::open(char bracket)
{
    if (!mayOpen() || m_depth == deepest)
        return false;
    ++m_depth;
    m_objects = m_objects << 1 | (bracket == '{' ? 1 : 0);
    m_last = bracket;
    return true;
}

bool ElementReader::close(char bracket)
{
    const bool isOpen = ((m_objects & 1) != 0) == (bracket == '}');
    if (!isOpen || m_last == ',' || m_last == ':' || m_isKey)
        return false;
    --m_depth;
    m_objects >>= 1;
    m_last = bracket;
    return true;
}

const char *ElementReader::inside(const char *at, const char *end)
{
    for (; at != end; ++at) {
        const char c = *at;
        if (isSpace(c))
            continue;
        bool isGood = true;
        switch (c) {
        case '{':
        case '[':
            isGood = open(c);
            break;
        case '}':
        case ']':
            isGood = close(c);
            break;
        case ',':
            isGood = !m_isKey;
            m_last = c;
            break;
        case ':':
            isGood = std::exchange(m_isKey, false);
            m_last = c;
            break;
        case '"':
            isGood = m_last == '{' || m_last == '[' || m_last == ',' || m_last == ':';
            m_isKey = (m_objects & 1) != 0 && m_last != ':';
            if (isGood) {
                m_state = State::String;
                return at + 1;
            }
            break;
        default:
            isGood = m_last != '"';
            m_last = c;
            break;
        }
        if (!isGood) {
            lose(at);
            return at;
        }
        if (m_depth == 0) {
            keep(at + 1);
            handOn();
            return at + 1;
        }
    }
    return at;
}

const char *ElementReader::inString(const char *at, const char *end)
{
    while (at != end) {
        if (std::exchange(m_isEscaped, false)) {
            ++at;
            continue;
        }
        at = endOfPlain(at, end);
        if (at == end)
            break;
        if (*at == '\n') {
            lose(at);
            return at;
        }
        m_isEscaped = *at == '\\';
        ++at;
        if (m_isEscaped)
            continue;
        m_last = '"';
        m_state = State::Inside;
        if (m_depth == 0) {
            keep(at);
            handOn();
        }
        return at;
    }
    return at;
}

/// Behind an array may stand another value. Anything else shows that it was not its end.
const char *ElementReader::closed(const char *at, const char *end)
{
    constexpr char byteOrderMark = '\xef';
    while (at != end && isSpace(*at))
        ++at;
    if (at == end)
        return at;
    m_beginning = {};
    m_state = *at == '{' || *at == '[' || *at == byteOrderMark ? State::Ended : State::Lost;
    return at;
}

/// The element up to `at` is broken.
void ElementReader::lose(const char *at)
{
    keep(at);
    m_isEscaped = false;
    m_isKey = false;
    m_beginning = {};
    for (const char c : m_element) // it may have begun already
        m_beginning.sees(c);
    handOn();
    m_state = State::Lost;
}

const char *ElementReader::lost(const char *at, const char *end)
{
    while (at != end && !m_beginning.sees(*at))
        ++at;
    if (at == end)
        return at;
    m_beginning = {};
    m_last = 0;
    m_depth = 0;
    m_objects = 0;
    open('{');
    m_isKey = true;
    m_element = "{\"";
    m_state = State::String;
    m_from = at;
    return at;
}

const char *ElementReader::rest(const char *at, const char *end)
{
    for (; at != end; ++at) {
        if (std::exchange(m_isEscaped, false))
            continue;
        if (m_last == '"') { // in a string
            m_isEscaped = *at == '\\';
            if (*at == '"')
                m_last = 0;
        } else if (*at == '"') {
            m_last = '"';
        } else if (*at == '{' || *at == '[') {
            ++m_depth;
        } else if ((*at == '}' || *at == ']') && --m_depth == 0) {
            m_state = State::Ended;
            return at + 1;
        }
    }
    return at;
}

void ElementReader::keep(const char *until)
{
    const auto more = static_cast<std::size_t>(until - m_from);
    m_isTooLarge = m_isTooLarge || m_element.size() + more > m_most;
    if (m_isTooLarge)
        m_element = {};
    else
        m_element.append(m_from, more);
    m_from = until;
}

void ElementReader::handOn()
{
    m_state = State::Between;
    m_isBehind = true;
    if (std::exchange(m_isTooLarge, false))
        m_tooLarge();
    else
        m_take(std::exchange(m_element, {}));
}

bool ElementReader::finish()
{
    const bool isAlone = m_within == Within::Nothing;
    switch (m_state) {
    case State::Between:
        return isAlone;
    case State::Bare:
        handOn();
        return isAlone;
    case State::Inside:
    case State::String:
        handOn();
        return false;
    case State::Lost:
    case State::Closed:
    case State::Rest:
    case State::Ended:
        break;
    }
    return true;
}

} // namespace dvmdash::engine
