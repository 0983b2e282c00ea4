// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QBoxLayout;

namespace dvmdash::ui
{

/// Two widgets side by side, or below each other where the width does not do for both.
class CardPair : public QWidget
{
    Q_OBJECT
public:
    /// The shares of the width; the left one comes first when they stand below each other. Side by side only
    /// from `leastWidth` on (device-independent pixels).
    CardPair(QWidget *left, int leftShare, QWidget *right, int rightShare, int leastWidth,
             QWidget *parent = nullptr);

    bool isStacked() const;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QBoxLayout *m_layout;
    int m_leastWidth;
};

} // namespace dvmdash::ui
