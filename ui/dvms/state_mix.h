// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QVector>
#include <QWidget>

namespace dvmdash::ui
{

class Theme;

/// How many attempts are in which state: one bar in parts, and below it a line a state with shape, word,
/// number and share, in the order of the parts.
class StateMix : public QWidget
{
    Q_OBJECT
public:
    explicit StateMix(QWidget *parent = nullptr);

    void setAttempts(const metrics::Figures &figures);
    /// "delivered 38, failed 2": as read to who does not see.
    QString words() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Part {
        dvm::State state;
        std::int64_t count = 0;
        bool operator==(const Part &) const = default;
    };
    qreal lineHeight() const;
    qreal listTop() const;
    void paintBar(QPainter &painter, const Theme &theme) const;
    void paintLine(QPainter &painter, const Theme &theme, const QRectF &place, const Part &part) const;

    QVector<Part> m_parts; ///< only those that occur, best to worst
    std::int64_t m_all = 0;
};

} // namespace dvmdash::ui
