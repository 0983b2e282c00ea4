// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_data.h"

#include <QRandomGenerator>

#include <array>
#include <cmath>

namespace dvmdash::gallery
{

using ui::CellKind;
using ui::Tone;

namespace
{

constexpr qint64 hour = 3600;
constexpr qint64 day = 24 * hour;

struct State {
    Tone tone;
    const char *word;
};

constexpr std::array<State, 8> states{{{Tone::Delivered, "delivered"},
                                       {Tone::Running, "running"},
                                       {Tone::Delivered, "delivered"},
                                       {Tone::Payment, "payment asked"},
                                       {Tone::Failed, "failed"},
                                       {Tone::Stalled, "stalled"},
                                       {Tone::Waiting, "unserved"},
                                       {Tone::Suspect, "wrong kind"}}};

struct Kind {
    int number;
    const char *name;
};

constexpr std::array<Kind, 6> kindNames{{{5050, "Text generation"},
                                         {5000, "Text extraction"},
                                         {5100, "Image generation"},
                                         {5001, "Summarization"},
                                         {5300, "Content discovery"},
                                         {5002, "Translation"}}};

const QVector<ui::Column> &columns()
{
    static const QVector<ui::Column> list{
        {QStringLiteral("state"), QStringLiteral("State"), CellKind::State, 16},
        {QStringLiteral("request"), QStringLiteral("Request"), CellKind::Id, 16},
        {QStringLiteral("kind"), QStringLiteral("Kind"), CellKind::Text, 20},
        {QStringLiteral("input"), QStringLiteral("Input"), CellKind::Text, 36},
        {QStringLiteral("dvms"), QStringLiteral("DVMs"), CellKind::Number, 7},
        {QStringLiteral("duration"), QStringLiteral("Duration"), CellKind::DurationMs, 11, false,
         QStringLiteral("duration_ms")},
        {QStringLiteral("paid"), QStringLiteral("Paid, sats"), CellKind::Sats, 11, false,
         QStringLiteral("paid_msat")},
        {QStringLiteral("requested"), QStringLiteral("Requested"), CellKind::Time, 14},
        {QStringLiteral("size"), QStringLiteral("Size"), CellKind::Bytes, 10, true,
         QStringLiteral("size_bytes")},
    };
    return list;
}

QString hexId(int row)
{
    QRandomGenerator random(static_cast<quint32>(row) * 7919U + 17U);
    QString id;
    for (int i = 0; i < 8; ++i)
        id += QStringLiteral("%1").arg(random.generate(), 8, 16, QLatin1Char('0'));
    return id;
}

QString inputText(int row)
{
    static const std::array<QString, 5> texts{
        QStringLiteral("Write a haiku about relays that never sleep"),
        QStringLiteral("https://example.org/talk.mp3"),
        QStringLiteral("\u202Egnp.exe"),
        QStringLiteral("Summarise the last 200 notes of the people I follow, in three sentences"),
        QStringLiteral("Überset\u0000ze\nins Deutsche"),
    };
    return texts[static_cast<std::size_t>(row) % texts.size()];
}

ui::ChartSeries wave(const char *id, const char *name, ui::Hue hue, const ui::ChartData &data, double base,
                     int seed)
{
    QRandomGenerator random(static_cast<quint32>(seed));
    ui::ChartSeries series{QLatin1String(id), QLatin1String(name), hue, {}, ui::Missing::Zero};
    for (qint64 time = data.firstBucket(); time < data.window.until; time += data.bucketSeconds) {
        const double phase = double(time % day) / double(day) * 2 * M_PI;
        double value = base * (1 - 0.55 * std::cos(phase - 0.6)) * (0.82 + 0.36 * random.generateDouble());
        if (data.isRunning(time))
            value *= 0.4;
        if (!data.isGap(time))
            series.points.append({time, static_cast<qint64>(value)});
    }
    return series;
}

} // namespace

ui::ChartData activity()
{
    ui::ChartData data;
    data.bucketSeconds = hour / 4;
    data.window = {now - day, now};
    data.asOf = now - 1;
    data.unit = QStringLiteral("events per 15 min");
    data.gaps = {{now - 9 * hour, now - 8 * hour + 600}};
    data.series.append(wave("requests", "Requests", ui::Hue::Requests, data, 130, 1));
    ui::ChartSeries results = wave("results", "Results", ui::Hue::Results, data, 121, 2);
    data.series.append(results);
    return data;
}

ui::ChartData responseTimes()
{
    ui::ChartData data;
    data.bucketSeconds = hour;
    data.window = {now - 2 * day, now};
    data.unit = QStringLiteral("response time");
    data.format = ui::ValueFormat::DurationMs;
    data.series.append(wave("p95_ms", "p95", ui::Hue::Vermilion, data, 21'000, 3));
    data.series.append(wave("p50_ms", "p50", ui::Hue::Requests, data, 6'000, 4));
    for (ui::ChartSeries &series : data.series) {
        series.missing = ui::Missing::Unknown;
        series.points.remove(9, 3);
        series.points.remove(20, 1);
        series.points.remove(21, 2);
    }
    return data;
}

ui::ChartData kinds()
{
    ui::ChartData data;
    data.bucketSeconds = day;
    data.window = {now / day * day - 13 * day, now / day * day + day};
    data.asOf = now;
    data.unit = QStringLiteral("requests per day");
    data.series.append(wave("kind_5050", "Text generation", ui::Hue::Requests, data, 9'000, 5));
    data.series.append(wave("kind_5100", "Images", ui::Hue::Orange, data, 5'200, 6));
    data.series.append(wave("kind_5300", "Discovery", ui::Hue::Purple, data, 3'400, 7));
    data.series.append(wave("kind_5002", "Translation", ui::Hue::Cyan, data, 1'100, 8));
    return data;
}

QVector<qint64> history(int seed)
{
    QRandomGenerator random(static_cast<quint32>(seed));
    QVector<qint64> values;
    qint64 value = 60;
    for (int i = 0; i < 48; ++i) {
        value = qMax<qint64>(2, value + random.bounded(-14, 17));
        values.append(value);
    }
    return values;
}

JobsModel::JobsModel(int rows, QObject *parent)
    : QAbstractTableModel(parent)
    , m_rows(rows)
{
}

int JobsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int JobsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(columns().size());
}

QVariant JobsModel::data(const QModelIndex &index, int role) const
{
    const int row = index.row();
    const State &state = states[static_cast<std::size_t>(row * 5 % 8)];
    const Kind &kind = kindNames[static_cast<std::size_t>(row * 7 % 6)];
    const bool raw = role == ui::RawValueRole;
    const bool shown = role == Qt::DisplayRole;
    switch (index.column()) {
    case 0:
        if (role == ui::ToneRole)
            return static_cast<int>(state.tone);
        return raw || shown ? QVariant(QLatin1String(state.word)) : QVariant();
    case 1:
        return raw || shown ? QVariant(hexId(row)) : QVariant();
    case 2:
        if (raw)
            return kind.number;
        return shown ? QVariant(QStringLiteral("%1  %2").arg(kind.number).arg(QLatin1String(kind.name)))
                     : QVariant();
    case 3:
        return raw || shown ? QVariant(inputText(row)) : QVariant();
    case 4:
        return raw ? QVariant(1 + row * 3 % 7) : QVariant();
    case 5:
        return raw && state.tone == Tone::Delivered ? QVariant(qint64(620) + qint64(row) * 7'919 % 90'000)
                                                    : QVariant();
    case 6:
        return raw && row % 3 == 0 ? QVariant(qint64(row + 1) * 21'000 % 9'000'000) : QVariant();
    case 7:
        return raw ? QVariant(now - qint64(row) * row * 3 - 4) : QVariant();
    case 8:
        return raw ? QVariant(512 + row * 313) : QVariant();
    default:
        return {};
    }
}

QVariant JobsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return orientation == Qt::Horizontal ? ui::columnHeader(columns(), section, role) : QVariant();
}

} // namespace dvmdash::gallery
