// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/file_import.h"

#include "engine/answers.h"
#include "engine/bundle.h"
#include "engine/capture_format.h"
#include "engine/event_splitter.h"

#include <QFileInfo>

#include <algorithm>

namespace dvmdash::engine
{

namespace
{

constexpr auto progressEvery = std::chrono::milliseconds(100);
constexpr auto coverEvery = std::chrono::milliseconds(500);
/// In a line of a capture its time and relay stand before it.
constexpr std::size_t mostBesidesEvent = 4096;

std::string sourceName(const QString &name)
{
    return name == QLatin1String("-") ? std::string("file:stdin")
                                      : "file:" + QFileInfo(name).fileName().toStdString();
}

} // namespace

FileImport::FileImport(const Target &target, const ImportOptions &options, const Progress &progress,
                       const Trouble &trouble)
    : m_target(target)
    , m_options(options)
    , m_progress(progress)
    , m_trouble(trouble)
    , m_began(Clock::now())
{
}

void FileImport::read(const QStringList &files)
{
    m_files = files;
    if (!files.contains(QLatin1String("-"))) {
        m_bytesTotal = 0;
        for (const QString &name : files)
            m_bytesTotal += EventFile::bytesOf(name);
    }
    for (m_file = 0; m_file < files.size(); ++m_file) {
        if (!readFile(files.at(m_file), m_target.first + m_file))
            return;
        m_bytesBefore += std::exchange(m_bytesOfFile, 0);
    }
}

/// False: the next ones need not be tried.
bool FileImport::readFile(const QString &name, relay::RelayNumber number)
{
    m_target.writer.nameRelay(number, sourceName(name));
    m_target.sink.nameFile(number, sourceName(name));
    const auto said = m_problems.size();
    bool goesOn = true;
    EventFile file;
    if (QString problem = file.open(name); !problem.isEmpty())
        m_problems.append(problem);
    else if (file.isBundle())
        readBundleOf(file, name, number);
    else
        goesOn = readEvents(file, name, number);
    m_bytesOfFile = file.bytesRead();
    if (m_problems.size() > said)
        m_failed.insert(m_file);
    return goesOn;
}

bool FileImport::readEvents(EventFile &file, const QString &name, relay::RelayNumber number)
{
    m_isCapture = false;
    EventSplitter events(
        longestEvent + mostBesidesEvent,
        [&, isFirst = true](std::string json) mutable {
            if (std::exchange(isFirst, false) && looksLikeCapture(json)) {
                m_isCapture = true;
                m_samples.insert(number); // it says itself what it covers
            }
            if (m_isCapture || looksLikeCaptureLine(json))
                takeCaptureLine(json, number);
            else
                takeEvent(std::move(json), number);
        },
        [&] { m_target.pipeline.refuse(number, nostr::Reject::FrameTooLarge); });
    // What is compressed may come to any length: it is looked up between its pieces too.
    const EventFile::Take take = [&](std::string_view bytes) {
        events.feed(bytes);
        m_bytesOfFile = file.bytesRead();
        return goOn();
    };
    EventFile::Step step = EventFile::Step::More;
    while (step == EventFile::Step::More)
        step = file.read(take);
    if (step == EventFile::Step::Stopped)
        return false;
    const bool isWhole = events.finish();
    if (step == EventFile::Step::Failed)
        m_problems.append(file.problem());
    else if (!isWhole)
        m_problems.append(QStringLiteral("%1 ends in the middle of its array, as after a broken download. "
                                         "What was read until then is stored. Get the rest and import it "
                                         "again: what is known by then is passed over")
                              .arg(name == QLatin1String("-") ? QStringLiteral("Standard input") : name));
    return true;
}

void FileImport::takeEvent(std::string json, relay::RelayNumber number)
{
    if (json.size() > longestEvent)
        m_target.pipeline.refuse(number, nostr::Reject::FrameTooLarge);
    else
        m_target.pipeline.accept({number, nullptr, std::move(json), nowMs(), false});
}

/// When somebody else received it is no measurement of ours, so it counts as received now.
void FileImport::takeCaptureLine(const std::string &line, relay::RelayNumber number)
{
    auto read = readCaptureLine(line);
    if (!read)
        m_target.pipeline.refuse(number, nostr::Reject::MalformedJson);
    else if (auto *event = std::get_if<CapturedEvent>(&read->what))
        takeEvent(std::move(event->json), number);
    else if (const auto *span = std::get_if<CapturedCoverage>(&read->what); span && m_isCapture)
        m_captured.push_back({number, span->from, span->until});
}

/// A bundle is a sample: what its maker heard is not what we heard.
void FileImport::readBundleOf(EventFile &file, const QString &name, relay::RelayNumber number)
{
    m_samples.insert(number);
    auto reading = readBundle(file.readBundle());
    if (!reading) {
        m_problems.append(QStringLiteral("%1: %2").arg(name, reading.error));
        return;
    }
    if (reading->bundle.redactedEvents() > 0) {
        m_problems.append(QStringLiteral("%1 is a redacted bundle: its events cannot be verified, so they "
                                         "are not imported. 'dvmdash-cli bundle' shows it, and so does "
                                         "'dvmdash'")
                              .arg(name));
        return;
    }
    for (const auto &[reason, count] : reading->refused)
        for (int i = 0; i < count; ++i)
            m_target.pipeline.refuse(number, reason);
    for (int i = 0; i < reading->malformed; ++i)
        m_target.pipeline.refuse(number, nostr::Reject::MalformedJson);
    for (const BundleEvent &one : reading->bundle.events)
        m_target.pipeline.accept({number, nullptr, nostr::toJson(one.event), nowMs(), false});
}

bool FileImport::goOn()
{
    if (QString trouble = m_trouble ? m_trouble() : QString(); !trouble.isEmpty()) {
        m_problems.append(trouble);
        return false;
    }
    coverSettled();
    if (tellProgress())
        return true;
    m_isStopped = true;
    m_problems.append(QStringLiteral("Stopped. What was read until then is stored"));
    return false;
}

bool FileImport::tellProgress()
{
    if (!m_progress || Clock::now() - m_told < progressEvery)
        return true;
    m_told = Clock::now();
    return m_progress(progress());
}

/// Now and then, of files that are in order.
void FileImport::coverSettled()
{
    if (!m_options.recording || Clock::now() - m_covered < coverEvery)
        return;
    m_covered = Clock::now();
    for (const auto &[number, from, until] : m_target.sink.takeSettled())
        cover(number, from, until);
}

void FileImport::coverSpans()
{
    if (!m_options.recording)
        return;
    for (const auto &[number, spans] : m_target.sink.spans())
        for (const auto &[from, until] : spans)
            cover(number, from, until);
    const std::int64_t now = nowMs() / 1000;
    for (const relay::CoverageSpan &span : m_captured)
        if (span.from < now)
            m_target.writer.cover({span.relay, span.from, std::min(span.until, now)});
}

void FileImport::cover(relay::RelayNumber number, std::int64_t from, std::int64_t until)
{
    const std::int64_t now = nowMs() / 1000;
    if (from < now && !m_samples.contains(number))
        m_target.writer.cover({number, from, std::min(until, now)});
}

ImportProgress FileImport::progress() const
{
    ImportProgress progress;
    progress.file = std::min(m_file, static_cast<int>(m_files.size()) - 1);
    progress.files = static_cast<int>(m_files.size());
    progress.bytes_read = m_bytesBefore + m_bytesOfFile;
    progress.bytes_total = m_bytesTotal;
    progress.seconds = std::chrono::duration<double>(Clock::now() - m_began).count();
    for (int i = 0; i < m_files.size(); ++i)
        progress.counters += m_target.counters.of(m_target.first + i);
    return progress;
}

/// Empty when there is something, when there is nothing at all, and when its trouble is said.
QString FileImport::nothingIn(int file) const
{
    const ingest::SourceCounters counters = m_target.counters.of(m_target.first + file);
    const auto tooOld = counters.rejected[static_cast<std::size_t>(nostr::Reject::TooOld)];
    if (counters.read == 0 || counters.accepted + counters.duplicate + tooOld > 0 || m_failed.contains(file))
        return {};
    const QString &name = m_files.at(file);
    return QStringLiteral("Nothing in %1 is an event that can be verified. Files hold events as JSON: one a "
                          "line, or an array of them")
        .arg(name == QLatin1String("-") ? QStringLiteral("standard input") : name);
}

ImportResult FileImport::result() const
{
    ImportResult result;
    const ImportProgress last = progress();
    result.counters = last.counters;
    result.seconds = last.seconds;
    QStringList problems = m_problems;
    for (int i = 0; i < m_files.size() && !m_isStopped; ++i)
        if (QString nothing = nothingIn(i); !nothing.isEmpty())
            problems.append(nothing);
    result.stopped = m_isStopped;
    result.error = problems.join(u'\n');
    result.ok = problems.isEmpty();
    return result;
}

} // namespace dvmdash::engine
