// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/capture_format.h"

#include "nostr/event.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace dvmdash::engine
{

namespace
{

using Json = nlohmann::json;

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view eventMember = ",\"event\":";
/// Times after the year 9999 are nonsense, and sums with them might overflow.
constexpr std::int64_t latestMs = 253'402'300'799'999;

std::string_view trimmed(std::string_view text)
{
    const auto from = text.find_first_not_of(blanks);
    if (from == std::string_view::npos)
        return {};
    return text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

std::optional<std::int64_t> integerIn(const Json &json, std::int64_t least, std::int64_t most)
{
    if (!json.is_number_integer() || (json.is_number_unsigned() && json.get<std::uint64_t>() > INT64_MAX))
        return std::nullopt;
    const auto value = json.get<std::int64_t>();
    return value >= least && value <= most ? std::optional(value) : std::nullopt;
}

std::optional<CapturedThing> coverageIn(const Json &span)
{
    if (!span.is_array() || span.size() != 2)
        return std::nullopt;
    const auto from = integerIn(span[0], 0, latestMs / 1000);
    const auto until = integerIn(span[1], 0, latestMs / 1000);
    if (!from || !until || *from >= *until)
        return std::nullopt;
    return CapturedCoverage{*from, *until};
}

/// `event` is what stands there as an event when it was cut out of the line before.
std::optional<CapturedThing> thingIn(const Json &json, std::string_view event)
{
    const auto has = [&](const char *name) { return json.contains(name); };
    if (has("dvmdash_capture")) {
        const auto version = integerIn(json["dvmdash_capture"], 1, INT32_MAX);
        if (!version)
            return std::nullopt;
        CaptureBegins begins{static_cast<int>(*version),
                             integerIn(json.value("started_ms", Json()), 0, latestMs).value_or(0),
                             {}};
        if (has("kinds")) {
            auto kinds = dvm::KindChanges::parse(json["kinds"].dump());
            if (!kinds || !dvm::changed(dvm::KindTable::standard(), *kinds))
                return std::nullopt;
            begins.kinds = *std::move(kinds);
        }
        return begins;
    }
    if (!event.empty() || has("event")) {
        if (event.empty() && !json["event"].is_object())
            return std::nullopt;
        const Json live = json.value("live", Json());
        return CapturedEvent{event.empty() ? json["event"].dump() : std::string(event),
                             live.is_boolean() && live.get<bool>()};
    }
    if (has("seen")) {
        const Json &id = json["seen"];
        const auto read =
            id.is_string() ? nostr::EventId::fromHex(id.get_ref<const std::string &>()) : std::nullopt;
        return read ? std::optional<CapturedThing>(CapturedCopy{*read}) : std::nullopt;
    }
    if (has("listening"))
        return json["listening"].is_boolean()
                   ? std::optional<CapturedThing>(CapturedListening{json["listening"].get<bool>()})
                   : std::nullopt;
    if (has("covered"))
        return coverageIn(json["covered"]);
    return CapturedOther{};
}

std::optional<CaptureLine> readObject(const Json &json, std::string_view event)
{
    if (!json.is_object())
        return std::nullopt;
    auto what = thingIn(json, event);
    if (!what)
        return std::nullopt;
    CaptureLine line;
    line.what = std::move(*what);
    const auto received = json.find("received_ms");
    if (received != json.end()) {
        const auto ms = integerIn(*received, 1, latestMs);
        if (!ms)
            return std::nullopt;
        line.received_ms = *ms;
    }
    const auto relay = json.find("relay");
    if (relay != json.end() && relay->is_string())
        line.relay = relay->get<std::string>();
    return line;
}

/// As we write it: the event is the last member, and what stands before it is short. Quotes inside of texts
/// are escaped, so the first place that looks like the member is it.
std::optional<CaptureLine> readQuickly(std::string_view text)
{
    const auto at = text.find(eventMember);
    if (at == std::string_view::npos || text.substr(text.size() - 2) != "}}")
        return std::nullopt;
    const Json json = Json::parse(std::string(text.substr(0, at)) + "}", nullptr, false);
    std::string_view event = text.substr(at + eventMember.size());
    event.remove_suffix(1);
    if (!event.starts_with('{') || json.is_discarded() || json.contains("event"))
        return std::nullopt;
    return readObject(json, event);
}

/// What is nested deeper than any event is not read: libraries do that by calling themselves.
bool nestsTooDeep(std::string_view text)
{
    constexpr int deepest = 40;
    int depth = 0;
    bool isText = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"')
            isText = !isText;
        else if (isText && c == '\\')
            ++i;
        else if (!isText && (c == '[' || c == '{') && ++depth > deepest)
            return true;
        else if (!isText && (c == ']' || c == '}'))
            --depth;
    }
    return false;
}

bool isBareEvent(const Json &json)
{
    return json.contains("sig") && json.contains("pubkey");
}

} // namespace

std::optional<CaptureLine> readCaptureLine(std::string_view line)
{
    const std::string_view text = trimmed(line);
    if (text.size() < 2 || nestsTooDeep(text))
        return std::nullopt;
    if (!looksLikeCaptureLine(text) && (text.starts_with("{\"id\"") || text.starts_with('[')))
        return CaptureLine{0, {}, CapturedEvent{std::string(text), false}};
    if (auto read = readQuickly(text))
        return read;
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded())
        return std::nullopt;
    if (json.is_array() || (json.is_object() && isBareEvent(json)))
        return CaptureLine{0, {}, CapturedEvent{std::string(text), false}};
    return readObject(json, {});
}

std::string toLine(const CaptureLine &line)
{
    struct Rest {
        std::string operator()(const CaptureBegins &) const { return {}; }
        std::string operator()(const CapturedEvent &event) const
        {
            return (event.live ? ",\"live\":true" : "") + std::string(eventMember) + event.json;
        }
        std::string operator()(const CapturedCopy &copy) const
        {
            return ",\"seen\":\"" + copy.id.hex() + "\"";
        }
        std::string operator()(const CapturedListening &listening) const
        {
            return std::string(",\"listening\":") + (listening.on ? "true" : "false");
        }
        std::string operator()(const CapturedCoverage &span) const
        {
            return ",\"covered\":[" + std::to_string(span.from) + "," + std::to_string(span.until) + "]";
        }
        std::string operator()(const CapturedOther &) const { return {}; }
    };
    std::string text = "{\"received_ms\":" + std::to_string(line.received_ms) + ",\"relay\":";
    nostr::appendJsonString(text, line.relay);
    return text + std::visit(Rest{}, line.what) + "}\n";
}

std::string captureHeader(std::int64_t started_ms, const dvm::KindChanges &kinds)
{
    return "{\"dvmdash_capture\":" + std::to_string(captureVersion) +
           ",\"program\":\"dvmdash " DVMDASH_VERSION "\",\"started_ms\":" + std::to_string(started_ms) +
           (kinds.isEmpty() ? std::string() : ",\"kinds\":" + kinds.toJson()) + "}\n";
}

bool looksLikeCapture(std::string_view begins)
{
    const std::string_view line = trimmed(begins.substr(0, begins.find('\n')));
    return line.starts_with('{') && line.find("\"dvmdash_capture\"") != std::string_view::npos;
}

bool looksLikeCaptureLine(std::string_view line)
{
    const std::string_view text = trimmed(line);
    return text.starts_with("{\"received_ms\"") || text.starts_with("{\"dvmdash_capture\"");
}

} // namespace dvmdash::engine
