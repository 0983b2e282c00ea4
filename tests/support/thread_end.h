// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThread>

#include <atomic>

namespace dvmdash::test
{

/// The end of a thread that runs an event loop, waited for so that ThreadSanitizer sees it: of Qt's own
/// waiting it does not know that all the thread did comes before it. Made before the thread is started.
class ThreadEnd
{
public:
    explicit ThreadEnd(QThread &thread)
        : m_thread(thread)
    {
        QObject::connect(
            &thread, &QThread::finished, &thread, [this] { m_came = true; }, Qt::DirectConnection);
    }
    void wait()
    {
        m_thread.quit();
        m_thread.wait();
        static_cast<void>(m_came.load());
    }

private:
    QThread &m_thread;
    std::atomic<bool> m_came = false;
};

} // namespace dvmdash::test
