// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/bytes.h"

#include <QByteArray>

#include <optional>
#include <string>
#include <vector>

namespace dvmdash::engine
{

/// Events in a text that somebody hands over, each as its own JSON.
struct LooseEvents {
    std::vector<std::string> events;     ///< of the right shape; not verified
    std::optional<nostr::EventId> first; ///< the first of them whose id and signature hold
};

/// The text is one event, over any number of lines, or has one a line; what is none is left out.
LooseEvents looseEvents(const QByteArray &text);

} // namespace dvmdash::engine
