// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/conduct_watch.h"

#include "relay/clocks.h"
#include "relay/link_words.h"
#include "relay/relay_socket.h"

#include <algorithm>

namespace dvmdash::relay
{
namespace
{

constexpr int look_ms = 1'000;

} // namespace

ConductWatch::ConductWatch(RelayNumber number, const FrameSink &sink, const ConductLimits &limits,
                           QObject *parent)
    : QObject(parent)
    , m_number(number)
    , m_sink(sink)
    , m_limits(limits)
    , m_conduct(limits)
{
    m_timer.setInterval(std::min(look_ms, limits.window_ms));
    connect(&m_timer, &QTimer::timeout, this, &ConductWatch::look);
}

void ConductWatch::opened(const RelaySocket *socket)
{
    m_socket = socket;
    m_conduct.opened(monotonicMs(), m_sink.tally(m_number));
    m_timer.start();
}

void ConductWatch::ended()
{
    m_socket = nullptr;
    m_timer.stop();
}

void ConductWatch::chatter(qsizetype bytes)
{
    m_conduct.chatter(monotonicMs(), static_cast<std::size_t>(bytes));
    judge();
}

void ConductWatch::piece()
{
    m_conduct.piece();
    judge();
}

void ConductWatch::look()
{
    m_conduct.look(monotonicMs(), m_sink.tally(m_number), m_socket->unread(), m_socket->answered());
    judge();
}

void ConductWatch::judge()
{
    if (const auto fault = m_conduct.fault(); fault && m_socket)
        Q_EMIT misbehaved(LinkWords::misconduct(*fault, m_conduct.refused(), m_limits));
}

} // namespace dvmdash::relay
