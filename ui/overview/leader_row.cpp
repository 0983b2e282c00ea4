// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/leader_row.h"

#include "ui/theme/theme.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/safe_text.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QPainter>

namespace dvmdash::ui
{

namespace
{

constexpr qreal rowHeight = 28;
constexpr qreal titleWidth = 124; ///< of all rows, so that the names begin at one line

} // namespace

LeaderRow::LeaderRow(const QString &title, QWidget *parent)
    : QAbstractButton(parent)
    , m_title(title)
{
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setContent({}, {});
}

void LeaderRow::setContent(const Content &content, const QString &none)
{
    m_content = content;
    m_none = none;
    const bool leads = !content.name.isEmpty();
    setEnabled(leads);
    setFocusPolicy(leads ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(leads ? Qt::PointingHandCursor : Qt::ArrowCursor);
    QStringList words{m_title};
    for (const QString &part : {leads ? content.name : none, content.aside, content.figure})
        if (!part.isEmpty())
            words.append(part);
    setAccessibleName(words.join(QStringLiteral(", ")));
    setAccessibleDescription(content.explanation);
    if (!content.explanation.isEmpty())
        words.append(content.explanation);
    setToolTip(safeToolTip(words.join(QLatin1Char('\n'))));
    update();
}

QSize LeaderRow::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {qRound(theme.scaled(420)), qRound(theme.scaled(rowHeight))};
}

QSize LeaderRow::minimumSizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {qRound(theme.scaled(300)), qRound(theme.scaled(rowHeight))};
}

void LeaderRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isEnabled() && (underMouse() || isDown())) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.colors().hover);
        painter.drawRoundedRect(rect(), theme.scaled(4), theme.scaled(4));
    }
    if (hasFocus())
        paintFocus(painter, rect(), theme);
    const qreal gap = theme.space(Space::S);
    const QRectF inner = QRectF(rect()).adjusted(gap, 0, -gap, 0);
    painter.setFont(theme.font());
    painter.setPen(theme.ink(Ink::Muted));
    paintElided(painter, {inner.left(), 0, theme.scaled(titleWidth) - gap, inner.height()}, m_title);

    qreal left = inner.left() + theme.scaled(titleWidth);
    if (m_content.name.isEmpty()) {
        paintElided(painter, {left, 0, inner.right() - left, inner.height()}, m_none);
        return;
    }
    painter.setFont(theme.numberFont());
    painter.setPen(theme.ink(Ink::Text));
    const qreal figure = qMin(QFontMetricsF(painter.font()).horizontalAdvance(m_content.figure) + 1,
                              (inner.right() - left) * 0.6);
    paintElided(painter, {inner.right() - figure, 0, figure, inner.height()}, m_content.figure,
                Qt::AlignRight | Qt::AlignVCenter);
    const qreal right = inner.right() - figure - theme.space(Space::M);
    const qreal side = theme.scaled(8);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_content.swatch);
    painter.drawRoundedRect(QRectF(left, (inner.height() - side) / 2, side, side), 2, 2);
    left += side + theme.scaled(6);

    painter.setFont(theme.font(TextSize::Body, TextWeight::Strong));
    painter.setPen(theme.ink(Ink::Text));
    const qreal name =
        qMin(QFontMetricsF(painter.font()).horizontalAdvance(m_content.name) + 1, qMax(0.0, right - left));
    paintElided(painter, {left, 0, name, inner.height()}, m_content.name);
    left += name + gap;
    // What is beside the name is said in the tool tip too: where it does not fit, the name has the room.
    painter.setFont(theme.font(TextSize::Caption));
    painter.setPen(theme.ink(Ink::Muted));
    if (right - left > theme.scaled(36))
        paintElided(painter, {left, 0, right - left, inner.height()}, m_content.aside);
}

void LeaderRow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

} // namespace dvmdash::ui
