// SPDX-License-Identifier: GPL-3.0-or-later
#include "trouble_json.h"

#include "dvm/kinds.h"
#include "engine/job_json.h"
#include "engine/kinds_in_use.h"
#include "figures_json.h"
#include "format.h"

namespace dvmdash::cli
{

namespace
{

using engine::paymentWord;
using engine::stateWord;
using nlohmann::ordered_json;

template<typename Id>
ordered_json hexOrNull(const std::optional<Id> &id)
{
    return id ? ordered_json(id->hex()) : ordered_json(nullptr);
}

ordered_json healthJson(const dvm::Health &health)
{
    ordered_json json;
    json["state"] = std::string(dvm::livenessName(health.state));
    json["since"] = secondsOrNull(health.since);
    auto &signs = json["signals"] = ordered_json::array();
    for (const dvm::Signal &signal : health.signals) {
        ordered_json one;
        one["signal"] = std::string(dvm::signalName(signal.kind));
        one["speaks_for"] = std::string(dvm::bearingName(signal.bearing));
        one["at"] = secondsOrNull(signal.at);
        one["event"] = hexOrNull(signal.event);
        if (signal.kind == dvm::SignalKind::IgnoredRequests) {
            one["count"] = signal.count;
            one["more"] = signal.more;
        }
        signs.push_back(std::move(one));
    }
    return json;
}

ordered_json jobJson(const metrics::TroubledJob &job, const Names &names)
{
    ordered_json json;
    json["id"] = job.request.hex();
    json["kind"] = job.kind != 0 ? ordered_json(job.kind) : ordered_json(nullptr);
    json["kind_name"] = textOrNull(job.kind != 0 ? engine::kindsInUse().name(job.kind) : std::string());
    addPerson(json, "customer", job.customer, names);
    json["created_at"] = secondsOrNull(job.created_at);
    json["state"] = stateWord(job.state);
    json["since"] = secondsOrNull(job.since);
    return json;
}

/// Amounts of the attempt, tier by tier.
ordered_json attemptsJson(const std::vector<metrics::TroubledJob> &jobs, const Names &names)
{
    ordered_json rows = ordered_json::array();
    for (const auto &job : jobs) {
        ordered_json row = jobJson(job, names);
        row["payment"] = paymentWord(job.payment);
        row["msat"] = {{"confirmed", job.confirmed},
                       {"claimed", job.claimed},
                       {"requested", job.requested},
                       {"refunded", job.refunded}};
        rows.push_back(std::move(row));
    }
    return rows;
}

ordered_json refundsJson(const std::vector<metrics::TroubledJob> &refunds, const Names &names)
{
    ordered_json rows = ordered_json::array();
    for (const auto &refund : refunds) {
        ordered_json row = jobJson(refund, names);
        row["receipt"] = refund.key.hex();
        row["tier"] = paymentWord(refund.payment);
        row["msat"] = refund.confirmed + refund.claimed; // one of them is 0
        rows.push_back(std::move(row));
    }
    return rows;
}

ordered_json messagesJson(const engine::DvmTroubles &troubles)
{
    ordered_json rows = ordered_json::array();
    for (const auto &group : troubles.groups) {
        ordered_json row;
        row["reason"] = stateWord(group.state);
        row["message"] = textOrNull(group.text);
        row["count"] = group.count;
        row["last_at"] = secondsOrNull(group.last_at);
        row["kinds"] = group.kinds;
        row["example"] = group.example.hex();
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

void addTroubles(ordered_json &json, const engine::DvmTroubles &troubles, const Names &names)
{
    json["health"] = healthJson(troubles.health);
    auto &failures = json["failures"];
    for (const dvm::State state : metrics::failureStates)
        failures[stateWord(state)] = troubles.figures.attemptsIn(state);
    json["failure_messages"] = messagesJson(troubles);
    json["failures_explained"] = troubles.explained;
    for (const auto &[state, jobs] : troubles.failed)
        json[stateWord(state)] = attemptsJson(jobs, names);
    json["refunds"] = refundsJson(troubles.refunds, names);
    json["more_refunds"] = troubles.more_refunds;
}

std::vector<nostr::PublicKey> peopleIn(const engine::DvmTroubles &troubles)
{
    std::vector<nostr::PublicKey> people;
    const auto add = [&](const std::vector<metrics::TroubledJob> &jobs) {
        for (const auto &job : jobs)
            if (job.customer)
                people.push_back(*job.customer);
    };
    for (const auto &[state, jobs] : troubles.failed)
        add(jobs);
    add(troubles.refunds);
    return people;
}

} // namespace dvmdash::cli
