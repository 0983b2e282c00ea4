// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/event_filter.h"

#include "ui/inspector/event_words.h"

#include <QHash>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

/// Of an id or a key.
constexpr std::size_t hexLength = 64;

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

const std::string &foldedKindName(int kind)
{
    static QHash<int, std::string> names;
    auto known = names.find(kind);
    if (known == names.end())
        known = names.insert(kind, folded(kindName(kind)));
    return *known;
}

bool isDigits(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool agrees(std::string_view text, std::string_view value, bool whole)
{
    return whole ? text == value : text.starts_with(value);
}

bool isKind(int kind, std::string_view value, bool whole)
{
    if (isDigits(value))
        return agrees(std::to_string(kind), value, whole);
    const std::string &name = foldedKindName(kind);
    return whole ? name == value : contains(name, value);
}

bool isAuthor(const AuthorText &author, std::string_view value, bool whole)
{
    if (agrees(author.npub, value, whole) || agrees(author.hex, value, whole))
        return true;
    return whole ? author.name == value : contains(author.name, value);
}

} // namespace

std::string folded(std::string_view utf8)
{
    const bool isAscii = std::none_of(utf8.begin(), utf8.end(), [](char c) { return (c & 0x80) != 0; });
    if (!isAscii)
        return folded(QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())));
    std::string result(utf8);
    for (char &c : result)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::string folded(const QString &text)
{
    return text.toCaseFolded().toStdString();
}

void EventFilter::leaveOut(std::uint32_t flags)
{
    m_terms.push_back({.field = Field::Flag, .negated = true, .values = {}, .bits = flags});
}

bool EventFilter::readsNames() const
{
    return std::any_of(m_terms.begin(), m_terms.end(), [](const Term &term) {
        return term.field == Field::Words || term.field == Field::Author;
    });
}

bool EventFilter::matches(const engine::EventRow &row, std::string_view summary,
                          const AuthorText &author) const
{
    return std::all_of(m_terms.begin(), m_terms.end(),
                       [&](const Term &term) { return holds(term, row, summary, author) != term.negated; });
}

bool EventFilter::holds(const Term &term, const engine::EventRow &row, std::string_view summary,
                        const AuthorText &author)
{
    switch (term.field) {
    case Field::Role:
        return (term.bits & (1u << static_cast<unsigned>(row.role))) != 0;
    case Field::Flag:
        return (term.bits & row.flags) != 0;
    case Field::Words:
    case Field::Kind:
    case Field::Author:
    case Field::Status:
    case Field::Id:
        break;
    }
    return std::any_of(term.values.begin(), term.values.end(), [&](const Value &value) {
        return holdsValue(term.field, value, row, summary, author);
    });
}

bool EventFilter::holdsValue(Field field, const Value &value, const engine::EventRow &row,
                             std::string_view summary, const AuthorText &author)
{
    switch (field) {
    case Field::Words:
        return contains(summary, value.text) || contains(author.name, value.text) ||
               contains(foldedKindName(row.kind), value.text) ||
               (value.text.size() == hexLength && (author.hex == value.text || row.id.hex() == value.text));
    case Field::Kind:
        return isKind(row.kind, value.text, value.whole);
    case Field::Author:
        return isAuthor(author, value.text, value.whole);
    case Field::Status: {
        const std::string status = statusOf(row);
        return !status.empty() && agrees(status, value.text, value.whole);
    }
    case Field::Id:
        return agrees(row.id.hex(), value.text, value.whole);
    case Field::Role:
    case Field::Flag:
        break;
    }
    return false;
}

} // namespace dvmdash::ui
