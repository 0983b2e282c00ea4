// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/fact_sums.h"

#include "metrics/responses.h"

namespace dvmdash::metrics
{

void FactSums::addRows(const Contribution &contribution)
{
    for (const auto &count : contribution.counts)
        m_rows[count.dimension][{count.k1, count.k2}].counts.add(count.metric, count.value);
    for (const auto &response : contribution.responses) {
        SparseCounts &row = m_rows[response.dimension][{response.k1, response.k2}].responses;
        row.add(response_key::bin(response.clock, Sketch::binOf(response.value)), 1);
        row.add(response_key::sum(response.clock), response.value);
    }
}

void FactSums::addMembers(const Contribution &contribution)
{
    for (const auto &member : contribution.members)
        m_members[{member.members, member.k1}].add(member.key);
}

const RowSums &FactSums::row(Dimension dimension, const RowKey &key) const
{
    static const RowSums none;
    const auto &all = rows(dimension);
    const auto at = all.find(key);
    return at == all.end() ? none : at->second;
}

const std::map<RowKey, RowSums> &FactSums::rows(Dimension dimension) const
{
    static const std::map<RowKey, RowSums> none;
    const auto at = m_rows.find(dimension);
    return at == m_rows.end() ? none : at->second;
}

void FactSums::forEachMembers(Members members,
                              const std::function<void(std::int64_t, const KeySet &)> &sink) const
{
    for (const auto &[address, keys] : m_members)
        if (address.first == members)
            sink(address.second, keys);
}

const KeySet &FactSums::members(Members members, std::int64_t k1) const
{
    static const KeySet none;
    const auto at = m_members.find({members, k1});
    return at == m_members.end() ? none : at->second;
}

} // namespace dvmdash::metrics
