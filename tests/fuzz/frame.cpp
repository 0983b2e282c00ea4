// SPDX-License-Identifier: GPL-3.0-or-later
// What a relay or a client sends: messages of both directions, and what is read of a frame before it is
// parsed.
#include "fuzz.h"
#include "nostr/message.h"
#include "nostr/parser.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

namespace dvmdash::fuzz
{

namespace
{

using nlohmann::json;
using namespace nostr;

template<typename... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template<typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

constexpr std::size_t mostQuoted = 200;

template<typename Message>
Message again(const std::string &frame)
{
    const RelayMessage read = parseRelayMessage(frame);
    promise(std::holds_alternative<Message>(read), "a message that is written is read as the same type");
    return std::get<Message>(read);
}

void examineRelayMessage(std::string_view frame)
{
    const RelayMessage message = parseRelayMessage(frame);
    const bool same = std::visit(
        Overloaded{
            [](const OkMessage &one) {
                const auto copy = again<OkMessage>(okFrame(one.eventId, one.accepted, one.text));
                return copy.eventId == one.eventId && copy.accepted == one.accepted && copy.text == one.text;
            },
            [](const EoseMessage &one) {
                return again<EoseMessage>(eoseFrame(one.subscription)).subscription == one.subscription;
            },
            [](const ClosedMessage &one) {
                const auto copy = again<ClosedMessage>(closedFrame(one.subscription, one.text));
                return copy.subscription == one.subscription && copy.text == one.text;
            },
            [](const NoticeMessage &one) {
                return again<NoticeMessage>(noticeFrame(one.text)).text == one.text;
            },
            [](const AuthChallenge &one) {
                return again<AuthChallenge>(authChallengeFrame(one.challenge)).challenge == one.challenge;
            },
            [](const CountMessage &one) { return one.count >= 0; },
            [&](const UnknownMessage &one) {
                return one.text.size() <= mostQuoted && frame.starts_with(one.text);
            }},
        message);
    promise(same, "a message that is read is written and read as the same");
}

std::string upperCase(std::string_view text)
{
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return upper;
}

void examinePrefix(std::string_view text)
{
    const RelayPrefix prefix = relayPrefix(text);
    promise(relayPrefix(upperCase(text)) == prefix, "a prefix is the same in any case");
    promise(relayPrefix(" \t" + std::string(text)) == prefix, "blanks before a prefix say nothing");
    if (prefix == RelayPrefix::Other)
        promise(relayPrefix("ERROR: " + std::string(text)) == RelayPrefix::Error,
                "an error without another prefix is an error");
}

/// Is there a member "id" with this value, at any depth?
bool namesId(const json &value, const std::string &hex)
{
    if (value.is_object()) {
        const auto id = value.find("id");
        if (id != value.end() && *id == hex)
            return true;
    }
    return value.is_structured() &&
           std::any_of(value.begin(), value.end(), [&](const json &item) { return namesId(item, hex); });
}

void examinePeeking(std::string_view frame)
{
    static EventParser parser;
    const auto subscription = peekEventSubscription(frame);
    const auto id = peekId(frame);
    const auto outcome = parser.parse(frame);
    const auto *parsed = std::get_if<ParsedEvent>(&outcome);
    if (!parsed)
        return;
    if (!parsed->framed)
        promise(!subscription, "a bare event has no subscription");
    else if (subscription)
        promise(*subscription == parsed->subscription, "the subscription is peeked as it is parsed");
    else
        promise(frame.find('\\') != frame.npos, "a subscription without an escape is peeked");
    // A hint: a member that nobody knows may hold another id. What is no such member is never taken for one.
    if (id && *id != parsed->event.id)
        promise(namesId(json::parse(frame), id->hex()), "a peeked id is that of some member");
    const std::string written = eventFrame("sub \"id\":\"", parsed->event);
    promise(peekId(written) == parsed->event.id, "the id of an event that we write is peeked");
    promise(peekId(toJson(parsed->event)) == parsed->event.id, "the id of a bare event is peeked");
}

void examineClientMessage(std::string_view frame)
{
    const ClientMessage message = parseClientMessage(frame);
    if (const auto *req = std::get_if<ReqMessage>(&message)) {
        const ClientMessage copy = parseClientMessage(reqFrame(req->subscription, req->filters));
        const auto *same = std::get_if<ReqMessage>(&copy);
        promise(same && same->subscription == req->subscription && same->filters == req->filters,
                "a REQ that is read is written and read as the same");
    } else if (const auto *close = std::get_if<CloseMessage>(&message)) {
        const ClientMessage copy = parseClientMessage(closeFrame(close->subscription));
        const auto *same = std::get_if<CloseMessage>(&copy);
        promise(same && same->subscription == close->subscription,
                "a CLOSE that is read is written and read as the same");
    } else if (const auto *publish = std::get_if<PublishMessage>(&message)) {
        const json event = json::parse(publish->eventJson, nullptr, false);
        promise(!event.is_discarded() && event == json::parse(frame)[1],
                "an event that is published is the one in the frame");
    } else if (const auto *count = std::get_if<CountRequest>(&message)) {
        const ClientMessage copy = parseClientMessage(countFrame(count->subscription, count->filters));
        const auto *same = std::get_if<CountRequest>(&copy);
        promise(same && same->subscription == count->subscription && same->filters == count->filters,
                "a COUNT that is read is written and read as the same");
    } else if (const auto *auth = std::get_if<AuthMessage>(&message)) {
        const json event = json::parse(auth->eventJson, nullptr, false);
        promise(!event.is_discarded() && event == json::parse(frame)[1],
                "an event that logs in is the one in the frame");
    } else {
        promise(!std::get<BadClientMessage>(message).error.empty(), "what is wrong with a message is said");
    }
}

} // namespace

void examine(std::string_view input)
{
    examineRelayMessage(input);
    examinePrefix(input);
    examinePeeking(input);
    examineClientMessage(input);
}

} // namespace dvmdash::fuzz
