// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "engine/relay_discovery.h"
#include "ui/models/board_model.h"

namespace dvmdash::ui
{

/// A relay that events name, and that is not on the list.
struct NamedRelayRow {
    QString url;
    store::NamedRelay named;
    bool operator==(const NamedRelayRow &) const = default;
};
class NamedRelaysModel : public BoardModel<NamedRelayRow, QString>
{
public:
    explicit NamedRelaysModel(QObject *parent = nullptr);
};

/// A relay that monitors told of (NIP-66).
struct FoundRelayRow {
    QString url;
    QString network;
    std::optional<int> rtt_ms;
    QString nips;
    QString takes; ///< of jobs and strangers, in words
    int monitors = 0;
    int announced = 0;
    qint64 told_at = 0;
    bool operator==(const FoundRelayRow &) const = default;
};
FoundRelayRow foundRow(const relay::FoundRelay &found);
class FoundRelaysModel : public BoardModel<FoundRelayRow, QString>
{
public:
    explicit FoundRelaysModel(QObject *parent = nullptr);
};

} // namespace dvmdash::ui
