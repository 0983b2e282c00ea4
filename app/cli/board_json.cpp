// SPDX-License-Identifier: GPL-3.0-or-later
#include "board_json.h"

#include "dvm/kinds.h"
#include "engine/kinds_in_use.h"

namespace dvmdash::cli
{

namespace
{

using nlohmann::ordered_json;

template<typename T>
ordered_json orNull(const std::optional<T> &value)
{
    return value ? ordered_json(*value) : ordered_json(nullptr);
}

void addKindName(ordered_json &json, int kind)
{
    json["kind"] = kind;
    json["kind_name"] = engine::kindsInUse().name(kind);
}

/// The window of equal length just before, whose figures an answer has too.
ordered_json previousJson(const metrics::TimeWindow &window, const metrics::Figures &figures, Subject subject)
{
    ordered_json json;
    json["window"] = windowJson({window.since - window.length(), window.since});
    addFigures(json, figures, subject);
    return json;
}

/// What domains answered, when they were asked.
ordered_json checksJson(const std::vector<lookup::Known> &findings)
{
    ordered_json checks = ordered_json::array();
    for (const lookup::Known &known : findings) {
        const bool isName = known.subject.what == lookup::What::Nip05;
        ordered_json json;
        json["what"] = isName ? "nip05" : "lnurl";
        json["address"] = known.subject.address;
        json["key"] = known.key ? ordered_json(known.key->hex()) : ordered_json(nullptr);
        if (isName)
            json["verified"] =
                known.answered_ms > 0 ? ordered_json(known.isVerified()) : ordered_json(nullptr);
        json["answered_at"] = secondsOrNull(known.answered_ms / 1000);
        json["checked_at"] = secondsOrNull(known.checked_ms / 1000);
        json["error"] = textOrNull(known.error);
        checks.push_back(std::move(json));
    }
    return checks;
}

ordered_json profileJson(const engine::ProfileAnswer &answer)
{
    const dvm::Profile &profile = answer.profile;
    return {{"name", textOrNull(profile.name)},
            {"about", textOrNull(profile.about)},
            {"picture", textOrNull(profile.picture)},
            {"nip05", textOrNull(profile.nip05)},
            {"lud16", textOrNull(profile.lud16)},
            {"price", textOrNull(profile.price)},
            {"kinds", profile.kinds},
            {"encryption", orNull(profile.encryption)},
            {"nutzaps", orNull(profile.nutzaps)},
            {"announced_at", secondsOrNull(profile.announced_at)},
            {"last_heartbeat_at", secondsOrNull(answer.last_heartbeat_at)},
            {"checks", checksJson(answer.findings)}};
}

ordered_json kindsJson(const engine::Dvm &dvm)
{
    ordered_json rows = ordered_json::array();
    for (const auto &kind : dvm.kinds) {
        ordered_json row;
        addKindName(row, kind.kind);
        row["share"] = rateJson(kind.share);
        addFigures(row, kind.figures, Subject::DvmOfKind);
        rows.push_back(std::move(row));
    }
    return rows;
}

ordered_json competitorsJson(const engine::Dvm &dvm, engine::Archive &archive, const Names &names)
{
    ordered_json rows = ordered_json::array();
    for (const auto &competitor : dvm.competitors) {
        ordered_json row = personJson("dvm", competitor.dvm, names);
        row["price"] = textOrNull(ask(archive, engine::ProfileQuestion{competitor.dvm}).profile.price);
        row["kinds"] = competitor.kinds;
        addFigures(row, competitor.figures, Subject::DvmOfKind);
        rows.push_back(std::move(row));
    }
    return rows;
}

void addPeople(std::vector<nostr::PublicKey> &keys, const metrics::KindRow &row)
{
    for (const auto &key : {row.fastest, row.top_earning})
        if (key)
            keys.push_back(*key);
}

} // namespace

ordered_json toJson(const metrics::DvmRow &row, const Names &names)
{
    ordered_json json = personJson("dvm", row.dvm, names);
    json["kinds"] = row.kinds;
    json["first_seen_at"] = secondsOrNull(row.first_seen_at);
    json["last_seen_at"] = secondsOrNull(row.last_seen_at);
    json["last_completed_at"] = secondsOrNull(row.last_completed_at);
    json["health_state"] = std::string(dvm::livenessName(row.health));
    json["ignored_since_answer"] = row.ignored;
    json["ignored_since_answer_more"] = row.ignored_more;
    addFigures(json, row.figures, Subject::Dvm);
    return json;
}

ordered_json toJson(const metrics::KindRow &row, const Names &names)
{
    ordered_json json;
    addKindName(json, row.kind);
    json["dvms_ever"] = row.dvms_ever;
    json["first_seen_at"] = secondsOrNull(row.first_seen_at);
    json["last_seen_at"] = secondsOrNull(row.last_seen_at);
    addPerson(json, "fastest", row.fastest, names);
    addPerson(json, "top_earning", row.top_earning, names);
    addFigures(json, row.figures, Subject::Kind);
    return json;
}

ordered_json toJson(const metrics::UserRow &row, const Names &names)
{
    ordered_json json = personJson("user", row.user, names);
    json["first_seen_at"] = secondsOrNull(row.first_seen_at);
    json["last_seen_at"] = secondsOrNull(row.last_seen_at);
    addFigures(json, row.figures, Subject::User);
    return json;
}

ordered_json toJson(const engine::Dvm &dvm, engine::Archive &archive)
{
    std::vector<nostr::PublicKey> keys{dvm.row.dvm};
    for (const auto &competitor : dvm.competitors)
        keys.push_back(competitor.dvm);
    const Names names(archive, std::move(keys));
    ordered_json json = toJson(dvm.row, names);
    json["window"] = windowJson(dvm.window);
    json["step"] = std::string(metrics::stepName(dvm.step));
    json["profile"] = profileJson(ask(archive, engine::ProfileQuestion{dvm.row.dvm}));
    json["previous"] = previousJson(dvm.window, dvm.previous, Subject::Dvm);
    json["by_kind"] = kindsJson(dvm);
    json["competitors"] = competitorsJson(dvm, archive, names);
    json["points"] = ordered_json::array();
    for (const auto &point : dvm.points)
        json["points"].push_back(pointJson(point.start, point.figures, Subject::Dvm));
    json["freshness"] = freshnessJson(dvm.freshness);
    return json;
}

ordered_json toJson(const engine::Kind &kind, engine::Archive &archive)
{
    std::vector<nostr::PublicKey> keys;
    addPeople(keys, kind.row);
    for (const auto &dvm : kind.dvms)
        keys.push_back(dvm.dvm);
    const Names names(archive, std::move(keys));
    ordered_json json = toJson(kind.row, names);
    json["result_kind"] = engine::kindsInUse().resultKind(kind.row.kind);
    json["window"] = windowJson(kind.window);
    json["step"] = std::string(metrics::stepName(kind.step));
    json["previous"] = previousJson(kind.window, kind.previous, Subject::Kind);
    json["dvms"] = ordered_json::array();
    for (const auto &dvm : kind.dvms) {
        ordered_json row = personJson("dvm", dvm.dvm, names);
        row["share"] = rateJson(dvm.share);
        addFigures(row, dvm.figures, Subject::DvmOfKind);
        json["dvms"].push_back(std::move(row));
    }
    json["points"] = ordered_json::array();
    for (const auto &point : kind.points) {
        ordered_json row = pointJson(point.start, point.figures, Subject::Kind);
        row["dvms_ever"] = point.dvms_ever;
        json["points"].push_back(std::move(row));
    }
    json["freshness"] = freshnessJson(kind.freshness);
    return json;
}

} // namespace dvmdash::cli
