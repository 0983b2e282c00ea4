// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/import.h"

#include "dvm/kinds.h"
#include "engine/answers.h"
#include "engine/file_import.h"
#include "engine/kinds_of_file.h"
#include "store/stored_kinds.h"

#include <QFile>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>

namespace dvmdash::engine
{

namespace
{

/// What a file may hold, for the size of the filters.
std::int64_t eventsExpectedIn(const QString &name)
{
    constexpr std::int64_t bytesOfAnEvent = 500;
    constexpr std::int64_t packedInto = 4;
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    constexpr qint64 magicBytes = 4;
    const bool isPacked = compressionOf(file.read(magicBytes).toStdString()) != Compression::None;
    return (isPacked ? packedInto : 1) * file.size() / bytesOfAnEvent;
}

/// One run of importFiles.
class ImportRun
{
public:
    ImportRun(const QString &database, const QStringList &files)
        : m_file(database.toStdString())
        , m_kinds(store::kindsOf(m_file.database()))
        , m_filters(filtersFor(m_file.database(), files))
        , m_writer(std::move(m_file), m_kinds, m_counters, writerSettings(), {},
                   [this](const std::string &text) { noteProblem(text); })
        , m_sink(m_writer, m_kinds, database.toStdString(), m_filters.stored.get())
        , m_pipeline(m_sink, m_counters, pipelineSettings())
    {
        m_helper = &m_pipeline;
    }

    ~ImportRun()
    {
        m_pipeline.finish();
        m_writer.finish(); // who helps the pipeline goes before it
    }
    ImportRun(const ImportRun &) = delete;
    ImportRun &operator=(const ImportRun &) = delete;

    ImportResult run(const QStringList &files, const ImportOptions &options,
                     const FileImport::Progress &progress)
    {
        const FileImport::Trouble trouble = [this] { return problem(); };
        FileImport reading({m_writer, m_sink, m_pipeline, m_counters}, options, progress, trouble);
        reading.read(files);
        m_writer.expectEnd();
        m_pipeline.finish();
        reading.coverSpans();
        const std::int64_t lost = m_writer.finish();
        ImportResult result = reading.result();
        if (lost > 0) {
            result.error = QStringLiteral("%1 events could not be written: %2").arg(lost).arg(problem());
            result.ok = false;
        }
        if (progress)
            progress(reading.progress());
        return result;
    }

private:
    /// What tells, without the file, that it holds no such id.
    struct Filters {
        std::shared_ptr<store::IdFilter> stored;
        std::shared_ptr<store::IdFilter> named;
    };
    /// None for a little that comes to a lot: to make them takes a look at all ids of the database.
    static Filters filtersFor(store::Database &db, const QStringList &files)
    {
        constexpr std::int64_t littleOf = 50;
        const std::int64_t stored = db.integer("SELECT value FROM meta WHERE key = 'event_count'");
        std::int64_t coming = files.contains(QLatin1String("-")) ? stored : 0;
        for (const QString &name : files)
            coming += eventsExpectedIn(name);
        if (coming < stored / littleOf)
            return {};
        const auto expected = static_cast<std::size_t>(stored + coming);
        Filters filters{std::make_shared<store::IdFilter>(expected),
                        std::make_shared<store::IdFilter>(expected)};
        filters.stored->addStored(db);
        filters.named->addNamed(db);
        return filters;
    }
    store::WriterSettings writerSettings()
    {
        store::WriterSettings settings;
        // Nobody watches each commit of an import: large ones cost less.
        settings.commit_interval_ms = 2'000;
        settings.commit_items = 48'000;
        settings.queue_items = 56'000;
        settings.notice_rows = 0;
        settings.expect_copies = false;
        settings.makeListener = countInRollups;
        settings.ids = m_filters.stored;
        settings.named = m_filters.named;
        settings.meanwhile = [this] { return m_helper && m_helper.load()->help(); };
        return settings;
    }
    static ingest::PipelineSettings pipelineSettings()
    {
        ingest::PipelineSettings settings;
        settings.max_frame_bytes = FileImport::longestEvent;
        settings.skip_verified = false;
        settings.lets_others_first = false;
        // The writer's thread takes part as long as it has nothing to write: with a thread for each core
        // nobody is put aside in the middle of something, and the caches stay warm.
        settings.workers = std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1);
        return settings;
    }

    void noteProblem(const std::string &text)
    {
        if (text.empty())
            return;
        {
            const std::lock_guard lock(m_problemMutex);
            m_problem = QString::fromStdString(text);
        }
        // The file can be given again: nobody has to wait for the disk.
        m_writer.stopTryingAgain();
    }
    QString problem() const
    {
        const std::lock_guard lock(m_problemMutex);
        return m_problem;
    }

    mutable std::mutex m_problemMutex;
    QString m_problem;
    std::atomic<ingest::Pipeline *> m_helper = nullptr; ///< of the writer, once it is there
    ingest::CounterBoard m_counters;
    store::StoreFile m_file; ///< until the writer has it
    const dvm::KindTable &m_kinds;
    Filters m_filters;
    store::WriterThread m_writer;
    ImportSink m_sink;
    ingest::Pipeline m_pipeline;
};

} // namespace

double ImportProgress::eventsPerSecond() const
{
    return seconds > 0 ? static_cast<double>(counters.read) / seconds : 0;
}

std::optional<std::int64_t> ImportProgress::secondsLeft() const
{
    constexpr double soonest = 2;
    if (seconds < soonest || bytes_read <= 0 || bytes_total <= 0)
        return std::nullopt;
    const double perByte = seconds / static_cast<double>(bytes_read);
    return std::max<std::int64_t>(0, std::llround(perByte * static_cast<double>(bytes_total - bytes_read)));
}

ImportResult importFiles(const QString &database, const QStringList &files, const ImportOptions &options,
                         const std::function<bool(const ImportProgress &)> &progress)
{
    ImportResult result;
    for (const QString &name : files)
        if (result.error = EventFile::check(name); !result.error.isEmpty())
            return result;
    if (const RebuildReport ready = bringKindsUpToDate(database); !ready.ok) {
        result.error = ready.error;
        return result;
    }
    try {
        ImportRun run(database, files);
        return run.run(files, options, progress);
    } catch (const std::exception &problem) {
        result.error = QString::fromStdString(store::unexpected(problem).what());
        return result;
    }
}

} // namespace dvmdash::engine
