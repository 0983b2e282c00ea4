// SPDX-License-Identifier: GPL-3.0-or-later
#include "series_metric.h"

#include "command.h"
#include "format.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace dvmdash::cli
{

namespace
{

using dvm::State;
using Value = std::optional<std::int64_t>;

constexpr unsigned ofAll = OfNetwork | OfKind | OfDvm | OfDvmForKind;
constexpr unsigned ofJobs = OfNetwork | OfKind;
constexpr std::int64_t msatPerSat = 1'000;

/// Jobs in this state; of a DVM its attempts.
std::int64_t outcomes(const StepFigures &step, State state)
{
    return step.ofDvm ? step.figures.attemptsIn(state) : step.figures.jobsIn(state);
}

const std::array allMetrics{
    SeriesMetric{"requests", Nature::Events, ofJobs, "job requests",
                 [](const StepFigures &s) -> Value { return s.figures.requests; }},
    SeriesMetric{"results", Nature::Events, ofAll, "results of DVMs",
                 [](const StepFigures &s) -> Value { return s.figures.results; }},
    SeriesMetric{"feedback", Nature::Events, OfNetwork | OfDvm, "feedback of DVMs; it names no kind",
                 [](const StepFigures &s) -> Value { return s.figures.feedback; }},
    SeriesMetric{"late", Nature::Events, OfNetwork, "of these, received over 15 minutes after their time",
                 [](const StepFigures &s) -> Value { return s.figures.late; }},
    SeriesMetric{"users", Nature::Keys, ofJobs, "different authors of requests",
                 [](const StepFigures &s) -> Value { return s.figures.users; }},
    SeriesMetric{"dvms", Nature::Keys, ofJobs,
                 "DVMs active in the step: different authors of results, and without --kind of feedback",
                 [](const StepFigures &s) -> Value { return s.figures.dvms; }},
    SeriesMetric{"dvms_ever", Nature::KeysEver, OfKind, "DVMs that gave a result until the end of the step",
                 [](const StepFigures &s) -> Value { return s.dvms_ever; }},
    SeriesMetric{"kinds", Nature::Keys, OfNetwork, "different kinds of requests",
                 [](const StepFigures &s) -> Value { return s.figures.kinds; }},
    SeriesMetric{"completed", Nature::Outcomes, ofAll, "delivered jobs; of a DVM attempts",
                 [](const StepFigures &s) -> Value { return outcomes(s, State::Delivered); }},
    SeriesMetric{"failed", Nature::Outcomes, ofAll,
                 "failed, ignored, stalled, or paid and undelivered jobs; of a DVM attempts",
                 [](const StepFigures &s) -> Value {
                     return s.ofDvm ? s.figures.attemptsFailed() : s.figures.jobsFailed();
                 }},
    SeriesMetric{"ignored", Nature::Outcomes, ofAll, "ignored jobs; of a DVM attempts",
                 [](const StepFigures &s) -> Value { return outcomes(s, State::Ignored); }},
    SeriesMetric{"completion", Nature::Rate, ofJobs, "delivered jobs of all jobs seen",
                 [](const StepFigures &s) -> Value { return s.figures.completion().part; },
                 [](const StepFigures &s) { return s.figures.completion().whole; }},
    SeriesMetric{"success", Nature::Rate, ofAll, "delivered attempts of those that were delivered or failed",
                 [](const StepFigures &s) -> Value { return s.figures.success().part; },
                 [](const StepFigures &s) { return s.figures.success().whole; }},
    SeriesMetric{"p50", Nature::Duration, ofAll, "median response time",
                 [](const StepFigures &s) { return s.figures.response.p50_ms; },
                 [](const StepFigures &s) { return s.figures.response.n; }},
    SeriesMetric{"p95", Nature::Duration, ofAll, "95th percentile of response times",
                 [](const StepFigures &s) { return s.figures.response.p95_ms; },
                 [](const StepFigures &s) { return s.figures.response.n; }},
    SeriesMetric{"p99", Nature::Duration, ofAll, "99th percentile of response times",
                 [](const StepFigures &s) { return s.figures.response.p99_ms; },
                 [](const StepFigures &s) { return s.figures.response.n; }},
    SeriesMetric{"mean", Nature::Duration, ofAll, "mean response time",
                 [](const StepFigures &s) { return s.figures.response.mean_ms; },
                 [](const StepFigures &s) { return s.figures.response.n; }},
    SeriesMetric{"confirmed", Nature::Money, ofAll, "money earned: valid receipts, redeemed nutzaps",
                 [](const StepFigures &s) -> Value { return s.figures.money.confirmed; }},
    SeriesMetric{"claimed", Nature::Money, ofAll, "money of receipts that could not be checked",
                 [](const StepFigures &s) -> Value { return s.figures.money.claimed; }},
    SeriesMetric{"inferred", Nature::Money, ofAll, "money asked for where work went on after that",
                 [](const StepFigures &s) -> Value { return s.figures.money.inferred; }},
    SeriesMetric{"requested", Nature::Money, ofAll, "money that was asked for",
                 [](const StepFigures &s) -> Value { return s.figures.money.requested; }},
};

QString word(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString subjectsText(unsigned subjects)
{
    QStringList texts;
    if (subjects & OfNetwork)
        texts.append(QStringLiteral("the whole network"));
    if (subjects & OfKind)
        texts.append(QStringLiteral("a kind (--kind)"));
    if (subjects & OfDvm)
        texts.append(QStringLiteral("a DVM (--dvm)"));
    if (subjects & OfDvmForKind)
        texts.append(QStringLiteral("a DVM for a kind (both)"));
    return texts.join(QStringLiteral(", "));
}

/// Why its steps cannot be added up; empty when they can.
QString whyNotAdded(Nature nature)
{
    switch (nature) {
    case Nature::Events:
    case Nature::Outcomes:
    case Nature::Money:
        return {};
    case Nature::Keys:
        return QStringLiteral("the same ones may be active in several steps");
    case Nature::KeysEver:
        return QStringLiteral("it is a running total already");
    case Nature::Rate:
        return QStringLiteral("rates cannot be added up");
    case Nature::Duration:
        return QStringLiteral("response times of steps cannot be added up");
    }
    return {};
}

} // namespace

bool SeriesMetric::canBeAdded() const
{
    return whyNotAdded(nature).isEmpty();
}

std::span<const SeriesMetric> seriesMetrics()
{
    return allMetrics;
}

const SeriesMetric &seriesMetricFromText(const std::string &text)
{
    QStringList words;
    for (const SeriesMetric &metric : allMetrics) {
        if (metric.name == text)
            return metric;
        words.append(word(metric.name));
    }
    throw UsageError(QStringLiteral("there is no metric '%1': METRIC is one of %2")
                         .arg(QString::fromStdString(text), words.join(QStringLiteral(", "))));
}

void checkSubject(const SeriesMetric &metric, SeriesSubject subject)
{
    if (metric.subjects & subject)
        return;
    throw UsageError(
        QStringLiteral("%1 is counted for: %2").arg(word(metric.name), subjectsText(metric.subjects)));
}

void checkCumulative(const SeriesMetric &metric)
{
    if (!metric.canBeAdded())
        throw UsageError(QStringLiteral("--cumulative makes no sense for %1: %2")
                             .arg(word(metric.name), whyNotAdded(metric.nature)));
}

std::string unitOf(const SeriesMetric &metric, bool ofDvm)
{
    switch (metric.nature) {
    case Nature::Events:
        return "events";
    case Nature::Outcomes:
        return ofDvm ? "attempts" : "jobs";
    case Nature::Keys:
        return std::string(metric.name);
    case Nature::KeysEver:
        return "dvms";
    case Nature::Rate:
        return "percent";
    case Nature::Duration:
        return "ms";
    case Nature::Money:
        return "sat";
    }
    return {};
}

nlohmann::ordered_json pointValues(const SeriesMetric &metric, const StepFigures &step, Value sum)
{
    const Value value = sum ? sum : metric.value(step);
    const nlohmann::ordered_json orNull =
        value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
    switch (metric.nature) {
    case Nature::Events:
    case Nature::Outcomes:
    case Nature::Keys:
    case Nature::KeysEver:
        return {{"value", orNull}};
    case Nature::Rate: {
        constexpr int decimals = 2;
        const metrics::Rate rate{value.value_or(0), metric.whole(step)};
        const auto percent = rate.percent();
        return {{"value", percent ? nlohmann::ordered_json(rounded(*percent, decimals)) : nullptr},
                {"part", rate.part},
                {"whole", rate.whole}};
    }
    case Nature::Duration:
        return {{"value", orNull}, {"n", metric.whole(step)}};
    case Nature::Money:
        return {{"value", value.value_or(0) / msatPerSat}, {"msat", value.value_or(0)}};
    }
    return {};
}

std::vector<SeriesColumn> seriesColumns(const SeriesMetric &metric, bool ofDvm, bool cumulative)
{
    const std::string name = (cumulative ? "cumulative_" : "") + std::string(metric.name);
    const std::string unit = unitOf(metric, ofDvm);
    std::vector<SeriesColumn> columns{{"time_utc", "/time"}, {"unix", "/unix"}};
    switch (metric.nature) {
    case Nature::Keys:
    case Nature::KeysEver:
        columns.push_back({name, "/value"});
        break;
    case Nature::Events:
    case Nature::Outcomes:
        columns.push_back({name + "_" + unit, "/value"});
        break;
    case Nature::Rate:
        columns.push_back({name + "_percent", "/value"});
        columns.push_back({name + "_part", "/part"});
        columns.push_back({name + "_whole", "/whole"});
        break;
    case Nature::Duration:
        columns.push_back({name + "_ms", "/value"});
        columns.push_back({"responses", "/n"});
        break;
    case Nature::Money:
        columns.push_back({name + "_sat", "/value"});
        columns.push_back({name + "_msat", "/msat"});
        break;
    }
    return columns;
}

} // namespace dvmdash::cli
