// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/window_choice.h"

#include "ui/widgets/format.h"

namespace dvmdash::ui
{

namespace
{

constexpr qint64 hour = 3600;
constexpr qint64 day = 24 * hour;

/// Length of a moving span; 0 for those that have none.
qint64 spanLength(WindowChoice::Span span)
{
    switch (span) {
    case WindowChoice::Span::Hour:
        return hour;
    case WindowChoice::Span::Day:
        return day;
    case WindowChoice::Span::Week:
        return 7 * day;
    case WindowChoice::Span::Month:
        return 30 * day;
    case WindowChoice::Span::Quarter:
        return 90 * day;
    case WindowChoice::Span::All:
    case WindowChoice::Span::Custom:
        return 0;
    }
    return 0;
}

} // namespace

WindowChoice::WindowChoice(QObject *parent)
    : QObject(parent)
{
}

void WindowChoice::setSpan(Span span)
{
    if (span == m_span)
        return;
    // Custom without bounds of its own: what was shown until now, held fixed.
    if (span == Span::Custom && m_custom == engine::TimeWindow{})
        m_custom = window(format::nowS());
    m_span = span;
    Q_EMIT changed();
}

void WindowChoice::setCustom(const engine::TimeWindow &window)
{
    if (m_span == Span::Custom && window == m_custom)
        return;
    m_span = Span::Custom;
    m_custom = window;
    Q_EMIT changed();
}

engine::TimeWindow WindowChoice::window(qint64 now_s) const
{
    if (m_span == Span::Custom)
        return m_custom;
    // The second that is running belongs to the window.
    const qint64 until = now_s + 1;
    const qint64 length = spanLength(m_span);
    return {length > 0 ? until - length : 0, until};
}

QString WindowChoice::spanName(Span span)
{
    switch (span) {
    case Span::Hour:
        return tr("1h");
    case Span::Day:
        return tr("24h");
    case Span::Week:
        return tr("7d");
    case Span::Month:
        return tr("30d");
    case Span::Quarter:
        return tr("90d");
    case Span::All:
        return tr("All");
    case Span::Custom:
        return tr("Custom");
    }
    return {};
}

} // namespace dvmdash::ui
