// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/material.h"

#include "dvm/json_event.h"
#include "nostr/nip19.h"

#include <charconv>

namespace dvmdash::dvm
{

namespace
{

std::string item(const nostr::Tag &tag, std::size_t index)
{
    return index < tag.size() ? tag[index] : std::string();
}

bool isRelayUrl(std::string_view text)
{
    return text.starts_with("ws://") || text.starts_with("wss://");
}

JobInput readInput(const nostr::Tag &tag)
{
    JobInput input;
    input.data = item(tag, 1);
    input.type = item(tag, 2);
    const std::string third = item(tag, 3);
    if (isRelayUrl(third)) {
        input.relay = third;
        input.marker = item(tag, 4);
    } else {
        input.marker = third.empty() ? item(tag, 4) : third;
    }
    if (input.type == "event" || input.type == "job")
        input.event = nostr::nip19::eventIdFromText(input.data);
    return input;
}

std::optional<std::int64_t> plainNumber(const std::string &text)
{
    std::int64_t value = 0;
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc{} || stop != end || value < 0)
        return std::nullopt;
    return value;
}

std::optional<PaymentAsk> askOf(const nostr::Event &answer)
{
    PaymentAsk ask{readAmount(answer), {}};
    if (!ask.amount.present)
        return std::nullopt;
    for (const nostr::Tag &tag : answer.tags) {
        if (tag.size() < 2 || tag[0] != "amount")
            continue;
        ask.written = tag[1];
        break;
    }
    return ask;
}

std::optional<RequestMaterial> leakOf(const nostr::Event &answer)
{
    std::optional<RequestMaterial> leak;
    for (const nostr::Tag &tag : answer.tags) {
        if (tag.size() < 2 || tag[0] != "request")
            continue;
        const auto nested = eventFromJson(tag[1]);
        if (nested && nostr::idMatches(*nested))
            return std::nullopt;
        if (leak)
            continue;
        leak = nested ? readMaterial(*nested) : RequestMaterial{};
        if (!nested)
            leak->content = tag[1];
    }
    return leak;
}

} // namespace

RequestMaterial readMaterial(const nostr::Event &request)
{
    RequestMaterial material;
    material.content = request.content;
    material.encrypted = request.firstTag("encrypted") != nullptr;
    for (const nostr::Tag &tag : request.tags) {
        if (tag.size() < 2)
            continue;
        const bool isFull = material.inputs.size() + material.parameters.size() >= mostMaterial;
        if (tag[0] == "i" || tag[0] == "param") {
            material.more = material.more || isFull;
            if (isFull)
                continue;
        }
        if (tag[0] == "i")
            material.inputs.push_back(readInput(tag));
        else if (tag[0] == "param")
            material.parameters.push_back({tag[1], {tag.begin() + 2, tag.end()}});
        else if (tag[0] == "output" && material.outputs.size() < mostMaterial)
            material.outputs.push_back(tag[1]);
        else if (tag[0] == "bid" && !material.bid_msat)
            material.bid_msat = plainNumber(tag[1]);
    }
    return material;
}

AnswerMaterial readAnswerMaterial(const nostr::Event &answer)
{
    AnswerMaterial material;
    material.id = answer.id;
    material.author = answer.pubkey;
    material.kind = answer.kind;
    material.created_at = answer.created_at;
    material.status = readAnswer(answer, 0, false).status;
    for (const nostr::Tag &tag : answer.tags) {
        if (tag.size() > 2 && (tag[0] == "status" || tag[0] == "s") && material.status_text.empty())
            material.status_text = tag[2];
    }
    material.content = answer.content;
    material.encrypted = answer.firstTag("encrypted") != nullptr;
    material.ask = askOf(answer);
    material.leaked = leakOf(answer);
    return material;
}

} // namespace dvmdash::dvm
