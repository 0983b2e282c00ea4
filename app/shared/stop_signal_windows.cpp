// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/stop_signal.h"

#include <QMetaObject>

#include <windows.h>

#include <atomic>
#include <mutex>

namespace dvmdash::app
{

namespace
{

// The handler runs on a thread of the system's.
std::atomic_bool stopRequested = false;
std::mutex currentMutex;
StopSignal *current = nullptr;
HANDLE finished = nullptr; ///< set when the program has stopped cleanly

/// How long Windows waits after the console was closed.
constexpr DWORD closeGraceMs = 4500;

BOOL WINAPI onConsoleEvent(DWORD event)
{
    if (stopRequested.exchange(true))
        return FALSE; // the second one ends the program
    {
        const std::lock_guard lock(currentMutex);
        if (current)
            QMetaObject::invokeMethod(current, &StopSignal::requested, Qt::QueuedConnection);
    }
    // When the console closes the process ends as soon as this returns.
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
        WaitForSingleObject(finished, closeGraceMs);
    return TRUE;
}

} // namespace

struct StopSignal::Private {
};

StopSignal::StopSignal(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    stopRequested = false;
    {
        const std::lock_guard lock(currentMutex);
        current = this;
        finished = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    }
    SetConsoleCtrlHandler(onConsoleEvent, TRUE);
}

StopSignal::~StopSignal()
{
    SetConsoleCtrlHandler(onConsoleEvent, FALSE);
    const std::lock_guard lock(currentMutex);
    current = nullptr;
    SetEvent(finished); // kept open: the handler may still wait on it
}

bool StopSignal::isRequested() const
{
    return stopRequested;
}

} // namespace dvmdash::app
