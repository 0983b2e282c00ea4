// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QTimer>
#include <QWidget>

#include <optional>

namespace dvmdash::ui
{

/// Whether a DVM may be down: shape and word, and beside them the signals in plain words, as far as there is
/// room; all of them in the tool tip. Times are kept true while it is shown.
class HealthLine : public QWidget
{
    Q_OBJECT
public:
    explicit HealthLine(QWidget *parent = nullptr);

    /// Nothing: not known yet, and nothing is shown.
    void setHealth(const std::optional<dvm::Health> &health);
    const std::optional<dvm::Health> &health() const { return m_health; }
    /// "possibly down", and the words beside it.
    QString word() const;
    QString words() const { return m_words; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void describe();
    qreal chipWidth() const;

    std::optional<dvm::Health> m_health;
    QString m_words;
    QTimer m_tick;
};

} // namespace dvmdash::ui
