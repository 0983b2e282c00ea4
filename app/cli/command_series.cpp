// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"
#include "figures_json.h"
#include "figures_text.h"
#include "format.h"
#include "series_metric.h"
#include "table.h"
#include "window_options.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace dvmdash::cli
{

namespace
{

using nlohmann::ordered_json;

struct SeriesOptions {
    WindowOptions window;
    std::string metric;
    std::string dvm;
    std::string kind;
    std::string step;
    bool cumulative = false;
    bool csv = false;
};

/// What was asked, read and checked.
struct SeriesRequest {
    const SeriesMetric &metric;
    engine::SeriesQuestion question;
    bool cumulative = false;

    bool ofDvm() const { return question.dvm.has_value(); }
    SeriesSubject subject() const
    {
        if (ofDvm())
            return question.kind ? OfDvmForKind : OfDvm;
        return question.kind ? OfKind : OfNetwork;
    }
};

SeriesRequest requestFrom(const SeriesOptions &options)
{
    SeriesRequest request{seriesMetricFromText(options.metric), {}, options.cumulative};
    request.question.window = options.window.meant();
    if (!options.dvm.empty())
        request.question.dvm = publicKeyFromArgument("--dvm", options.dvm);
    if (!options.kind.empty())
        request.question.kind = requestKindFromText("--kind", options.kind);
    if (!options.step.empty())
        request.question.step = stepFromText("--step", options.step);
    checkSubject(request.metric, request.subject());
    if (options.cumulative)
        checkCumulative(request.metric);
    return request;
}

/// Points of a metric one after the other, added up when that is wanted.
class PointWriter
{
public:
    explicit PointWriter(const SeriesRequest &request)
        : m_request(request)
    {
    }
    void add(std::int64_t start, const metrics::Figures &figures, std::int64_t dvmsEver = 0)
    {
        const StepFigures step{figures, dvmsEver, m_request.ofDvm()};
        std::optional<std::int64_t> sum;
        if (m_request.cumulative)
            sum = m_sum += m_request.metric.value(step).value_or(0);
        ordered_json point{{"time", isoSeconds(start)}, {"unix", start}};
        point.update(pointValues(m_request.metric, step, sum));
        points.push_back(std::move(point));
    }

    ordered_json points = ordered_json::array();

private:
    const SeriesRequest &m_request;
    std::int64_t m_sum = 0;
};

ordered_json seriesJson(const SeriesRequest &request)
{
    const auto &question = request.question;
    ordered_json json;
    json["metric"] = std::string(request.metric.name);
    json["meaning"] = std::string(request.metric.meaning);
    json["unit"] = unitOf(request.metric, request.ofDvm());
    json["cumulative"] = request.cumulative;
    json["dvm"] = question.dvm ? ordered_json(question.dvm->hex()) : ordered_json(nullptr);
    json["kind"] = question.kind ? ordered_json(*question.kind) : ordered_json(nullptr);
    return json;
}

template<typename Answer>
void addAnswer(ordered_json &json, const Answer &answer, ordered_json points)
{
    json["window"] = windowJson(answer.window);
    json["step"] = std::string(metrics::stepName(answer.step));
    json["points"] = std::move(points);
    json["freshness"] = freshnessJson(answer.freshness);
}

ordered_json readSeries(engine::Archive &archive, const SeriesRequest &request)
{
    ordered_json json = seriesJson(request);
    PointWriter writer(request);
    const auto &question = request.question;
    if (request.metric.nature == Nature::KeysEver) {
        const engine::Kind kind =
            ask(archive, engine::KindQuestion{*question.kind, question.window, question.step});
        for (const auto &point : kind.points)
            writer.add(point.start, point.figures, point.dvms_ever);
        addAnswer(json, kind, std::move(writer.points));
        return json;
    }
    if (question.dvm && !isKnownKey(archive, *question.dvm))
        refuseUnknownDvm(*question.dvm);
    const engine::Series series = ask(archive, question);
    for (const auto &point : series.points)
        writer.add(point.start, point.figures);
    addAnswer(json, series, std::move(writer.points));
    return json;
}

Show showFor(Nature nature)
{
    switch (nature) {
    case Nature::Rate: // in percent already
        return Show::Number;
    case Nature::Duration:
        return Show::Duration;
    case Nature::Events:
    case Nature::Outcomes:
    case Nature::Keys:
    case Nature::KeysEver:
    case Nature::Money:
        break;
    }
    return Show::Count;
}

void printText(Output &output, const SeriesRequest &request, const ordered_json &json)
{
    const auto &metric = request.metric;
    printWindow(output, json);
    printField(output, "metric", json, "/metric", Show::Text);
    printField(output, "meaning", json, "/meaning", Show::Text);
    printField(output, "step", json, "/step", Show::Text);
    const std::string title = unitOf(metric, request.ofDvm()) + (request.cumulative ? ", cumulative" : "");
    std::vector<TextColumn> columns{{"time", "/time", Show::Time},
                                    {title.c_str(), "/value", showFor(metric.nature)}};
    if (metric.nature == Nature::Rate)
        columns.push_back({"of", "/whole", Show::Count});
    if (metric.nature == Nature::Duration)
        columns.push_back({"n", "/n", Show::Count});
    if (!json.at("points").empty())
        printTable(output, json.at("points"), columns);
    printFreshness(output, json);
}

void printPoints(Output &output, const SeriesRequest &request, const ordered_json &json)
{
    const auto names = seriesColumns(request.metric, request.ofDvm(), request.cumulative);
    std::vector<CsvColumn> columns;
    columns.reserve(names.size());
    for (const SeriesColumn &column : names)
        columns.push_back({column.header.c_str(), column.pointer.c_str()});
    printCsv(output, json.at("points"), columns);
}

int runSeries(const Invocation &invocation, const SeriesOptions &options)
{
    if (invocation.json && options.csv)
        throw UsageError(QStringLiteral("--json and --csv cannot be combined: use one or the other"));
    const SeriesRequest request = requestFrom(options);
    engine::Archive archive = openArchive(invocation);
    const ordered_json json = readSeries(archive, request);
    return printAnswer(invocation, json, [&](Output &output, const ordered_json &answer) {
        if (options.csv)
            printPoints(output, request, answer);
        else
            printText(output, request, answer);
    });
}

/// One line for each metric.
std::string metricsText()
{
    std::string text = "METRIC is one of:\n";
    constexpr std::size_t column = 12;
    for (const SeriesMetric &metric : seriesMetrics()) {
        std::string name(metric.name);
        name.resize(std::max(column, name.size() + 1), ' ');
        text += "  " + name + std::string(metric.meaning) + "\n";
    }
    return text;
}

} // namespace

void addSeriesCommand(CLI::App &app, Invocation &invocation)
{
    auto options = std::make_shared<SeriesOptions>();
    CLI::App &command = addCommand(app, invocation, "series", "The course of a number over time",
                                   [&invocation, options] { return runSeries(invocation, *options); });
    command.add_option("METRIC", options->metric, "What to show, see below")->required();
    command.add_option("--dvm", options->dvm, "Of this DVM: npub, hex or nprofile")->type_name("KEY");
    command.add_option("--kind", options->kind, "Of this kind of request or result")->type_name("KIND");
    command
        .add_option("--step", options->step,
                    "1m, 5m, 15m, 1h, 4h, 1d or month, in UTC (default: what suits the window)")
        ->type_name("STEP");
    command.add_flag("--cumulative", options->cumulative, "Running totals from the window's start on");
    command.add_flag("--csv", options->csv, "Print the points as CSV");
    addWindowOptions(command, options->window);
    command.footer(metricsText() + windowFooter);
}

} // namespace dvmdash::cli
