// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace dvmdash::store
{

/// How much of a long question is done, in thousandths, told as the work goes on. Whoever does a part tells
/// of that part alone; which share of the whole it is, ProgressParts knows. Costs a store of an atomic. On
/// the thread of the reader.
class Progress
{
public:
    /// Where it is written. nullptr: nowhere.
    void setTarget(std::atomic<int> *permille)
    {
        m_permille = permille;
        m_from = 0;
        m_until = whole;
    }
    /// So much is done of the part that is going on.
    void report(std::int64_t done, std::int64_t all)
    {
        if (m_permille && all > 0)
            *m_permille = static_cast<int>(m_from + (m_until - m_from) * static_cast<double>(done) /
                                                        static_cast<double>(all));
    }

private:
    friend class ProgressParts;
    static constexpr double whole = 1000;

    std::atomic<int> *m_permille = nullptr;
    double m_from = 0; ///< the part that is going on, thousandths of the whole
    double m_until = whole;
};

/// Parts of the work that follow each other, with their shares of it, which are estimates. Parts may have
/// parts.
///
///     ProgressParts parts(progress, {4, 1});
///     scan(); // tells how much of the scan is done
///     parts.next();
///     sort();
class ProgressParts
{
public:
    ProgressParts(Progress &progress, std::vector<std::int64_t> shares)
        : m_progress(progress)
        , m_from(progress.m_from)
        , m_until(progress.m_until)
        , m_shares(std::move(shares))
        , m_all(std::accumulate(m_shares.begin(), m_shares.end(), std::int64_t(0)))
    {
        enter();
    }
    /// So many equal ones.
    static std::vector<std::int64_t> equal(std::size_t count) { return std::vector<std::int64_t>(count, 1); }

    ~ProgressParts()
    {
        m_progress.m_from = m_from;
        m_progress.m_until = m_until;
        m_progress.report(1, 1);
    }
    ProgressParts(const ProgressParts &) = delete;
    ProgressParts &operator=(const ProgressParts &) = delete;

    /// The part that was going on is done, the next one begins.
    void next()
    {
        m_progress.report(1, 1);
        if (m_at < m_shares.size())
            m_before += m_shares[m_at++];
        enter();
    }

private:
    double along(std::int64_t share) const
    {
        return m_from +
               (m_until - m_from) * static_cast<double>(share) / static_cast<double>(m_all > 0 ? m_all : 1);
    }
    void enter()
    {
        m_progress.m_from = along(m_before);
        m_progress.m_until = along(m_before + (m_at < m_shares.size() ? m_shares[m_at] : 0));
    }

    Progress &m_progress;
    const double m_from;
    const double m_until;
    const std::vector<std::int64_t> m_shares;
    const std::int64_t m_all;
    std::size_t m_at = 0;
    std::int64_t m_before = 0; ///< shares that are done
};

} // namespace dvmdash::store
