// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/relative_time_label.h"

#include "ui/widgets/format.h"

namespace dvmdash::ui
{

RelativeTimeLabel::RelativeTimeLabel(QWidget *parent)
    : QLabel(parent)
    , m_clock(format::nowMs)
{
    setTextFormat(Qt::PlainText);
    m_timer.setTimerType(Qt::CoarseTimer);
    m_timer.setInterval(1000);
    connect(&m_timer, &QTimer::timeout, this, &RelativeTimeLabel::refresh);
}

void RelativeTimeLabel::setTimeMs(qint64 at, const QString &noTime)
{
    m_atMs = at;
    m_noTime = noTime;
    setToolTip(at < 0 ? QString() : momentToolTip(at));
    refresh();
}

void RelativeTimeLabel::setClock(Clock clock)
{
    m_clock = std::move(clock);
    refresh();
}

void RelativeTimeLabel::showEvent(QShowEvent *event)
{
    QLabel::showEvent(event);
    refresh();
    m_timer.start();
}

void RelativeTimeLabel::hideEvent(QHideEvent *event)
{
    m_timer.stop();
    QLabel::hideEvent(event);
}

void RelativeTimeLabel::refresh()
{
    setText(m_atMs < 0 ? m_noTime : format::relativeTime(m_atMs, m_clock()));
}

QString momentToolTip(qint64 milliseconds)
{
    const qint64 seconds = milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0);
    const QString iso = milliseconds % 1000 == 0 ? format::isoUtc(seconds) : format::isoUtcMs(milliseconds);
    return iso + QLatin1Char('\n') + format::localTime(seconds);
}

} // namespace dvmdash::ui
