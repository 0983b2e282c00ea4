// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"

#include <QVector>
#include <QWidget>

#include <optional>

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
    /// The same with values that are not known: the line breaks there.
    void setKnownValues(const QVector<std::optional<qint64>> &values, bool lastRuns = false);
    void setHue(Hue hue);
    const QVector<std::optional<qint64>> &values() const { return m_values; }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    /// Neighbouring known values as points, run by run.
    QVector<QVector<QPointF>> lines(const QRectF &area) const;
    void paintLine(QPainter &painter, const QVector<QPointF> &line, bool isLast) const;

    QVector<std::optional<qint64>> m_values;
    bool m_lastRuns = false;
    Hue m_hue = Hue::Requests;
};

} // namespace dvmdash::ui
