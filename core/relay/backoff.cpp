// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/backoff.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace dvmdash::relay
{

RandomSource systemRandom()
{
    return [](std::int64_t most) {
        return static_cast<std::int64_t>(QRandomGenerator::global()->bounded(static_cast<qint64>(most) + 1));
    };
}

Backoff::Backoff(std::int64_t first_ms, std::int64_t most_ms, RandomSource random)
    : m_first(std::max<std::int64_t>(1, first_ms))
    , m_most(std::max(m_first, most_ms))
    , m_random(std::move(random))
{
}

std::int64_t Backoff::ceiling() const
{
    std::int64_t ceiling = m_first;
    for (int i = 0; i < m_failures && ceiling < m_most; ++i)
        ceiling = ceiling > m_most / 2 ? m_most : ceiling * 2;
    return std::min(ceiling, m_most);
}

std::int64_t Backoff::next()
{
    const std::int64_t most = ceiling();
    ++m_failures;
    return std::clamp<std::int64_t>(m_random(most), 0, most);
}

} // namespace dvmdash::relay
