// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bundle/drop_hint.h"

#include "ui/theme/theme.h"
#include "ui/widgets/painting.h"

#include <QPainter>

namespace dvmdash::ui
{

namespace
{

constexpr qreal veil = 0.88; ///< how much of what lies below is covered
constexpr qreal pen = 1.5;

} // namespace

DropHint::DropHint(QWidget *parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropHint::showWords(const QString &words)
{
    m_words = words;
    setAccessibleName(words);
    setGeometry(parentWidget()->rect());
    raise();
    show();
    update();
}

void DropHint::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor cover = theme.colors().window;
    cover.setAlphaF(static_cast<float>(veil));
    painter.fillRect(rect(), cover);
    const qreal margin = theme.space(Space::L);
    QPen outline(theme.ink(Ink::Accent), theme.scaled(pen), Qt::DashLine);
    painter.setPen(outline);
    painter.drawRoundedRect(QRectF(rect()).adjusted(margin, margin, -margin, -margin), theme.cornerRadius(),
                            theme.cornerRadius());

    const int side = qRound(theme.scaled(32));
    const QFont strong = theme.font(TextSize::Body, TextWeight::Strong);
    const QFont caption = theme.font(TextSize::Caption);
    const int line = QFontMetrics(strong).height();
    const int height = side + theme.space(Space::M) + line + theme.space(Space::Xs) + line;
    const QString kinds = tr("Bundles of chains, files of events, nostr: links");
    // On a card, or what lies below would shine through between the letters.
    const int widest =
        qMax(QFontMetrics(strong).horizontalAdvance(m_words), QFontMetrics(caption).horizontalAdvance(kinds));
    QRect card(0, 0, widest + 2 * theme.space(Space::Xl), height + 2 * theme.space(Space::L));
    card.moveCenter(rect().center());
    paintCard(painter, card, theme, theme.colors().card);
    QRect place(0, card.top() + theme.space(Space::L), width(), side);
    theme.icon(Icon::ArrowDown, Ink::Accent)
        .paint(&painter, QRect(place.center().x() - side / 2, place.top(), side, side));
    place.translate(0, side + theme.space(Space::M));
    place.setHeight(line);
    painter.setFont(strong);
    painter.setPen(theme.ink(Ink::Text));
    painter.drawText(place, Qt::AlignCenter, m_words);
    place.translate(0, line + theme.space(Space::Xs));
    painter.setFont(caption);
    painter.setPen(theme.ink(Ink::Muted));
    painter.drawText(place, Qt::AlignCenter, kinds);
}

} // namespace dvmdash::ui
