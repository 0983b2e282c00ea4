// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/copy_label.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/safe_text.h"

#include <QClipboard>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

namespace dvmdash::ui
{

namespace
{

/// What stays free for the icon that appears under the pointer.
int iconRoom(const Theme &theme)
{
    return qRound(theme.scaled(14)) + theme.space(Space::S);
}

} // namespace

CopyLabel::CopyLabel(const QString &value, QWidget *parent)
    : QAbstractButton(parent)
    , m_value(value)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(this, &QAbstractButton::clicked, this, &CopyLabel::copy);
    describe();
}

void CopyLabel::setValue(const QString &value)
{
    m_value = value;
    describe();
    updateGeometry();
}

void CopyLabel::setShortening(Shortening shortening)
{
    m_shortening = shortening;
    updateGeometry();
    update();
}

void CopyLabel::setMeaning(const QString &meaning)
{
    m_meaning = meaning;
    describe();
}

QSize CopyLabel::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const QFontMetrics metrics(theme.monoFont());
    return {metrics.horizontalAdvance(shownText()) + iconRoom(theme) + 4,
            metrics.height() + theme.space(Space::Xs)};
}

QSize CopyLabel::minimumSizeHint() const
{
    // A short id that is cut again says nothing.
    const QSize hint = sizeHint();
    return m_shortening == Shortening::ShortId ? hint
                                               : QSize(qRound(Theme::of(this).scaled(60)), hint.height());
}

void CopyLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const qreal side = theme.scaled(14);
    const bool lit = underMouse() || hasFocus();
    painter.setFont(theme.monoFont());
    painter.setPen(theme.ink(lit ? Ink::Accent : Ink::Text));
    const QRectF text = QRectF(rect()).adjusted(2, 0, -iconRoom(theme), 0);
    paintElided(painter, text, shownText(), Qt::AlignLeft | Qt::AlignVCenter, Qt::ElideMiddle);
    const qreal used = qMin(text.width(), QFontMetricsF(painter.font()).horizontalAdvance(shownText()));
    if (lit)
        paintIcon(painter, {text.left() + used + theme.space(Space::Xs), (height() - side) / 2, side, side},
                  Icon::Copy, theme.ink(Ink::Accent));
    if (hasFocus())
        paintFocus(painter, rect(), theme);
}

void CopyLabel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->matches(QKeySequence::Copy))
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

QString CopyLabel::shownText() const
{
    const QString safe = safeText(m_value);
    return m_shortening == Shortening::ShortId ? format::shortId(safe) : safe;
}

void CopyLabel::copy()
{
    QGuiApplication::clipboard()->setText(m_value);
    QToolTip::showText(mapToGlobal(QPoint(0, height())), tr("Copied"), this, {}, 1500);
    Q_EMIT copied(m_value);
}

void CopyLabel::describe()
{
    const QString safe = safeText(m_value);
    setToolTip(safeToolTip(tr("%1\nClick to copy").arg(m_value)));
    setAccessibleName(m_meaning.isEmpty() ? tr("Copy %1").arg(safe) : tr("Copy %1 %2").arg(m_meaning, safe));
    update();
}

} // namespace dvmdash::ui
