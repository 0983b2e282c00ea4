// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/months_model.h"

#include "ui/models/freshness_words.h"
#include "ui/models/observed.h"
#include "ui/widgets/format.h"

#include <QDateTime>

namespace dvmdash::ui
{

namespace
{

constexpr std::int64_t msPerSecond = 1000;
const QString dash = QStringLiteral("\u2013");

QDate utcDay(std::int64_t time)
{
    return QDateTime::fromSecsSinceEpoch(time, Qt::UTC).date();
}

} // namespace

MonthsModel::MonthsModel(QObject *parent)
    : RowModel(
          {
              {QStringLiteral("month"), tr("Month"), CellKind::Text, 10, false, QStringLiteral("month_utc"),
               tr("Month of UTC."), true},
              {QStringLiteral("requests"),
               tr("Requests"),
               CellKind::Number,
               8,
               false,
               {},
               measureMeaning(Measure::Requests)},
              {QStringLiteral("results"),
               tr("Results"),
               CellKind::Number,
               6,
               false,
               {},
               measureMeaning(Measure::Results)},
              {QStringLiteral("users"),
               tr("Users"),
               CellKind::Number,
               5,
               false,
               {},
               measureMeaning(Measure::Users)},
              {QStringLiteral("dvms"),
               tr("DVMs"),
               CellKind::Number,
               5,
               false,
               {},
               measureMeaning(Measure::Dvms)},
              {QStringLiteral("completion"),
               tr("Completed"),
               CellKind::Number,
               9,
               false,
               {},
               measureMeaning(Measure::Completion)},
              {QStringLiteral("claimed"), tr("Claimed sats"), CellKind::Sats, 11, false,
               QStringLiteral("claimed_msat"), measureMeaning(Measure::Claimed)},
              {QStringLiteral("p50"), tr("p50"), CellKind::DurationMs, 7, false,
               QStringLiteral("response_p50_ms"), measureMeaning(Measure::P50)},
              {QStringLiteral("confirmed"), tr("Confirmed sats"), CellKind::Sats, 12, true,
               QStringLiteral("confirmed_msat"), measureMeaning(Measure::Confirmed)},
              {QStringLiteral("feedback"),
               tr("Feedback"),
               CellKind::Number,
               8,
               true,
               {},
               measureMeaning(Measure::Feedback)},
              {QStringLiteral("jobs"),
               tr("Jobs"),
               CellKind::Number,
               8,
               true,
               {},
               tr("Jobs whose request was made in the time: what the completion is of.")},
              {QStringLiteral("delivered"),
               tr("Delivered"),
               CellKind::Number,
               8,
               true,
               {},
               tr("Of these jobs, those for which a result came.")},
          },
          parent)
{
}

void MonthsModel::setMonths(const engine::Months &months)
{
    m_freshness = freshnessWords(months.freshness);
    const std::int64_t asOf = months.freshness.as_of_ms / 1000;
    const auto endOf = [](const metrics::Point &month) {
        return metrics::stepEnd(metrics::Step::Month, month.start);
    };
    ChartData observed;
    observed.asOf = asOf;
    for (const metrics::Point &month : months.months)
        observed.bounds.append(month.start);
    if (!months.months.empty()) {
        observed.bounds.append(endOf(months.months.back()));
        observed.window = {observed.bounds.front(), observed.bounds.back()};
        setObserved(observed, months.freshness);
    }
    std::vector<MonthRow> next;
    for (auto month = months.months.rbegin(); month != months.months.rend(); ++month)
        next.push_back({*month, endOf(*month) > asOf, observed.missingIn(month->start)});
    setRows(next);
}

std::optional<qint64> MonthsModel::number(const metrics::Figures &figures, int column)
{
    switch (column) {
    case Requests:
        return figures.requests;
    case Results:
        return figures.results;
    case Users:
        return figures.users;
    case Dvms:
        return figures.dvms;
    case Claimed:
        return figures.money.claimed;
    case Confirmed:
        return figures.money.confirmed;
    case Feedback:
        return figures.feedback;
    case Jobs:
        return figures.jobsSeen();
    case Delivered:
        return figures.jobsIn(dvm::State::Delivered);
    case P50:
        return figures.response.p50_ms;
    default:
        return std::nullopt;
    }
}

Measure MonthsModel::measure(int column)
{
    switch (column) {
    case Results:
        return Measure::Results;
    case Users:
        return Measure::Users;
    case Dvms:
        return Measure::Dvms;
    case Claimed:
        return Measure::Claimed;
    case Confirmed:
        return Measure::Confirmed;
    case Feedback:
        return Measure::Feedback;
    case Completion:
    case Jobs:
    case Delivered:
        return Measure::Completion;
    case P50:
        return Measure::P50;
    default:
        return Measure::Requests;
    }
}

QString MonthsModel::monthText(std::int64_t start)
{
    return format::locale().toString(utcDay(start), QStringLiteral("MMM yyyy"));
}

QString MonthsModel::shortMonth(std::int64_t start)
{
    return format::locale().toString(utcDay(start), QStringLiteral("MMM"));
}

QVariant MonthsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const MonthRow &shown = row(index.row());
    const metrics::Figures &figures = shown.month.figures;
    const int column = index.column();
    if (role == Qt::ToolTipRole) {
        const QString name =
            shown.runs ? tr("%1, so far").arg(monthText(shown.month.start)) : monthText(shown.month.start);
        QStringList lines{name, measureMeaning(measure(column)), sampleWords(measure(column), figures)};
        if (shown.missing_s > 0)
            lines.append(tr("For %1 of this month no relay surely delivered everything.")
                             .arg(format::durationMs(shown.missing_s * msPerSecond)));
        lines.append(m_freshness);
        return lines.join(QLatin1Char('\n'));
    }
    switch (column) {
    case Month:
        if (role == RawValueRole)
            return utcDay(shown.month.start).toString(QStringLiteral("yyyy-MM"));
        if (role != Qt::DisplayRole)
            return {};
        return shown.runs ? tr("%1, so far").arg(shortMonth(shown.month.start))
                          : monthText(shown.month.start);
    case Completion: {
        const metrics::Rate rate = figures.completion();
        return role == Qt::DisplayRole ? QVariant(format::percent(rate.part, rate.whole).value_or(dash))
                                       : QVariant();
    }
    default: {
        const auto value = number(figures, column);
        if (role == RawValueRole)
            return value ? QVariant(*value) : QVariant();
        return role == Qt::DisplayRole && !value ? QVariant(dash) : QVariant();
    }
    }
}

} // namespace dvmdash::ui
