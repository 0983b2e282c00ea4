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

/// The relays that the reader keeps. Every change goes to the engine at once and, but for relays of this
/// session, to the file that dvmdash-cli shares. The file is read at the start only: what is changed in it
/// meanwhile is replaced by the next change here. GUI thread.
class RelayBook : public QObject
{
    Q_OBJECT
public:
    /// Begins with the relays that the engine was given. `file`: see relay::readKeptRelays(); empty: nothing
    /// is read or written, as in a demo.
    RelayBook(engine::Engine &engine, const QString &file, QObject *parent = nullptr);

    const relay::RelayList &list() const { return m_list; }
    bool has(const QString &url) const;
    /// How they are reached.
    http::Proxies proxies() const { return m_engine.proxies(); }
    /// What is wrong with the file, in sentences for the reader; empty when all is well. A file that cannot
    /// be used stays as it is until the first change.
    QString problem() const { return m_problem; }
    /// Relays named on the command line: used now, not kept, but for those that were in the file already.
    void setSessionOnly(const QStringList &urls);
    bool isSessionOnly(const QString &url) const { return m_session.contains(url); }

    /// Adds what was typed, in its one spelling, switched on. Nothing, and `error` in plain words, when it is
    /// no relay address or is there already.
    std::optional<QString> add(const QString &typed, QString *error);
    /// The same, but for adding it.
    std::optional<QString> readyToAdd(const QString &typed, QString *error) const;
    void remove(const QString &url);
    void setEnabled(const QString &url, bool enabled);
    /// Back to the list of a new installation (of a session that is not kept: to what it began with).
    void reset();
    /// Takes a whole list, as undo does.
    void restore(const relay::RelayList &list);

Q_SIGNALS:
    void changed();
    void problemChanged();

private:
    void apply();
    void keep();
    void setProblem(const QString &problem);

    engine::Engine &m_engine;
    const QString m_file;
    const relay::RelayList m_first;
    relay::RelayList m_list;
    QSet<QString> m_session;
    QString m_problem;
};

} // namespace dvmdash::ui
