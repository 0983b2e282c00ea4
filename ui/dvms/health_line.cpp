// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dvms/health_line.h"

#include "ui/dvms/health_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/safe_text.h"
#include "ui/widgets/state_chip.h"

#include <QFontMetricsF>
#include <QPainter>

namespace dvmdash::ui
{

namespace
{

constexpr int tickMs = 1'000;

} // namespace

HealthLine::HealthLine(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_tick.setInterval(tickMs);
    m_tick.setTimerType(Qt::CoarseTimer);
    connect(&m_tick, &QTimer::timeout, this, &HealthLine::describe);
}

void HealthLine::setHealth(const std::optional<dvm::Health> &health)
{
    m_health = health;
    describe();
    updateGeometry();
    update();
}

QString HealthLine::word() const
{
    return m_health ? livenessWord(m_health->state) : QString();
}

void HealthLine::describe()
{
    const qint64 now = format::nowMs();
    const QString words = m_health ? healthWords(*m_health, now) : QString();
    if (words == m_words && (m_health || toolTip().isEmpty()) && accessibleName().startsWith(word()))
        return;
    m_words = words;
    setAccessibleName(m_health ? tr("%1: %2").arg(word(), m_words) : QString());
    setToolTip(m_health ? safeToolTip(healthToolTip(*m_health, now)) : QString());
    update();
}

qreal HealthLine::chipWidth() const
{
    const Theme &theme = Theme::of(this);
    return theme.scaled(20) +
           QFontMetricsF(theme.font(TextSize::Body, TextWeight::Strong)).horizontalAdvance(word()) + 1;
}

QSize HealthLine::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {qRound(theme.scaled(420)), qRound(theme.scaled(20))};
}

QSize HealthLine::minimumSizeHint() const
{
    return {qRound(chipWidth()), sizeHint().height()};
}

void HealthLine::paintEvent(QPaintEvent *)
{
    if (!m_health)
        return;
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(theme.font(TextSize::Body, TextWeight::Strong));
    const Tone tone = livenessTone(m_health->state);
    const qreal chip = qMin<qreal>(chipWidth(), width());
    paintState(painter, QRectF(0, 0, chip, height()), theme, tone, word(), theme.color(tone));
    painter.setFont(theme.font());
    painter.setPen(theme.ink(Ink::Muted));
    const qreal left = chip + theme.space(Space::M);
    if (left < width())
        paintElided(painter, QRectF(left, 0, width() - left, height()), m_words);
}

void HealthLine::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_tick.start();
    describe();
}

void HealthLine::hideEvent(QHideEvent *event)
{
    m_tick.stop();
    QWidget::hideEvent(event);
}

} // namespace dvmdash::ui
