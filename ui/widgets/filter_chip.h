// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colors.h"
#include "ui/theme/icons.h"

#include <QAbstractButton>

#include <optional>

namespace dvmdash::ui
{

/// A choice that stands by itself, checked or not: shape, word, and how many there are.
class FilterChip : public QAbstractButton
{
    Q_OBJECT
public:
    FilterChip(Icon icon, Tone tone, const QString &word, QWidget *parent = nullptr);

    /// Nothing: not known.
    void setCount(std::optional<qint64> count);
    std::optional<qint64> count() const { return m_count; }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString countText() const;

    Icon m_shape;
    Tone m_tone;
    std::optional<qint64> m_count;
};

} // namespace dvmdash::ui
