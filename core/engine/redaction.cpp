// SPDX-License-Identifier: GPL-3.0-or-later
// What is taken out of a bundle, and the stand-ins that are judged like what they stand for.
#include "dvm/answer.h"
#include "dvm/chain.h"
#include "dvm/role.h"
#include "engine/bundle.h"
#include "nostr/nip19.h"
#include "store/prepared.h"

#include <algorithm>
#include <array>
#include <set>

namespace dvmdash::engine
{

namespace
{

using nostr::Tag;
using nostr::Tags;

bool isAnswer(dvm::Role role)
{
    return role == dvm::Role::Result || role == dvm::Role::Feedback;
}

/// A name or a text: of no use to the judgement, and it says who somebody is.
bool isSelfDescription(const nostr::Event &event)
{
    return event.kind == 0 || event.kind == 31990;
}

bool isNumber(std::string_view text)
{
    constexpr std::size_t mostDigits = 18;
    return !text.empty() && text.size() <= mostDigits &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Names of tags that may stand in the list of what was taken out; others may be texts themselves.
bool isKnownName(std::string_view name)
{
    constexpr std::array names{
        "i",         "param",      "output", "request", "relays",  "bolt11", "description", "preimage",
        "proof",     "u",          "amount", "bid",     "e",       "p",      "P",           "q",
        "k",         "t",          "d",      "a",       "client",  "alt",    "status",      "s",
        "encrypted", "expiration", "unit",   "nonce",   "subject", "title",  "summary",     "lnurl"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Writes the stand-ins of one bundle.
class StandIns
{
public:
    StandIns(const dvm::KindTable &kinds, const std::vector<BundleEvent> &events)
        : m_kinds(kinds)
    {
        for (const BundleEvent &one : events)
            if (m_kinds.isRequest(one.event.kind))
                m_requests.insert(one.event.id);
    }

    bool isKnownRequest(const nostr::EventId &id) const { return m_requests.contains(id); }

    /// The event itself when there is nothing to take out.
    BundleEvent of(const BundleEvent &original)
    {
        BundleEvent one = original;
        nostr::Event &event = one.event;
        const std::int64_t received_ms = original.nested_in ? event.created_at * 1000 : original.received_ms;
        const auto known = dvm::classify(event, m_kinds, received_ms);
        std::set<std::string> taken;
        Tags tags = keptTags(original.event, known.role, taken);
        if (const std::string text = textFor(event.content); text != event.content) {
            event.content = text;
            taken.insert("content");
        }
        if (taken.empty())
            return original;
        one.redacted.assign(taken.begin(), taken.end());
        one.facts.flags = known.flags;
        if (isAnswer(known.role))
            completeAnswer(original.event, tags, one.facts);
        else if (known.role == dvm::Role::Request)
            addQuotes(original.event, tags);
        else if (known.role == dvm::Role::ZapReceipt || known.role == dvm::Role::Nutzap)
            one.facts.payment = paymentIn(original);
        event.tags = std::move(tags);
        return one;
    }

private:
    /// An empty text stays what it is, for it is a fact; white space is none to keep.
    std::string textFor(const std::string &text)
    {
        if (std::all_of(text.begin(), text.end(),
                        [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }))
            return {};
        const auto number = m_texts.emplace(text, m_texts.size() + 1).first->second;
        return "(redacted text " + std::to_string(number) + ")";
    }

    Tags keptTags(const nostr::Event &event, dvm::Role role, std::set<std::string> &taken)
    {
        Tags kept;
        for (const Tag &tag : event.tags) {
            Tag left = leftOf(tag, role);
            if (left != tag)
                taken.insert(tag.empty()                ? "empty tag"
                             : isKnownName(tag.front()) ? "tag " + tag.front()
                                                        : "other tags");
            if (!left.empty())
                kept.push_back(std::move(left));
        }
        return kept;
    }

    /// What is left of a tag; empty: nothing.
    Tag leftOf(const Tag &tag, dvm::Role role)
    {
        if (tag.empty())
            return {};
        const std::string &name = tag.front();
        if (name == "encrypted")
            return {name};
        if (tag.size() < 2)
            return {};
        const std::string &value = tag[1];
        if (name == "e" || name == "q")
            return nostr::EventId::fromHex(value) ? withMarkers(tag) : Tag();
        if (name == "p" || name == "P")
            return nostr::PublicKey::fromHex(value) ? withMarkers(tag) : Tag();
        if (name == "i")
            return input(tag);
        if (name == "k" || name == "bid" || name == "expiration")
            return isNumber(value) ? Tag{name, value} : Tag();
        if (name == "amount" && isAnswer(role))
            return isNumber(value) ? Tag{name, value} : Tag();
        if ((name == "status" || name == "s") && isAnswer(role)) {
            const dvm::Status status = dvm::statusFromText(value);
            if (status == dvm::Status::Unknown || status == dvm::Status::None)
                return {};
            return {name, dvm::statusWord(value)};
        }
        return {};
    }

    /// A marker tells what a reference means; a relay is where to ask.
    static Tag withMarkers(const Tag &tag)
    {
        constexpr std::array markers{"", "job", "request", "reply", "root", "mention", "redeemed"};
        Tag kept{tag[0], tag[1]};
        for (std::size_t i = 2; i < tag.size(); ++i) {
            const bool isMarker = std::find(markers.begin(), markers.end(), tag[i]) != markers.end();
            kept.push_back(isMarker ? tag[i] : std::string());
        }
        while (kept.size() > 2 && kept.back().empty() && kept != tag)
            kept.pop_back();
        return kept;
    }

    Tag input(const Tag &tag)
    {
        constexpr std::array types{"text", "url", "event", "job", "prompt"};
        const std::string type = tag.size() > 2 ? tag[2] : std::string();
        const bool isReference = type == "job" || type == "event";
        const auto id = isReference ? nostr::nip19::eventIdFromText(tag[1]) : std::nullopt;
        Tag kept{"i", id ? id->hex() : textFor(tag[1])};
        if (std::find(types.begin(), types.end(), type) != types.end())
            kept.push_back(type);
        return kept;
    }

    /// Names the request in the one way that leaves no question, and says what was asked for in numbers.
    void completeAnswer(const nostr::Event &original, Tags &tags, BundleFacts &facts) const
    {
        const auto isOneOf = [](const Tag &tag, auto... names) { return ((tag.front() == names) || ...); };
        const dvm::Answer answer = dvm::readAnswer(original, 0, false);
        facts.payment_until = answer.payment_deadline;
        std::erase_if(tags, [&](const Tag &tag) { return isOneOf(tag, "status", "s", "amount"); });
        if (answer.status != dvm::Status::None)
            tags.push_back({"status", std::string(dvm::statusName(answer.status))});
        if (answer.amount_msat)
            tags.push_back({"amount", std::to_string(*answer.amount_msat)});
        const auto match =
            dvm::matchRequest(original, [this](const nostr::EventId &id) { return isKnownRequest(id); });
        if (match.rule == dvm::MatchRule::None)
            return;
        const std::string request = match.request.hex();
        std::erase_if(tags, [&](const Tag &tag) { return tag.front() == "e" && tag[1] == request; });
        tags.insert(tags.begin(), {"e", request, "", "job"});
    }

    /// What a request quoted in its texts.
    static void addQuotes(const nostr::Event &original, Tags &tags)
    {
        nostr::Event left;
        left.tags = tags;
        const auto named = dvm::readInputs(left);
        for (const auto &input : dvm::readInputs(original))
            if (std::none_of(named.begin(), named.end(), [&](const auto &one) { return one.id == input.id; }))
                tags.push_back({"q", input.id.hex()});
    }

    std::optional<dvm::Payment> paymentIn(const BundleEvent &original)
    {
        const auto prepared =
            store::prepare({original.event, 0, original.received_ms, original.live}, m_kinds);
        if (!prepared->payment)
            return std::nullopt;
        dvm::Payment payment = std::move(*prepared->payment);
        payment.key = std::to_string(m_payments.emplace(payment.key, m_payments.size() + 1).first->second);
        return payment;
    }

    const dvm::KindTable &m_kinds;
    std::set<nostr::EventId> m_requests;
    std::map<std::string, std::size_t> m_texts;
    std::map<std::string, std::size_t> m_payments;
};

/// The request inside an answer, when it was not seen itself: the answer's stand-in does not hold it.
std::optional<BundleEvent> nestedRequest(const BundleEvent &answer, const dvm::KindTable &kinds,
                                         const StandIns &standIns)
{
    const auto prepared = store::prepare({answer.event, 0, answer.received_ms, answer.live}, kinds);
    nostr::Verifier verifier;
    if (!prepared->nested)
        return std::nullopt;
    const dvm::Request &request = prepared->nested->request;
    if (standIns.isKnownRequest(request.id) ||
        request.created_at - dvm::futureToleranceSeconds > answer.event.created_at ||
        !prepared->nested->isSigned(verifier))
        return std::nullopt;
    BundleEvent nested;
    nested.event = *dvm::matchRequest(answer.event, {}).nested;
    nested.nested_in = answer.event.id;
    return nested;
}

void nameRelaysByNumber(Bundle &bundle, bool also_relays)
{
    std::map<std::string, std::string> names;
    for (BundleEvent &one : bundle.events) {
        for (store::Sighting &sighting : one.seen) {
            const bool isFile = sighting.relay.starts_with("file:");
            if (!isFile && !also_relays)
                continue;
            const std::string next = (isFile ? "file-" : "relay-") + std::to_string(names.size() + 1);
            sighting.relay = names.emplace(sighting.relay, next).first->second;
        }
    }
    bundle.relays_redacted = also_relays;
}

} // namespace

Bundle redact(Bundle bundle, Redaction redaction)
{
    if (redaction == Redaction::None)
        return bundle;
    std::erase_if(bundle.events, [](const BundleEvent &one) { return isSelfDescription(one.event); });
    const dvm::KindTable kinds = bundle.kindTable();
    StandIns standIns(kinds, bundle.events);
    std::map<nostr::EventId, BundleEvent> nested;
    for (const BundleEvent &one : bundle.events)
        if (auto request = nestedRequest(one, kinds, standIns))
            nested.try_emplace(request->event.id, std::move(*request));
    for (BundleEvent &one : bundle.events)
        one = standIns.of(one);
    for (const auto &[id, request] : nested)
        bundle.events.push_back(standIns.of(request));
    nameRelaysByNumber(bundle, redaction == Redaction::TextsAndRelays);
    return bundle;
}

} // namespace dvmdash::engine
