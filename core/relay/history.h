// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "nostr/filter.h"
#include "relay/frame_sink.h"

#include <QMetaType>
#include <QString>

#include <cstdint>
#include <vector>

namespace dvmdash::relay
{

/// One filter to be followed through [from, until), Unix seconds.
struct HistoryPart {
    nostr::Filter what;
    std::int64_t from = 0;
    std::int64_t until = 0;
    /// What to ask where the relay refuses `what`, or is silent: all filters of the first step; those of the
    /// next where it refuses that, too. Each asks for a part of `what`.
    std::vector<std::vector<nostr::Filter>> narrower;
    /// It is all that subscription "jobs" asks: what was surely delivered of `what` is coverage.
    bool proves = false;
};

/// What of its past one relay is to give, part after part.
struct HistoryWish {
    std::vector<HistoryPart> parts;
    bool is_narrow = false; ///< the relay is known to refuse `what`: begins with `narrower`
};

/// How far that is.
struct HistoryStatus {
    enum class State : std::uint8_t {
        Waiting, ///< for the connection
        Going,
        Done,   ///< all was asked for; `words` when something did not go as it should
        Failed, ///< the relay does not give its past: `words` say why
    };
    RelayNumber number = 0;
    QString url;
    State state = State::Waiting;
    QString words;
    int part = 0; ///< counted from 0
    int parts = 0;
    std::int64_t position = 0; ///< of this part all after this second was asked for
    std::int64_t events = 0;   ///< received, of each part each once
    std::int64_t pages = 0;
    std::int64_t unproven = 0;  ///< seconds that were asked for without proof that all came
    std::int64_t counted = 0;   ///< events that the relay says it has (NIP-45), of the parts that it counted
    std::int64_t uncounted = 0; ///< of these, those that did not come although all was asked for
    bool operator==(const HistoryStatus &) const = default;
};

} // namespace dvmdash::relay

Q_DECLARE_METATYPE(dvmdash::relay::HistoryStatus)
