// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/import.h"

#include "dvm/kinds.h"
#include "engine/answers.h"
#include "engine/bundle.h"
#include "engine/capture_format.h"
#include "engine/import_sink.h"
#include "ingest/pipeline.h"
#include "store/writer_thread.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <iterator>
#include <map>
#include <mutex>
#include <set>

namespace dvmdash::engine
{

namespace
{

using Clock = std::chrono::steady_clock;

constexpr std::size_t longestEvent = 1024 * 1024;
/// In a capture its time and relay stand before it.
constexpr std::size_t longestLine = longestEvent + 4096;
constexpr qint64 chunkBytes = 256 * 1024;
constexpr auto progressEvery = std::chrono::milliseconds(100);
constexpr auto coverEvery = std::chrono::milliseconds(500);

/// Cuts a stream of bytes into lines and hands each to the pipeline as a frame. A line over the cap is
/// counted as such and its bytes are not kept. Of a capture the events are taken, and what it covers is told.
class LineReader
{
public:
    using Covered = std::function<void(const CapturedCoverage &)>;
    /// `covered` is told of nothing but in a file that begins as a capture.
    LineReader(ingest::Pipeline &pipeline, relay::RelayNumber number, Covered covered)
        : m_pipeline(pipeline)
        , m_number(number)
        , m_covered(std::move(covered))
    {
    }

    void expectCapture() { m_isCapture = true; }

    void feed(const char *data, std::size_t size)
    {
        while (size > 0) {
            const auto *newline = static_cast<const char *>(std::memchr(data, '\n', size));
            const std::size_t length = newline ? static_cast<std::size_t>(newline - data) : size;
            append(data, length);
            if (!newline)
                return;
            finishLine();
            data += length + 1;
            size -= length + 1;
        }
    }
    void finishLine()
    {
        if (m_tooLong)
            m_pipeline.refuse(m_number, nostr::Reject::FrameTooLarge);
        else if (m_isCapture || looksLikeCaptureLine(m_line))
            takeCaptureLine();
        else if (m_line.find_first_not_of(" \t\r") != std::string::npos)
            accept(std::move(m_line));
        m_line.clear();
        m_tooLong = false;
    }

private:
    /// When somebody else received it is no measurement of ours, so it counts as received now.
    void takeCaptureLine()
    {
        if (m_line.find_first_not_of(" \t\r") == std::string::npos)
            return;
        auto line = readCaptureLine(m_line);
        if (!line)
            m_pipeline.refuse(m_number, nostr::Reject::MalformedJson);
        else if (auto *event = std::get_if<CapturedEvent>(&line->what))
            accept(std::move(event->json));
        else if (const auto *span = std::get_if<CapturedCoverage>(&line->what); span && m_isCapture)
            m_covered(*span);
    }
    void accept(std::string json)
    {
        if (json.size() > longestEvent)
            m_pipeline.refuse(m_number, nostr::Reject::FrameTooLarge);
        else
            m_pipeline.accept({m_number, nullptr, std::move(json), nowMs(), false});
    }
    void append(const char *data, std::size_t size)
    {
        m_tooLong = m_tooLong || m_line.size() + size > longestLine;
        if (m_tooLong)
            m_line.clear();
        else
            m_line.append(data, size);
    }

    ingest::Pipeline &m_pipeline;
    const relay::RelayNumber m_number;
    const Covered m_covered;
    std::string m_line;
    bool m_tooLong = false;
    bool m_isCapture = false;
};

QString openFile(QFile &file, const QString &name)
{
    if (name == QLatin1String("-"))
        return file.open(stdin, QIODevice::ReadOnly) ? QString()
                                                     : QStringLiteral("Cannot read standard input");
    file.setFileName(name);
    if (QFileInfo(name).isDir())
        return QStringLiteral("%1 is a folder: name the files in it").arg(name);
    if (file.open(QIODevice::ReadOnly))
        return {};
    return QStringLiteral("Cannot read %1: %2. Check the name and that you may read it")
        .arg(name, file.errorString());
}

/// A pipe gives what it has: the rest comes later. A byte more than is read of a bundle tells that there is
/// more.
QByteArray readAtMost(QFile &file, QByteArray begun)
{
    while (begun.size() <= mostBundleBytes) {
        const QByteArray more = file.read(mostBundleBytes + 1 - begun.size());
        if (more.isEmpty())
            break;
        begun += more;
    }
    return begun;
}

std::string sourceName(const QString &name)
{
    return name == QLatin1String("-") ? std::string("file:stdin")
                                      : "file:" + QFileInfo(name).fileName().toStdString();
}

/// One run of importFiles.
class ImportRun
{
public:
    ImportRun(const QString &database, const QStringList &files, const ImportOptions &options,
              const std::function<bool(const ImportProgress &)> &progress)
        : m_options(options)
        , m_progress(progress)
        , m_began(Clock::now())
        , m_file(database.toStdString())
        , m_filters(filtersFor(m_file.database(), files))
        , m_writer(std::move(m_file), dvm::KindTable::standard(), m_counters, writerSettings(), {},
                   [this](const std::string &text) { noteProblem(text); })
        , m_sink(m_writer, database.toStdString(), m_filters.stored.get())
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

    ImportResult run(const QStringList &files)
    {
        ImportResult result;
        for (const QString &name : files)
            if (name != QLatin1String("-"))
                m_bytesTotal =
                    m_bytesTotal < 0 ? QFileInfo(name).size() : m_bytesTotal + QFileInfo(name).size();
        if (files.contains(QLatin1String("-")))
            m_bytesTotal = -1;
        for (int i = 0; i < files.size() && result.error.isEmpty(); ++i)
            result.error = readFile(files.at(i), i);
        m_writer.expectEnd();
        m_pipeline.finish();
        if (m_options.recording)
            coverSpans();
        const std::int64_t lost = m_writer.finish();
        if (lost > 0)
            result.error = QStringLiteral("%1 events could not be written: %2").arg(lost).arg(problem());
        result.ok = result.error.isEmpty();
        result.counters = m_counters.snapshot().all;
        result.seconds = elapsed();
        if (m_progress)
            m_progress(currentProgress());
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
        constexpr std::int64_t bytesOfAnEvent = 500;
        constexpr std::int64_t littleOf = 50;
        const std::int64_t stored = db.integer("SELECT value FROM meta WHERE key = 'event_count'");
        std::int64_t coming = files.contains(QLatin1String("-")) ? stored : 0;
        for (const QString &name : files)
            coming += QFileInfo(name).size() / bytesOfAnEvent;
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
        settings.commit_interval_ms = 1'000;
        settings.commit_items = 24'000;
        settings.queue_items = 32'000;
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
        settings.max_frame_bytes = longestEvent;
        settings.skip_verified = false;
        // The writer's thread takes part as long as it has nothing to write: with a thread for each core
        // nobody is put aside in the middle of something, and the caches stay warm.
        settings.workers = std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1);
        return settings;
    }

    QString readFile(const QString &name, relay::RelayNumber number)
    {
        QFile file;
        if (QString error = openFile(file, name); !error.isEmpty())
            return error;
        m_writer.nameRelay(number, sourceName(name));
        m_sink.nameFile(number, sourceName(name));
        LineReader lines(m_pipeline, number, [this, number](const CapturedCoverage &span) {
            m_captured.push_back({number, span.from, span.until});
        });
        std::string chunk(static_cast<std::size_t>(chunkBytes), '\0');
        for (bool isFirst = true;; isFirst = false) {
            const qint64 got = file.read(chunk.data(), chunkBytes);
            if (isFirst && looksLikeBundle(QByteArray::fromRawData(chunk.data(), qMax(qint64(0), got))))
                return readBundleOf(name, readAtMost(file, QByteArray(chunk.data(), got)), number);
            if (isFirst &&
                looksLikeCapture({chunk.data(), static_cast<std::size_t>(std::max<qint64>(got, 0))})) {
                lines.expectCapture();
                m_samples.insert(number); // it says itself what it covers
            }
            if (got < 0)
                return QStringLiteral("Reading %1 failed: %2. What was read until then is stored")
                    .arg(name, file.errorString());
            if (got == 0)
                break;
            lines.feed(chunk.data(), static_cast<std::size_t>(got));
            m_bytesRead += got;
            if (QString trouble = problem(); !trouble.isEmpty())
                return trouble;
            coverSettled();
            if (!tellProgress())
                return QStringLiteral("Stopped. What was read until then is stored");
        }
        lines.finishLine();
        return {};
    }

    /// A bundle is a sample: what its maker heard is not what we heard.
    QString readBundleOf(const QString &name, const QByteArray &bytes, relay::RelayNumber number)
    {
        m_samples.insert(number);
        auto reading = readBundle(bytes);
        if (!reading)
            return QStringLiteral("%1: %2").arg(name, reading.error);
        if (reading->bundle.redactedEvents() > 0)
            return QStringLiteral("%1 is a redacted bundle: its events cannot be verified, so they are not "
                                  "imported. 'dvmdash-cli bundle' shows it, and so does 'dvmdash'")
                .arg(name);
        m_bytesRead += bytes.size();
        for (const auto &[reason, count] : reading->refused)
            for (int i = 0; i < count; ++i)
                m_pipeline.refuse(number, reason);
        for (int i = 0; i < reading->malformed; ++i)
            m_pipeline.refuse(number, nostr::Reject::MalformedJson);
        for (const BundleEvent &one : reading->bundle.events)
            m_pipeline.accept({number, nullptr, nostr::toJson(one.event), nowMs(), false});
        return {};
    }

    /// Now and then, of files that are in order.
    void coverSettled()
    {
        if (!m_options.recording || Clock::now() - m_covered < coverEvery)
            return;
        m_covered = Clock::now();
        for (const auto &[number, from, until] : m_sink.takeSettled())
            cover(number, from, until);
    }

    void cover(relay::RelayNumber number, std::int64_t from, std::int64_t until)
    {
        const std::int64_t now = nowMs() / 1000;
        if (from < now && !m_samples.contains(number))
            m_writer.cover({number, from, std::min(until, now)});
    }

    void coverSpans()
    {
        for (const auto &[number, spans] : m_sink.spans())
            for (const auto &[from, until] : spans)
                cover(number, from, until);
        const std::int64_t now = nowMs() / 1000;
        for (const relay::CoverageSpan &span : m_captured)
            if (span.from < now)
                m_writer.cover({span.relay, span.from, std::min(span.until, now)});
    }

    bool tellProgress()
    {
        if (!m_progress || Clock::now() - m_told < progressEvery)
            return true;
        m_told = Clock::now();
        return m_progress(currentProgress());
    }
    ImportProgress currentProgress() const
    {
        return {m_bytesRead, m_bytesTotal, m_counters.snapshot().all, elapsed()};
    }
    double elapsed() const { return std::chrono::duration<double>(Clock::now() - m_began).count(); }

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

    const ImportOptions m_options;
    const std::function<bool(const ImportProgress &)> &m_progress;
    const Clock::time_point m_began;
    Clock::time_point m_told;
    Clock::time_point m_covered;
    std::int64_t m_bytesRead = 0;
    std::int64_t m_bytesTotal = -1;
    std::set<relay::RelayNumber> m_samples;      ///< of which nothing is taken for covered
    std::vector<relay::CoverageSpan> m_captured; ///< of captures, as they say
    mutable std::mutex m_problemMutex;
    QString m_problem;
    std::atomic<ingest::Pipeline *> m_helper = nullptr; ///< of the writer, once it is there
    ingest::CounterBoard m_counters;
    store::StoreFile m_file; ///< until the writer has it
    Filters m_filters;
    store::WriterThread m_writer;
    ImportSink m_sink;
    ingest::Pipeline m_pipeline;
};

} // namespace

ImportResult importFiles(const QString &database, const QStringList &files, const ImportOptions &options,
                         const std::function<bool(const ImportProgress &)> &progress)
{
    ImportResult result;
    for (const QString &name : files) {
        QFile file;
        if (name == QLatin1String("-"))
            continue;
        if (result.error = openFile(file, name); !result.error.isEmpty())
            return result;
    }
    try {
        ImportRun run(database, files, options, progress);
        return run.run(files);
    } catch (const std::exception &problem) {
        result.error = QString::fromStdString(store::unexpected(problem).what());
        return result;
    }
}

} // namespace dvmdash::engine
