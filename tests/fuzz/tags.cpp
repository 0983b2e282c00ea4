// SPDX-License-Identifier: GPL-3.0-or-later
// A story (story.h) whose events are looked at one by one: roles and flags, matching, inputs, hints,
// material, amounts, payments, profiles, words of failures.
#include "dvm/answer.h"
#include "dvm/chain.h"
#include "dvm/failure_text.h"
#include "dvm/material.h"
#include "dvm/payment.h"
#include "dvm/profile.h"
#include "dvm/relay_hints.h"
#include "dvm/role.h"
#include "dvm/standing.h"
#include "dvm/text_flags.h"
#include "fuzz.h"
#include "nostr/nip19.h"
#include "nostr/verifier.h"
#include "story.h"

#include <algorithm>
#include <bit>
#include <set>
#include <string>

namespace dvmdash::fuzz
{

namespace
{

using namespace dvm;
using nostr::Event;
using nostr::EventId;
using nostr::Tag;

const KindTable &kinds()
{
    return KindTable::standard();
}

bool has(const Event &event, std::string_view name)
{
    return event.firstTag(name) != nullptr;
}

bool isAnswer(Role role)
{
    return role == Role::Result || role == Role::Feedback;
}

bool isRelayUrl(std::string_view text)
{
    return text.starts_with("ws://") || text.starts_with("wss://");
}

/// Role and flags fit to each other and to what the other readers say.
void examineClass(const Event &event, std::int64_t received_ms)
{
    const auto [role, flags, expiry, reading] = classify(event, kinds(), received_ms);
    promise((role == Role::Request) == kinds().isRequest(event.kind), "requests are a range of kinds");
    promise((role == Role::Result) == kinds().isResult(event.kind), "results are a range of kinds");
    promise((role == Role::Feedback || role == Role::Pong) == (event.kind == 7000), "feedback is kind 7000");
    promise(role != Role::CustomerNote, "nobody is a customer before the request is known");
    promise(!roleName(role).empty(), "every role has a name");
    promise(static_cast<int>(flagNames(flags).size()) == std::popcount(flags), "every flag has a name");
    promise(!(flags & FlagEncrypted) == !has(event, "encrypted"), "encrypted is a tag");
    promise(!expiry || has(event, "expiration"), "what expires says so");
    promise(!(flags & FlagManyTags) == (event.tags.size() <= 2000), "many tags are more than 2,000");

    const Match match = matchRequest(event, {});
    const bool answers = isAnswer(role);
    promise(reading.has_value() == answers, "an answer is read, and nothing else is");
    promise(!reading || (reading->match.request == match.request && reading->match.rule == match.rule),
            "an answer is matched as if it were matched alone");
    promise(!(flags & FlagSuspect) == !(answers && match.rule == MatchRule::None),
            "an answer that names no request is suspect, and nothing else is");
    promise(!(flags & FlagConflict) == !(answers && match.conflict), "a conflict is one of the match");
    promise(!(flags & FlagBadRequestTag) == !(answers && has(event, "request") && !match.nested),
            "a request tag is bad when it is no request");
    promise(!(flags & FlagDeepNesting) || match.nested || has(event, "request"), "nesting needs a nest");

    Event more = event;
    more.tags.push_back({"unheard-of", "1"});
    const auto again = classify(more, kinds(), received_ms);
    promise(again.role == role && (again.flags & ~FlagManyTags) == (flags & ~FlagManyTags),
            "a tag that nobody knows says nothing");
}

void examineMatch(const Event &event)
{
    const Match blind = matchRequest(event, [](const EventId &) { return false; });
    const Match knowing = matchRequest(event, [](const EventId &) { return true; });
    promise(blind.rule != MatchRule::KnownRequest, "an unknown request is none that is known");
    promise(blind.request == knowing.request, "where all are known the first counts, as where none is");
    promise((blind.rule == MatchRule::FirstTag) == (knowing.rule == MatchRule::KnownRequest),
            "only the first e gives way to what is known");
    promise((blind.rule == MatchRule::RequestTag) == blind.nested.has_value(), "a nested request counts");
    promise(!blind.nested || (blind.nested->id == blind.request && nostr::idMatches(*blind.nested)),
            "a nested request is the one that was answered");
    promise(!blind.conflict || blind.nested, "only a nested request can disagree");
    promise((blind.rule == MatchRule::None) == blind.request.isZero() || blind.rule == MatchRule::FirstTag ||
                blind.rule == MatchRule::MarkedTag,
            "nobody answers nothing");
}

void examineAnswer(const Event &event)
{
    std::uint32_t flags = 0;
    const Answer answer = readAnswer(event, 7, true, &flags);
    const Amount amount = readAmount(event);
    promise(answer.amount_msat == amount.msat && answer.payment_deadline == amount.invoice_expires,
            "an answer asks for its amount");
    promise(!amount.msat || (amount.present && !amount.unknownUnit && *amount.msat >= 0),
            "an amount is a number of millisatoshi");
    promise(!amount.mismatch || amount.msat, "a mismatch needs an amount");
    promise(!amount.unknownUnit || amount.present, "a unit needs an amount");
    promise(!amount.invoice_expires || *amount.invoice_expires >= 0, "an invoice ends at a time");
    promise(!(flags & FlagAmountMismatch) == !amount.mismatch &&
                !(flags & FlagUnknownUnit) == !amount.unknownUnit,
            "flags of an amount are those of the amount");
    promise(answer.encrypted == has(event, "encrypted"), "an answer is encrypted by its tag");
    promise(statusFromText(statusName(answer.status)) == answer.status || answer.status == Status::None,
            "a status is called as it is written");
    promise(!(flags & FlagOpaque) || (answer.encrypted && answer.status == Status::None),
            "only what is encrypted is opaque");

    const AnswerMaterial material = readAnswerMaterial(event);
    promise(material.status == answer.status && material.encrypted == answer.encrypted &&
                material.ask.has_value() == amount.present,
            "the material of an answer is the answer's");
    promise(!material.ask || material.ask->amount == amount, "what is asked for is the amount");
    const bool hasRequestTag = std::any_of(event.tags.begin(), event.tags.end(), [](const Tag &tag) {
        return tag.size() > 1 && tag[0] == "request";
    });
    promise(material.leaked.has_value() == (hasRequestTag && !matchRequest(event, {}).nested),
            "what leaks is a request tag that is no request");
}

void examineRequest(const Event &event)
{
    const Request request = readRequest(event, 7, true);
    const std::set<nostr::PublicKey> targets(request.targets.begin(), request.targets.end());
    promise(targets.size() == request.targets.size(), "a target is named once");
    for (const auto &target : targets)
        promise(std::find_if(event.tags.begin(), event.tags.end(),
                             [&](const Tag &tag) {
                                 return tag.size() > 1 && tag[0] == "p" && tag[1] == target.hex();
                             }) != event.tags.end(),
                "a target stands in a p tag");
    const RequestMaterial material = readMaterial(event);
    promise(material.encrypted == request.encrypted, "a request is encrypted by its tag");
    promise(material.inputs.size() + material.parameters.size() <= mostMaterial &&
                material.outputs.size() <= mostMaterial,
            "material is bounded");
    promise(!material.bid_msat || *material.bid_msat >= 0, "a bid is not negative");
    for (const JobInput &input : material.inputs) {
        promise(input.relay.empty() || isRelayUrl(input.relay), "a relay of an input is an address");
        promise(!input.event || input.type == "job" || input.type == "event", "an id needs its type");
    }
}

/// What a request names, and where that may be found.
void examineInputs(const Event &event)
{
    const auto inputs = readInputs(event);
    std::set<EventId> ids;
    for (const InputReference &input : inputs) {
        promise(ids.insert(input.id).second, "an id is an input once");
        promise(input.relay.empty() || isRelayUrl(input.relay), "a hint of an input is an address");
    }
    promise(inputs.size() <= 200, "inputs are bounded");
    Event twice = event;
    twice.tags.insert(twice.tags.end(), event.tags.begin(), event.tags.end());
    promise(readInputs(twice) == inputs, "what is said twice is said once");
    for (const Tag &tag : event.tags) {
        const auto id =
            tag.size() > 2 && tag[0] == "i" && tag[2] == "job" ? EventId::fromHex(tag[1]) : std::nullopt;
        const auto named = std::find_if(inputs.begin(), inputs.end(),
                                        [&](const InputReference &input) { return input.id == id; });
        promise(named == inputs.end() || named->type == EdgeType::Job, "the strongest way of naming counts");
    }
    Event mute = event;
    std::erase_if(mute.tags,
                  [](const Tag &tag) { return tag.size() > 2 && tag[0] == "i" && tag[2] == "job"; });
    for (const InputReference &input : readInputs(mute))
        promise(input.type != EdgeType::Job, "only an i of type job makes a job wait");

    ids.insert(EventId{});
    for (const EventId &id : ids) {
        const auto hints = relayHints(event, id);
        promise(hints.size() <= mostRelayHints, "hints are bounded");
        promise(std::set<std::string>(hints.begin(), hints.end()).size() == hints.size(),
                "a hint is given once");
        promise(std::all_of(hints.begin(), hints.end(), isRelayUrl), "a hint is an address of a relay");
    }
}

void examinePayments(const Event &event)
{
    static nostr::Verifier verifier;
    const auto zap = readZapReceipt(event, verifier);
    const auto confirmed = readZapReceipt(event, verifier, event.pubkey);
    promise(zap.index() == confirmed.index(), "a receipt is readable whoever signs");
    if (const auto *payment = std::get_if<Payment>(&zap)) {
        promise(payment->msat > 0 && payment->tier == Tier::Claimed && payment->receipt == event.id &&
                    !payment->key.empty(),
                "a zap is an amount that is claimed");
        Payment surer = *payment;
        surer.tier = Tier::Confirmed;
        promise(std::get<Payment>(confirmed) == surer, "a known signer confirms, and changes nothing else");
        const auto wrong = readZapReceipt(event, verifier, nostr::PublicKey{});
        promise(std::get_if<PaymentReject>(&wrong) &&
                    std::get<PaymentReject>(wrong) == PaymentReject::WrongSigner,
                "another signer is refused");
        promise(!redeems(Redemption{payment->to, {}}, *payment), "nothing is redeemed unless it is named");
    } else {
        promise(!paymentRejectText(std::get<PaymentReject>(zap)).empty(), "every refusal has words");
    }

    const auto nutzap = readNutzap(event);
    Event reversed = event;
    std::reverse(reversed.tags.begin(), reversed.tags.end());
    const auto other = readNutzap(reversed);
    if (const auto *payment = std::get_if<Payment>(&nutzap)) {
        promise(payment->msat > 0 && payment->msat % 1000 == 0 && payment->from == event.pubkey,
                "a nutzap is an amount of satoshi");
        if (const auto *same = std::get_if<Payment>(&other))
            promise(same->msat == payment->msat && same->key == payment->key,
                    "the order of proofs does not matter");
        promise(redeems(Redemption{payment->to, {event.id}}, *payment), "a recipient redeems");
    }
    const NutzapInfo info = readNutzapInfo(event);
    promise(info.key.empty() || nostr::PublicKey::fromHex(info.key), "a lock is a key");
    promise(standingOfNutzap(event, {}, false) == Standing{}, "nobody is refused for what is not known");
    promise(standingOfNutzap(event, {info}, true) == Standing{Tier::Confirmed, {}}, "redeemed is confirmed");
    const Redemption redemption = readRedemption(event);
    promise(redemption.by == event.pubkey && redemption.nutzaps.size() <= event.tags.size(),
            "a redemption is its author's");
}

void examineProfile(const Event &event)
{
    const Profile profile = readProfile(event, kinds());
    promise(profile.about.size() <= 4'000 && profile.price.size() <= 200 && profile.name.size() <= 100 &&
                profile.nip05.size() <= 100 && profile.lud16.size() <= 100 &&
                profile.picture.size() <= 2'000 && profile.lud06.size() <= 2'000,
            "what a DVM says of itself is cut");
    const auto announced = announcedKinds(event, kinds());
    promise(std::is_sorted(announced.begin(), announced.end()) &&
                std::adjacent_find(announced.begin(), announced.end()) == announced.end(),
            "kinds are in order, each once");
    promise(std::all_of(announced.begin(), announced.end(), [](int kind) { return kinds().isRequest(kind); }),
            "only kinds of requests are announced");
    promise((classify(event, kinds(), 0).role == Role::Announcement) ==
                (event.kind == 31990 && !announced.empty()),
            "an announcement names a kind of requests");
    const auto name = profileName(event);
    promise(!name || (!name->empty() && name->size() <= 100), "a name is one, and cut");
}

void examineTexts(const Event &event)
{
    const std::string failure = failureText(event);
    const std::string fault = foldedFailureText(failure);
    promise(fault.size() <= 160, "a fault is cut");
    promise(std::none_of(fault.begin(), fault.end(), [](char c) { return c >= '0' && c <= '9'; }),
            "a fault holds no numbers");
    promise(fault.find("  ") == fault.npos, "a fault holds no double blanks");
    // Looked through in blocks, so it must not matter where a block begins.
    const bool control = hasControlText(event.content);
    for (const std::size_t shift : {1, 31, 63, 64})
        promise(hasControlText(std::string(shift, 'x') + event.content) == control,
                "a control character is one wherever it stands");
}

} // namespace

void examine(std::string_view input)
{
    const Story story = readStory(input);
    for (const StoryEvent &one : story.events) {
        examineClass(one.event, one.received_ms);
        examineMatch(one.event);
        examineAnswer(one.event);
        examineRequest(one.event);
        examineInputs(one.event);
        examinePayments(one.event);
        examineProfile(one.event);
        examineTexts(one.event);
    }
}

} // namespace dvmdash::fuzz
