// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"
#include "ui/widgets/card.h"

#include <optional>

class QStackedWidget;

namespace dvmdash::ui
{

class SegmentedControl;
class TimeSeriesChart;
class WindowZoom;

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
    void noteZoom();
    void chooseSubject();
    void redraw();

    WindowZoom *m_zoom;
    ViewState &m_state;
    QStackedWidget *m_stack; ///< the skeleton, then the chart
    TimeSeriesChart *m_chart;
    SegmentedControl *m_subject;
    SegmentedControl *m_style;
    QString m_wantedStyle; ///< kept while the subject allows another one only
    std::optional<engine::Overview> m_shown;
};

} // namespace dvmdash::ui
