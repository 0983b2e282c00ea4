// SPDX-License-Identifier: GPL-3.0-or-later
#include "compared_chains.h"

#include <QStringList>

#include <set>

namespace dvmdash::dvm::test
{

namespace
{

constexpr std::int64_t start = 1'700'000'000;

nostr::PublicKey dvmOf(unsigned number)
{
    return keyOf<nostr::PublicKey>(number);
}

} // namespace

Chain chainOf(const std::vector<Plan> &plans, unsigned salt)
{
    std::vector<ChainJob> jobs;
    std::set<unsigned> known;
    for (const Plan &plan : plans)
        known.insert(plan.number);
    const auto idOf = [&](unsigned number) { return keyOf<nostr::EventId>(number + 1'000 * salt); };
    for (const Plan &plan : plans) {
        ChainJob job;
        job.node.id = idOf(plan.number);
        job.node.kind = plan.kind;
        job.node.created_at = start + salt * 100'000 + plan.number;
        job.node.state = plan.state;
        if (plan.dvm != 0) {
            Attempt attempt;
            attempt.dvm = dvmOf(plan.dvm);
            attempt.state = plan.state;
            attempt.since = job.node.created_at + plan.seconds;
            attempt.requested_msat = plan.msat;
            if (plan.state == State::Delivered) {
                attempt.delivered_at = attempt.since;
                attempt.response_s = plan.seconds;
                attempt.response_ms = plan.observed_ms;
            }
            job.node.attempts = {attempt};
        }
        for (const unsigned input : plan.inputs)
            job.inputs.push_back({idOf(input), EdgeType::Job,
                                  known.contains(input) ? std::optional(idOf(input)) : std::nullopt});
        jobs.push_back(std::move(job));
    }
    return assembleChain(std::move(jobs));
}

std::vector<Plan> line()
{
    return {{1, 5000, 1}, {2, 5002, 2, {1}}, {3, 5001, 3, {2}}, {4, 5250, 4, {3}}};
}

unsigned numberOf(const ChainNode &node)
{
    const auto &data = node.id.data;
    return ((data[0] * 256u + data[1]) * 256u + data[2]) * 256u + data[3];
}

QString told(const Chain &left, const Chain &right)
{
    const ChainComparison comparison = compareChains(left, right);
    QStringList pairs;
    for (const ComparedJob &job : comparison.jobs) {
        QString pair;
        if (job.left)
            pair += QString::number(numberOf(left.nodes[*job.left]) % 1'000);
        pair += u'-';
        if (job.right)
            pair += QString::number(numberOf(right.nodes[*job.right]) % 1'000);
        QStringList words;
        for (const Difference difference : job.differences)
            words << QString::fromStdString(std::string(differenceName(difference)));
        pairs << (words.isEmpty() ? pair : pair + QStringLiteral(": ") + words.join(u' '));
    }
    return pairs.join(QStringLiteral("; "));
}

} // namespace dvmdash::dvm::test
