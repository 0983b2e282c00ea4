// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace dvmdash::relay
{

/// One spelling per relay, so that two spellings are not two connections: scheme and host in lower case (an
/// international host in its ASCII form), default port, bare "/" path, a dot after the host and the fragment
/// dropped; path and query are kept, since relays give them meaning. "relay.example" becomes
/// "wss://relay.example". Nothing, with `error` saying what to do, for anything that is no ws or wss address
/// or that carries a user name or password.
std::optional<QString> normalizeRelayUrl(const QString &text, QString *error = nullptr);

} // namespace dvmdash::relay
