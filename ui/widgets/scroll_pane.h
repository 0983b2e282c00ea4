// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace dvmdash::ui
{

/// Scrolls one widget up and down; as wide as it, without a frame, and what lies below shows through.
class ScrollPane : public QScrollArea
{
    Q_OBJECT
public:
    ScrollPane(QWidget *content, QWidget *parent);
};

} // namespace dvmdash::ui
