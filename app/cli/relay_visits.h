// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/relay_check.h"

#include <QStringList>

#include <nlohmann/json.hpp>
#include <vector>

/// What the command line asks of relays directly, without a database.
namespace dvmdash::cli
{

/// Looks at all of them at once; the results in the same order. Runs the event loop until they are there.
std::vector<engine::RelayCheckResult> checkRelays(const QStringList &urls, const http::Proxies &proxies);
nlohmann::ordered_json toJson(const engine::RelayCheckResult &result);
/// `relays check`: a line or more for each; the exit code is Failed when any does not serve.
int runRelayCheck(const QStringList &urls, const http::Proxies &proxies, bool json);

/// `relays discover`: what monitors published of relays (NIP-66), asked of these.
int runRelayDiscovery(const QStringList &urls, const http::Proxies &proxies, bool json);

} // namespace dvmdash::cli
