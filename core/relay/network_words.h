// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/network_state.h"

#include <QCoreApplication>
#include <QStringList>

namespace dvmdash::relay
{

/// What is said to people of the network and the clock of their computer, and what to do about it.
class NetworkWords
{
    Q_DECLARE_TR_FUNCTIONS(dvmdash::relay::NetworkWords)
public:
    /// What is wrong now, a sentence or two each, the gravest first; none: all is well.
    static QStringList troubles(const NetworkState &state);
    /// The gravest in a word or two; empty: all is well.
    static QString inShort(const NetworkState &state);
    /// What happened to the clock, in the time of this place.
    static QString change(const ClockChange &change);
    /// "7 min", "2 h 5 min", "3 days".
    static QString duration(std::int64_t seconds);
};

} // namespace dvmdash::relay
