// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/window_zoom.h"
#include "ui/page.h"
#include "ui/widgets/card.h"

namespace dvmdash::ui
{

struct ChartData;
class TimeSeriesChart;

/// A chart over the window of all pages: a drag narrows it, a double click goes back.
class CourseCard : public Card
{
    Q_OBJECT
public:
    CourseCard(const QString &title, const PageContext &context, QWidget *parent = nullptr);

    void show(const ChartData &data);
    TimeSeriesChart *chart() const { return m_chart; }

private:
    void noteZoom();

    WindowZoom m_zoom;
    TimeSeriesChart *m_chart;
};

} // namespace dvmdash::ui
