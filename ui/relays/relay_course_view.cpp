// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relays/relay_course_view.h"

#include "ui/boards/course.h"
#include "ui/charts/time_series_chart.h"
#include "ui/theme/theme.h"

#include <QVBoxLayout>

#include <optional>

namespace dvmdash::ui
{

namespace
{

constexpr int leastGapMs = 2'000;

} // namespace

RelayCourseView::RelayCourseView(const PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_feed(
          context.engine, context.window,
          [this](const engine::TimeWindow &window) {
              return m_url.isEmpty()
                         ? std::nullopt
                         : std::optional(engine::RelayCourseQuestion{m_url.toStdString(), window});
          },
          this, leastGapMs)
    , m_zoom(context.window)
    , m_chart(new TimeSeriesChart(tr("Events of a relay over time")))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_chart);
    m_chart->setFileChooser(context.files);
    m_chart->setEmptyText(tr("This relay gave nothing of this window"),
                          tr("Choose a longer window above, or fetch its history."));
    m_chart->setMinimumHeight(qRound(Theme::of(this).scaled(110)));
    connect(m_chart, &TimeSeriesChart::windowSelected, this, [this](qint64 since, qint64 until) {
        m_zoom.zoom({since, until});
    });
    connect(m_chart, &TimeSeriesChart::resetWindow, &m_zoom, &WindowZoom::zoomBack);
    connect(&m_feed, &FeedBase::answered, this, &RelayCourseView::showAnswer);
}

void RelayCourseView::setRelay(const QString &url)
{
    if (url == m_url)
        return;
    m_url = url;
    m_chart->setData({});
    m_feed.beginAnew();
}

void RelayCourseView::showAnswer()
{
    const engine::RelayCourse &course = *m_feed.latest();
    ChartData data =
        Course(course)
            .line(QStringLiteral("events"), tr("events"), Hue::Requests, Missing::Zero,
                  [](const metrics::RelayCoursePoint &point) { return std::optional<qint64>(point.events); })
            .chart(eventsPer(course.step));
    metrics::Freshness ofRelay = course.freshness;
    ofRelay.gaps = course.gaps;
    setObserved(data, ofRelay);
    m_chart->setData(data);
}

void RelayCourseView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_feed.setActive(true);
}

void RelayCourseView::hideEvent(QHideEvent *event)
{
    m_feed.setActive(false);
    QWidget::hideEvent(event);
}

} // namespace dvmdash::ui
