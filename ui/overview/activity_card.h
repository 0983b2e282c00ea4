// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/window_choice.h"
#include "ui/page.h"
#include "ui/widgets/card.h"

#include <vector>

class QStackedWidget;

namespace dvmdash::ui
{

class SegmentedControl;
class TimeSeriesChart;

/// Requests and results over time. A drag narrows the window of all pages, a double click goes back step by
/// step.
class ActivityCard : public Card
{
    Q_OBJECT
public:
    explicit ActivityCard(const PageContext &context, QWidget *parent = nullptr);

    void show(const engine::Overview &overview);
    TimeSeriesChart *chart() const { return m_chart; }

private:
    struct Choice {
        WindowChoice::Span span;
        engine::TimeWindow custom;
    };
    void zoom(const engine::TimeWindow &window);
    void zoomBack();
    void noteZoom();
    void setStyle(const QString &style);

    WindowChoice &m_window;
    QStackedWidget *m_stack; ///< the skeleton, then the chart
    TimeSeriesChart *m_chart;
    SegmentedControl *m_style;
    std::vector<Choice> m_before; ///< what a double click goes back to, newest last
    bool m_zooming = false;
};

} // namespace dvmdash::ui
