// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dvm/kinds.h"
#include "ingest/batch_sink.h"
#include "store/coverage.h"
#include "store/id_filter.h"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace dvmdash::engine
{

/// Passes verified events on and notes between which times the job events of each file lie. Lines of events
/// that are stored already, and that this file is known to hold, are recognised by their ids.
class ImportSink : public ingest::BatchSink
{
public:
    /// Ends of spans by their beginnings. A silence of an hour ends a span: a recording may have paused
    /// there, and a single event with a false date says nothing of the years up to the next.
    using Spans = std::map<std::int64_t, std::int64_t>;
    static constexpr std::int64_t longestSilence_s = 3600;

    /// `stored` holds the ids of the database; nullptr: it is asked for each.
    ImportSink(ingest::BatchSink &next, const dvm::KindTable &kinds, std::string database,
               const store::IdFilter *stored);

    /// What the files are called in the database. Before their first line.
    void nameFile(relay::RelayNumber number, const std::string &name);

    std::unique_ptr<ingest::PreparedEvent> prepare(ingest::VerifiedEvent verified) const override;
    void deliver(ingest::Batch batch) override { m_next.deliver(std::move(batch)); }
    std::unique_ptr<ingest::CopyFinder> copyFinder() override;

    std::map<relay::RelayNumber, Spans> spans() const;

    struct Piece {
        relay::RelayNumber file = 0;
        std::int64_t from = 0;
        std::int64_t until = 0;
    };
    /// What the spans have grown by since the last call, as far as nothing older is to be expected: of files
    /// whose events come in the order of their times, give or take longestSilence_s. So a long recording is
    /// judged as it is read.
    std::vector<Piece> takeSettled();

private:
    struct File {
        Spans spans;
        store::IntervalSet taken;
        bool isInOrder = true;
    };
    class Finder;
    void note(relay::RelayNumber file, int kind, std::int64_t created_at) const;

    ingest::BatchSink &m_next;
    const dvm::KindTable &m_kinds;
    const std::string m_database;
    const store::IdFilter *m_stored;
    mutable std::mutex m_mutex;
    mutable std::map<relay::RelayNumber, File> m_files;
    std::map<relay::RelayNumber, std::string> m_names;
};

} // namespace dvmdash::engine
