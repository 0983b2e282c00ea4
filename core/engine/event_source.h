// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/counter_board.h"
#include "relay/relay_status.h"
#include "store/writer_thread.h"

#include <QVector>

#include <functional>
#include <memory>

namespace dvmdash::engine
{

/// What feeds an engine's file in place of relays: a capture that is replayed.
class EventSource
{
public:
    /// Waits until it gives no more.
    virtual ~EventSource() = default;
    /// Those whose words it repeats, as they stand at its moment. On the engine's thread.
    virtual QVector<relay::RelayStatus> relays() const = 0;
};
/// Makes it when the file is open. Both outlive it. Throws store::Error.
using MakeSource =
    std::function<std::unique_ptr<EventSource>(store::WriterThread &writer, ingest::CounterBoard &counters)>;

} // namespace dvmdash::engine
