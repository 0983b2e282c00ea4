// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/full_filter_probe.h"
#include "relay/link_machine.h"

#include <QObject>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace dvmdash::relay
{

/// Carries a FullFilterProbe through one connection, once for as long as the program runs. On the network
/// thread.
class SilenceCheck : public QObject
{
    Q_OBJECT
public:
    /// What it needs of its connection.
    struct Hands {
        std::function<void(const SubscriptionPtr &question)> ask;
        std::function<void(const std::string &id)> drop; ///< CLOSE
    };
    SilenceCheck(Hands hands, QObject *parent);

    /// The relay said of `jobs` that it has nothing. Asks unless it was found out before, or there is no
    /// short filter to ask with.
    void begin(const Subscription &jobs);
    /// It gave something that was asked for with the long filter: nothing is to be found out any more.
    void heard();
    /// It is not known yet what silence of this relay is worth.
    bool isOpen() const { return m_probe && m_probe->verdict() == FullFilterProbe::Verdict::Open; }

    bool isIts(std::string_view subscription) const { return m_probe && m_probe->isIts(subscription); }
    void event(std::string_view frame) { m_probe->event(frame); }
    /// Whether the relay has answered by now.
    void look(const LinkMachine &machine);
    void interrupted();

Q_SIGNALS:
    /// Once, from the event loop. `swallows`: its EOSE to the long filter was no answer.
    void judged(bool swallows);

private:
    void ask();
    void goOn();

    const Hands m_hands;
    std::unique_ptr<FullFilterProbe> m_probe;
    std::string m_asked;     ///< id of the question that is open at the relay
    bool m_isEnding = false; ///< goOn() is on its way
    bool m_isKnown = false;
};

} // namespace dvmdash::relay
