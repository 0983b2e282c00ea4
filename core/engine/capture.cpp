// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/capture.h"

#include "store/error.h"

#include <QFileInfo>

#include <algorithm>
#include <cstring>
#include <utility>

namespace dvmdash::engine
{

namespace
{

constexpr qint64 longestLine = 1024 * 1024 + 4096;
constexpr qint64 chunkBytes = 256 * 1024;
constexpr std::uint64_t linesBetweenMarks = 256;
constexpr std::size_t mostSteps = 4096;
/// Around an event, for what time it probably was.
constexpr std::size_t neighbours = 7;

/// By the author's clock. A hint: the event is not parsed for it. 0: none.
std::int64_t createdMs(std::string_view event)
{
    constexpr std::string_view member = "\"created_at\":";
    const auto at = event.find(member);
    if (at == std::string_view::npos)
        return 0;
    std::int64_t seconds = 0;
    constexpr std::int64_t latest = 253'402'300'799;
    for (const char c : event.substr(at + member.size())) {
        if (c == ' ' && seconds == 0)
            continue;
        if (c < '0' || c > '9')
            break;
        seconds = seconds * 10 + (c - '0');
        if (seconds > latest)
            return 0;
    }
    return seconds * 1000;
}

/// What a line says of its own moment; 0: nothing.
std::int64_t ownTime(const CaptureLine &line)
{
    if (const auto *begins = std::get_if<CaptureBegins>(&line.what))
        return begins->started_ms;
    return line.received_ms;
}

/// By its author; 0: it is none.
std::int64_t claimedTime(const CaptureLine &line)
{
    const auto *event = std::get_if<CapturedEvent>(&line.what);
    return event ? createdMs(event->json) : 0;
}

/// The first moment that a file speaks of, to put files in order; 0: none near its beginning.
std::int64_t beginningOf(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    constexpr int looked = 50;
    for (int i = 0; i < looked && !file.atEnd(); ++i) {
        const auto line = readCaptureLine(file.readLine(longestLine).toStdString());
        const std::int64_t at = !line ? 0 : ownTime(*line) > 0 ? ownTime(*line) : claimedTime(*line);
        if (at > 0)
            return at;
    }
    return 0;
}

} // namespace

// The whole
// ------------------------------------------------------------------------------------------

Result<CapturePtr> Capture::open(const QStringList &files, const Progress &progress)
{
    auto capture = std::make_shared<Capture>();
    std::vector<std::pair<std::int64_t, QString>> ordered;
    for (const QString &name : files) {
        QFile file(name);
        if (QFileInfo(name).isDir())
            return {std::nullopt, QStringLiteral("%1 is a folder: name the files in it").arg(name)};
        if (!file.open(QIODevice::ReadOnly))
            return {std::nullopt,
                    QStringLiteral("Cannot read %1: %2. Check the name and that you may read it")
                        .arg(name, file.errorString())};
        ordered.emplace_back(beginningOf(name), name);
    }
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const auto &a, const auto &b) { return a.first < b.first; });
    for (const auto &[at, name] : ordered) {
        capture->m_names.append(name);
        capture->m_sizes.push_back(QFileInfo(name).size());
        capture->m_plain.push_back(true);
    }
    try {
        capture->read(progress);
    } catch (const store::Error &problem) {
        return {std::nullopt, QString::fromStdString(problem.what())};
    }
    if (capture->m_events == 0)
        return {std::nullopt,
                QStringLiteral("%1 holds no events, so there is nothing to replay. A capture is "
                               "written by 'dvmdash-cli record'")
                    .arg(files.join(QStringLiteral(", ")))};
    return {CapturePtr(std::move(capture)), {}};
}

/// Authors' clocks go wrong, some by years, and one that is ahead must not carry the clock of the replay
/// away: an event came at its own time, or when half of those around it say that it was not as late yet.
void Capture::dateBareEvents()
{
    std::vector<std::pair<std::uint64_t, std::int64_t>> claims; // line and time
    CaptureReader reader(*this);
    while (const auto line = reader.next())
        if (const std::int64_t claimed = claimedTime(line->line); claimed > 0 && ownTime(line->line) == 0)
            claims.emplace_back(line->number, claimed);
    for (std::size_t i = 0; i < claims.size(); ++i) {
        const std::size_t from = i - std::min(i, neighbours);
        const std::size_t until = std::min(i + neighbours + 1, claims.size());
        std::vector<std::int64_t> around;
        for (std::size_t at = from; at < until; ++at)
            around.push_back(claims[at].second);
        const auto middle = around.begin() + static_cast<std::ptrdiff_t>(around.size() / 2);
        std::nth_element(around.begin(), middle, around.end());
        m_dates.resize(claims[i].first + 1);
        m_dates[claims[i].first] = std::min(claims[i].second, *middle);
    }
}

void Capture::read(const Progress &progress)
{
    // What begins as a capture dates its lines itself.
    const bool isDated = std::all_of(m_names.begin(), m_names.end(), [](const QString &name) {
        QFile file(name);
        constexpr qint64 looked = 512;
        return file.open(QIODevice::ReadOnly) && looksLikeCapture(file.read(looked).toStdString());
    });
    if (!isDated)
        dateBareEvents();
    qint64 total = 0;
    for (const qint64 size : m_sizes)
        total += size;
    CaptureReader reader(*this);
    qint64 before = 0;
    int file = 0;
    std::int64_t first = 0;
    while (const TimedLine *line = reader.peek()) {
        for (; file < line->file; ++file)
            before += m_sizes[static_cast<std::size_t>(file)];
        if (m_lines % linesBetweenMarks == 0) {
            m_marks.push_back(reader.place());
            const qint64 done = before + reader.place().offset;
            if (progress && !progress(static_cast<int>(total > 0 ? done * 1000 / total : 0)))
                throw store::Error("Stopped");
        }
        ++m_lines;
        if (const auto *begins = std::get_if<CaptureBegins>(&line->line.what)) {
            if (begins->version > captureVersion)
                throw store::Error(m_names.at(line->file).toStdString() +
                                   " was written by a newer DVMDash. Update the program");
            m_plain[static_cast<std::size_t>(line->file)] = false;
            if (!std::exchange(m_saysKinds, true))
                m_kinds = begins->kinds;
        }
        if (first == 0 && line->at_ms > 0)
            first = m_course.from_ms = line->at_ms;
        if (std::holds_alternative<CapturedEvent>(line->line.what))
            noteEvent(line->at_ms);
        m_until = std::max(m_until, line->at_ms);
        reader.next();
    }
    m_malformed = reader.malformed();
}

void Capture::noteEvent(std::int64_t at_ms)
{
    ++m_events;
    const auto stepOf = [&] {
        return static_cast<std::size_t>((at_ms - m_course.from_ms) / m_course.step_ms);
    };
    std::vector<int> &events = m_course.events;
    while (stepOf() >= mostSteps) {
        for (std::size_t i = 0; i < events.size(); i += 2)
            events[i / 2] = events[i] + (i + 1 < events.size() ? events[i + 1] : 0);
        events.resize((events.size() + 1) / 2);
        m_course.step_ms *= 2;
    }
    if (events.size() <= stepOf())
        events.resize(stepOf() + 1);
    ++events[stepOf()];
}

/// The last mark that has nothing of at_ms or later before it.
CapturePlace Capture::placeBefore(std::int64_t at_ms) const
{
    const auto after = std::partition_point(m_marks.begin(), m_marks.end(),
                                            [&](const CapturePlace &mark) { return mark.at_ms < at_ms; });
    return after == m_marks.begin() ? CapturePlace() : *std::prev(after);
}

std::optional<std::int64_t> Capture::nextEvent(std::int64_t after_ms) const
{
    CaptureReader reader(*this);
    reader.seek(placeBefore(after_ms));
    while (const auto line = reader.next())
        if (line->at_ms > after_ms && std::holds_alternative<CapturedEvent>(line->line.what))
            return line->at_ms;
    return std::nullopt;
}

std::optional<std::int64_t> Capture::previousEvent(std::int64_t before_ms) const
{
    std::int64_t until = before_ms;
    for (;;) {
        const CapturePlace from = placeBefore(until);
        CaptureReader reader(*this);
        reader.seek(from);
        std::optional<std::int64_t> found;
        for (auto line = reader.next(); line && line->at_ms < before_ms; line = reader.next())
            if (std::holds_alternative<CapturedEvent>(line->line.what))
                found = line->at_ms;
        if (found || from.line == 0)
            return found;
        until = from.at_ms; // smaller: the mark before it lies before that moment
    }
}

// Line by line
// ---------------------------------------------------------------------------------------

CaptureReader::CaptureReader(CapturePtr capture)
    : m_kept(std::move(capture))
    , m_capture(*m_kept)
{
}

CaptureReader::CaptureReader(const Capture &capture)
    : m_capture(capture)
{
}

void CaptureReader::seek(const CapturePlace &place)
{
    m_place = m_after = place;
    m_next.reset();
    m_opened = -1;
}

const TimedLine *CaptureReader::peek()
{
    while (!m_next && readOne())
        ;
    return m_next ? &*m_next : nullptr;
}

std::optional<TimedLine> CaptureReader::next()
{
    peek();
    std::optional<TimedLine> line = std::move(m_next);
    m_next.reset();
    if (line)
        m_place = m_after;
    return line;
}

/// False at the end of all files. Lines that say nothing are left out.
bool CaptureReader::readOne()
{
    const auto files = static_cast<int>(m_capture.m_names.size());
    if (m_after.file >= files)
        return false;
    CapturePlace after = m_after;
    std::string text;
    const qint64 size = readBytes(text);
    if (size == 0) {
        after.file += 1;
        after.offset = 0;
        m_place = m_after = after;
        m_opened = -1;
        return after.file < files;
    }
    after.offset += size;
    m_place = m_after;
    m_after = after;
    if (text.find_first_not_of(" \t\r\n") == std::string::npos)
        return true;
    auto line = size <= longestLine ? readCaptureLine(text) : std::nullopt;
    if (!line) {
        ++m_malformed;
        return true;
    }
    const auto &dates = m_capture.m_dates;
    const std::int64_t dated = after.line < dates.size() ? dates[after.line] : 0;
    after.at_ms = std::max({m_place.at_ms, ownTime(*line), dated});
    m_next = TimedLine{after.line, after.file, after.at_ms, std::move(*line)};
    ++after.line;
    m_after = after;
    return true;
}

/// One line with its end, as far as the file reached when it was opened. How long it is, 0 at the end of the
/// file; of one that is too long only the end is kept.
qint64 CaptureReader::readBytes(std::string &line)
{
    qint64 dropped = 0;
    const qint64 end = m_capture.m_sizes[static_cast<std::size_t>(m_after.file)];
    if (m_opened != m_after.file) {
        m_file.close();
        m_file.setFileName(m_capture.m_names.at(m_after.file));
        if (!m_file.open(QIODevice::ReadOnly) || !m_file.seek(m_after.offset))
            throw store::Error("Cannot read " + m_file.fileName().toStdString() + ": " +
                               m_file.errorString().toStdString());
        m_opened = m_after.file;
        m_buffer.clear();
        m_used = 0;
    }
    for (;;) {
        const auto newline = m_buffer.find('\n', m_used);
        if (newline != std::string::npos) {
            line = m_buffer.substr(m_used, newline + 1 - m_used);
            m_used = newline + 1;
            return dropped + static_cast<qint64>(line.size());
        }
        const qint64 wanted = std::min(chunkBytes, end - m_file.pos());
        const QByteArray more = wanted > 0 ? m_file.read(wanted) : QByteArray();
        if (more.isEmpty()) {
            line = m_buffer.substr(m_used);
            m_used = m_buffer.size();
            return dropped + static_cast<qint64>(line.size());
        }
        m_buffer.erase(0, m_used);
        if (static_cast<qint64>(m_buffer.size()) > longestLine) {
            dropped += static_cast<qint64>(m_buffer.size());
            m_buffer.clear();
        }
        m_used = 0;
        m_buffer.append(more.constData(), static_cast<std::size_t>(more.size()));
    }
}

} // namespace dvmdash::engine
