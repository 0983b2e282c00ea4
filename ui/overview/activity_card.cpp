// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/activity_card.h"

#include "ui/charts/time_series_chart.h"
#include "ui/overview/activity_course.h"
#include "ui/theme/theme.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/skeleton.h"
#include "ui/widgets/view_state.h"

#include <QDateTime>
#include <QStackedWidget>

namespace dvmdash::ui
{

namespace
{

const QString styleKey = QStringLiteral("overview/chart");
const QString lines = QStringLiteral("lines");
const QString bars = QStringLiteral("bars");

} // namespace

ActivityCard::ActivityCard(const PageContext &context, QWidget *parent)
    : Card(tr("Requests and results over time"), parent)
    , m_window(context.window)
    , m_stack(new QStackedWidget)
    , m_chart(new TimeSeriesChart(title()))
    , m_style(new SegmentedControl(tr("Drawn as")))
{
    m_style->addSegment(lines, tr("Lines"));
    m_style->addSegment(bars, tr("Bars"));
    addHeaderWidget(m_style);
    m_chart->setFileChooser(context.files);
    m_chart->addActionsTo(*this);
    m_chart->setEmptyText(tr("No requests and no results in this window"),
                          tr("Choose a longer window above, or wait for new ones."));
    m_stack->addWidget(new Skeleton);
    m_stack->addWidget(m_chart);
    setContent(m_stack);

    auto &state = context.viewState;
    connect(m_style, &SegmentedControl::currentChanged, this, [this, &state](const QString &style) {
        state.setValue(styleKey, style.toLatin1());
        setStyle(style);
    });
    m_style->setCurrent(QString::fromLatin1(state.value(styleKey)));
    connect(m_chart, &TimeSeriesChart::windowSelected, this, [this](qint64 since, qint64 until) {
        zoom({since, until});
    });
    connect(m_chart, &TimeSeriesChart::resetWindow, this, &ActivityCard::zoomBack);
    connect(&m_window, &WindowChoice::changed, this, [this] {
        // Another window was chosen by other means: there is nothing to go back to.
        if (!m_zooming)
            m_before.clear();
        noteZoom();
    });
    noteZoom();
}

void ActivityCard::show(const engine::Overview &overview)
{
    m_chart->setData(ActivityCourse(overview).chart());
    m_stack->setCurrentWidget(m_chart);
}

void ActivityCard::zoom(const engine::TimeWindow &window)
{
    m_before.push_back({m_window.span(), m_window.window(QDateTime::currentSecsSinceEpoch())});
    m_zooming = true;
    m_window.setCustom(window);
    m_zooming = false;
}

void ActivityCard::zoomBack()
{
    if (m_before.empty())
        return;
    const Choice before = m_before.back();
    m_before.pop_back();
    m_zooming = true;
    if (before.span == WindowChoice::Span::Custom)
        m_window.setCustom(before.custom);
    else
        m_window.setSpan(before.span);
    m_zooming = false;
}

void ActivityCard::noteZoom()
{
    setNote(m_before.empty() ? tr("drag to zoom") : tr("double-click to zoom out"));
}

void ActivityCard::setStyle(const QString &style)
{
    m_chart->setStyle(style == bars ? ChartStyle::GroupedBars : ChartStyle::Lines);
}

} // namespace dvmdash::ui
