// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/standing_lines.h"

#include "engine/capture_format.h"

#include <algorithm>

namespace dvmdash::engine
{

namespace
{

/// [from, until) without what these spans of the relay cover.
std::vector<std::pair<std::int64_t, std::int64_t>>
without(const StandingLines::Spans &spans, const std::string &relay, std::int64_t from, std::int64_t until)
{
    std::vector<std::pair<std::int64_t, std::int64_t>> left;
    for (auto at = spans.lower_bound({relay, INT64_MIN}); at != spans.end() && at->first.first == relay;
         ++at) {
        const std::int64_t since = at->first.second;
        if (since >= until)
            break;
        if (from < since)
            left.emplace_back(from, since);
        from = std::max(from, at->second);
    }
    if (from < until)
        left.emplace_back(from, until);
    return left;
}

} // namespace

StandingLines::StandingLines(store::Database &db, std::int64_t from_s)
    : m_rows(db.prepare("SELECT url, since, until FROM coverage JOIN relay USING(relay)"))
    , m_from(from_s)
    , m_before(read())
    , m_written(m_before)
{
}

StandingLines::Spans StandingLines::read()
{
    Spans spans;
    const store::ResetAtEnd reset(m_rows);
    while (m_rows.step())
        spans[{std::string(m_rows.text(0)), m_rows.integer(1)}] = m_rows.integer(2);
    return spans;
}

std::string StandingLines::coverageSince(std::int64_t now_ms, Spans &spans)
{
    spans = read();
    std::string lines;
    for (const auto &[place, until] : spans) {
        const auto &[relay, since] = place;
        const auto written = m_written.find(place);
        if (written != m_written.end() && written->second == until)
            continue;
        for (const auto &[from, end] : without(m_before, relay, std::max(since, m_from), until))
            lines += toLine({now_ms, relay, CapturedCoverage{from, end}});
    }
    return lines;
}

std::string StandingLines::listeningNow(std::int64_t now_ms) const
{
    std::string lines;
    for (const std::string &relay : m_listening)
        lines += toLine({now_ms, relay, CapturedListening{true}});
    return lines;
}

void StandingLines::isWritten(const std::vector<std::pair<std::string, bool>> &listening, Spans spans)
{
    for (const auto &[relay, on] : listening) {
        if (on)
            m_listening.insert(relay);
        else
            m_listening.erase(relay);
    }
    if (!spans.empty())
        m_written = std::move(spans);
}

} // namespace dvmdash::engine
