// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/parser.h"

#include "nostr/json_text.h"

#include <simdjson.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace dvmdash::nostr
{

namespace
{

namespace dom = simdjson::dom;
using Result = std::variant<ParsedEvent, Reject>;
using Problem = std::optional<Reject>;

constexpr std::size_t maxSubscriptionCharacters = 64; // NIP-01

/// The fields of an event in the order in which they are checked.
enum Field : std::size_t { Id, PubKey, CreatedAt, Kind, TagList, Content, Sig, FieldCount };
constexpr std::array<std::string_view, FieldCount> fieldNames = {"id",   "pubkey",  "created_at", "kind",
                                                                 "tags", "content", "sig"};

/// FieldCount for a member that NIP-01 does not know.
std::size_t fieldOf(std::string_view name)
{
    return static_cast<std::size_t>(std::find(fieldNames.begin(), fieldNames.end(), name) -
                                    fieldNames.begin());
}

/// One UTF-16 unit of a `\uXXXX` escape whose four digits begin at `at`; nothing when they are not hex.
std::optional<unsigned> escapedUnit(std::string_view json, std::size_t at)
{
    if (at + 4 > json.size())
        return std::nullopt;
    unsigned unit = 0;
    for (const char c : json.substr(at, 4)) {
        unsigned digit = 0;
        if (c >= '0' && c <= '9')
            digit = static_cast<unsigned>(c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            digit = static_cast<unsigned>((c | 0x20) - 'a') + 10;
        else
            return std::nullopt;
        unit = unit << 4 | digit;
    }
    return unit;
}

/// True when an escape stands for half of a surrogate pair without its other half. The JSON parser only says
/// "bad string" for these; they are counted apart from plain bad syntax.
bool hasLoneSurrogate(std::string_view json)
{
    for (std::size_t at = json.find('\\'); at != json.npos && at + 1 < json.size();
         at = json.find('\\', at)) {
        const auto unit = json[at + 1] == 'u' ? escapedUnit(json, at + 2) : std::nullopt;
        if (!unit || *unit < 0xd800 || *unit > 0xdfff) {
            at += 2;
            continue;
        }
        const bool pairFollows = *unit < 0xdc00 && json.substr(at + 6, 2) == "\\u";
        const auto low = pairFollows ? escapedUnit(json, at + 8) : std::nullopt;
        if (!low || *low < 0xdc00 || *low > 0xdfff)
            return true;
        at += 12;
    }
    return false;
}

/// Integers past 64 bits are good JSON, but the fast parser stops at them: the slow one tells which field it
/// was.
Reject classifyNumberError(std::string_view json)
{
    const auto whole = jsonFromText(json);
    const auto &event = whole.is_array() && whole.size() == 3 ? whole.back() : whole;
    if (!event.is_object())
        return Reject::MalformedJson;
    if (const auto kind = event.find("kind"); kind != event.end() && kind->is_number_float())
        return Reject::BadKind;
    if (const auto time = event.find("created_at"); time != event.end() && time->is_number_float())
        return Reject::BadCreatedAt;
    return Reject::MalformedJson;
}

Reject classify(simdjson::error_code error, std::string_view json)
{
    if (error == simdjson::UTF8_ERROR)
        return Reject::InvalidUtf8;
    if (error == simdjson::DEPTH_ERROR)
        return Reject::TooDeep;
    if (error == simdjson::STRING_ERROR && hasLoneSurrogate(json))
        return Reject::InvalidUtf8;
    if (error == simdjson::NUMBER_ERROR)
        return classifyNumberError(json);
    return Reject::MalformedJson;
}

/// Nesting of a value that is `allowed` levels deep at most. The fast parser counts all levels but an empty
/// innermost one.
bool nestsWithin(dom::element value, std::size_t allowed)
{
    dom::array array;
    if (value.get(array) == simdjson::SUCCESS) {
        return allowed > 0 && std::all_of(array.begin(), array.end(), [allowed](dom::element item) {
                   return nestsWithin(item, allowed - 1);
               });
    }
    dom::object object;
    if (value.get(object) == simdjson::SUCCESS) {
        return allowed > 0 && std::all_of(object.begin(), object.end(), [allowed](const auto &member) {
                   return nestsWithin(member.value, allowed - 1);
               });
    }
    return true;
}

template<std::size_t N, typename Meaning>
Problem readHex(dom::element value, Bytes<N, Meaning> &out)
{
    std::string_view hex;
    if (value.get(hex) != simdjson::SUCCESS)
        return Reject::BadField;
    if (fromHex(hex, out.bytes(), N))
        return std::nullopt;
    const auto isHexOfAnyCase = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    const bool onlyCaseIsWrong = hex.size() == 2 * N && std::all_of(hex.begin(), hex.end(), isHexOfAnyCase);
    return onlyCaseIsWrong ? Reject::UppercaseHex : Reject::BadField;
}

Problem readTags(dom::element value, Tags &out)
{
    dom::array list;
    if (value.get(list) != simdjson::SUCCESS)
        return Reject::BadTags;
    out.reserve(list.size());
    for (const dom::element item : list) {
        dom::array values;
        if (item.get(values) != simdjson::SUCCESS)
            return Reject::BadTags;
        Tag &tag = out.emplace_back();
        tag.reserve(values.size());
        for (const dom::element text : values) {
            std::string_view view;
            if (text.get(view) != simdjson::SUCCESS)
                return Reject::BadTags;
            tag.emplace_back(view);
        }
    }
    return std::nullopt;
}

Problem readKind(dom::element value, int &out)
{
    std::int64_t kind = 0;
    if (value.get(kind) != simdjson::SUCCESS || kind < 0 || kind > 65535) // 1.0 and 1e3 are no integers here
        return Reject::BadKind;
    out = static_cast<int>(kind);
    return std::nullopt;
}

Problem readCreatedAt(dom::element value, std::int64_t &out)
{
    if (value.get(out) != simdjson::SUCCESS || out < 0)
        return Reject::BadCreatedAt;
    return std::nullopt;
}

Problem readContent(dom::element value, std::string &out)
{
    std::string_view view;
    if (value.get(view) != simdjson::SUCCESS)
        return Reject::BadField;
    out = view;
    return std::nullopt;
}

std::size_t countCharacters(std::string_view utf8)
{
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

} // namespace

struct EventParser::Buffers {
    dom::parser parser;
    std::unique_ptr<char[]> padded;
    std::size_t capacity = 0;
    std::vector<std::string_view> strangers; ///< members of the event that NIP-01 does not know

    simdjson::error_code load(std::string_view json, dom::element &root);
    Problem readEvent(dom::element value, std::size_t depth, Event &event);
    Problem readMembers(dom::object object, std::size_t depth, std::array<dom::element, FieldCount> &fields);
    Problem readFrame(dom::array frame, ParsedEvent &out);
};

/// simdjson reads past the end, so the text has to stand in a buffer with room behind it.
simdjson::error_code EventParser::Buffers::load(std::string_view json, dom::element &root)
{
    if (!padded || json.size() > capacity) {
        const std::size_t wanted = std::max<std::size_t>(json.size() + json.size() / 2, 4096);
        // It takes documents of one level less than it is told.
        if (const auto error = parser.allocate(wanted, maxDepth + 1))
            return error;
        padded = std::make_unique<char[]>(wanted + simdjson::SIMDJSON_PADDING);
        capacity = wanted;
    }
    std::copy(json.begin(), json.end(), padded.get());
    return parser.parse(padded.get(), json.size(), false).get(root);
}

/// Collects the known members. `depth` is that of the object itself.
Problem EventParser::Buffers::readMembers(dom::object object, std::size_t depth,
                                          std::array<dom::element, FieldCount> &fields)
{
    std::array<bool, FieldCount> present{};
    strangers.clear();
    bool tooDeep = false;
    for (const auto [key, value] : object) {
        const std::size_t field = fieldOf(key);
        if (field == FieldCount) {
            strangers.push_back(key);
            tooDeep |= !nestsWithin(value, maxDepth - depth);
            continue;
        }
        if (present[field])
            return Reject::DuplicateKey;
        present[field] = true;
        fields[field] = value;
    }
    std::sort(strangers.begin(), strangers.end());
    if (std::adjacent_find(strangers.begin(), strangers.end()) != strangers.end())
        return Reject::DuplicateKey;
    if (tooDeep)
        return Reject::TooDeep;
    if (std::find(present.begin(), present.end(), false) != present.end())
        return Reject::MissingField;
    return std::nullopt;
}

Problem EventParser::Buffers::readEvent(dom::element value, std::size_t depth, Event &event)
{
    dom::object object;
    if (value.get(object) != simdjson::SUCCESS)
        return Reject::MalformedJson;
    std::array<dom::element, FieldCount> fields;
    Problem problem = readMembers(object, depth, fields);
    if (!problem)
        problem = readHex(fields[Id], event.id);
    if (!problem)
        problem = readHex(fields[PubKey], event.pubkey);
    if (!problem)
        problem = readCreatedAt(fields[CreatedAt], event.created_at);
    if (!problem)
        problem = readKind(fields[Kind], event.kind);
    if (!problem)
        problem = readTags(fields[TagList], event.tags);
    if (!problem)
        problem = readContent(fields[Content], event.content);
    if (!problem)
        problem = readHex(fields[Sig], event.sig);
    return problem;
}

/// Exactly `["EVENT", subscription, {...}]`.
Problem EventParser::Buffers::readFrame(dom::array frame, ParsedEvent &out)
{
    if (frame.size() != 3)
        return Reject::MalformedJson;
    auto item = frame.begin();
    std::string_view type;
    if ((*item).get(type) != simdjson::SUCCESS || type != "EVENT")
        return Reject::MalformedJson;
    ++item;
    std::string_view subscription;
    if ((*item).get(subscription) != simdjson::SUCCESS || subscription.empty() ||
        countCharacters(subscription) > maxSubscriptionCharacters)
        return Reject::MalformedJson;
    ++item;
    out.subscription = subscription;
    out.framed = true;
    return readEvent(*item, 2, out.event);
}

EventParser::EventParser()
    : m_buffers(std::make_unique<Buffers>())
{
}
EventParser::~EventParser() = default;
EventParser::EventParser(EventParser &&) noexcept = default;
EventParser &EventParser::operator=(EventParser &&) noexcept = default;

std::variant<ParsedEvent, Reject> EventParser::parse(std::string_view json)
{
    dom::element root;
    if (const auto error = m_buffers->load(json, root))
        return classify(error, json);
    Result result;
    ParsedEvent &parsed = std::get<ParsedEvent>(result);
    dom::array frame;
    const Problem problem = root.get(frame) == simdjson::SUCCESS
                                ? m_buffers->readFrame(frame, parsed)
                                : m_buffers->readEvent(root, 1, parsed.event);
    if (problem)
        result = *problem;
    return result;
}

std::optional<EventId> peekId(std::string_view frame)
{
    constexpr std::string_view mark = "\"id\":\"";
    std::size_t at = frame.find(mark);
    // Behind a backslash the quote is part of a longer key.
    while (at != frame.npos && at > 0 && frame[at - 1] == '\\')
        at = frame.find(mark, at + 1);
    // The id of the event itself, not that of something inside it. (A brace in a text before it is taken for
    // one.)
    if (at == frame.npos || frame.find('{', frame.find('{') + 1) < at)
        return std::nullopt;
    const std::string_view rest = frame.substr(at + mark.size());
    if (rest.size() <= 2 * EventId::size || rest[2 * EventId::size] != '"')
        return std::nullopt;
    return EventId::fromHex(rest.substr(0, 2 * EventId::size));
}

} // namespace dvmdash::nostr
