// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"

#include <QString>
#include <QVector>
#include <QWidget>

namespace dvmdash::ui
{

class Theme;

/// What a whole is made of: one bar in parts, and below it a line a part with shape, word, number and share,
/// in the same order.
class MixBar : public QWidget
{
    Q_OBJECT
public:
    struct Part {
        Tone tone = Tone::Waiting;
        QString word;    ///< safe to show
        QString meaning; ///< tool tip of its line
        qint64 count = 0;
        bool operator==(const Part &) const = default;
    };

    /// `title` stands above the bar, `nothing` below it while there are no parts.
    MixBar(const QString &title, const QString &nothing, QWidget *parent = nullptr);

    /// Parts of nothing are left out.
    void setParts(const QVector<Part> &parts);
    const QVector<Part> &parts() const { return m_parts; }
    /// "delivered 38, failed 2": as read to who does not see.
    QString words() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    qreal lineHeight() const;
    QRectF barPlace() const;
    qreal listTop() const;
    void paintHead(QPainter &painter, const Theme &theme) const;
    void paintBar(QPainter &painter, const Theme &theme) const;
    void paintLine(QPainter &painter, const Theme &theme, const QRectF &place, const Part &part) const;

    QString m_title;
    QString m_nothing;
    QVector<Part> m_parts;
    qint64 m_all = 0;
};

} // namespace dvmdash::ui
