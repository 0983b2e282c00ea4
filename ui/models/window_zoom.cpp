// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/window_zoom.h"

#include "ui/widgets/format.h"

namespace dvmdash::ui
{

WindowZoom::WindowZoom(WindowChoice &window, QObject *parent)
    : QObject(parent)
    , m_window(window)
{
    connect(&m_window, &WindowChoice::changed, this, [this] {
        if (!m_zooming)
            m_before.clear();
        Q_EMIT changed();
    });
}

void WindowZoom::zoom(const engine::TimeWindow &window)
{
    m_before.push_back({m_window.span(), m_window.window(format::nowS())});
    m_zooming = true;
    m_window.setCustom(window);
    m_zooming = false;
}

void WindowZoom::zoomBack()
{
    if (m_before.empty())
        return;
    const Choice before = m_before.back();
    m_before.pop_back();
    m_zooming = true;
    if (before.span == WindowChoice::Span::Custom)
        m_window.setCustom(before.custom);
    else
        m_window.setSpan(before.span);
    m_zooming = false;
}

} // namespace dvmdash::ui
