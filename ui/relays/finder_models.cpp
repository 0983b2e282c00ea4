// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/finder_models.h"

#include <QCoreApplication>
#include <QStringList>

namespace dvmdash::ui
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("relay_finder", text);
}

template<typename Row>
void addText(std::vector<BoardColumn<Row>> &columns, const Column &column, QString Row::*text)
{
    columns.push_back({column, [text](const Row &row, int role) {
                           return role == Qt::DisplayRole || role == RawValueRole || role == Qt::ToolTipRole
                                      ? QVariant(row.*text)
                                      : QVariant();
                       }});
}

template<typename Row, typename Value>
void addValue(std::vector<BoardColumn<Row>> &columns, const Column &column, Value value)
{
    columns.push_back({column, [value](const Row &row, int role) {
                           return role == RawValueRole ? QVariant(value(row)) : QVariant();
                       }});
}

QVariant momentOf(qint64 seconds)
{
    return seconds > 0 ? QVariant(seconds) : QVariant();
}

Column urlColumn()
{
    return {QStringLiteral("url"), tr("Relay"), CellKind::Text, 30, false, {}, {}, true};
}

std::vector<BoardColumn<NamedRelayRow>> namedColumns()
{
    using Row = NamedRelayRow;
    std::vector<BoardColumn<Row>> columns;
    addText(columns, urlColumn(), &Row::url);
    addValue(columns,
             {QStringLiteral("people"),
              tr("Customers"),
              CellKind::Number,
              11,
              false,
              {},
              tr("Different authors of requests that name it.")},
             [](const Row &row) { return qint64(row.named.people); });
    addValue(columns,
             {QStringLiteral("dvms"),
              tr("DVMs"),
              CellKind::Number,
              8,
              false,
              {},
              tr("Different DVMs that name it: in results, announcements and lists of relays.")},
             [](const Row &row) { return qint64(row.named.dvms); });
    addValue(columns, {QStringLiteral("requests"), tr("Requests"), CellKind::Number, 10},
             [](const Row &row) { return qint64(row.named.requests); });
    addValue(columns, {QStringLiteral("answers"), tr("Results"), CellKind::Number, 10},
             [](const Row &row) { return qint64(row.named.answers); });
    addValue(columns,
             {QStringLiteral("last"), tr("Last named"), CellKind::Time, 12, false,
              QStringLiteral("last_named_utc")},
             [](const Row &row) { return momentOf(row.named.last_at); });
    return columns;
}

std::vector<BoardColumn<FoundRelayRow>> foundColumns()
{
    using Row = FoundRelayRow;
    std::vector<BoardColumn<Row>> columns;
    addText(columns, urlColumn(), &Row::url);
    addValue(columns,
             {QStringLiteral("monitors"),
              tr("Monitors"),
              CellKind::Number,
              10,
              false,
              {},
              tr("How many different monitors told of it in the last two weeks.")},
             [](const Row &row) { return qint64(row.monitors); });
    addValue(columns,
             {QStringLiteral("announced"),
              tr("Announced"),
              CellKind::Number,
              11,
              true,
              {},
              tr("How many of these tell of themselves too (kind 10166).")},
             [](const Row &row) { return qint64(row.announced); });
    addValue(columns,
             {QStringLiteral("rtt"), tr("Opens in"), CellKind::DurationMs, 10, false,
              QStringLiteral("rtt_open_ms"), tr("Where the monitors are, the median of theirs.")},
             [](const Row &row) { return row.rtt_ms ? QVariant(*row.rtt_ms) : QVariant(); });
    addText(columns, {QStringLiteral("network"), tr("Network"), CellKind::Text, 11}, &Row::network);
    addText(columns,
            {QStringLiteral("takes"),
             tr("Takes"),
             CellKind::Text,
             26,
             false,
             {},
             tr("Whether it takes the kinds of jobs, and what it wants of its users, where told.")},
            &Row::takes);
    addText(columns, {QStringLiteral("nips"), tr("NIPs"), CellKind::Text, 18}, &Row::nips);
    addValue(columns,
             {QStringLiteral("told"), tr("Told"), CellKind::Time, 12, false, QStringLiteral("told_utc")},
             [](const Row &row) { return momentOf(row.told_at); });
    return columns;
}

} // namespace

FoundRelayRow foundRow(const relay::FoundRelay &found)
{
    const relay::RelayReport &report = found.newest;
    FoundRelayRow row;
    row.url = report.url;
    row.network = report.network;
    row.rtt_ms = found.rtt_open_ms;
    QStringList nips;
    for (const int nip : report.nips)
        nips.append(QString::number(nip));
    row.nips = nips.join(QLatin1Char(' '));
    QStringList takes;
    if (report.jobs)
        takes.append(*report.jobs ? tr("jobs") : tr("no jobs"));
    if (report.auth.value_or(false))
        takes.append(tr("only who authenticates"));
    if (report.payment.value_or(false))
        takes.append(tr("only who pays"));
    row.takes = takes.join(QStringLiteral(", "));
    row.monitors = found.monitors;
    row.announced = found.announced;
    row.told_at = report.created_at;
    return row;
}

NamedRelaysModel::NamedRelaysModel(QObject *parent)
    : BoardModel(&NamedRelayRow::url, namedColumns(), parent)
{
}

FoundRelaysModel::FoundRelaysModel(QObject *parent)
    : BoardModel(&FoundRelayRow::url, foundColumns(), parent)
{
}

} // namespace dvmdash::ui
