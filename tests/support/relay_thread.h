// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/demo_relay.h"
#include "nostr/event.h"
#include "support/thread_end.h"

#include <QString>
#include <QThread>

#include <algorithm>
#include <vector>

namespace dvmdash::test
{

/// A relay on a thread of its own: the engine's stop() blocks this thread while sockets are closed.
class RelayThread
{
public:
    RelayThread()
    {
        m_relay.moveToThread(&m_thread);
        m_thread.start();
        run([this] {
            m_relay.listen();
            QObject::connect(&m_relay, &demo::DemoRelay::clientsChanged, &m_relay,
                             [this](int count) { m_clientsEver = std::max(m_clientsEver, count); });
        });
    }
    ~RelayThread()
    {
        run([this] { m_relay.close(); });
        m_end.wait();
    }
    QString url()
    {
        QString text;
        run([&] { text = m_relay.url().toString(); });
        return text;
    }
    /// How many were connected at once, at most.
    int clientsEver()
    {
        int count = 0;
        run([&] { count = m_clientsEver; });
        return count;
    }
    void publish(const std::vector<nostr::Event> &events)
    {
        run([&] {
            for (const auto &event : events)
                m_relay.publish(event);
        });
    }

private:
    template<typename Action>
    void run(Action action)
    {
        QMetaObject::invokeMethod(&m_relay, action, Qt::BlockingQueuedConnection);
    }
    demo::DemoRelay m_relay;
    int m_clientsEver = 0;
    QThread m_thread;
    ThreadEnd m_end{m_thread};
};

} // namespace dvmdash::test
