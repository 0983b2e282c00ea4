// SPDX-License-Identifier: GPL-3.0-or-later
#include "comparison_json.h"

#include "dvm/chain_matching.h"
#include "engine/job_json.h"
#include "engine/kinds_in_use.h"
#include "figures_json.h"
#include "format.h"
#include "safe_text.h"
#include "table.h"

namespace dvmdash::cli
{

namespace
{

using nlohmann::ordered_json;

ordered_json orNull(const std::optional<std::int64_t> &value)
{
    return value ? ordered_json(*value) : ordered_json();
}

std::string nameOf(dvm::Difference difference)
{
    return std::string(dvm::differenceName(difference));
}

std::string nameOfKind(int kind)
{
    return kind != 0 ? engine::kindsInUse().name(kind) : std::string();
}

ordered_json chainJson(const engine::ChainAnswer &answer, const std::optional<std::int64_t> &duration,
                       const Names &names)
{
    const dvm::ChainNode &node = answer.chain.nodes[answer.job];
    ordered_json json;
    json["id"] = node.id.hex();
    json["kind"] = node.kind != 0 ? ordered_json(node.kind) : ordered_json();
    json["kind_name"] = textOrNull(nameOfKind(node.kind));
    addPerson(json, "customer", node.customer, names);
    json["created_at"] = secondsOrNull(node.created_at);
    json["state"] = engine::stateOf(node);
    json["jobs"] = answer.chain.nodes.size();
    json["more"] = answer.chain.more;
    json["duration_s"] = orNull(duration);
    return json;
}

ordered_json sideJson(const engine::ChainAnswer &answer, const std::optional<std::size_t> &index,
                      const std::optional<std::int64_t> &ms, const std::optional<std::int64_t> &msat,
                      const Names &names)
{
    if (!index)
        return {};
    const dvm::ChainNode &node = answer.chain.nodes[*index];
    ordered_json json;
    json["id"] = node.id.hex();
    json["ghost"] = node.ghost;
    addPerson(json, "dvm", dvm::workerOf(node), names);
    json["state"] = engine::stateOf(node);
    json["response_ms"] = orNull(ms);
    json["requested_msat"] = orNull(msat);
    return json;
}

int kindOf(const engine::ChainsCompared &compared, const dvm::ComparedJob &job)
{
    const int before = job.left ? compared.left.chain.nodes[*job.left].kind : 0;
    return before == 0 && job.right ? compared.right.chain.nodes[*job.right].kind : before;
}

constexpr TextColumn columns[] = {
    {"step", "/step", Show::Number},
    {"kind", "/kind", Show::Number},
    {"before", "/before/state", Show::Text},
    {"after", "/after/state", Show::Text},
    {"took before", "/before/response_ms", Show::Duration},
    {"took after", "/after/response_ms", Show::Duration},
    {"job before", "/before/short", Show::Text},
    {"job after", "/after/short", Show::Text},
    {"differences", "/differences", Show::Text},
};

QString text(const ordered_json &value)
{
    return value.is_string() ? safeLine(value.get<std::string>()) : QStringLiteral("-");
}

QString duration(const ordered_json &seconds)
{
    return seconds.is_null() ? QStringLiteral("-")
                             : QStringLiteral("%1 s").arg(grouped(seconds.get<std::int64_t>()));
}

QString chainLine(const ordered_json &chain)
{
    const auto jobs = chain.at("jobs").get<std::int64_t>();
    return QStringLiteral("%1  %2  %3  %4%5  took %6")
        .arg(text(chain.at("id")), text(chain.at("state")), text(chain.at("created_at")),
             jobs == 1 ? QStringLiteral("1 job") : QStringLiteral("%1 jobs").arg(grouped(jobs)),
             chain.at("more").get<bool>() ? QStringLiteral(" and more") : QString(),
             duration(chain.at("duration_s")));
}

} // namespace

ordered_json toJson(const engine::ChainsCompared &compared, const Names &names)
{
    const dvm::ChainComparison &comparison = compared.comparison;
    ordered_json json;
    json["before"] = chainJson(compared.left, comparison.left_s, names);
    json["after"] = chainJson(compared.right, comparison.right_s, names);
    json["one_chain"] = compared.is_one_chain;
    auto &totals = json["totals"];
    totals["same"] = comparison.same;
    for (std::size_t i = 0; i < dvm::differenceCount; ++i)
        totals[nameOf(static_cast<dvm::Difference>(i))] = comparison.totals[i];
    auto &jobs = json["jobs"] = ordered_json::array();
    for (const dvm::ComparedJob &job : comparison.jobs) {
        ordered_json one;
        const int kind = kindOf(compared, job);
        one["step"] = job.step;
        one["kind"] = kind != 0 ? ordered_json(kind) : ordered_json();
        one["kind_name"] = textOrNull(nameOfKind(kind));
        auto &differences = one["differences"] = ordered_json::array();
        for (const dvm::Difference difference : job.differences)
            differences.push_back(nameOf(difference));
        one["before"] = sideJson(compared.left, job.left, job.left_ms, job.left_msat, names);
        one["after"] = sideJson(compared.right, job.right, job.right_ms, job.right_msat, names);
        jobs.push_back(std::move(one));
    }
    return json;
}

std::vector<nostr::PublicKey> peopleIn(const engine::ChainsCompared &compared)
{
    std::vector<nostr::PublicKey> keys;
    for (const engine::ChainAnswer *answer : {&compared.left, &compared.right}) {
        if (const auto &customer = answer->chain.nodes[answer->job].customer)
            keys.push_back(*customer);
        for (const dvm::ChainNode &node : answer->chain.nodes)
            if (const auto worker = dvm::workerOf(node))
                keys.push_back(*worker);
    }
    return keys;
}

void printComparison(Output &output, const ordered_json &json)
{
    output.line(field(QStringLiteral("before"), chainLine(json.at("before"))));
    output.line(field(QStringLiteral("after"), chainLine(json.at("after"))));
    if (json.at("one_chain").get<bool>())
        output.line(field(QStringLiteral("note"),
                          QStringLiteral("both are of one chain: compared is what each of them rests on")));
    QStringList totals;
    for (const auto &[name, count] : json.at("totals").items())
        if (count.get<int>() > 0)
            totals << QStringLiteral("%1 %2").arg(grouped(count.get<int>()), QString::fromStdString(name));
    output.line(field(QStringLiteral("differences"), totals.join(QStringLiteral(", "))));
    ordered_json rows = json.at("jobs");
    constexpr std::size_t shortId = 12;
    for (auto &row : rows)
        for (const char *side : {"before", "after"}) {
            auto &member = row[side];
            if (member.is_null())
                member = {{"state", nullptr}, {"response_ms", nullptr}, {"short", nullptr}};
            else
                member["short"] = member.at("id").get<std::string>().substr(0, shortId);
        }
    printTable(output, rows, columns);
}

} // namespace dvmdash::cli
