// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/feed.h"
#include "ui/models/window_zoom.h"
#include "ui/page.h"

#include <QString>
#include <QWidget>

namespace dvmdash::ui
{

class TimeSeriesChart;

/// How many events of jobs one relay gave over the window of all pages; hatched where it did not surely
/// deliver everything. A drag narrows the window. Asks while it is shown.
class RelayCourseView : public QWidget
{
    Q_OBJECT
public:
    explicit RelayCourseView(const PageContext &context, QWidget *parent = nullptr);

    /// Empty: none.
    void setRelay(const QString &url);
    TimeSeriesChart *chart() const { return m_chart; }
    FeedBase *feed() { return &m_feed; }

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void showAnswer();

    QString m_url;
    Feed<engine::RelayCourseQuestion> m_feed;
    WindowZoom m_zoom;
    TimeSeriesChart *m_chart;
};

} // namespace dvmdash::ui
