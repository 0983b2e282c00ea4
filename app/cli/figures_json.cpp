// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures_json.h"

#include "format.h"
#include "nostr/nip19.h"

namespace dvmdash::cli
{

namespace
{

using metrics::Figures;
using nlohmann::ordered_json;

template<typename T>
ordered_json orNull(const std::optional<T> &value)
{
    return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json feedbackJson(const Figures &figures)
{
    ordered_json json;
    for (std::size_t i = 0; i < figures.feedback_by.size(); ++i)
        json[std::string(dvm::statusName(static_cast<dvm::Status>(i)))] = figures.feedback_by[i];
    return json;
}

ordered_json statesJson(const std::array<std::int64_t, metrics::metric::stateCount> &counts, bool ofJobs)
{
    ordered_json json;
    for (std::size_t i = 1; i < counts.size(); ++i) {
        const auto state = static_cast<dvm::State>(i);
        const bool onlyJobs = state == dvm::State::Unserved || state == dvm::State::Missing;
        if (ofJobs || !onlyJobs)
            json[std::string(dvm::stateName(state))] = counts[i];
    }
    return json;
}

ordered_json responseJson(const metrics::ResponseTimes &response)
{
    return {{"mean", orNull(response.mean_ms)},
            {"p50", orNull(response.p50_ms)},
            {"p95", orNull(response.p95_ms)},
            {"p99", orNull(response.p99_ms)},
            {"n", response.n},
            {"measured", response.measured}};
}

/// Money that names no job is known of a DVM and of all together, not of a kind.
bool hasUnattributed(Subject subject)
{
    return subject == Subject::Network || subject == Subject::Dvm;
}

ordered_json moneyJson(const metrics::Money &money, std::int64_t unit, Subject subject)
{
    ordered_json json;
    json["confirmed"] = money.confirmed / unit;
    json["claimed"] = money.claimed / unit;
    json["inferred"] = money.inferred / unit;
    json["requested"] = money.requested / unit;
    json["refunded"] = money.refunded / unit;
    if (hasUnattributed(subject)) {
        json["unattributed_confirmed"] = money.unattributed_confirmed / unit;
        json["unattributed_claimed"] = money.unattributed_claimed / unit;
    }
    return json;
}

void addJobs(ordered_json &json, const Figures &figures)
{
    json["jobs"] = statesJson(figures.jobs, true);
    json["jobs_seen"] = figures.jobsSeen();
    json["jobs_failed"] = figures.jobsFailed();
    json["jobs_open"] = figures.jobsOpen();
    json["completion_rate"] = rateJson(figures.completion());
    json["failure_rate"] = rateJson(figures.failure());
}

void addAttempts(ordered_json &json, const Figures &figures)
{
    json["attempts"] = statesJson(figures.attempts, false);
    json["attempts_all"] = figures.attemptsAll();
    json["attempts_failed"] = figures.attemptsFailed();
    json["targeted"] = figures.targeted;
    json["success_rate"] = rateJson(figures.success());
}

void addFeedback(ordered_json &json, const Figures &figures)
{
    json["feedback"] = figures.feedback;
    json["feedback_by"] = feedbackJson(figures);
}

} // namespace

void addMoney(ordered_json &json, const std::string &prefix, const metrics::Money &money, Subject subject)
{
    constexpr std::int64_t msatPerSat = 1'000;
    json[prefix + "sats"] = moneyJson(money, msatPerSat, subject);
    json[prefix + "msat"] = moneyJson(money, 1, subject);
}

void addFigures(ordered_json &json, const Figures &figures, Subject subject)
{
    switch (subject) {
    case Subject::Network:
        json["requests"] = figures.requests;
        json["results"] = figures.results;
        addFeedback(json, figures);
        json["unique_users"] = figures.users;
        json["unique_dvms"] = figures.dvms;
        json["unique_kinds"] = figures.kinds;
        addJobs(json, figures);
        addAttempts(json, figures);
        break;
    case Subject::Kind:
        json["requests"] = figures.requests;
        json["results"] = figures.results;
        json["unique_users"] = figures.users;
        json["unique_dvms"] = figures.dvms;
        addJobs(json, figures);
        addAttempts(json, figures);
        break;
    case Subject::Dvm:
        json["results"] = figures.results;
        addFeedback(json, figures);
        addAttempts(json, figures);
        break;
    case Subject::DvmOfKind:
        json["results"] = figures.results;
        addAttempts(json, figures);
        break;
    case Subject::User:
        json["requests"] = figures.requests;
        addJobs(json, figures);
        return;
    }
    json["clock_skew"] = figures.clock_skew;
    addMoney(json, {}, figures.money, subject);
    json["response_ms"] = responseJson(figures.response);
}

ordered_json pointJson(std::int64_t start, const Figures &figures, Subject subject)
{
    ordered_json json{{"time", isoSeconds(start)}, {"unix", start}};
    const bool ofDvm = subject == Subject::Dvm || subject == Subject::DvmOfKind;
    if (!ofDvm)
        json["requests"] = figures.requests;
    json["results"] = figures.results;
    if (subject == Subject::Dvm || subject == Subject::Network)
        json["feedback"] = figures.feedback;
    if (!ofDvm) {
        json["unique_users"] = figures.users;
        json["unique_dvms"] = figures.dvms;
    }
    const auto delivered = dvm::State::Delivered;
    const auto ignored = dvm::State::Ignored;
    json["completed"] = ofDvm ? figures.attemptsIn(delivered) : figures.jobsIn(delivered);
    json["failed"] = ofDvm ? figures.attemptsFailed() : figures.jobsFailed();
    json["ignored"] = ofDvm ? figures.attemptsIn(ignored) : figures.jobsIn(ignored);
    json["response_ms"] = responseJson(figures.response);
    json["msat"] = moneyJson(figures.money, 1, subject);
    return json;
}

ordered_json windowJson(const metrics::TimeWindow &window)
{
    // Nothing was ever counted: there is no first and last event to say.
    if (window.length() <= 0 && window.until == 0)
        return {{"since", nullptr}, {"until", nullptr}, {"since_unix", nullptr}, {"until_unix", nullptr}};
    return {{"since", isoSeconds(window.since)},
            {"until", isoSeconds(window.until)},
            {"since_unix", window.since},
            {"until_unix", window.until}};
}

ordered_json freshnessJson(const metrics::Freshness &freshness)
{
    ordered_json json;
    json["sequence"] = freshness.sequence;
    json["as_of"] = isoOrNull(freshness.as_of_ms);
    json["newest_event_at"] = secondsOrNull(freshness.newest_event_at);
    json["newest_received_at"] = isoOrNull(freshness.newest_received_ms);
    json["stale_s"] = freshness.staleSeconds();
    json["late"] = freshness.late;
    json["known_since"] = secondsOrNull(freshness.known_since);
    json["covered_s"] = freshness.covered_s;
    json["past_s"] = freshness.past_s;
    json["coverage"] = rateJson({freshness.covered_s, freshness.past_s});
    json["gaps"] = ordered_json::array();
    for (const metrics::Gap &gap : freshness.gaps)
        json["gaps"].push_back({{"since", isoSeconds(gap.since)},
                                {"until", isoSeconds(gap.until)},
                                {"since_unix", gap.since},
                                {"until_unix", gap.until},
                                {"missing_s", gap.missing_s}});
    json["relays"] = freshness.relays;
    json["partial"] = ordered_json::array();
    for (const auto reason : freshness.partial)
        json["partial"].push_back(std::string(metrics::partialName(reason)));
    return json;
}

ordered_json rateJson(const metrics::Rate &rate)
{
    constexpr int decimals = 4;
    const auto percent = rate.percent();
    return percent ? ordered_json(rounded(*percent / 100, decimals)) : ordered_json(nullptr);
}

ordered_json personJson(const char *member, const nostr::PublicKey &key, const Names &names)
{
    return {{member, key.hex()},
            {"npub", nostr::nip19::encode(nostr::nip19::Npub{key})},
            {"name", textOrNull(names.of(key))}};
}

void addPerson(ordered_json &json, const std::string &member, const std::optional<nostr::PublicKey> &key,
               const Names &names)
{
    engine::addPerson(json, member, key, names.asFunction());
}

} // namespace dvmdash::cli
