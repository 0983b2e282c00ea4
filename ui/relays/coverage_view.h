// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/feed.h"
#include "ui/page.h"
#include "ui/relays/coverage_rows.h"

#include <QWidget>

class QScrollArea;

namespace dvmdash::ui
{

class CoverageChart;

/// For which times of the window all requests, results and feedback were surely heard: of all relays
/// together, and of each. Silence is judged nowhere else.
class CoverageView : public QWidget
{
    Q_OBJECT
public:
    explicit CoverageView(const PageContext &context, QWidget *parent = nullptr);

    /// Which one stands out; empty: none.
    void setRelay(const QString &url);
    const CoverageTable &table() const;

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void update();

    PageContext m_context;
    Feed<engine::CoverageQuestion> *m_feed;
    CoverageChart *m_chart;
    QScrollArea *m_scroll;
};

/// The drawing: a row each, covered time filled, the rest hatched; times below.
class CoverageChart : public QWidget
{
    Q_OBJECT
public:
    explicit CoverageChart(QWidget *parent = nullptr);

    void setTable(const CoverageTable &table);
    void setRelay(const QString &url);
    const CoverageTable &table() const { return m_table; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Places;
    Places places() const;
    QString nameOf(const CoverageRow &row) const;
    QString tipAt(const QPoint &at) const;

    CoverageTable m_table;
    QString m_relay;
};

} // namespace dvmdash::ui
