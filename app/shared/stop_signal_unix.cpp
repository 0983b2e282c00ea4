// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/stop_signal.h"

#include <QSocketNotifier>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace dvmdash::app
{

namespace
{

// All that a signal handler may touch.
volatile std::sig_atomic_t stopRequested = 0;
volatile std::sig_atomic_t pipeEnd = -1;

constexpr std::array<int, 2> handledSignals{SIGINT, SIGTERM};

} // namespace

extern "C" {
/// Async-signal-safe: sets the flag and wakes the event loop through the pipe.
static void dvmdashOnStopSignal(int)
{
    const int saved = errno;
    stopRequested = 1;
    const char wake = 1;
    // The pipe is never full after one byte; if it were, the loop would be awake already.
    [[maybe_unused]] const ssize_t written = write(pipeEnd, &wake, 1);
    errno = saved;
}
}

struct StopSignal::Private {
    std::array<int, 2> pipe{-1, -1};
    std::array<struct sigaction, handledSignals.size()> before{};
    std::unique_ptr<QSocketNotifier> notifier;
};

StopSignal::StopSignal(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    stopRequested = 0;
    if (::pipe(d->pipe.data()) != 0)
        return; // no descriptors left: Ctrl+C then ends the program at once
    for (const int end : d->pipe) {
        fcntl(end, F_SETFD, FD_CLOEXEC);
        fcntl(end, F_SETFL, O_NONBLOCK);
    }
    pipeEnd = d->pipe[1];
    d->notifier = std::make_unique<QSocketNotifier>(d->pipe[0], QSocketNotifier::Read);
    connect(d->notifier.get(), &QSocketNotifier::activated, this, [this] {
        d->notifier->setEnabled(false);
        Q_EMIT requested();
    });
    struct sigaction action = {};
    action.sa_handler = dvmdashOnStopSignal;
    action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND); // the second one ends the program
    sigemptyset(&action.sa_mask);
    for (std::size_t i = 0; i < handledSignals.size(); ++i)
        sigaction(handledSignals[i], &action, &d->before[i]);
}

StopSignal::~StopSignal()
{
    if (d->pipe[0] < 0)
        return;
    for (std::size_t i = 0; i < handledSignals.size(); ++i)
        sigaction(handledSignals[i], &d->before[i], nullptr);
    d->notifier.reset();
    pipeEnd = -1;
    for (const int end : d->pipe)
        close(end);
}

bool StopSignal::isRequested() const
{
    return stopRequested != 0;
}

} // namespace dvmdash::app
