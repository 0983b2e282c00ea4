// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "ui/widgets/banner.h"

#include <QTimer>

namespace dvmdash::ui
{

/// What is wrong with the network or the clock of this computer, once for all relays, and for a while what
/// happened to its clock.
class NetworkBanner : public Banner
{
    Q_OBJECT
public:
    /// `engine` outlives it.
    explicit NetworkBanner(engine::Engine &engine, QWidget *parent = nullptr);

    void showNetwork(const relay::NetworkState &network);

Q_SIGNALS:
    void connectionWanted();

private:
    void act();

    engine::Engine &m_engine;
    relay::NetworkState m_shown;
    bool m_leadsToConnection = false; ///< the button
    QTimer m_newsEnd;                 ///< while it runs, what happened is shown
};

} // namespace dvmdash::ui
