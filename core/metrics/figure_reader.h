// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/figures.h"
#include "metrics/freshness.h"
#include "metrics/step.h"
#include "metrics/window_reader.h"
#include "nostr/bytes.h"
#include "store/reader.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace dvmdash::metrics
{

/// What the answers about windows are made of: figures of one subject, series, boards of rows, keys of pids.
/// Opens a read transaction for as long as it lives, so that all is of one moment. Throws like WindowReader.
class FigureReader
{
public:
    FigureReader(store::Reader &reader, std::int64_t now_ms);

    store::Database &database() { return m_db; }
    WindowReader &windows() { return m_windows; }
    /// An answer of several parts says how much each is of the work: store::ProgressParts.
    store::Progress &progress() { return m_reader.progress(); }
    std::int64_t nowMs() const { return m_nowMs; }

    /// With users, dvms and kinds where the dimension has such sets (Global and Kind).
    Figures figures(Dimension dimension, const RowKey &key, const TimeWindow &window);
    /// One point for each step of the window, also where nothing happened.
    std::vector<Point> series(Dimension dimension, const RowKey &key, const TimeWindow &window, Step step);
    /// Sums of `figures`, as the windows say how fresh they are.
    Freshness freshness(const TimeWindow &window);

    std::optional<std::int64_t> pidOf(const nostr::PublicKey &key);
    nostr::PublicKey keyOf(std::int64_t pid);

    /// The window that a question means.
    TimeWindow resolved(TimeWindow window);
    /// From the first to just after the last event that counts; [0, 0) when there is none.
    TimeWindow span();

private:
    TimeWindow withDeletedTime(TimeWindow span);

    store::Reader &m_reader;
    store::Database &m_db;
    store::Transaction m_transaction;
    WindowReader m_windows;
    store::Statement m_findKey;
    store::Statement m_findPid;
    std::map<std::int64_t, nostr::PublicKey> m_keys;
    std::int64_t m_nowMs;
};

} // namespace dvmdash::metrics
