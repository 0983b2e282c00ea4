// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/charts/chart_data.h"
#include "ui/models/observed.h"

#include <optional>

namespace dvmdash::ui
{

/// Title of an axis that counts events: "events per 15 minutes".
QString eventsPer(metrics::Step step);
/// The same of attempts that failed: "failed attempts per hour".
QString failuresPer(metrics::Step step);

/// The points of an answer that can be compared with each other: the first one is left out when the window
/// begins inside of it, for it would look like a fall that never was. Not so when all times were asked for:
/// before the first event there was nothing. What was not observed is marked. `Answer` has a question, a
/// window, a step, points and what it rests on. Keeps references to these.
template<typename Answer>
class Course
{
public:
    explicit Course(const Answer &answer)
        : m_points(answer.points)
        , m_fresh(answer.freshness)
    {
        const engine::TimeWindow &window = answer.window;
        m_data.window = {window.since, window.until};
        if (!m_points.empty()) {
            const bool isCut = m_points.front().start < window.since && answer.question.window.since > 0;
            m_first = isCut && m_points.size() > 1 ? 1 : 0;
            if (m_points[m_first].start > window.since || !isCut)
                m_data.window.since = m_points[m_first].start;
        }
        m_data.bucketSeconds = metrics::stepSeconds(answer.step);
        // Months are of uneven length.
        if (answer.step == metrics::Step::Month && !m_points.empty()) {
            for (const auto &point : m_points)
                m_data.bounds.append(point.start);
            m_data.bounds.append(metrics::stepEnd(answer.step, m_points.back().start));
        }
        m_data.asOf = answer.freshness.as_of_ms / 1000;
    }

    /// A line for each; `value(point)` gives an integer, or nothing where there is no such number.
    template<typename Value>
    Course &line(const QString &id, const QString &name, Hue hue, Missing missing, Value value)
    {
        return add({id, name, hue, {}, missing}, value);
    }
    /// Of a state, in its colour; `isPale` where another one of the same colour stands beside it.
    template<typename Value>
    Course &state(const QString &id, const QString &name, Tone tone, bool isPale, Value value)
    {
        return add({id, name, Hue::Grey, {}, Missing::Zero, tone, isPale}, value);
    }
    ChartData chart(const QString &unit, ValueFormat format = ValueFormat::Count)
    {
        m_data.unit = unit;
        m_data.format = format;
        setObserved(m_data, m_fresh);
        return m_data;
    }

private:
    template<typename Value>
    Course &add(ChartSeries series, Value value)
    {
        for (std::size_t i = m_first; i < m_points.size(); ++i)
            if (const std::optional<qint64> found = value(m_points[i]))
                series.points.append({m_points[i].start, *found});
        m_data.series.append(series);
        return *this;
    }

    using Points = decltype(Answer::points);

    const Points &m_points;
    const metrics::Freshness &m_fresh;
    std::size_t m_first = 0;
    ChartData m_data;
};

} // namespace dvmdash::ui
