// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/hinted_relays.h"
#include "relay/relay_pool.h"
#include "store/writer_thread.h"

#include <QObject>

#include <map>
#include <vector>

namespace dvmdash::engine
{

/// True for relays that strangers may send us to: wss, a public name, the usual port, nothing in the address
/// that tells who we are.
bool mayVisitRelay(const QString &url);

/// Lets the pool visit the relays that HintedRelays chose, once their names are known to lead to the public
/// Internet. Lives on the network thread.
class GuestList : public QObject
{
    Q_OBJECT
public:
    /// Both outlive it. `anywhere`: without looking where names lead (tests have relays on loopback only).
    GuestList(relay::RelayPool &pool, store::WriterThread &writer, bool anywhere, QObject *parent);

    void setVisits(const std::vector<HintedRelays::Visit> &visits);

private:
    enum class Host { Asked, Public, Other };
    void check(const QString &url);
    void apply();

    relay::RelayPool &m_pool;
    store::WriterThread &m_writer;
    const bool m_anywhere;
    std::vector<HintedRelays::Visit> m_visits;
    std::map<QString, Host> m_hosts; ///< of the visits
};

} // namespace dvmdash::engine
