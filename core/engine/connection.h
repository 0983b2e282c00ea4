// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// How this computer reaches the network, for the window: the choice of proxies, and what is said of network
/// and clock. Views include core through engine/ only.
#include "http/proxies.h"
#include "relay/network_words.h"
