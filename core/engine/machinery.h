// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/background_import.h"
#include "engine/background_rebuild.h"
#include "engine/event_source.h"
#include "engine/id_filling.h"
#include "engine/network_thread.h"
#include "engine/pending_activity.h"
#include "engine/query_runner.h"
#include "engine/recorder_slot.h"
#include "ingest/pipeline.h"
#include "store/writer_thread.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace dvmdash::engine
{

struct EngineConfig;

/// Everything that runs while the file is open, in the order in which it is built. It goes from the sockets
/// downwards: first nobody may push any more, then what waits is verified, then written.
struct Machinery {
    /// Empty text: the trouble is over. On the writer's thread.
    using OnProblem = std::function<void(const std::string &text)>;

    /// Opens the file. Blocks; throws store::Error.
    Machinery(const EngineConfig &config, PendingActivity &pending, const OnProblem &onProblem,
              BackgroundRebuild::Told rebuildTold, BackgroundImport::Told importTold,
              Recorder::Told recordingTold);
    /// Finishes.
    ~Machinery();
    /// From the sockets downwards: what waits is verified, committed and counted. Blocks. After it only the
    /// counters are of use.
    void finish();

    /// In place of what is recorded now. Throws store::Error, and what is recorded now goes on then.
    void record(const RecordingSettings &settings);
    void stopRecording();

    const dvm::KindTable &kinds; ///< of the file
    ingest::CounterBoard counters;
    RecorderSlot recorder;
    std::unique_ptr<IdFilling> ids; ///< none for a large file
    store::WriterThread writer;
    std::unique_ptr<QueryRunner> queries;
    ingest::Pipeline pipeline;
    std::unique_ptr<BackgroundRebuild> rebuild;
    std::unique_ptr<BackgroundImport> import;
    std::unique_ptr<NetworkThread> network; ///< made by the engine, on its thread
    std::vector<nostr::PublicKey> announcedDvms;
    std::map<std::string, std::string> keptForms;     ///< see AcceptedForms
    std::map<std::string, std::string> keptHistories; ///< see Histories
    std::unique_ptr<EventSource> source;              ///< in place of relays

private:
    /// The file is opened before anything that reads it.
    Machinery(const EngineConfig &config, store::StoreFile file, PendingActivity &pending,
              const OnProblem &onProblem, BackgroundRebuild::Told rebuildTold,
              BackgroundImport::Told importTold, Recorder::Told recordingTold);

    const std::string m_database;
    const Recorder::Told m_recordingTold;
};

} // namespace dvmdash::engine
