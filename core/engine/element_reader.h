// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace dvmdash::engine
{

/// Cuts a stream of JSON values, or the elements of an array of them, into the single ones, without parsing:
/// it follows strings and brackets. Holds one element at most. What is broken costs itself, and at worst its
/// neighbour: where it turns out that an element cannot be JSON (a line end in a string, a bracket that
/// closes another one, something behind a string that cannot stand there), it is handed on as it is, for the
/// parser to refuse, and the next one is looked for. That is found by `{"x`, which no string can hold: its
/// quote would end it, and no letter follows the end of a string.
class ElementReader
{
public:
    enum class Within {
        Nothing, ///< values one behind the other, with white space or commas between them
        Array,   ///< behind its opening bracket; ends with the closing one
        Member,  ///< the same of an array in an object, whose other members are passed over
    };
    using Take = std::function<void(std::string json)>;
    using TooLarge = std::function<void()>;

    /// An element over `most` bytes is told and not kept.
    ElementReader(std::size_t most, Take take, TooLarge tooLarge);

    void begin(Within within);
    /// How many of the bytes were used: all, unless it has ended.
    std::size_t feed(std::string_view bytes);
    bool hasEnded() const { return m_state == State::Ended; }
    /// After the last byte. False: it ends in the middle.
    bool finish();

private:
    enum class State { Between, Bare, Inside, String, Lost, Closed, Rest, Ended };
    /// How much of `{"x` behind a bracket, comma or line end was seen.
    class Beginning
    {
    public:
        /// True with the x.
        bool sees(char c);

    private:
        int m_seen = 0;
    };

    const char *between(const char *at, const char *end);
    const char *bare(const char *at, const char *end);
    const char *inside(const char *at, const char *end);
    const char *inString(const char *at, const char *end);
    const char *lost(const char *at, const char *end);
    const char *closed(const char *at, const char *end);
    const char *rest(const char *at, const char *end);
    const char *scan(const char *at, const char *end);
    bool mayOpen() const;
    bool open(char bracket);
    bool close(char bracket);
    void keep(const char *until);
    void handOn();
    void lose(const char *at);

    const std::size_t m_most;
    const Take m_take;
    const TooLarge m_tooLarge;
    Within m_within = Within::Nothing;
    State m_state = State::Between;
    const char *m_from =
        nullptr; ///< what lies between it and where we are is of the element and not kept yet
    std::string m_element;
    bool m_isTooLarge = false;
    bool m_isBehind = false;     ///< nothing but white space came behind the last element
    bool m_isEscaped = false;    ///< the next character of a string is
    char m_last = 0;             ///< that is no white space, of the element; '"' for a string
    bool m_isKey = false;        ///< the string that it ended with, or is in, names a member
    int m_depth = 0;             ///< brackets that are open
    std::uint64_t m_objects = 0; ///< which of them are braces, the innermost in the lowest bit
    Beginning m_beginning;       ///< while lost
};

} // namespace dvmdash::engine
