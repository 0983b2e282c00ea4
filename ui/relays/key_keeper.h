// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/identifiers.h"

#include <QObject>
#include <QString>

#include <optional>

namespace dvmdash::ui
{

/// Keeps the one secret key of the program where the system keeps secrets. Answers come later, from the event
/// loop; one question at a time. GUI thread.
class KeyKeeper : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Ends in wasRead().
    virtual void read() = 0;
    /// Ends in wasKept().
    virtual void keep(const nostr::SecretKey &key) = 0;
    /// Ends in wasKept().
    virtual void forget() = 0;

Q_SIGNALS:
    /// `problem`: why the keychain could not be asked, as a sentence; empty when it could, whether or not it
    /// holds a key.
    void wasRead(const std::optional<dvmdash::nostr::SecretKey> &key, const QString &problem);
    void wasKept(const QString &problem);
};

} // namespace dvmdash::ui
