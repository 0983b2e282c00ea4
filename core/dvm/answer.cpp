// SPDX-License-Identifier: GPL-3.0-or-later
#include "dvm/answer.h"

#include "dvm/role.h"
#include "nostr/sha256.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

namespace dvmdash::dvm
{

namespace
{

constexpr std::array<std::pair<Status, std::string_view>, 9> knownStatuses{{
    {Status::Processing, "processing"},
    {Status::PaymentRequired, "payment-required"},
    {Status::Partial, "partial"},
    {Status::Success, "success"},
    {Status::Error, "error"},
    {Status::PaymentRejected, "payment-rejected"},
    {Status::SubscriptionRequired, "subscription-required"},
    {Status::ChainScheduled, "chain-scheduled"},
    {Status::Scheduled, "scheduled"},
}};

bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

std::uint64_t contentHash(std::string_view content)
{
    const auto digest = nostr::sha256(content);
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < 8; ++i)
        hash = (hash << 8) | digest[i];
    return hash;
}

/// A feedback says its status in `status`; a result may also say it in `s`.
Status statusOf(const nostr::Event &event)
{
    const nostr::Tag *tag = event.firstTag("status");
    if (!tag && event.kind != 7000)
        tag = event.firstTag("s");
    return tag && tag->size() > 1 ? statusFromText((*tag)[1]) : Status::None;
}

} // namespace

std::string statusWord(std::string_view text)
{
    std::string word(trimmed(text));
    for (char &c : word) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + ('a' - 'A'));
        else if (c == '_')
            c = '-';
    }
    return word;
}

Status statusFromText(std::string_view text)
{
    const std::string word = statusWord(text);
    if (word.empty())
        return Status::None;
    const auto found = std::find_if(knownStatuses.begin(), knownStatuses.end(),
                                    [&](const auto &known) { return known.second == word; });
    return found == knownStatuses.end() ? Status::Unknown : found->first;
}

std::string_view statusName(Status status)
{
    if (status == Status::None)
        return "none";
    const auto found = std::find_if(knownStatuses.begin(), knownStatuses.end(),
                                    [&](const auto &known) { return known.first == status; });
    return found == knownStatuses.end() ? "unknown" : found->second;
}

Answer readAnswer(const nostr::Event &event, std::int64_t received_ms, bool live, std::uint32_t *flags)
{
    Answer answer;
    answer.id = event.id;
    answer.author = event.pubkey;
    answer.created_at = event.created_at;
    answer.received_ms = received_ms;
    answer.live = live;
    answer.kind = event.kind;
    answer.status = statusOf(event);
    answer.encrypted = event.firstTag("encrypted") != nullptr;
    answer.content_hash = contentHash(event.content);
    answer.empty = std::all_of(event.content.begin(), event.content.end(), isSpace);
    const Amount amount = readAmount(event);
    answer.amount_msat = amount.msat;
    answer.payment_deadline = amount.invoice_expires;

    std::uint32_t found = 0;
    if (amount.mismatch)
        found |= FlagAmountMismatch;
    if (amount.unknownUnit)
        found |= FlagUnknownUnit;
    if (!answer.isResult() && answer.status == Status::Unknown)
        found |= FlagUnknownStatus;
    if (!answer.isResult() && answer.status == Status::None && answer.encrypted)
        found |= FlagOpaque;
    if (flags)
        *flags |= found;
    return answer;
}

Request readRequest(const nostr::Event &event, std::int64_t received_ms, bool live)
{
    Request request;
    request.id = event.id;
    request.customer = event.pubkey;
    request.created_at = event.created_at;
    request.received_ms = received_ms;
    request.live = live;
    request.kind = event.kind;
    request.encrypted = event.firstTag("encrypted") != nullptr;
    std::unordered_set<nostr::PublicKey, nostr::BytesHash> seen; // there may be ten thousand `p` tags
    for (const nostr::Tag &tag : event.tags) {
        if (tag.size() < 2 || tag[0] != "p")
            continue;
        const auto key = nostr::PublicKey::fromHex(tag[1]);
        if (key && seen.insert(*key).second)
            request.targets.push_back(*key);
    }
    return request;
}

bool isCustomerNote(const Answer &answer, const Request &request)
{
    return !answer.isResult() && answer.author == request.customer &&
           std::find(request.targets.begin(), request.targets.end(), request.customer) ==
               request.targets.end();
}

} // namespace dvmdash::dvm
