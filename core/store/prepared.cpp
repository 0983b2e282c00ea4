// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/prepared.h"

#include "dvm/chain.h"
#include "dvm/profile.h"
#include "dvm/relay_hints.h"
#include "dvm/standing.h"
#include "nostr/nip19.h"

#include <algorithm>

namespace dvmdash::store
{

namespace
{

constexpr std::size_t longestSummary = 160;
/// More references than this in one event are noise (contact lists, spam); they stay readable in the event.
constexpr std::size_t mostReferences = 200;

void appendFolded(std::string &out, std::string_view text)
{
    for (const char c : text) {
        if (out.size() >= longestSummary)
            return;
        const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!space)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
}

void cutAtCharacter(std::string &text)
{
    // A cut may have fallen into a multi-byte character: drop its beginning.
    std::size_t lead = text.size();
    while (lead > 0 && lead + 4 > text.size() && (static_cast<unsigned char>(text[lead - 1]) & 0xc0) == 0x80)
        --lead;
    if (lead == 0)
        return;
    const auto first = static_cast<unsigned char>(text[lead - 1]);
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    if (lead - 1 + length > text.size())
        text.resize(lead - 1);
}

std::string_view item(const nostr::Tag &tag, std::size_t index)
{
    return index < tag.size() ? std::string_view(tag[index]) : std::string_view();
}

nostr::Verifier &threadVerifier()
{
    thread_local nostr::Verifier verifier;
    return verifier;
}

/// Profiles and announcements of handlers.
bool namesItsAuthor(const nostr::Event &event)
{
    return event.kind == 0 || event.kind == 31990;
}

/// Whether JobWriter::note() looks into the event itself.
bool isReadAgain(const Prepared &prepared)
{
    return prepared.payment || prepared.role == dvm::Role::Redemption ||
           prepared.event.kind == dvm::nutzapInfoKind ||
           (prepared.answer && prepared.match.rule == dvm::MatchRule::FirstTag);
}

/// Whether it needs other events, see CommitNotice::missing, and says where they may be found.
bool givesHints(const Prepared &prepared)
{
    const auto isWaitedFor = [](const auto &reference) { return reference.second == Relation::JobInput; };
    const bool needsOthers =
        prepared.answer || std::any_of(prepared.references.begin(), prepared.references.end(), isWaitedFor);
    return needsOthers && dvm::mayHintAtRelays(prepared.event);
}

std::unique_ptr<NestedRequest> nestedRequest(const dvm::Match &match, const dvm::KindTable &kinds)
{
    if (match.rule != dvm::MatchRule::RequestTag || !match.nested || !kinds.isRequest(match.nested->kind))
        return nullptr;
    return std::make_unique<NestedRequest>(
        NestedRequest{dvm::readRequest(*match.nested, 0, false), match.nested->sig});
}

} // namespace

std::string summaryOf(const nostr::Event &event, dvm::Role role)
{
    std::string text;
    if (role == dvm::Role::Request) {
        for (const auto &tag : event.tags) {
            if (tag.size() < 2 || tag[0] != "i")
                continue;
            if (!text.empty())
                text += " | ";
            appendFolded(text, tag[1]);
        }
        if (text.empty() && event.firstTag("encrypted"))
            text = "(encrypted)";
        if (text.empty())
            appendFolded(text, event.content);
    } else if (role == dvm::Role::Feedback || role == dvm::Role::CustomerNote || role == dvm::Role::Pong) {
        if (const auto *status = event.firstTag("status"); status && status->size() > 1) {
            appendFolded(text, (*status)[1]);
            if (status->size() > 2 && !(*status)[2].empty()) {
                text += ": ";
                appendFolded(text, (*status)[2]);
            }
        }
        if (!event.content.empty() && text.size() < longestSummary) {
            if (!text.empty())
                text += " - ";
            appendFolded(text, event.content);
        }
    } else {
        const auto name = namesItsAuthor(event) ? dvm::profileName(event) : std::nullopt;
        appendFolded(text, name ? *name : event.content);
    }
    if (text.size() > longestSummary)
        text.resize(longestSummary);
    cutAtCharacter(text);
    return text;
}

bool NestedRequest::isSigned(nostr::Verifier &verifier) const
{
    return !verifier.checkSignature(request.customer, request.id.view(), sig);
}

std::vector<std::pair<nostr::EventId, Relation>>
referencesOf(const nostr::Event &event, const dvm::MatchedRequest *match, bool isRequest)
{
    std::vector<std::pair<nostr::EventId, Relation>> found;
    const auto add = [&](const nostr::EventId &id, Relation relation) {
        const auto isKnown = [&](const auto &one) { return one.first == id && one.second == relation; };
        if (found.size() < mostReferences && std::none_of(found.begin(), found.end(), isKnown))
            found.emplace_back(id, relation);
    };
    for (const auto &tag : event.tags) {
        const auto name = item(tag, 0);
        if (name == "e" || name == "q") {
            if (const auto id = nostr::EventId::fromHex(item(tag, 1)))
                add(*id, name == "e" ? Relation::Event : Relation::Quote);
        } else if (name == "i") {
            const auto type = item(tag, 2);
            if (type != "job" && type != "event")
                continue;
            if (const auto id = nostr::nip19::eventIdFromText(item(tag, 1)))
                add(*id, type == "job" ? Relation::JobInput : Relation::EventInput);
        }
    }
    if (match && match->rule == dvm::MatchRule::RequestTag)
        add(match->request, Relation::NestedRequest);
    if (isRequest)
        for (const auto &input : dvm::readInputs(event))
            if (std::none_of(found.begin(), found.end(),
                             [&](const auto &one) { return one.first == input.id; }))
                add(input.id, Relation::Quote);
    return found;
}

std::unique_ptr<Prepared> prepare(ingest::VerifiedEvent verified, const dvm::KindTable &kinds, PrepareFor use)
{
    auto prepared = std::make_unique<Prepared>();
    prepared->event = std::move(verified.event);
    prepared->relay = verified.relay;
    prepared->received_ms = verified.received_ms;
    prepared->live = verified.live;

    const nostr::Event &event = prepared->event;
    auto classification = dvm::classify(event, kinds, prepared->received_ms);
    prepared->role = classification.role;
    prepared->flags = classification.flags;
    prepared->payload = encodePayload(event.tags, event.content);
    prepared->expires_at = classification.expires_at;

    switch (prepared->role) {
    case dvm::Role::Request:
        prepared->request = dvm::readRequest(event, prepared->received_ms, prepared->live);
        break;
    case dvm::Role::Result:
    case dvm::Role::Feedback:
        prepared->answer = classification.reading->answer;
        prepared->answer->live = prepared->live;
        prepared->match = classification.reading->match.matched();
        prepared->nested = nestedRequest(classification.reading->match, kinds);
        break;
    case dvm::Role::ZapReceipt: {
        auto payment = dvm::readZapReceipt(event, threadVerifier());
        if (auto *value = std::get_if<dvm::Payment>(&payment))
            prepared->payment = std::make_unique<dvm::Payment>(std::move(*value));
        break;
    }
    case dvm::Role::Nutzap: {
        auto payment = dvm::readNutzap(event);
        if (auto *value = std::get_if<dvm::Payment>(&payment))
            prepared->payment = std::make_unique<dvm::Payment>(std::move(*value));
        break;
    }
    case dvm::Role::Announcement:
    case dvm::Role::Other:
    case dvm::Role::Heartbeat:
    case dvm::Role::Redemption:
    case dvm::Role::Deletion:
    case dvm::Role::CustomerNote:
    case dvm::Role::Pong:
        break;
    }
    if (namesItsAuthor(event))
        prepared->profileName = dvm::profileName(event);
    prepared->references = referencesOf(event, prepared->answer ? &prepared->match : nullptr,
                                        prepared->role == dvm::Role::Request);
    const bool isTold = use == PrepareFor::Telling;
    if (isTold)
        prepared->summary = summaryOf(event, prepared->role);
    if (use != PrepareFor::Anything && !isReadAgain(*prepared)) {
        if (!isTold || !givesHints(*prepared))
            nostr::Tags().swap(prepared->event.tags);
        std::string().swap(prepared->event.content);
    }
    return prepared;
}

} // namespace dvmdash::store
