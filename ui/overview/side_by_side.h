// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QBoxLayout;

namespace dvmdash::ui
{

/// Two cards side by side, or below each other where there is no room for both. Takes the height that is left
/// and asks for no more than it needs: in a scroll area a layout that depends on the width is given what it
/// would like, not what it can do with.
class SideBySide : public QWidget
{
    Q_OBJECT
public:
    /// The widths stand to each other as the shares. Below `leastWidth` (device-independent pixels) the right
    /// one goes below, and in any case where their least widths ask for it.
    SideBySide(QWidget *left, int leftShare, QWidget *right, int rightShare, int leastWidth = 0,
               QWidget *parent = nullptr);

    QSize sizeHint() const override { return minimumSizeHint(); }
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    bool isNarrow() const;

    QBoxLayout *m_layout;
    QWidget *m_left;
    QWidget *m_right;
    int m_leastWidth;
};

} // namespace dvmdash::ui
