// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QObject>
#include <QString>

namespace dvmdash::ui
{

/// What is meant by a text in the search field: one event, a filter for the lists, or something that must not
/// be searched for. 64 hex characters may be an event or a key: the file is asked which of them it knows.
class SearchRouter : public QObject
{
    Q_OBJECT
public:
    explicit SearchRouter(engine::Engine &engine, QObject *parent = nullptr);

    /// Tells by one of the signals, perhaps later; a newer text takes the place of an older one.
    void route(const QString &text);

Q_SIGNALS:
    void eventMeant(const dvmdash::nostr::EventId &id);
    void filterMeant(const QString &text);
    /// A secret key was pasted.
    void secretPasted();

private:
    void askWhich(const nostr::EventId &id, const QString &text);

    engine::Engine &m_engine;
    engine::Ask m_ask;
};

} // namespace dvmdash::ui
