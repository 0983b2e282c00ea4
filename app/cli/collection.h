// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "arguments.h"
#include "collector.h"

#include <string>
#include <vector>

namespace CLI
{
class App;
}

namespace dvmdash::cli
{

/// What `collect` and `record` are told alike.
struct CollectionArguments {
    std::vector<std::string> relays;
    std::string relaysFile;
    std::string since;
    std::string duration;
    std::string keyFile;
    ConnectionArguments connection;
    bool checkLnurl = false;
    bool checkNip05 = false;
    bool leaveHints = false;
};
/// Adds their options. `arguments` must live as long as the command.
void addCollectionOptions(CLI::App &command, CollectionArguments &arguments);

/// What is to be collected; without relays, having complained, when there are none. Throws UsageError.
engine::EngineConfig collectionFrom(const CollectionArguments &arguments);

/// Collects until it is time or Ctrl+C, and prints what came of it; gives the exit code. Throws UsageError.
int runCollection(engine::EngineConfig config, const CollectionArguments &arguments, bool json);

} // namespace dvmdash::cli
