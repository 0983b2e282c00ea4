// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/proxies.h"
#include "nostr/event.h"
#include "relay/relay_limits.h"
#include "relay/relay_status.h"
#include "relay/subscription.h"

#include <QObject>
#include <QStringList>

#include <cstdint>
#include <memory>
#include <vector>

namespace dvmdash::engine
{

class NetworkThread;
class VisitSink;

/// Asks some relays one question, on connections of its own beside all that the engine does. What they give
/// is verified and handed out; nothing is stored. Ends with the object, at once. Signals arrive on the thread
/// that made it.
class RelayVisit : public QObject
{
    Q_OBJECT
public:
    /// `urls` are normalised. Of more than `mostEvents` the rest is thrown away.
    RelayVisit(const QStringList &urls, const relay::Subscription &question, const relay::RelayLimits &limits,
               std::size_t mostEvents, const http::Proxies &proxies, QObject *parent = nullptr);
    ~RelayVisit() override;

    /// Those verified since the last call.
    std::vector<nostr::Event> takeEvents();
    std::int64_t refused() const; ///< frames that were forged, broken or not asked for

Q_SIGNALS:
    void statusesChanged(const QVector<dvmdash::relay::RelayStatus> &changed);
    /// The relay said that all it has of the question was given (EOSE); for "jobs" only.
    void provedWhole();

private:
    std::unique_ptr<VisitSink> m_sink;
    std::unique_ptr<NetworkThread> m_network; // after the sink: it goes first
};

} // namespace dvmdash::engine
