// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/event_file.h"
#include "engine/import.h"
#include "engine/import_sink.h"
#include "ingest/pipeline.h"
#include "store/writer_thread.h"

#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace dvmdash::engine
{

/// Reads files into a pipeline of their own, and says of recordings what they cover. On one thread, which
/// waits where the pipeline is full. For import.cpp and background_import.cpp.
class FileImport
{
public:
    /// False: stop.
    using Progress = std::function<bool(const ImportProgress &)>;
    /// Why nothing can be written any more; empty: it can, or will be tried again.
    using Trouble = std::function<QString()>;

    /// What is larger is no event.
    static constexpr std::size_t longestEvent = 1024 * 1024;

    struct Target {
        store::WriterThread &writer; ///< behind the sink
        ImportSink &sink;            ///< of the pipeline
        ingest::Pipeline &pipeline;
        const ingest::CounterBoard &counters;
        relay::RelayNumber first = 0; ///< the files' numbers begin here
    };
    /// The target and the functions outlive it; those may be empty.
    FileImport(const Target &target, const ImportOptions &options, const Progress &progress,
               const Trouble &trouble);

    /// All of them, one behind the other; what is wrong with one does not keep the next ones from being read.
    void read(const QStringList &files);
    /// Once the pipeline is finished.
    void coverSpans();

    ImportProgress progress() const;
    /// Once all is written: ok, and why not.
    ImportResult result() const;

private:
    bool readFile(const QString &name, relay::RelayNumber number);
    void readBundleOf(EventFile &file, const QString &name, relay::RelayNumber number);
    bool readEvents(EventFile &file, const QString &name, relay::RelayNumber number);
    void takeEvent(std::string json, relay::RelayNumber number);
    void takeCaptureLine(const std::string &line, relay::RelayNumber number);
    bool goOn();
    bool tellProgress();
    void coverSettled();
    void cover(relay::RelayNumber number, std::int64_t from, std::int64_t until);
    QString nothingIn(int file) const;

    using Clock = std::chrono::steady_clock;
    const Target m_target;
    const ImportOptions m_options;
    const Progress &m_progress;
    const Trouble &m_trouble;
    const Clock::time_point m_began;
    Clock::time_point m_told;
    Clock::time_point m_covered;
    QStringList m_files;
    int m_file = 0; ///< that is being read
    std::int64_t m_bytesBefore = 0;
    std::int64_t m_bytesOfFile = 0;
    std::int64_t m_bytesTotal = -1;
    std::set<relay::RelayNumber> m_samples;      ///< whose events cover nothing
    bool m_isCapture = false;                    ///< the file that is being read
    std::vector<relay::CoverageSpan> m_captured; ///< what captures say they cover
    std::set<int> m_failed;                      ///< files of whose trouble is said
    bool m_isStopped = false;
    QStringList m_problems;
};

} // namespace dvmdash::engine
