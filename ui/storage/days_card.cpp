// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/days_card.h"

#include "ui/charts/time_series_chart.h"
#include "ui/storage/storage_feed.h"
#include "ui/theme/theme.h"
#include "ui/widgets/segmented_control.h"

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

constexpr qint64 day = 86'400;
/// A file of one day is not drawn as one block.
constexpr qint64 fewestDays = 7;

const QString events = QStringLiteral("events");
const QString bytes = QStringLiteral("bytes");

} // namespace

DaysCard::DaysCard(const PageContext &context, QWidget *parent)
    : Card(tr("By day"), parent)
    , m_measure(new SegmentedControl(tr("What the bars show")))
    , m_chart(new TimeSeriesChart(tr("Storage by day")))
{
    setNote(tr("of UTC, by the authors' dates"));
    m_measure->addSegment(events, tr("Events"), tr("Stored events by the day that their authors gave"));
    m_measure->addSegment(bytes, tr("Bytes"),
                          tr("About what they take: events times the mean bytes an event of the whole file"));
    m_measure->setCurrent(events);
    addHeaderWidget(m_measure);
    m_chart->setStyle(ChartStyle::GroupedBars);
    m_chart->setFileChooser(context.files);
    m_chart->addActionsTo(*this);
    m_chart->setEmptyText(tr("No events yet"), tr("They are counted here as soon as one is stored."));
    m_chart->setMinimumHeight(qRound(Theme::of(this).scaled(190)));
    setContent(m_chart);
    connect(m_measure, &SegmentedControl::currentChanged, this, &DaysCard::draw);
    connect(m_chart, &TimeSeriesChart::windowSelected, this, [this](qint64 since, qint64 until) {
        m_zoom = TimeSpan{since, until};
        draw();
    });
    connect(m_chart, &TimeSeriesChart::resetWindow, this, [this] {
        m_zoom.reset();
        draw();
    });
}

void DaysCard::show(const engine::Storage &storage, qint64 now)
{
    m_storage = storage;
    m_now = now;
    draw();
}

void DaysCard::draw()
{
    const bool asBytes = m_measure->current() == bytes;
    ChartSeries series;
    series.id = asBytes ? QStringLiteral("bytes") : QStringLiteral("events");
    series.name = asBytes ? tr("Bytes") : tr("Events");
    series.hue = asBytes ? Hue::Results : Hue::Requests;
    ChartData data;
    data.bucketSeconds = day;
    data.asOf = m_now;
    data.format = asBytes ? ValueFormat::Bytes : ValueFormat::Count;
    data.unit = asBytes ? tr("bytes a day, about") : tr("events a day");
    if (!m_storage.days.empty()) {
        const qint64 newest = m_storage.days.front().day;
        qint64 oldest = newest;
        // Far older days would make the others unreadable.
        const qint64 first = newest - (StorageFeed::days - 1) * day;
        for (const auto &one : m_storage.days) {
            if (one.day < first)
                break;
            series.points.prepend({one.day, asBytes ? one.events * m_storage.bytes_per_event : one.events});
            oldest = one.day;
        }
        data.window = {std::min(oldest, newest - (fewestDays - 1) * day), newest + day};
    }
    data.series.append(series);
    if (m_zoom)
        data.window = *m_zoom;
    m_chart->setData(data);
}

} // namespace dvmdash::ui
