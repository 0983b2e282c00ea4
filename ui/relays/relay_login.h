// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/identifiers.h"

#include <QObject>
#include <QString>

#include <optional>

namespace dvmdash::engine
{
class Engine;
}

namespace dvmdash::ui
{

class KeyKeeper;

/// Who the user is to relays that give nothing to strangers (NIP-42): the key for this run of the program,
/// and where it was told so, for the next ones. GUI thread.
class RelayLogin : public QObject
{
    Q_OBJECT
public:
    /// `keeper` may be null: then keys are for this run alone. Both outlive it.
    RelayLogin(engine::Engine &engine, KeyKeeper *keeper, QObject *parent = nullptr);

    /// Uses the key that is kept, if one is.
    void begin();
    /// From now on; `kept`: also when the program is started again.
    void use(const nostr::SecretKey &key, bool kept);
    void forget();

    /// The public half of the key in use.
    const std::optional<nostr::PublicKey> &who() const { return m_who; }
    bool isKept() const { return m_isKept; }
    bool canKeep() const { return m_keeper != nullptr; }
    /// Why the system's keychain did not do what it was asked; empty when it did.
    const QString &problem() const { return m_problem; }

Q_SIGNALS:
    void changed();

private:
    void take(const std::optional<nostr::SecretKey> &key);

    engine::Engine &m_engine;
    KeyKeeper *m_keeper;
    std::optional<nostr::PublicKey> m_who;
    bool m_isKept = false;
    bool m_wasChosen = false; ///< by hand: what is read later does not replace it
    QString m_problem;
};

} // namespace dvmdash::ui
