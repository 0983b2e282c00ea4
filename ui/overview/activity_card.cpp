// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/activity_card.h"

#include "ui/charts/time_series_chart.h"
#include "ui/models/window_zoom.h"
#include "ui/overview/activity_course.h"
#include "ui/theme/theme.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/skeleton.h"
#include "ui/widgets/view_state.h"

#include <QStackedWidget>

namespace dvmdash::ui
{

namespace
{

constexpr qreal roomForNote = 540;

const QString subjectKey = QStringLiteral("overview/subject");
const QString jobs = QStringLiteral("jobs");
const QString actors = QStringLiteral("actors");

const QString styleKey = QStringLiteral("overview/chart");
const QString lines = QStringLiteral("lines");
const QString bars = QStringLiteral("bars");
const QString total = QStringLiteral("total");

} // namespace

ActivityCard::ActivityCard(const PageContext &context, QWidget *parent)
    : Card(tr("Activity"), parent)
    , m_zoom(new WindowZoom(context.window, this))
    , m_state(context.viewState)
    , m_stack(new QStackedWidget)
    , m_chart(new TimeSeriesChart(tr("Requests and results over time")))
    , m_subject(new SegmentedControl(tr("What is shown over time")))
    , m_style(new SegmentedControl(tr("Drawn as")))
{
    m_subject->addSegment(jobs, tr("Jobs"), tr("Requests and results over time"));
    m_subject->addSegment(actors, tr("Actors"), tr("Users and DVMs over time: different ones in each step"));
    m_style->addSegment(lines, tr("Lines"), tr("Lines: one value for each step"));
    m_style->addSegment(bars, tr("Bars"), tr("Bars: one value for each step"));
    m_style->addSegment(total, tr("Running total"), tr("Running total: added up since the window began"));
    // Each is put before the one that was added last.
    addHeaderWidget(m_style);
    addHeaderWidget(m_subject);
    m_chart->setFileChooser(context.files);
    m_chart->addActionsTo(*this);
    m_stack->addWidget(new Skeleton);
    m_stack->addWidget(m_chart);
    setContent(m_stack);

    m_wantedStyle = QString::fromLatin1(m_state.value(styleKey));
    m_subject->setCurrent(QString::fromLatin1(m_state.value(subjectKey)));
    m_style->setCurrent(m_wantedStyle);
    m_wantedStyle = m_style->current();
    connect(m_subject, &SegmentedControl::currentChanged, this, [this](const QString &subject) {
        m_state.setValue(subjectKey, subject.toLatin1());
        chooseSubject();
    });
    connect(m_style, &SegmentedControl::clicked, this, [this](const QString &style) {
        m_wantedStyle = style;
        m_state.setValue(styleKey, style.toLatin1());
    });
    connect(m_style, &SegmentedControl::currentChanged, this, &ActivityCard::redraw);
    chooseSubject();
    connect(m_chart, &TimeSeriesChart::windowSelected, this, [this](qint64 since, qint64 until) {
        m_zoom->zoom({since, until});
    });
    connect(m_chart, &TimeSeriesChart::resetWindow, m_zoom, &WindowZoom::zoomBack);
    connect(m_zoom, &WindowZoom::changed, this, &ActivityCard::noteZoom);
    noteZoom();
}

void ActivityCard::show(const engine::Overview &overview)
{
    m_shown = overview;
    redraw();
    m_stack->setCurrentWidget(m_chart);
}

void ActivityCard::chooseSubject()
{
    const bool isActors = m_subject->current() == actors;
    if (isActors && m_wantedStyle == total)
        m_style->setCurrent(lines);
    m_style->setSegmentEnabled(total, !isActors,
                               tr("No running total of users and DVMs: the same ones come back, so the "
                                  "counts of the steps cannot be "
                                  "added up."));
    if (!isActors)
        m_style->setCurrent(m_wantedStyle);
    m_chart->setAccessibleName(isActors ? tr("Users and DVMs over time")
                                        : tr("Requests and results over time"));
    m_chart->setEmptyText(isActors ? tr("No users and no DVMs in this window")
                                   : tr("No requests and no results in this window"),
                          tr("Choose a longer window above, or wait for new ones."));
    redraw();
}

void ActivityCard::redraw()
{
    const QString style = m_style->current();
    m_chart->setStyle(style == bars ? ChartStyle::GroupedBars : ChartStyle::Lines);
    if (!m_shown)
        return;
    const ActivityCourse course(*m_shown);
    m_chart->setData(style == total
                         ? course.runningTotal()
                         : course.chart(m_subject->current() == actors ? ActivityCourse::Subject::Actors
                                                                       : ActivityCourse::Subject::Jobs));
}

void ActivityCard::resizeEvent(QResizeEvent *event)
{
    Card::resizeEvent(event);
    noteZoom();
}

void ActivityCard::noteZoom()
{
    // The note is the first to go where the card is narrow.
    if (width() < Theme::of(this).scaled(roomForNote))
        setNote({});
    else
        setNote(m_zoom->isZoomed() ? tr("double-click to zoom out") : tr("drag to zoom"));
}

} // namespace dvmdash::ui
