// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/window_choice.h"
#include "ui/page.h"
#include "ui/widgets/card.h"

#include <optional>
#include <vector>

class QStackedWidget;

namespace dvmdash::ui
{

class SegmentedControl;
class TimeSeriesChart;

/// Requests and results, or users and DVMs, over time: as lines, as bars, or added up since the window began.
/// A drag narrows the window of all pages, a double click goes back step by step.
class ActivityCard : public Card
{
    Q_OBJECT
public:
    explicit ActivityCard(const PageContext &context, QWidget *parent = nullptr);

    void show(const engine::Overview &overview);
    TimeSeriesChart *chart() const { return m_chart; }
    SegmentedControl *subject() const { return m_subject; }
    SegmentedControl *drawing() const { return m_style; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Choice {
        WindowChoice::Span span;
        engine::TimeWindow custom;
    };
    void zoom(const engine::TimeWindow &window);
    void zoomBack();
    void noteZoom();
    void chooseSubject();
    void redraw();

    WindowChoice &m_window;
    ViewState &m_state;
    QStackedWidget *m_stack; ///< the skeleton, then the chart
    TimeSeriesChart *m_chart;
    SegmentedControl *m_subject;
    SegmentedControl *m_style;
    QString m_wantedStyle; ///< kept while the subject allows another one only
    std::optional<engine::Overview> m_shown;
    std::vector<Choice> m_before; ///< what a double click goes back to, newest last
    bool m_zooming = false;
};

} // namespace dvmdash::ui
