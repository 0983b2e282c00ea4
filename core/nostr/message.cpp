// SPDX-License-Identifier: GPL-3.0-or-later
#include "nostr/message.h"

#include "nostr/json_text.h"

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>

namespace dvmdash::nostr
{

namespace
{

using nlohmann::json;

constexpr std::size_t maxSubscriptionCharacters = 64; // NIP-01
constexpr std::size_t quotedFrameBytes = 200;         // enough of a foreign frame to recognise it
constexpr std::string_view blanks = " \t\r\n";

std::string_view withoutLeadingBlanks(std::string_view text)
{
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text;
}

bool skip(std::string_view &text, std::string_view token)
{
    text = withoutLeadingBlanks(text);
    if (!text.starts_with(token))
        return false;
    text.remove_prefix(token.size());
    return true;
}

/// The string at this place of the array, or nullptr.
const std::string *stringAt(const json &array, std::size_t at)
{
    return at < array.size() ? array[at].get_ptr<const std::string *>() : nullptr;
}

/// The text that closes OK and CLOSED. NIP-01 demands it; some relays leave it out.
std::optional<std::string> closingText(const json &array, std::size_t at)
{
    if (at >= array.size())
        return std::string();
    const std::string *text = stringAt(array, at);
    if (!text)
        return std::nullopt;
    return *text;
}

/// The beginning of a text, cut between two characters.
std::string beginning(std::string_view text)
{
    if (text.size() <= quotedFrameBytes)
        return std::string(text);
    std::size_t end = quotedFrameBytes;
    while (end > 0 && (text[end] & 0xc0) == 0x80)
        --end;
    return std::string(text.substr(0, end));
}

std::optional<RelayMessage> readOk(const json &array)
{
    const std::string *id = stringAt(array, 1);
    const auto text = closingText(array, 3);
    if (!id || array.size() < 3 || !array[2].is_boolean() || !text)
        return std::nullopt;
    return OkMessage{*id, array[2].get<bool>(), *text};
}

std::optional<RelayMessage> readClosed(const json &array)
{
    const std::string *subscription = stringAt(array, 1);
    const auto text = closingText(array, 2);
    if (!subscription || !text)
        return std::nullopt;
    return ClosedMessage{*subscription, *text};
}

std::optional<RelayMessage> readCount(const json &array)
{
    const std::string *subscription = stringAt(array, 1);
    if (!subscription || array.size() < 3 || !array[2].is_object())
        return std::nullopt;
    const auto count = array[2].find("count");
    if (count == array[2].end() || !count->is_number_unsigned())
        return std::nullopt;
    const auto number = count->get<std::uint64_t>();
    if (number > std::uint64_t{std::numeric_limits<std::int64_t>::max()})
        return std::nullopt;
    return CountMessage{*subscription, static_cast<std::int64_t>(number)};
}

/// A message of one string, such as EOSE, NOTICE and AUTH.
template<typename Message>
std::optional<RelayMessage> readText(const json &array)
{
    const std::string *text = stringAt(array, 1);
    if (!text)
        return std::nullopt;
    return Message{*text};
}

std::optional<RelayMessage> readKnown(const std::string &type, const json &array)
{
    if (type == "OK")
        return readOk(array);
    if (type == "EOSE")
        return readText<EoseMessage>(array);
    if (type == "CLOSED")
        return readClosed(array);
    if (type == "NOTICE")
        return readText<NoticeMessage>(array);
    if (type == "AUTH")
        return readText<AuthChallenge>(array);
    if (type == "COUNT")
        return readCount(array);
    return std::nullopt;
}

/// A frame of strings, as in ["NOTICE","..."].
std::string stringFrame(std::initializer_list<std::string_view> parts)
{
    std::string frame;
    for (const std::string_view part : parts) {
        frame.push_back(frame.empty() ? '[' : ',');
        appendJsonString(frame, part);
    }
    frame.push_back(']');
    return frame;
}

bool isSubscriptionId(const std::string &text)
{
    const auto characters =
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; });
    return !text.empty() && static_cast<std::size_t>(characters) <= maxSubscriptionCharacters;
}

/// REQ or COUNT.
template<typename Message>
ClientMessage readFilters(const json &array, const std::string &subscription)
{
    if (array.size() < 3)
        return BadClientMessage{*stringAt(array, 0) + " needs at least one filter", subscription};
    Message message{subscription, {}};
    for (std::size_t at = 2; at < array.size(); ++at) {
        std::string error;
        auto filter = filterFromJson(array[at], &error);
        if (!filter)
            return BadClientMessage{"bad filter: " + error, subscription};
        message.filters.push_back(std::move(*filter));
    }
    return message;
}

/// The event of `["EVENT",{...}]` or `["AUTH",{...}]` as the client wrote it: reading and writing it again
/// would hide doubled keys and change numbers. The frame is known to be valid JSON of this shape.
std::string readEvent(std::string_view frame)
{
    const std::size_t comma = frame.find(',');
    const std::size_t end = frame.rfind(']');
    return std::string(frame.substr(comma + 1, end - comma - 1));
}

std::string filtersFrame(std::string_view type, std::string_view subscription,
                         const std::vector<Filter> &filters)
{
    std::string frame = stringFrame({type, subscription});
    frame.pop_back();
    for (const Filter &filter : filters) {
        frame.push_back(',');
        frame.append(toJson(filter).dump(-1, ' ', false, json::error_handler_t::replace));
    }
    frame.push_back(']');
    return frame;
}

char lowerAscii(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// True when the text begins with this word, in any case, and the word ends there. Then it is taken off.
bool skipWord(std::string_view &text, std::string_view word)
{
    if (text.size() < word.size() ||
        !std::equal(word.begin(), word.end(), text.begin(),
                    [](char want, char have) { return lowerAscii(have) == want; }))
        return false;
    const std::string_view rest = text.substr(word.size());
    if (!rest.empty() && rest.front() != ':' && blanks.find(rest.front()) == blanks.npos)
        return false;
    text = rest.substr(rest.starts_with(':') ? 1 : 0);
    return true;
}

} // namespace

std::optional<std::string_view> peekEventSubscription(std::string_view frame)
{
    if (!skip(frame, "[") || !skip(frame, "\"EVENT\"") || !skip(frame, ",") || !skip(frame, "\""))
        return std::nullopt;
    const std::size_t end = frame.find_first_of("\"\\");
    if (end == frame.npos || frame[end] == '\\')
        return std::nullopt;
    const std::string_view subscription = frame.substr(0, end);
    frame.remove_prefix(end + 1);
    if (!skip(frame, ","))
        return std::nullopt;
    return subscription;
}

RelayMessage parseRelayMessage(std::string_view frame)
{
    const json array = jsonFromText(frame);
    const std::string *type = array.is_array() ? stringAt(array, 0) : nullptr;
    if (!type)
        return UnknownMessage{{}, beginning(frame)};
    if (auto known = readKnown(*type, array))
        return std::move(*known);
    return UnknownMessage{*type, beginning(frame)};
}

RelayPrefix relayPrefix(std::string_view text)
{
    struct Word {
        std::string_view word;
        RelayPrefix prefix;
    };
    static constexpr std::array<Word, 8> words = {{{"auth-required", RelayPrefix::AuthRequired},
                                                   {"rate-limited", RelayPrefix::RateLimited},
                                                   {"restricted", RelayPrefix::Restricted},
                                                   {"error", RelayPrefix::Error},
                                                   {"blocked", RelayPrefix::Blocked},
                                                   {"invalid", RelayPrefix::Invalid},
                                                   {"pow", RelayPrefix::Pow},
                                                   {"duplicate", RelayPrefix::Duplicate}}};
    text = withoutLeadingBlanks(text);
    std::string_view behindError = text;
    const bool hasError = skipWord(behindError, "error");
    if (hasError)
        text = withoutLeadingBlanks(behindError);
    for (const auto &[word, prefix] : words) {
        if (skipWord(text, word))
            return prefix;
    }
    return hasError ? RelayPrefix::Error : RelayPrefix::Other;
}

std::string okFrame(const std::string &eventIdHex, bool accepted, std::string_view text)
{
    std::string frame = "[\"OK\",";
    appendJsonString(frame, eventIdHex);
    frame.append(accepted ? ",true," : ",false,");
    appendJsonString(frame, text);
    frame.push_back(']');
    return frame;
}

std::string eoseFrame(std::string_view subscription)
{
    return stringFrame({"EOSE", subscription});
}

std::string closedFrame(std::string_view subscription, std::string_view text)
{
    return stringFrame({"CLOSED", subscription, text});
}

std::string noticeFrame(std::string_view text)
{
    return stringFrame({"NOTICE", text});
}

std::string authChallengeFrame(std::string_view challenge)
{
    return stringFrame({"AUTH", challenge});
}

std::string eventFrame(std::string_view subscription, const Event &event)
{
    return eventFrame(subscription, toJson(event));
}

std::string eventFrame(std::string_view subscription, std::string_view eventJson)
{
    std::string frame;
    frame.reserve(subscription.size() + eventJson.size() + 16);
    frame.append("[\"EVENT\",");
    appendJsonString(frame, subscription);
    frame.push_back(',');
    frame.append(eventJson);
    frame.push_back(']');
    return frame;
}

ClientMessage parseClientMessage(std::string_view frame)
{
    const json array = jsonFromText(frame);
    const std::string *type = array.is_array() ? stringAt(array, 0) : nullptr;
    if (!type)
        return BadClientMessage{"a message is a JSON array that begins with its type", {}};
    if (*type == "EVENT" || *type == "AUTH") {
        if (array.size() != 2 || !array[1].is_object())
            return BadClientMessage{*type + " needs exactly one event", {}};
        if (*type == "AUTH")
            return AuthMessage{readEvent(frame)};
        return PublishMessage{readEvent(frame)};
    }
    if (*type != "REQ" && *type != "CLOSE" && *type != "COUNT")
        return BadClientMessage{"unknown message type", {}};
    const std::string *subscription = stringAt(array, 1);
    if (!subscription || !isSubscriptionId(*subscription))
        return BadClientMessage{"a subscription id is a string of 1 to 64 characters", {}};
    if (*type == "REQ")
        return readFilters<ReqMessage>(array, *subscription);
    if (*type == "COUNT")
        return readFilters<CountRequest>(array, *subscription);
    return CloseMessage{*subscription};
}

std::string reqFrame(std::string_view subscription, const std::vector<Filter> &filters)
{
    return filtersFrame("REQ", subscription, filters);
}

std::string closeFrame(std::string_view subscription)
{
    return stringFrame({"CLOSE", subscription});
}

std::string publishFrame(const Event &event)
{
    return "[\"EVENT\"," + toJson(event) + "]";
}

std::string authFrame(const Event &event)
{
    return "[\"AUTH\"," + toJson(event) + "]";
}

std::string countFrame(std::string_view subscription, const std::vector<Filter> &filters)
{
    return filtersFrame("COUNT", subscription, filters);
}

std::string countAnswerFrame(std::string_view subscription, std::int64_t count)
{
    std::string frame = stringFrame({"COUNT", subscription});
    frame.pop_back();
    frame.append(",{\"count\":").append(std::to_string(count)).append("}]");
    return frame;
}

Event authenticationEvent(std::string_view relayUrl, std::string_view challenge, std::int64_t now_s)
{
    constexpr int authenticationKind = 22'242;
    Event event;
    event.kind = authenticationKind;
    event.created_at = now_s;
    event.tags = {{"relay", std::string(relayUrl)}, {"challenge", std::string(challenge)}};
    return event;
}

} // namespace dvmdash::nostr
