// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ask_pacer.h"

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

/// A view keeps a reader busy for a third of the time at most.
constexpr qint64 restFactor = 3;
constexpr qint64 longestGapMs = 15'000;

} // namespace

AskPacer::AskPacer(int leastGapMs, QObject *parent)
    : QObject(parent)
    , m_leastGapMs(leastGapMs)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &AskPacer::fire);
}

void AskPacer::setActive(bool active)
{
    m_active = active;
    if (active)
        schedule();
    else
        m_timer.stop();
}

void AskPacer::want()
{
    m_wanted = true;
    schedule();
}

void AskPacer::wantNow()
{
    m_wanted = true;
    m_held = false;
    if (m_active)
        fire();
}

void AskPacer::answered()
{
    if (!m_out)
        return;
    m_out = false;
    m_lastTookMs = m_sinceAsked.elapsed();
    schedule();
}

void AskPacer::forget()
{
    m_out = false;
    m_held = false;
    m_wanted = true;
    schedule();
}

void AskPacer::hold()
{
    m_timer.stop();
    m_out = false;
    m_held = true;
    m_wanted = true;
}

void AskPacer::letGo()
{
    m_held = false;
    schedule();
}

void AskPacer::schedule()
{
    if (!m_active || !m_wanted || m_out || m_held || m_timer.isActive())
        return;
    const qint64 longest = std::max<qint64>(m_leastGapMs, longestGapMs);
    const qint64 gap = std::clamp<qint64>(m_lastTookMs * restFactor, m_leastGapMs, longest);
    const qint64 left = m_sinceAsked.isValid() ? gap - m_sinceAsked.elapsed() : 0;
    m_timer.start(static_cast<int>(std::max<qint64>(0, left)));
}

void AskPacer::fire()
{
    m_timer.stop();
    m_wanted = false;
    m_out = true;
    m_sinceAsked.start();
    Q_EMIT ask();
}

} // namespace dvmdash::ui
