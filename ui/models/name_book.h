// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QTimer>

#include <set>

namespace dvmdash::ui
{

/// Names of people and DVMs, asked of the engine in bulk and remembered. GUI thread.
class NameBook : public QObject
{
    Q_OBJECT
public:
    explicit NameBook(engine::Engine &engine, QObject *parent = nullptr);

    /// The name, made safe to show, or the short form of the npub while (or because) there is none. A key
    /// that is met for the first time is asked for; namesChanged() tells when names came.
    QString name(const nostr::PublicKey &key);
    /// True when a name is known, not only a short key.
    bool hasName(const nostr::PublicKey &key) const;
    /// npub1... whole.
    static QString npub(const nostr::PublicKey &key);

Q_SIGNALS:
    void namesChanged();

private:
    void askNow();

    engine::Engine &m_engine;
    QHash<QByteArray, QString> m_names; ///< raw key -> safe name; empty: asked, none known
    std::set<nostr::PublicKey> m_wanted;
    QTimer m_soon;
    QTimer m_again; ///< nameless keys are asked again now and then: announcements come late
    engine::Ask m_ask;
};

} // namespace dvmdash::ui
