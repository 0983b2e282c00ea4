// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/relay_status.h"

#include <QMap>
#include <QString>
#include <QVector>

#include <cstdint>
#include <deque>

namespace dvmdash::engine
{

/// Something that happened with a relay.
struct RelayLogEntry {
    std::int64_t at_ms = 0;                              ///< Unix milliseconds
    relay::LinkState state = relay::LinkState::Disabled; ///< from then on, or as it was
    QString text;           ///< what went wrong, or what the relay said; empty: only the state changed
    bool is_notice = false; ///< the relay's own words (NOTICE)
    bool operator==(const RelayLogEntry &) const = default;
};

/// What happened with each relay since the program started: changes of its state, errors, notices. The newest
/// mostEntries of each, in memory only. A value.
class RelayLog
{
public:
    static constexpr std::size_t mostEntries = 200;

    /// The status as it is now; nothing is noted where neither state nor words changed.
    void note(const relay::RelayStatus &status, std::int64_t now_ms);
    void noteNotice(const QString &url, const QString &text, std::int64_t now_ms);
    /// Something that concerns all relays that were seen so far and are not switched off.
    void noteForAll(const QString &text, std::int64_t now_ms);
    QVector<RelayLogEntry> entries(const QString &url) const; ///< newest first

private:
    struct Course {
        std::deque<RelayLogEntry> entries; ///< oldest first
        relay::LinkState state = relay::LinkState::Disabled;
        QString detail;
        std::int64_t errors = 0;
    };
    static void add(Course &course, RelayLogEntry entry);

    QMap<QString, Course> m_courses;
};

} // namespace dvmdash::engine
