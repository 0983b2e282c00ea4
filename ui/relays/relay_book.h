// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "engine/relay_list.h"

#include <QObject>
#include <QSet>
#include <QString>

#include <optional>

namespace dvmdash::ui
{

class ViewState;

/// The relays that the reader keeps. Every change goes to the engine at once and, but for relays of this
/// session, to the settings. GUI thread.
class RelayBook : public QObject
{
    Q_OBJECT
public:
    enum class Keeping {
        Remember,
        ThisSession, ///< nothing is written: a demo
    };

    /// Begins with the relays that the engine was given.
    RelayBook(engine::Engine &engine, ViewState &settings, Keeping keeping, QObject *parent = nullptr);

    /// What was kept; the default list when nothing was, or when it cannot be read.
    static relay::RelayList kept(const ViewState &settings);

    const relay::RelayList &list() const { return m_list; }
    bool has(const QString &url) const;
    /// Relays named on the command line: used now, not kept.
    void setSessionOnly(const QStringList &urls);
    bool isSessionOnly(const QString &url) const { return m_session.contains(url); }

    /// Adds what was typed, in its one spelling, switched on. Nothing, and `error` in plain words, when it is
    /// no relay address or is there already.
    std::optional<QString> add(const QString &typed, QString *error);
    void remove(const QString &url);
    void setEnabled(const QString &url, bool enabled);
    /// Back to the list of a new installation (of a session that is not kept: to what it began with).
    void reset();
    /// Takes a whole list, as undo does.
    void restore(const relay::RelayList &list);

Q_SIGNALS:
    void changed();

private:
    void apply();

    engine::Engine &m_engine;
    ViewState &m_settings;
    const Keeping m_keeping;
    const relay::RelayList m_first;
    relay::RelayList m_list;
    QSet<QString> m_session;
};

} // namespace dvmdash::ui
