// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/silence_check.h"

#include <utility>

namespace dvmdash::relay
{

SilenceCheck::SilenceCheck(Hands hands, QObject *parent)
    : QObject(parent)
    , m_hands(std::move(hands))
{
}

void SilenceCheck::begin(const Subscription &jobs)
{
    const bool hasShort = !jobs.filters.empty() && !jobs.narrower.empty() && !jobs.narrower.front().empty();
    if (m_isKnown || isOpen() || !hasShort)
        return;
    m_probe = std::make_unique<FullFilterProbe>(jobs.filters.front(), jobs.narrower.front().front());
    QMetaObject::invokeMethod(this, &SilenceCheck::ask, Qt::QueuedConnection);
}

void SilenceCheck::heard()
{
    if (std::exchange(m_isKnown, true) || !m_probe)
        return;
    m_probe->failed();
    if (!std::exchange(m_isEnding, true))
        QMetaObject::invokeMethod(this, &SilenceCheck::goOn, Qt::QueuedConnection);
}

void SilenceCheck::ask()
{
    if (!isOpen() || !m_asked.empty())
        return;
    m_asked = m_probe->question()->id;
    m_hands.ask(m_probe->question());
}

void SilenceCheck::look(const LinkMachine &machine)
{
    const LinkQuestion *question = m_asked.empty() || m_isEnding ? nullptr : machine.question(m_asked);
    if (!question)
        return;
    switch (question->answer()) {
    case LinkQuestion::Answer::Unasked:
    case LinkQuestion::Answer::Awaited:
        return;
    case LinkQuestion::Answer::Live:
        break;
    case LinkQuestion::Answer::LiveWithoutEose:
    case LinkQuestion::Answer::Refused:
        m_probe->failed();
        break;
    }
    m_isEnding = true;
    QMetaObject::invokeMethod(this, &SilenceCheck::goOn, Qt::QueuedConnection);
}

/// From the event loop: look() may be inside what the connection does for the relay's answer.
void SilenceCheck::goOn()
{
    m_isEnding = false;
    if (!m_probe)
        return;
    m_probe->ended();
    if (const std::string id = std::exchange(m_asked, {}); !id.empty())
        m_hands.drop(id);
    if (isOpen()) {
        ask();
        return;
    }
    m_isKnown = true;
    const bool swallows = m_probe->verdict() == FullFilterProbe::Verdict::Swallows;
    m_probe.reset();
    Q_EMIT judged(swallows);
}

void SilenceCheck::interrupted()
{
    m_asked.clear();
    m_probe.reset(); // asked anew when the next connection is silent, too
}

} // namespace dvmdash::relay
