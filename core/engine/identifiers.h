// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// What people paste and what they are shown: hex, npub, note, nevent. Views include core through engine/
/// only.
#include "nostr/nip19.h"
