// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <functional>

namespace dvmdash::bench
{

/// Runs the event loop as the program does until it is so; false when it was not within the time. It looks
/// every few milliseconds.
inline bool runUntil(const std::function<bool()> &isSo, int withinMs, int everyMs = 5)
{
    QEventLoop loop;
    QElapsedTimer clock;
    clock.start();
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        if (isSo() || clock.elapsed() > withinMs)
            loop.quit();
    });
    timer.start(everyMs);
    loop.exec();
    return isSo();
}

inline void runFor(int ms)
{
    runUntil([] { return false; }, ms);
}

} // namespace dvmdash::bench
