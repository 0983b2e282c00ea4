// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bundle/meaning.h"

#include <QObject>

namespace dvmdash::ui
{

class DropHint;

/// Lets a window be dropped on: what may be dropped is taken and said over the window while it hangs there.
class DropArea : public QObject
{
    Q_OBJECT
public:
    /// Belongs to the window.
    explicit DropArea(QWidget *window);

    DropHint &hint() const { return *m_hint; }

Q_SIGNALS:
    void dropped(const dvmdash::ui::Meaning &meaning);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    DropHint *m_hint;
};

} // namespace dvmdash::ui
