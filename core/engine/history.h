// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/history.h"

#include <QMetaType>
#include <QString>

#include <cstdint>

namespace dvmdash::engine
{

/// A relay of the list is to give what it has of [from, until), Unix seconds. What it surely gave before is
/// not asked again, so one that was broken off goes on where it was.
struct HistoryRequest {
    QString relay;
    std::int64_t from = 0;
    std::int64_t until = 0;
    bool oldest_first = false;
    bool operator==(const HistoryRequest &) const = default;
};

struct HistoryProgress {
    HistoryRequest request;
    relay::HistoryStatus::State state = relay::HistoryStatus::State::Waiting;
    QString words;           ///< why it failed, or what did not go as it should
    double share = 0;        ///< of the time that was asked for, 0 to 1
    std::int64_t events = 0; ///< received; what several relays have counts for each
    std::int64_t pages = 0;
    std::int64_t unproven = 0;     ///< seconds that were asked for without proof that all came
    std::int64_t counted = 0;      ///< events that the relay says it has (NIP-45), where it counts
    std::int64_t uncounted = 0;    ///< of these, those that did not come
    double events_per_second = 0;  ///< since it began, or went on
    std::int64_t remaining_s = -1; ///< as far as can be told by what is behind it; -1: it cannot yet
    bool paused = false;           ///< until resumeHistory()
    bool isOver() const
    {
        return state == relay::HistoryStatus::State::Done || state == relay::HistoryStatus::State::Failed;
    }
    bool operator==(const HistoryProgress &) const = default;
};

} // namespace dvmdash::engine

Q_DECLARE_METATYPE(dvmdash::engine::HistoryProgress)
