// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/boards/course_card.h"

#include "ui/charts/time_series_chart.h"
#include "ui/theme/theme.h"

namespace dvmdash::ui
{

CourseCard::CourseCard(const QString &title, const PageContext &context, QWidget *parent)
    : Card(title, parent)
    , m_zoom(context.window)
    , m_chart(new TimeSeriesChart(title))
{
    m_chart->setFileChooser(context.files);
    m_chart->addActionsTo(*this);
    m_chart->setEmptyText(tr("Nothing in this window"), tr("Choose a longer window above."));
    m_chart->setMinimumHeight(qRound(Theme::of(this).scaled(190)));
    setContent(m_chart);
    connect(m_chart, &TimeSeriesChart::windowSelected, this, [this](qint64 since, qint64 until) {
        m_zoom.zoom({since, until});
    });
    connect(m_chart, &TimeSeriesChart::resetWindow, &m_zoom, &WindowZoom::zoomBack);
    connect(&m_zoom, &WindowZoom::changed, this, &CourseCard::noteZoom);
    noteZoom();
}

void CourseCard::show(const ChartData &data)
{
    m_chart->setData(data);
}

void CourseCard::noteZoom()
{
    setNote(m_zoom.isZoomed() ? tr("double-click to zoom out") : tr("drag to zoom"));
}

} // namespace dvmdash::ui
