// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QVector>

#include <optional>

namespace dvmdash::relay
{

/// A relay as the user keeps it.
struct RelayEntry {
    QString url; ///< normalised, see relay_url.h
    bool enabled = true;
    bool operator==(const RelayEntry &) const = default;
};
using RelayList = QVector<RelayEntry>;

/// The relays in resources/relays.json that a new installation starts with.
RelayList defaultRelays();
/// The text of that file, built into the program.
QByteArray defaultRelaysJson();

/// Reads [{"url": ..., "enabled": ...}] or ["wss://...", ...]. `error` says which entry is wrong; one wrong
/// entry refuses the list. A relay named twice stays once, in its first place.
std::optional<RelayList> relayListFromJson(const QByteArray &json, QString *error = nullptr);
/// The first form above, indented, entries in order.
QByteArray toJson(const RelayList &list);

} // namespace dvmdash::relay
