// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/proxies.h"
#include "relay/found_relays.h"
#include "relay/relay_status.h"

#include <QMap>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <cstdint>
#include <memory>
#include <vector>

namespace dvmdash::engine
{

class RelayVisit;

/// Asks relays for what monitors published of other relays in the last two weeks (NIP-66, kinds 30166 and
/// 10166). Events are verified as all others, and not stored. Tells found() as they come, and finished()
/// once, from the event loop, within about half a minute.
class RelayDiscovery : public QObject
{
    Q_OBJECT
public:
    static constexpr int mostAsked = 12; ///< relays; the first ones

    /// `urls` are normalised: relays that the user follows.
    explicit RelayDiscovery(const QStringList &urls, const http::Proxies &proxies = {},
                            QObject *parent = nullptr);
    ~RelayDiscovery() override;

    /// What is known so far, but for relays to which strangers may not send us (engine/guest_list.h).
    std::vector<relay::FoundRelay> relays() const;
    std::int64_t leftOut() const; ///< of these
    std::size_t monitors() const { return m_found.monitors(); }
    int asked() const { return static_cast<int>(m_asked.size()); }
    int answered() const; ///< relays that gave all they have, whether it was anything or not
    bool isOver() const { return m_isOver; }

Q_SIGNALS:
    void found();
    void finished();

private:
    void take();
    void look();
    void end();

    QStringList m_asked;
    relay::FoundRelays m_found;
    std::unique_ptr<RelayVisit> m_visit;
    QMap<QString, relay::LinkState> m_states;
    QTimer m_takes;
    QTimer m_linger;
    QTimer m_longest;
    bool m_isOver = false;
};

} // namespace dvmdash::engine
