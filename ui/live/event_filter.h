// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QString>

#include <string>
#include <string_view>
#include <vector>

namespace dvmdash::ui
{

/// Case folded UTF-8, for comparing.
std::string folded(std::string_view utf8);
std::string folded(const QString &text);

/// What a filter needs to know of an author.
struct AuthorText {
    std::string name; ///< folded; empty when none is known
    std::string hex;
    std::string npub;
};

/// The filter of the live stream. Terms stand side by side and all must hold; a minus before a term turns it
/// round.
///
///     words            in the summary, the author's name or the name of the kind; a pasted npub, nprofile,
///     note,
///                      nevent or key and id of 64 hex digits finds what it names
///     "two words"      together; quotes also keep a colon, a comma or a minus as text
///     kind:51          kinds that begin with 51; kind:image by name; kind:"5" this kind alone
///     author:ann       name holds it; or the beginning of an npub or hex key
///     role:request     role:zap any role that begins so
///     status:error     of feedback: status that begins so
///     flag:suspect     flag:any for events with any flag
///     id:6f0a          beginning of the id in hex
///
/// Several values are parted by commas and one of them must hold: role:result,feedback. A value in quotes is
/// meant whole, not as a beginning. Nothing distinguishes upper and lower case. A value; pure.
class EventFilter
{
public:
    struct Parsed;
    /// Never fails silently: what cannot be read is told in words, ready to be shown.
    static Parsed parse(const QString &text);

    bool isEmpty() const { return m_terms.empty(); }
    /// From now on what has any of these flags does not pass.
    void leaveOut(std::uint32_t flags);
    /// True when names of authors matter, so that it has to be applied again when names come in.
    bool readsNames() const;
    /// `summary` is the row's, folded.
    bool matches(const engine::EventRow &row, std::string_view summary, const AuthorText &author) const;
    bool operator==(const EventFilter &) const = default;

private:
    enum class Field { Words, Kind, Author, Role, Status, Flag, Id };
    struct Value {
        std::string text; ///< folded
        bool whole = false;
        bool operator==(const Value &) const = default;
    };
    struct Term {
        Field field = Field::Words;
        bool negated = false;
        std::vector<Value> values;
        std::uint32_t bits = 0; ///< roles or flags that are meant, by their field
        bool operator==(const Term &) const = default;
    };
    friend class EventFilterParser;

    static bool holds(const Term &term, const engine::EventRow &row, std::string_view summary,
                      const AuthorText &author);
    static bool holdsValue(Field field, const Value &value, const engine::EventRow &row,
                           std::string_view summary, const AuthorText &author);

    std::vector<Term> m_terms;
};

struct EventFilter::Parsed {
    EventFilter filter; ///< empty when there is an error
    QString error;
};

} // namespace dvmdash::ui
