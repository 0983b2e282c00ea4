// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/history_fetch.h"

#include <utility>

namespace dvmdash::relay
{

namespace
{

constexpr int lookEveryMs = 10;
/// A relay that gives a page this often only a reason not to is let be. They come slower and slower.
constexpr int mostRefusals = 8;

} // namespace

HistoryFetch::HistoryFetch(Hands hands, QObject *parent)
    : QObject(parent)
    , m_hands(std::move(hands))
{
    m_timer.setInterval(lookEveryMs);
    connect(&m_timer, &QTimer::timeout, this, &HistoryFetch::lookWhetherWorkedOff);
}

void HistoryFetch::begin(HistoryWish wish, std::int64_t limit)
{
    cancel();
    m_walk = std::make_unique<HistoryWalk>(std::move(wish), limit);
    ask();
}

void HistoryFetch::cancel()
{
    const bool isOpen = m_isAsked || m_timer.isActive();
    m_timer.stop();
    m_isAsked = false;
    if (isOpen)
        m_hands.drop(m_walk->page()->id);
    m_walk.reset();
}

void HistoryFetch::ask()
{
    const SubscriptionPtr page = m_walk->page();
    if (page) {
        m_isAsked = true;
        m_isRefused = false;
        m_refusals = 0;
        if (const auto what = m_hands.mayCount() ? m_walk->toCount() : std::nullopt) {
            m_countId = "count/" + std::to_string(++m_counts);
            m_hands.count(m_countId, *what);
        }
        m_hands.ask(page, m_walk->hasNarrower() ? 2 : 1);
    }
    Q_EMIT changed(m_walk->status());
    if (!page)
        m_walk.reset();
}

void HistoryFetch::counted(const std::string &id, std::int64_t events)
{
    if (m_walk && id == m_countId)
        m_walk->counted(events);
}

void HistoryFetch::look(const LinkMachine &machine)
{
    const LinkQuestion *question = m_isAsked ? machine.question(m_walk->page()->id) : nullptr;
    if (!question)
        return;
    switch (question->answer()) {
    case LinkQuestion::Answer::Unasked:
    case LinkQuestion::Answer::Awaited:
        m_isRefused = false;
        break;
    case LinkQuestion::Answer::Live:
        pageEnded(End::WithEose);
        break;
    case LinkQuestion::Answer::LiveWithoutEose:
        pageEnded(End::WithoutEose);
        break;
    case LinkQuestion::Answer::Refused:
        if (!std::exchange(m_isRefused, true))
            ++m_refusals;
        if (!question->retry() || question->isStepping() || m_refusals >= mostRefusals)
            pageEnded(End::Refused, question->words());
        break;
    }
}

/// May be inside what the connection does for the relay's answer: what follows comes from the event loop.
void HistoryFetch::pageEnded(End end, const QString &words)
{
    m_isAsked = false;
    m_end = end;
    m_words = words;
    m_awaited = m_hands.given();
    m_timer.start();
}

void HistoryFetch::lookWhetherWorkedOff()
{
    if (m_end != End::Refused && m_hands.judged() < m_awaited)
        return;
    m_timer.stop();
    m_hands.drop(m_walk->page()->id);
    if (m_end == End::Refused)
        m_walk->refused(m_words);
    else if (const auto span = m_walk->ended(m_end == End::WithEose))
        Q_EMIT covered(*span);
    ask();
}

void HistoryFetch::interrupted()
{
    if (m_isAsked)
        m_walk->interrupted();
}

} // namespace dvmdash::relay
