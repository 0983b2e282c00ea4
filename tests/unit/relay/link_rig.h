// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/link_machine.h"

#include <QString>
#include <QStringList>

#include <algorithm>
#include <cstdint>

namespace dvmdash::test
{

/// Round figures, so that a test reads like a timetable.
inline relay::RelayLimits linkLimits()
{
    relay::RelayLimits limits;
    limits.connect_timeout_ms = 4000;
    limits.eose_timeout_ms = 4000;
    limits.ping_interval_ms = 10'000;
    limits.pong_timeout_ms = 4000;
    limits.wake_patience_ms = 4000;
    limits.backoff_first_ms = 1000;
    limits.backoff_most_ms = 64'000;
    limits.stable_after_ms = 60'000;
    return limits;
}

/// What the machine wants, as words: "REQ jobs, nip11".
inline QString text(const relay::LinkActions &actions)
{
    QStringList words;
    for (const relay::LinkAction &action : actions) {
        const QString id = QString::fromStdString(action.subscription);
        switch (action.what) {
        case relay::LinkAction::Do::OpenSocket:
            words << QStringLiteral("open");
            break;
        case relay::LinkAction::Do::CloseSocket:
            words << QStringLiteral("close");
            break;
        case relay::LinkAction::Do::DropSocket:
            words << QStringLiteral("drop");
            break;
        case relay::LinkAction::Do::FetchInformation:
            words << QStringLiteral("nip11");
            break;
        case relay::LinkAction::Do::SendPing:
            words << QStringLiteral("ping");
            break;
        case relay::LinkAction::Do::SendRequest:
            words << QStringLiteral("REQ ") + id;
            break;
        case relay::LinkAction::Do::SendClose:
            words << QStringLiteral("CLOSE ") + id;
            break;
        }
    }
    return words.join(QStringLiteral(", "));
}

/// A machine with a clock of its own. Waits are always the longest the backoff allows.
struct LinkRig {
    relay::LinkMachine machine{linkLimits(), [](std::int64_t most) { return most; }};
    std::int64_t now = 1'000'000;
    QStringList done;

    void took(const relay::LinkActions &actions)
    {
        if (!actions.empty())
            done << text(actions);
    }
    /// Turns the event loop as a timer would until so much time has passed.
    void run(std::int64_t ms)
    {
        const std::int64_t end = now + ms;
        while (const auto due = machine.deadline()) {
            if (*due > end)
                break;
            now = std::max(now, *due);
            took(machine.tick(now));
        }
        now = end;
    }
    QString take()
    {
        const QString all = done.join(QStringLiteral("; "));
        done.clear();
        return all;
    }
    QString state() const { return relay::linkStateName(machine.state()); }
    bool says(const char *words) const { return machine.detail().contains(QString::fromUtf8(words)); }

    void open(const QStringList &subscriptions = {QStringLiteral("jobs")})
    {
        for (const QString &id : subscriptions)
            took(machine.ask(now, id.toStdString()));
        took(machine.start(now));
        took(machine.opened(now));
    }
    void live()
    {
        open();
        machine.endOfStored(now, "jobs");
        take();
    }
    /// The relay answers whatever comes, for so long.
    void stayAlive(std::int64_t ms)
    {
        for (std::int64_t past = 0; past < ms; past += 1000) {
            run(1000);
            machine.alive(now);
        }
    }
};

} // namespace dvmdash::test
