// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/job_json.h"

#include "engine/json_values.h"
#include "engine/kinds_in_use.h"

#include <algorithm>

namespace dvmdash::engine
{

namespace
{

using nlohmann::ordered_json;

constexpr const char *awaitingPayment = "awaiting_payment";

template<typename T>
ordered_json orNull(const std::optional<T> &value)
{
    return value ? ordered_json(*value) : ordered_json();
}

template<typename Key>
ordered_json hexOrNull(const std::optional<Key> &key)
{
    return key ? ordered_json(key->hex()) : ordered_json();
}

std::string lower(std::string_view name)
{
    std::string word(name);
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c; });
    return word;
}

ordered_json causeJson(const dvm::RootCause &cause, const NameOf &nameOf)
{
    ordered_json json;
    json["job"] = cause.job.hex();
    addPerson(json, "dvm", cause.dvm, nameOf);
    json["reason"] = std::string(dvm::reasonName(cause.reason));
    json["since"] = secondsOrNull(cause.since);
    auto &evidence = json["evidence"] = ordered_json::array();
    for (const auto &id : cause.evidence)
        evidence.push_back(id.hex());
    return json;
}

ordered_json causesJson(const std::vector<dvm::RootCause> &causes, const NameOf &nameOf)
{
    ordered_json json = ordered_json::array();
    for (const auto &cause : causes)
        json.push_back(causeJson(cause, nameOf));
    return json;
}

ordered_json moneyJson(const dvm::Attempt &attempt)
{
    const bool isInferred = attempt.payment == dvm::PaymentState::Inferred;
    return {{"state", paymentWord(attempt.payment)},
            {"confirmed_msat", attempt.confirmed_msat},
            {"claimed_msat", attempt.claimed_msat},
            {"inferred_msat", isInferred ? attempt.requested_msat.value_or(0) : 0},
            {"requested_msat", orNull(attempt.requested_msat)},
            {"refunded_msat", attempt.refunded_msat}};
}

ordered_json stepJson(std::int64_t created_at, const nostr::EventId &event, std::string what)
{
    return {{"at", created_at},
            {"time", isoSeconds(created_at)},
            {"what", std::move(what)},
            {"event", event.hex()}};
}

/// Answers and payments of one DVM, by the authors' dates.
ordered_json timelineJson(const dvm::ChainNode &node, const dvm::Attempt &attempt)
{
    std::vector<ordered_json> steps;
    for (const auto &answer : node.answers) {
        if (answer.author != attempt.dvm)
            continue;
        const std::string status(dvm::statusName(answer.status));
        ordered_json step = stepJson(answer.created_at, answer.id,
                                     answer.isResult()                    ? "result"
                                     : answer.status == dvm::Status::None ? "feedback"
                                                                          : status);
        step["kind"] = answer.kind;
        step["status"] = textOrNull(answer.status == dvm::Status::None ? std::string() : status);
        step["received_ms"] = answer.received_ms;
        step["msat"] = orNull(answer.amount_msat);
        steps.push_back(std::move(step));
    }
    for (const auto &payment : node.payments) {
        const bool isRefund = payment.from == attempt.dvm;
        if (!isRefund && payment.to != attempt.dvm)
            continue;
        ordered_json step = stepJson(payment.created_at, payment.receipt, isRefund ? "refund" : "payment");
        step["msat"] = payment.msat;
        step["tier"] = payment.tier == dvm::Tier::Confirmed ? "confirmed" : "claimed";
        steps.push_back(std::move(step));
    }
    std::stable_sort(steps.begin(), steps.end(),
                     [](const ordered_json &a, const ordered_json &b) { return a.at("at") < b.at("at"); });
    return steps;
}

/// Of the attempt, and of the events that make it.
ordered_json flagsJson(const ChainAnswer &answer, const dvm::Attempt &attempt,
                       const std::vector<EventRow> &events)
{
    const dvm::ChainNode &node = answer.chain.nodes[answer.job];
    ordered_json flags = ordered_json::array();
    for (const auto name : dvm::attemptFlagNames(attempt.flags))
        flags.push_back(name == "NOT_OBSERVED" ? "not_observable" : lower(name));
    const auto anyEvent = [&](std::uint32_t flag) {
        return std::any_of(events.begin(), events.end(), [&](const EventRow &row) {
            return row.author == attempt.dvm && (row.flags & flag) != 0;
        });
    };
    if (anyEvent(dvm::FlagConflict))
        flags.push_back("conflict");
    if (anyEvent(dvm::FlagSuspect))
        flags.push_back("suspect");
    if (node.state == dvm::State::Missing)
        flags.push_back("orphan");
    const auto &notes = answer.verdict.notes;
    const bool isPremature = std::any_of(notes.begin(), notes.end(), [&](const dvm::VerdictNote &note) {
        return note.kind == dvm::NoteKind::Premature && note.job == node.id;
    });
    if (isPremature && dvm::isFailure(attempt.state))
        flags.push_back("premature");
    return flags;
}

std::string attemptState(const dvm::Attempt &attempt)
{
    return dvm::awaitsPayment(attempt) ? awaitingPayment : stateWord(attempt.state);
}

ordered_json chainJson(const dvm::Chain &chain)
{
    ordered_json json;
    auto &nodes = json["nodes"] = ordered_json::array();
    for (const auto &node : chain.nodes) {
        nodes.push_back({{"id", node.id.hex()},
                         {"kind", node.kind != 0 ? ordered_json(node.kind) : ordered_json()},
                         {"customer", hexOrNull(node.customer)},
                         {"created_at", secondsOrNull(node.created_at)},
                         {"state", stateOf(node)},
                         {"ghost", node.ghost},
                         {"in_cycle", node.inCycle}});
    }
    auto &edges = json["edges"] = ordered_json::array();
    for (const auto &edge : chain.edges)
        edges.push_back({{"from", chain.nodes[edge.from].id.hex()},
                         {"to", chain.nodes[edge.to].id.hex()},
                         {"type", std::string(dvm::edgeTypeName(edge.type))},
                         {"pinned", hexOrNull(edge.pinned)}});
    json["more"] = chain.more;
    return json;
}

ordered_json verdictJson(const dvm::Verdict &verdict, const NameOf &nameOf)
{
    ordered_json json;
    json["root_causes"] = causesJson(verdict.root_causes, nameOf);
    auto &notes = json["notes"] = ordered_json::array();
    for (const auto &note : verdict.notes)
        notes.push_back({{"note", std::string(dvm::noteName(note.kind))}, {"job", note.job.hex()}});
    return json;
}

} // namespace

std::string stateOf(const dvm::ChainNode &node)
{
    return dvm::awaitsPayment(node) ? awaitingPayment : stateWord(node.state);
}

std::string paymentWord(dvm::PaymentState payment)
{
    return lower(dvm::paymentStateName(payment));
}

std::string stateWord(dvm::State state)
{
    return lower(dvm::stateName(state));
}

ordered_json jobJson(const JobRow &row, const NameOf &nameOf)
{
    ordered_json json;
    json["id"] = row.request.hex();
    json["request_seen"] = row.request_seen;
    json["kind"] = row.kind != 0 ? ordered_json(row.kind) : ordered_json();
    json["kind_name"] = textOrNull(row.kind != 0 ? kindsInUse().name(row.kind) : std::string());
    addPerson(json, "customer", row.customer, nameOf);
    json["created_at"] = secondsOrNull(row.created_at);
    json["state"] = row.awaits_payment ? awaitingPayment : stateWord(row.state);
    json["cause"] = row.causes.empty()
                        ? ordered_json()
                        : ordered_json(std::string(dvm::reasonName(row.causes.front().reason)));
    json["root_causes"] = causesJson(row.causes, nameOf);
    auto &dvms = json["dvms"] = ordered_json::array();
    for (const auto &key : row.dvms)
        dvms.push_back(key.hex());
    json["attempts"] = row.attempts;
    json["payment"] = paymentWord(row.payment);
    json["response_s"] = orNull(row.response_s);
    json["response_ms"] = orNull(row.response_ms);
    json["chain_jobs"] = row.chain_jobs;
    return json;
}

ordered_json jobJson(const ChainAnswer &answer, const std::vector<EventRow> &events, const NameOf &nameOf)
{
    const dvm::ChainNode &node = answer.chain.nodes[answer.job];
    ordered_json json;
    json["id"] = node.id.hex();
    json["kind"] = node.kind != 0 ? ordered_json(node.kind) : ordered_json();
    json["kind_name"] = textOrNull(node.kind != 0 ? kindsInUse().name(node.kind) : std::string());
    addPerson(json, "customer", node.customer, nameOf);
    json["created_at"] = secondsOrNull(node.created_at);
    json["encrypted"] = node.encrypted;
    json["state"] = stateOf(node);
    auto &attempts = json["attempts"] = ordered_json::array();
    for (const auto &attempt : node.attempts) {
        ordered_json one;
        addPerson(one, "dvm", attempt.dvm, nameOf);
        one["targeted"] = attempt.targeted;
        one["state"] = attemptState(attempt);
        one["since"] = secondsOrNull(attempt.since);
        one["flags"] = flagsJson(answer, attempt, events);
        one["timeline"] = timelineJson(node, attempt);
        one["response_s"] = orNull(attempt.response_s);
        one["response_ms"] = orNull(attempt.response_ms);
        one["result"] = hexOrNull(attempt.result);
        one["money"] = moneyJson(attempt);
        attempts.push_back(std::move(one));
    }
    json["chain"] = chainJson(answer.chain);
    json["verdict"] = verdictJson(answer.verdict, nameOf);
    return json;
}

std::vector<nostr::PublicKey> peopleIn(const ChainAnswer &answer)
{
    std::vector<nostr::PublicKey> keys;
    const dvm::ChainNode &node = answer.chain.nodes[answer.job];
    if (node.customer)
        keys.push_back(*node.customer);
    for (const auto &attempt : node.attempts)
        keys.push_back(attempt.dvm);
    for (const auto &cause : answer.verdict.root_causes)
        if (cause.dvm)
            keys.push_back(*cause.dvm);
    return keys;
}

} // namespace dvmdash::engine
