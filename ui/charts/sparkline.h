// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"

#include <QVector>
#include <QWidget>

namespace dvmdash::ui
{

/// A small line without axes, from 0 to its highest value; the end is a dot, the running bucket is lighter.
/// It says nothing that is not said in words beside it, so it is hidden from the keyboard and screen readers.
class Sparkline : public QWidget
{
    Q_OBJECT
public:
    explicit Sparkline(QWidget *parent = nullptr);

    /// Oldest first. The last one is the running bucket when `lastRuns`.
    void setValues(const QVector<qint64> &values, bool lastRuns = false);
    void setHue(Hue hue);
    const QVector<qint64> &values() const { return m_values; }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QVector<QPointF> points(const QRectF &area) const;

    QVector<qint64> m_values;
    bool m_lastRuns = false;
    Hue m_hue = Hue::Requests;
};

} // namespace dvmdash::ui
