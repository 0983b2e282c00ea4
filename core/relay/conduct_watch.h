// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/conduct.h"
#include "relay/frame_sink.h"
#include "relay/relay_limits.h"

#include <QObject>
#include <QString>
#include <QTimer>

namespace dvmdash::relay
{

class RelaySocket;

/// Gathers for Conduct what one relay does: from its messages as they come, and once a second from its socket
/// and from what the workers found in its frames. Lives on the network thread.
class ConductWatch : public QObject
{
    Q_OBJECT
public:
    /// `sink` outlives it.
    ConductWatch(RelayNumber number, const FrameSink &sink, const ConductLimits &limits, QObject *parent);

    /// From now on it looks at this socket, until ended().
    void opened(const RelaySocket *socket);
    void ended();

    /// A message that is no event.
    void chatter(qsizetype bytes);
    /// An event that it gave before. Many come in a flood, so only look() judges them.
    void repeated() { m_conduct.repeated(); }
    void piece();
    void messageIsWhole() { m_conduct.messageIsWhole(); }

Q_SIGNALS:
    /// From inside the calls, too.
    void misbehaved(const QString &words);

private:
    void look();
    void judge();

    const RelayNumber m_number;
    const FrameSink &m_sink;
    const ConductLimits m_limits;
    Conduct m_conduct;
    const RelaySocket *m_socket = nullptr;
    QTimer m_timer{this};
};

} // namespace dvmdash::relay
