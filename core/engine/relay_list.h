// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// The relays that a user keeps, for the window: reading and writing the list and its file, the defaults, and
/// the one spelling of an address. Views include core through engine/ only.
#include "relay/relay_list.h"
#include "relay/relay_url.h"
