// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/background_import.h"

#include "engine/file_import.h"
#include "ingest/this_thread.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace dvmdash::engine
{

namespace
{

constexpr auto untilCommitted = std::chrono::milliseconds(50);

/// Half of the cores: the others are for the relays, the writer, and whoever looks at the window.
ingest::PipelineSettings pipelineSettings()
{
    ingest::PipelineSettings settings;
    settings.max_frame_bytes = FileImport::longestEvent;
    settings.skip_verified = false;
    settings.workers = std::max(1, static_cast<int>(std::thread::hardware_concurrency()) / 2);
    return settings;
}

} // namespace

BackgroundImport::BackgroundImport(QString database, store::WriterThread &writer,
                                   ingest::CounterBoard &counters, std::shared_ptr<store::IdFilter> stored,
                                   Told told)
    : m_database(std::move(database))
    , m_writer(writer)
    , m_counters(counters)
    , m_stored(std::move(stored))
    , m_told(std::move(told))
{
}

BackgroundImport::~BackgroundImport()
{
    m_stop = true;
    m_abandon = true;
    if (m_thread.joinable())
        m_thread.join();
}

bool BackgroundImport::start(const QStringList &files, const ImportOptions &options)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_status.running)
            return false;
    }
    if (m_thread.joinable())
        m_thread.join();
    m_stop = false;
    change([&](ImportStatus &status) {
        status = {};
        status.running = true;
        status.files = files;
        status.options = options;
    });
    m_thread = std::thread([this, files, options] { run(files, options); });
    return true;
}

void BackgroundImport::stop()
{
    m_stop = true;
    change([](ImportStatus &status) { status.stopping = status.running; });
}

void BackgroundImport::run(const QStringList &files, const ImportOptions &options)
{
    ingest::nameThisThread("import");
    ImportResult result;
    try {
        result = readAll(files, options);
    } catch (const std::exception &problem) {
        result.error = QString::fromStdString(store::unexpected(problem).what());
    }
    change([&](ImportStatus &status) {
        status.running = false;
        status.stopping = false;
        status.result = std::move(result);
    });
}

ImportResult BackgroundImport::readAll(const QStringList &files, const ImportOptions &options)
{
    const relay::RelayNumber first = std::exchange(m_next, m_next + static_cast<int>(files.size()));
    ImportSink sink(m_writer, m_writer.kinds(), m_database.toStdString(), m_stored.get());
    ingest::Pipeline pipeline(sink, m_counters, pipelineSettings());
    const auto tell = [this](const ImportProgress &progress) {
        change([&](ImportStatus &status) { status.progress = progress; });
    };
    const FileImport::Progress progress = [&](const ImportProgress &now) {
        tell(now);
        return !m_stop;
    };
    // The writer tells the window what is wrong with the disk, and tries again.
    const FileImport::Trouble trouble;
    FileImport reading({m_writer, sink, pipeline, m_counters, first}, options, progress, trouble);
    reading.read(files);
    pipeline.finish();
    reading.coverSpans();
    const std::uint64_t all = m_writer.given();
    while (!m_writer.isWritten(all) && !m_abandon)
        std::this_thread::sleep_for(untilCommitted);
    tell(reading.progress());
    return reading.result();
}

void BackgroundImport::change(const std::function<void(ImportStatus &)> &how)
{
    ImportStatus status;
    {
        const std::lock_guard lock(m_mutex);
        how(m_status);
        status = m_status;
    }
    m_told(status);
}

} // namespace dvmdash::engine
