// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QObject>

#include <deque>
#include <map>

namespace dvmdash::ui
{

/// What DVMs say that they cost, asked one after the other and remembered. GUI thread.
class PriceBook : public QObject
{
    Q_OBJECT
public:
    explicit PriceBook(engine::Engine &engine, QObject *parent = nullptr);

    /// Safe to show; empty while it is not known, or when none is claimed.
    QString price(const nostr::PublicKey &dvm) const;
    /// Asks for those that were not asked for yet.
    void want(const std::vector<nostr::PublicKey> &dvms);

Q_SIGNALS:
    void changed();

private:
    void askNext();

    engine::Engine &m_engine;
    std::map<nostr::PublicKey, QString> m_prices; ///< with those that are still waited for
    std::deque<nostr::PublicKey> m_waiting;
    engine::Ask m_ask;
};

} // namespace dvmdash::ui
