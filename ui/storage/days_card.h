// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_data.h"
#include "ui/page.h"
#include "ui/widgets/card.h"

#include <optional>

namespace dvmdash::ui
{

class SegmentedControl;
class TimeSeriesChart;

/// What each of the newest days takes, as events or as bytes. A drag looks closer, a double click goes back.
class DaysCard : public Card
{
    Q_OBJECT
public:
    explicit DaysCard(const PageContext &context, QWidget *parent = nullptr);

    /// `now` is Unix seconds.
    void show(const engine::Storage &storage, qint64 now);
    TimeSeriesChart *chart() const { return m_chart; }

private:
    void draw();

    SegmentedControl *m_measure;
    TimeSeriesChart *m_chart;
    engine::Storage m_storage;
    qint64 m_now = 0;
    std::optional<TimeSpan> m_zoom;
};

} // namespace dvmdash::ui
