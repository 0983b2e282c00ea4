// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/window_choice.h"

#include <QObject>

#include <vector>

namespace dvmdash::ui
{

/// Narrows the window of all pages and goes back step by step, as long as nobody chooses another window in
/// between. GUI thread.
class WindowZoom : public QObject
{
    Q_OBJECT
public:
    explicit WindowZoom(WindowChoice &window, QObject *parent = nullptr);

    void zoom(const engine::TimeWindow &window);
    void zoomBack();
    /// There is something to go back to.
    bool isZoomed() const { return !m_before.empty(); }

Q_SIGNALS:
    void changed();

private:
    struct Choice {
        WindowChoice::Span span;
        engine::TimeWindow custom;
    };

    WindowChoice &m_window;
    std::vector<Choice> m_before; ///< newest last
    bool m_zooming = false;
};

} // namespace dvmdash::ui
