// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/playback.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace dvmdash::engine
{

namespace
{

/// So many are verified together and written in one go.
constexpr std::size_t linesAtOnce = 512;
constexpr std::uint64_t mostCopies = 32;

} // namespace

Playback::Playback(CapturePtr capture, store::WriterThread &writer, ingest::CounterBoard &counters,
                   PlaybackClock &clock, QString folder, PlaybackSettings settings)
    : m_capture(std::move(capture))
    , m_writer(writer)
    , m_clock(clock)
    , m_folder(std::move(folder))
    , m_settings(settings)
    , m_reader(m_capture)
    , m_feed(m_capture, writer, counters)
    , m_moment(m_capture->fromMs())
{
    if (m_settings.lines_between_copies == 0)
        m_settings.lines_between_copies =
            std::max(m_settings.least_lines_between_copies, m_capture->lines() / mostCopies);
    // What would go by the policy's limits goes at times of the system's clock.
    m_writer.holdDeletions(true);
    settleAt(m_moment);
    keepCopy();
}

bool Playback::moveTo(std::int64_t moment_ms, const GoOn &goOn)
{
    const std::int64_t moment = std::clamp(moment_ms, m_capture->fromMs(), m_capture->untilMs());
    if (moment < m_moment)
        goBackTo(moment);
    return goForwardTo(moment, goOn);
}

void Playback::goBackTo(std::int64_t moment_ms)
{
    const auto after = std::partition_point(m_copies.begin(), m_copies.end(),
                                            [&](const Copy &copy) { return copy.at_ms <= moment_ms; });
    const Copy &copy = *std::prev(after);
    m_clock = copy.at_ms;
    m_writer.replaceBy(copy.path.toStdString(), m_feed.restore(copy.standing));
    m_reader.seek(copy.place);
    m_moment = copy.at_ms;
}

bool Playback::goForwardTo(std::int64_t moment_ms, const GoOn &goOn)
{
    const std::int64_t began = m_moment;
    std::vector<TimedLine> lines;
    for (;;) {
        lines.clear();
        const TimedLine *line = m_reader.peek();
        for (; line && line->at_ms <= moment_ms && lines.size() < linesAtOnce; line = m_reader.peek()) {
            if (CaptureFeed::changesWhoListens(*line) && !lines.empty())
                break;
            lines.push_back(std::move(*m_reader.next()));
            if (CaptureFeed::changesWhoListens(lines.back()))
                break;
        }
        if (lines.empty())
            break;
        // How far silence is judged depends on who listens: what came before is judged as it was then.
        if (CaptureFeed::changesWhoListens(lines.front()))
            settleAt(lines.front().at_ms);
        m_moment = lines.back().at_ms;
        m_clock = m_moment;
        m_feed.give(std::move(lines));
        copyIfDue();
        const auto done = moment_ms > began ? (m_moment - began) * 1000 / (moment_ms - began) : 1000;
        if (goOn && !goOn(static_cast<int>(done))) {
            settleAt(m_moment);
            return false;
        }
    }
    settleAt(moment_ms);
    return true;
}

void Playback::settleAt(std::int64_t moment_ms)
{
    m_moment = moment_ms;
    m_clock = moment_ms;
    m_feed.coverPlain(moment_ms, m_reader.peek());
    m_writer.settle();
}

void Playback::copyIfDue()
{
    const bool isNew = m_moment > m_copies.back().at_ms;
    if (!isNew || m_reader.place().line < m_copies.back().place.line + m_settings.lines_between_copies)
        return;
    settleAt(m_moment);
    keepCopy();
}

void Playback::keepCopy()
{
    Copy copy;
    copy.path = QStringLiteral("%1/moment-%2.sqlite").arg(m_folder).arg(m_copiesMade++);
    copy.at_ms = m_moment;
    m_reader.peek();
    copy.place = m_reader.place();
    copy.standing = m_feed.standing();
    m_writer.whileResting([&](store::StoreFile &file) { file.copyTo(copy.path.toStdString()); });
    copy.bytes = QFileInfo(copy.path).size();
    m_copies.push_back(std::move(copy));
    thinOut();
}

/// The first one stays: it is the way to all that lies before the second.
void Playback::thinOut()
{
    std::int64_t bytes = 0;
    for (const Copy &copy : m_copies)
        bytes += copy.bytes;
    if (bytes <= m_settings.most_copy_bytes || m_copies.size() < 3)
        return;
    m_settings.lines_between_copies *= 2;
    std::vector<Copy> kept;
    for (std::size_t i = 0; i < m_copies.size(); ++i) {
        if (i % 2 == 0)
            kept.push_back(std::move(m_copies[i]));
        else
            QFile::remove(m_copies[i].path);
    }
    m_copies = std::move(kept);
}

} // namespace dvmdash::engine
