// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/connection.h"
#include "engine/questions.h"
#include "nostr/bytes.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Arguments as people write them. Every function throws UsageError, naming the option, when it does not
/// understand one.
namespace dvmdash::cli
{

/// "90", "60s", "5m", "2h", "1d", "1w": seconds, above 0. A bare number is seconds.
std::int64_t durationFromText(const std::string &option, const std::string &text);

/// Unix seconds from "2024-05-01", "2024-05-01T12:30:00Z" (UTC unless it names an offset), Unix seconds,
/// "now", or a time ago such as "2h". Never negative.
std::int64_t timeFromText(const std::string &option, const std::string &text, std::int64_t now);

/// Kinds 0 to 65535, each argument one or several with commas between.
std::vector<int> kindsFromText(const std::string &option, const std::vector<std::string> &texts);

/// One request kind; a result kind means the kind of its request.
int requestKindFromText(const std::string &option, const std::string &text);

/// Hex, note or nevent.
nostr::EventId eventIdFromArgument(const std::string &option, const std::string &text);
/// Hex, npub or nprofile. What was given is not repeated in the error: it may be a secret key.
nostr::PublicKey publicKeyFromArgument(const std::string &option, const std::string &text);

/// The key in a file that holds nothing else: hex or nsec. Keys are not given as arguments: those are seen by
/// everybody on the machine. Nothing when no file is named.
std::optional<nostr::SecretKey> secretKeyFromFile(const std::string &option, const std::string &path);

/// --proxy and --tor as they were typed; empty: the system's choice, and no Tor.
struct ConnectionArguments {
    std::string proxy;
    std::string tor;
};
http::Proxies proxiesFromArguments(const ConnectionArguments &arguments);

/// "1m", "5m", "15m", "1h", "4h", "1d" or "month".
metrics::Step stepFromText(const std::string &option, const std::string &text);

/// Addresses of relays in their one spelling, each once.
QStringList relayUrlsFromArguments(const std::string &option, const std::vector<std::string> &texts);

/// The file of --relays-file; empty: the list that the desktop keeps.
QString relaysFileFromArgument(const std::string &text);

/// [since, until), Unix seconds. `all`: no time was named.
struct WindowArgument {
    bool all = false;
    std::int64_t since = 0;
    std::int64_t until = 0;
};

/// --window, or --since and --until. A window ends with the second that is running, so that what was just
/// signed is in it.
WindowArgument windowFromArguments(const std::string &window, const std::string &since,
                                   const std::string &until, std::int64_t now);

/// "10GB", "500 MB", "0" for no limit.
std::int64_t bytesFromText(const std::string &text);

std::int64_t unixNow();

} // namespace dvmdash::cli
