// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace dvmdash::ui
{
class TimeSeriesChart;
}

namespace dvmdash::gallery
{

/// Every building block of the interface, arranged like the program's window.
class Gallery : public QWidget
{
    Q_OBJECT
public:
    explicit Gallery(QWidget *parent = nullptr);

private:
    QWidget *makeTopBar();
    QWidget *makeCards();
    QWidget *makeActivity();
    QWidget *makeKinds();
    QWidget *makeResponseTimes();
    QWidget *makeStates();
    QWidget *makeJobs();
    QWidget *makeSideColumn();
    QWidget *makeEmpty();

    ui::TimeSeriesChart *m_activity = nullptr;
};

} // namespace dvmdash::gallery
