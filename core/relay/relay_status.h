// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/frame_sink.h"

#include <QMetaType>
#include <QString>
#include <QVector>

#include <cstdint>
#include <optional>

namespace dvmdash::relay
{

/// The states of one relay's state machine. While open it is the state of subscription "jobs", or of the
/// first when that one is not asked; trouble with the others stands in the detail.
enum class LinkState {
    Disabled,    ///< switched off by the user
    Connecting,  ///< TCP, TLS and WebSocket handshakes
    Subscribing, ///< open, stored events are coming in, EOSE not yet
    Live,        ///< EOSE received: everything new arrives
    Refused,     ///< open, but the relay closed our subscription (auth-required, restricted, ...)
    Waiting,     ///< connection lost or failed; tries again at next_attempt_ms
    Quarantined, ///< it misbehaved and is left alone until next_attempt_ms
    Stopped,     ///< the pool has been stopped
};
QString linkStateName(LinkState state); ///< one English word, also used in JSON output

/// Why the last connection failed or was lost, in so far as several relays together tell something of the
/// network.
enum class LinkTrouble {
    None,            ///< connected, or not tried yet
    NameUnknown,     ///< no name server knows it, or none answers
    Unreachable,     ///< this computer has no way there
    Intercepted,     ///< something else answers in its place: another certificate, a redirect, a web page
    CertificateTime, ///< its certificate is not valid at the time that our clock shows
    Proxy,           ///< the proxy did not answer, or refused
    NeedsTor,        ///< an .onion address, and nothing that leads there
    Other,
};

/// NIP-11 in what we use of it.
struct RelayInformation {
    QString name;
    QString description;
    QString software;
    QString version;
    QVector<int> nips;
    std::optional<int> max_message_length;
    std::optional<int> max_subscriptions;
    std::optional<int> max_filters;
    std::optional<int> max_limit;     ///< most events one filter brings
    std::optional<int> default_limit; ///< the same when the filter names no limit
    std::optional<bool> auth_required;
    std::optional<bool> payment_required;
    bool operator==(const RelayInformation &) const = default;
};

/// What the window shows of a relay. A value, copied between threads.
struct RelayStatus {
    RelayNumber number = 0;
    QString url;
    bool enabled = true;
    LinkState state = LinkState::Disabled;
    LinkTrouble trouble = LinkTrouble::None;
    QString detail;               ///< last error or notice in plain words; empty when there is none
    bool auth_challenged = false; ///< NIP-42 AUTH received
    bool authenticated = false;   ///< and answered with a key that it accepts
    int form = 0; ///< in which it is asked for jobs: 0 all kinds, then less and less, see Subscription
    std::int64_t state_since_ms = 0;
    std::int64_t next_attempt_ms = 0; ///< 0: none planned
    int failures = 0;                 ///< in a row
    std::int64_t connected_count = 0;
    std::int64_t error_count = 0;
    std::int64_t frames = 0; ///< EVENT frames received
    std::int64_t bytes = 0;
    std::int64_t last_frame_ms = 0; ///< 0: none yet
    std::optional<int> latency_ms;  ///< last ping to pong
    std::optional<int> connect_ms; ///< TCP, TLS and WebSocket handshakes of the newest connection that opened
    std::optional<RelayInformation> information;
    /// By how much our clock is ahead of its own, seconds (HTTP Date of NIP-11).
    std::optional<std::int64_t> clock_ahead_s;
    bool operator==(const RelayStatus &) const = default;
};

/// A span for which all that subscription "jobs" asked of a relay was surely delivered, Unix seconds,
/// [from, until). The spans of one connection have the same `from` and grow: the union of all is the
/// coverage.
struct CoverageSpan {
    RelayNumber relay = 0;
    std::int64_t from = 0;
    std::int64_t until = 0;
    bool operator==(const CoverageSpan &) const = default;
};

} // namespace dvmdash::relay

Q_DECLARE_METATYPE(dvmdash::relay::RelayStatus)
Q_DECLARE_METATYPE(dvmdash::relay::CoverageSpan)
