// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ask.h"

#include "engine/question_counter.h"

namespace dvmdash::engine
{

void Ask::cancel()
{
    if (m_token)
        m_token->cancel();
    m_token.reset();
}

bool Ask::pending() const
{
    return m_token && !m_token->done && !m_token->cancelled;
}

int Ask::permille() const
{
    return m_token ? m_token->query->permille.load() : 0;
}

} // namespace dvmdash::engine
