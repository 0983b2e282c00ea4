// SPDX-License-Identifier: GPL-3.0-or-later
#include "effort.h"

#include <QString>
#include <QtGlobal>

namespace dvmdash::test
{

namespace
{

double soakMinutes()
{
    return qEnvironmentVariable("DVMDASH_SOAK_MINUTES").toDouble();
}

} // namespace

Effort::Effort(int few, int least)
    : m_few(few)
    , m_least(least)
    , m_until(std::chrono::steady_clock::now() +
              std::chrono::milliseconds(static_cast<std::int64_t>(soakMinutes() * 60'000)))
{
}

bool Effort::more()
{
    const bool goesOn =
        isSoak() ? m_round < m_least || std::chrono::steady_clock::now() < m_until : m_round < m_few;
    m_round += goesOn ? 1 : 0;
    return goesOn;
}

bool Effort::isSoak()
{
    return soakMinutes() > 0;
}

} // namespace dvmdash::test
