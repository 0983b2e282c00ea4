// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/fake_relay.h"
#include "support/thread_end.h"

#include <QByteArray>
#include <QString>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

namespace dvmdash::test
{

/// What a relay does with one connection once it was asked for "jobs".
struct Trick {
    /// The next bytes for the wire, below the WebSocket; none when it has done. As fast as they are taken.
    std::function<QByteArray()> next;
    int pause_ms = 0;            ///< after each
    bool says_eose = true;       ///< to each REQ, before the first bytes
    bool breaks_off = false;     ///< when it has done
    bool closes_at_once = false; ///< before anything is asked
};

/// Made anew for each connection.
using TrickMaker = std::function<Trick()>;

/// A relay on a thread of its own that misbehaves on purpose, for one client at a time.
class HostileRelay
{
public:
    explicit HostileRelay(TrickMaker trick);
    ~HostileRelay();
    HostileRelay(const HostileRelay &) = delete;
    HostileRelay &operator=(const HostileRelay &) = delete;

    const QString &url() const { return m_url; }
    /// From the next connection on.
    void become(TrickMaker trick);
    int connections() const { return m_connections; }
    /// Bytes that the wire took. While the client does not read it is soon full.
    std::int64_t sent() const { return m_sent; }
    /// The last trick has nothing more to send, and all of it was taken.
    bool isDone() const { return m_done; }

private:
    void begin();
    void pump();
    template<typename Action>
    void run(Action action)
    {
        QMetaObject::invokeMethod(m_timer, action, Qt::BlockingQueuedConnection);
    }

    QThread m_thread;
    ThreadEnd m_end{m_thread};
    QTimer *m_timer; ///< lives there, with the relay
    std::unique_ptr<FakeRelay> m_relay;
    TrickMaker m_maker;
    Trick m_trick;
    QString m_url;
    bool m_begun = false;
    bool m_lasts = false; ///< the trick is not done
    std::atomic<int> m_connections = 0;
    std::atomic<std::int64_t> m_sent = 0;
    std::atomic<bool> m_done = false;
};

} // namespace dvmdash::test
