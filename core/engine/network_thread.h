// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lookup/lookup_service.h"
#include "relay/relay_pool.h"

#include <QThread>

#include <functional>
#include <vector>

namespace dvmdash::engine
{

/// The thread on which all sockets live, with the pool on it, and whoever asks domains over HTTP. Methods are
/// called on the owner's thread; they return at once and take effect on the network thread, in order.
class NetworkThread
{
public:
    /// `closeGraceMs`: how long the destructor waits for relays to answer a close frame.
    NetworkThread(relay::FrameSink &sink, const relay::RelayLimits &limits,
                  const lookup::ServiceSettings &lookups, const http::Proxies &proxies,
                  int closeGraceMs = usualCloseGraceMs);
    /// Closes the sockets and joins. The sink must not block any more.
    ~NetworkThread();
    NetworkThread(const NetworkThread &) = delete;
    NetworkThread &operator=(const NetworkThread &) = delete;

    /// For connecting to its signals (queued); call its methods through post() only.
    relay::RelayPool &pool() { return *m_pool; }
    void post(std::function<void(relay::RelayPool &)> action);
    /// Of all that is on this thread.
    void setProxies(const http::Proxies &proxies);
    /// The same.
    lookup::LookupService &lookups() { return *m_lookups; }
    void postLookup(std::function<void(lookup::LookupService &)> action);

private:
    static constexpr int usualCloseGraceMs = 700;

    const int m_closeGraceMs;
    QThread m_thread;
    relay::RelayPool *m_pool;         ///< lives on m_thread, deleted there
    lookup::LookupService *m_lookups; ///< the same
};

} // namespace dvmdash::engine
