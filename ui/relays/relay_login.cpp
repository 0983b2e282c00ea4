// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relay_login.h"

#include "engine/engine.h"
#include "ui/relays/key_keeper.h"

namespace dvmdash::ui
{

RelayLogin::RelayLogin(engine::Engine &engine, KeyKeeper *keeper, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_keeper(keeper)
{
    if (!keeper)
        return;
    connect(keeper, &KeyKeeper::wasRead, this,
            [this](const std::optional<nostr::SecretKey> &key, const QString &problem) {
                m_problem = problem;
                if (!m_wasChosen && key) {
                    m_isKept = true;
                    take(key);
                }
                Q_EMIT changed();
            });
    connect(keeper, &KeyKeeper::wasKept, this, [this](const QString &problem) {
        m_problem = problem;
        m_isKept = m_isKept && problem.isEmpty();
        Q_EMIT changed();
    });
}

void RelayLogin::begin()
{
    if (m_keeper)
        m_keeper->read();
}

void RelayLogin::use(const nostr::SecretKey &key, bool kept)
{
    m_wasChosen = true;
    const bool wasKept = m_isKept;
    m_isKept = kept && m_keeper;
    if (m_isKept)
        m_keeper->keep(key);
    else if (wasKept)
        m_keeper->forget();
    take(key);
    Q_EMIT changed();
}

void RelayLogin::forget()
{
    m_wasChosen = true;
    if (m_keeper)
        m_keeper->forget();
    m_isKept = false;
    take(std::nullopt);
    Q_EMIT changed();
}

void RelayLogin::take(const std::optional<nostr::SecretKey> &key)
{
    m_who = key ? engine::publicKeyOf(*key) : std::nullopt;
    m_engine.setKey(m_who ? key : std::nullopt);
}

} // namespace dvmdash::ui
