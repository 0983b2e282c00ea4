// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/machinery.h"

#include "dvm/kinds.h"
#include "engine/accepted_forms.h"
#include "engine/answers.h"
#include "engine/engine.h"
#include "engine/histories.h"
#include "engine/interest.h"
#include "store/stored_kinds.h"

#include <utility>

namespace dvmdash::engine
{

namespace
{

/// Two, so that a heavy question does not keep the inspector waiting.
constexpr int readerThreads = 2;

store::WriterSettings writerSettings(const EngineConfig &config, const IdFilling *ids)
{
    store::WriterSettings settings;
    settings.commit_interval_ms = config.commit_interval_ms;
    settings.flood_interval_ms = 400;
    settings.commit_items = 12'000;
    settings.makeListener = countInRollups;
    settings.tell_missing = true;
    settings.tell_sightings = true;
    if (ids) {
        settings.ids = ids->stored;
        settings.named = ids->named;
    }
    settings.now_ms = config.now_ms;
    settings.exact_moments = static_cast<bool>(config.source);
    if (config.clock_s)
        settings.now_ms = [now_ms = *config.clock_s * 1000] { return now_ms; };
    return settings;
}

ingest::PipelineSettings pipelineSettings(const EngineConfig &config)
{
    ingest::PipelineSettings settings;
    settings.workers = config.verify_threads;
    settings.max_frame_bytes = static_cast<std::size_t>(config.limits.max_frame_bytes);
    return settings;
}

} // namespace

Machinery::Machinery(const EngineConfig &config, PendingActivity &pending, const OnProblem &onProblem,
                     BackgroundRebuild::Told rebuildTold, BackgroundImport::Told importTold,
                     Recorder::Told recordingTold)
    : Machinery(config, store::StoreFile(config.database.toStdString()), pending, onProblem,
                std::move(rebuildTold), std::move(importTold), std::move(recordingTold))
{
}

Machinery::Machinery(const EngineConfig &config, store::StoreFile file, PendingActivity &pending,
                     const OnProblem &onProblem, BackgroundRebuild::Told rebuildTold,
                     BackgroundImport::Told importTold, Recorder::Told recordingTold)
    : kinds(store::kindsOf(file.database()))
    , ids(IdFilling::forFile(file.database().integer("SELECT value FROM meta WHERE key = 'event_count'")))
    , writer(
          std::move(file), kinds, counters, writerSettings(config, ids.get()),
          [this, &pending, now_ms = config.now_ms ? config.now_ms : nowMs](store::CommitNotice notice) {
              recorder.committed(notice);
              pending.add(std::move(notice), now_ms());
          },
          onProblem)
    , queries(std::make_unique<QueryRunner>(config.database.toStdString(), readerThreads, config.now_ms))
    , pipeline(writer, counters, pipelineSettings(config))
    , rebuild(std::make_unique<BackgroundRebuild>(config.database, writer, std::move(rebuildTold)))
    , import(std::make_unique<BackgroundImport>(config.database, writer, counters,
                                                ids ? ids->stored : nullptr, std::move(importTold)))
    , m_database(config.database.toStdString())
    , m_recordingTold(std::move(recordingTold))
{
    if (ids)
        ids->start(config.database.toStdString());
    store::Reader reader(config.database.toStdString());
    for (const auto &key : reader.announcedDvms(static_cast<int>(mostNamedDvms)))
        announcedDvms.push_back(key);
    keptForms = store::keptValues(reader.database(), AcceptedForms::prefix);
    keptHistories = store::keptValues(reader.database(), Histories::prefix);
    if (!config.recording.path.isEmpty())
        record(config.recording);
    if (config.source)
        source = config.source(writer, counters);
}

void Machinery::record(const RecordingSettings &settings)
{
    const auto former = recorder.put(std::make_unique<Recorder>(m_database, settings, m_recordingTold));
}

void Machinery::stopRecording()
{
    const auto former = recorder.put(nullptr);
}

Machinery::~Machinery()
{
    finish();
}

void Machinery::finish()
{
    if (!rebuild)
        return;
    // While the disk fails nothing would end: the workers wait for the writer.
    writer.stopTryingAgain();
    source.reset();
    pipeline.close();
    network.reset();
    pipeline.finish();
    import.reset();
    queries.reset();
    ids.reset();
    // It may be at work on the writer's thread: it is told to end, and waited for once the writer has.
    rebuild->stop();
    writer.finish();
    rebuild.reset();
    stopRecording();
}

} // namespace dvmdash::engine
