// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/event.h"

#include "nostr/sha256.h"

#include <charconv>
#include <cstring>

namespace dvmdash::nostr
{

namespace
{

enum class Form : std::uint8_t { Plain, ShortEscape, Control };

constexpr std::array<Form, 256> makeForms()
{
    std::array<Form, 256> forms{};
    for (std::size_t c = 0; c < 0x20; ++c)
        forms[c] = Form::Control;
    for (const char c : {'\n', '\r', '\t', '\b', '\f', '"', '\\'})
        forms[static_cast<unsigned char>(c)] = Form::ShortEscape;
    return forms;
}
constexpr std::array<Form, 256> forms = makeForms();

char shortEscape(char c)
{
    switch (c) {
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    }
    return c; // a quote and a backslash stand for themselves
}

/// How many characters, a multiple of eight, may stand in a JSON string as they are; looks at no more than
/// the first that may not.
std::size_t plainBytes(std::string_view text)
{
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t tops = 0x8080808080808080;
    const auto hasZero = [](std::uint64_t word) { return (word - ones) & ~word & tops; };
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, sizeof word);
        const std::uint64_t controls = (word - ones * 0x20) & ~word & tops;
        if ((controls | hasZero(word ^ ones * '"') | hasZero(word ^ ones * '\\')) != 0)
            break;
    }
    return at;
}

/// As appendJsonString(). True when the text holds a control character for which the two forms differ.
bool appendString(std::string &out, std::string_view text, ControlEscapes escapes)
{
    constexpr char digits[] = "0123456789abcdef";
    bool controls = false;
    out.push_back('"');
    const char *run = text.data();
    const char *const end = run + text.size();
    for (const char *at = run + plainBytes(text); at != end; ++at) {
        const Form form = forms[static_cast<unsigned char>(*at)];
        if (form == Form::Plain)
            continue;
        if (form == Form::Control) {
            controls = true;
            if (escapes == ControlEscapes::Verbatim)
                continue;
        }
        out.append(run, at);
        run = at + 1;
        if (form == Form::ShortEscape) {
            out.push_back('\\');
            out.push_back(shortEscape(*at));
        } else {
            out.append("\\u00");
            out.push_back(digits[static_cast<unsigned char>(*at) >> 4]);
            out.push_back(digits[*at & 15]);
        }
    }
    out.append(run, end);
    out.push_back('"');
    return controls;
}

void appendNumber(std::string &out, std::int64_t value)
{
    char digits[24];
    const auto [end, error] = std::to_chars(std::begin(digits), std::end(digits), value);
    out.append(digits, end);
}

bool appendTags(std::string &out, const Tags &tags, ControlEscapes escapes)
{
    bool controls = false;
    out.push_back('[');
    bool firstTag = true;
    for (const Tag &tag : tags) {
        if (!firstTag)
            out.push_back(',');
        firstTag = false;
        out.push_back('[');
        bool firstValue = true;
        for (const std::string &value : tag) {
            if (!firstValue)
                out.push_back(',');
            firstValue = false;
            controls |= appendString(out, value, escapes);
        }
        out.push_back(']');
    }
    out.push_back(']');
    return controls;
}

bool appendCanonical(std::string &out, const Event &event, ControlEscapes escapes)
{
    out.append("[0,\"");
    out.append(event.pubkey.hex());
    out.append("\",");
    appendNumber(out, event.created_at);
    out.push_back(',');
    appendNumber(out, event.kind);
    out.push_back(',');
    bool controls = appendTags(out, event.tags, escapes);
    out.push_back(',');
    controls |= appendString(out, event.content, escapes);
    out.push_back(']');
    return controls;
}

/// The buffer every id of this thread is computed in. One huge event must not keep its memory for ever.
class Scratch
{
public:
    Scratch()
        : m_text(buffer())
    {
        m_text.clear();
    }
    ~Scratch()
    {
        constexpr std::size_t kept = std::size_t{1} << 20;
        if (m_text.capacity() > kept)
            std::string().swap(m_text);
    }
    Scratch(const Scratch &) = delete;
    Scratch &operator=(const Scratch &) = delete;

    std::string &text() { return m_text; }

private:
    static std::string &buffer()
    {
        thread_local std::string text;
        return text;
    }
    std::string &m_text;
};

} // namespace

std::string_view Event::tagValue(std::string_view name) const
{
    const Tag *tag = firstTag(name);
    return tag && tag->size() > 1 ? std::string_view((*tag)[1]) : std::string_view();
}

const Tag *Event::firstTag(std::string_view name) const
{
    for (const Tag &tag : tags) {
        if (!tag.empty() && tag.front() == name)
            return &tag;
    }
    return nullptr;
}

std::string canonical(const Event &event, ControlEscapes escapes)
{
    std::string text;
    appendCanonical(text, event, escapes);
    return text;
}

EventId computeId(const Event &event, ControlEscapes escapes)
{
    Scratch scratch;
    appendCanonical(scratch.text(), event, escapes);
    return EventId{sha256(scratch.text())};
}

bool idMatches(const Event &event)
{
    Scratch scratch;
    const bool controls = appendCanonical(scratch.text(), event, ControlEscapes::Unicode);
    if (sha256(scratch.text()) == event.id.data)
        return true;
    if (!controls)
        return false;
    scratch.text().clear();
    appendCanonical(scratch.text(), event, ControlEscapes::Verbatim);
    return sha256(scratch.text()) == event.id.data;
}

std::string toJson(const Event &event)
{
    std::string json;
    json.reserve(400 + event.content.size());
    json.append("{\"id\":\"").append(event.id.hex());
    json.append("\",\"pubkey\":\"").append(event.pubkey.hex());
    json.append("\",\"created_at\":");
    appendNumber(json, event.created_at);
    json.append(",\"kind\":");
    appendNumber(json, event.kind);
    json.append(",\"tags\":");
    appendTags(json, event.tags, ControlEscapes::Unicode);
    json.append(",\"content\":");
    appendString(json, event.content, ControlEscapes::Unicode);
    json.append(",\"sig\":\"").append(event.sig.hex()).append("\"}");
    return json;
}

void appendJsonString(std::string &out, std::string_view text, ControlEscapes escapes)
{
    appendString(out, text, escapes);
}

} // namespace dvmdash::nostr
