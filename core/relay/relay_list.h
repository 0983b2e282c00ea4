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

/// Reads a list that somebody hands over: JSON as above where the text begins with [, else an address a line;
/// empty lines and those that begin with # are skipped. Over 1 MiB is refused.
std::optional<RelayList> relayListFromText(const QByteArray &text, QString *error = nullptr);
/// The addresses, one a line; those that are switched off stand behind "# off: ", so that they are not read
/// again.
QByteArray toLines(const RelayList &list);
/// `list` with those of `more` behind it that it has not yet. What it has stays as it is.
RelayList joined(const RelayList &list, const RelayList &more);

/// The list in the file that the window and the command line share.
struct KeptRelays {
    RelayList relays; ///< the default list when there is no file, or when it cannot be used
    QString problem;  ///< why the file cannot be used, as a sentence with its path; empty when it can or is
                      ///< not there
};

/// Never touches the file. A file over 1 MiB is refused.
KeptRelays readKeptRelays(const QString &path);
/// Replaces the file in one step and makes its folder. A file that readKeptRelays() refuses is first renamed
/// to its name with ".bad" added, in place of an older one. False, with a sentence in `error`, when nothing
/// could be written; then an earlier list stands as it was.
bool writeKeptRelays(const QString &path, const RelayList &list, QString *error);

} // namespace dvmdash::relay
