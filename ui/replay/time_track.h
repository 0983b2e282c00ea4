// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/capture.h"

#include <QVector>
#include <QWidget>

namespace dvmdash::ui
{

/// The time of a capture from its beginning to its end: how much happened when, and which moment is shown. A
/// click or drag wishes for another one; so do Home, End, Page Up and Page Down, and Left and Right for the
/// event before and after.
class TimeTrack : public QWidget
{
    Q_OBJECT
public:
    explicit TimeTrack(const engine::CaptureCourse &course, qint64 until_ms, QWidget *parent = nullptr);

    /// Unix milliseconds. While the reader drags, what he points at is shown.
    void setMoment(qint64 moment_ms);
    qint64 moment() const { return m_dragged >= 0 ? m_dragged : m_moment; }
    /// The moment that is on its way, drawn as a hollow mark; below 0: none.
    void setTarget(qint64 target_ms);
    bool isDragged() const { return m_dragged >= 0; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void momentWanted(qint64 moment_ms);
    /// The reader points at it, before he lets go.
    void pointedAt(qint64 moment_ms);
    void stepWanted(int direction);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRectF groove() const;
    qreal xOf(qint64 moment_ms) const;
    qint64 momentAt(qreal x) const;
    void paintCourse(QPainter &painter, const QRectF &rect) const;
    void dragTo(qreal x);
    void want(qint64 moment_ms);
    void tellReader();

    const engine::CaptureCourse m_course;
    const qint64 m_until;
    qint64 m_moment;
    qint64 m_target = -1;
    qint64 m_dragged = -1; ///< while the button is down
};

} // namespace dvmdash::ui
