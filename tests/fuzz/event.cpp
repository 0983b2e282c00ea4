// SPDX-License-Identifier: GPL-3.0-or-later
// Events as they come from the wire, bare or framed, and as they stand inside other events.
#include "dvm/json_event.h"
#include "fuzz.h"
#include "nostr/json_text.h"
#include "nostr/message.h"
#include "nostr/parser.h"
#include "nostr/verifier.h"

#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace dvmdash::fuzz
{

namespace
{

using nlohmann::json;
using namespace nostr;

EventParser &parser()
{
    static EventParser parser;
    return parser;
}

void examineRefusal(Reject reason, std::string_view input)
{
    switch (reason) {
    case Reject::MalformedJson:
    case Reject::DuplicateKey:
    case Reject::TooDeep:
    case Reject::MissingField:
    case Reject::BadField:
    case Reject::UppercaseHex:
    case Reject::BadKind:
    case Reject::BadCreatedAt:
    case Reject::BadTags:
        break;
    case Reject::InvalidUtf8:
        promise(jsonFromText(input).is_discarded(), "what another parser accepts is valid UTF-8");
        break;
    case Reject::FrameTooLarge:
    case Reject::BinaryFrame:
    case Reject::WrongId:
    case Reject::KeyOffCurve:
    case Reject::BadSignature:
    case Reject::UnknownSubscription:
    case Reject::FilterMismatch:
    case Reject::TooOld:
        broken("a parser refuses a shape, and nothing else");
    }
    promise(!rejectName(reason).empty() && !rejectText(reason).empty(), "every reason has words");
}

/// Every field says what another parser reads at the same place.
void examineFields(const ParsedEvent &parsed, std::string_view input)
{
    const json whole = jsonFromText(input);
    promise(!whole.is_discarded(), "what is parsed is JSON");
    const json &object = parsed.framed ? whole[2] : whole;
    const Event &event = parsed.event;
    promise(object["id"] == event.id.hex() && object["pubkey"] == event.pubkey.hex() &&
                object["sig"] == event.sig.hex() && object["created_at"] == event.created_at &&
                object["kind"] == event.kind && object["content"] == event.content &&
                object["tags"] == json(event.tags),
            "every field is read as another parser reads it");
    promise(event.kind >= 0 && event.kind <= 65535 && event.created_at >= 0, "numbers are in range");
}

/// Another parser takes the last of several members with one name; here none may stand twice.
void examineNames(const ParsedEvent &parsed, std::string_view input)
{
    const int inside = parsed.framed ? 2 : 1;
    std::set<std::string> names;
    const json whole = json::parse(input, [&](int depth, json::parse_event_t what, json &name) {
        if (what == json::parse_event_t::key && depth == inside)
            promise(names.insert(name.get<std::string>()).second, "no member of an event stands twice");
        return true;
    });
    promise(!whole.is_discarded(), "what is parsed is JSON for another parser");
}

void examineWriting(const Event &event)
{
    const std::string text = toJson(event);
    const auto again = parser().parse(text);
    const auto *copy = std::get_if<ParsedEvent>(&again);
    promise(copy && !copy->framed && copy->event == event, "an event is written and read as the same");
    const auto framed = parser().parse(eventFrame("s", event));
    const auto *inFrame = std::get_if<ParsedEvent>(&framed);
    promise(inFrame && inFrame->framed && inFrame->subscription == "s" && inFrame->event == event,
            "a frame is written and read as the same");
    const auto carried = dvm::eventFromJson(text);
    promise(carried == event, "an event that is carried in a tag is read as the same");
    promise(json::accept(canonical(event)), "the serialisation of an id is JSON");
}

void examineIds(const Event &event)
{
    const EventId unicode = computeId(event, ControlEscapes::Unicode);
    const EventId verbatim = computeId(event, ControlEscapes::Verbatim);
    promise(idMatches(event) == (event.id == unicode || event.id == verbatim),
            "an id holds in either form of escapes");
    for (const EventId &id : {unicode, verbatim}) {
        Event own = event;
        own.id = id;
        promise(idMatches(own), "a computed id holds");
        own.created_at ^= 1;
        promise(!idMatches(own), "an id holds for no other event");
    }
    static Verifier verifier;
    if (!idMatches(event))
        promise(verifier.check(event) == Reject::WrongId, "the id is checked first");
}

} // namespace

void examine(std::string_view input)
{
    const auto outcome = parser().parse(input);
    if (const auto *reason = std::get_if<Reject>(&outcome)) {
        examineRefusal(*reason, input);
    } else {
        const auto &parsed = std::get<ParsedEvent>(outcome);
        examineFields(parsed, input);
        examineNames(parsed, input);
        examineWriting(parsed.event);
        examineIds(parsed.event);
    }
    // More is forgiven there, and all of it can be written for the wire.
    if (const auto carried = dvm::eventFromJson(input))
        examineWriting(*carried);
}

} // namespace dvmdash::fuzz
