// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include "ui/theme/theme.h"
#include "ui/widgets/painting.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace dvmdash::ui
{

Banner::Banner(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_second(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.space(Space::L), theme.space(Space::Xs), theme.space(Space::S),
                               theme.space(Space::Xs));
    layout->setSpacing(theme.space(Space::S));
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_second);
    layout->addWidget(m_close);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_action->hide();
    m_second->hide();
    m_close->setIcon(theme.icon(Icon::Close, Ink::Muted));
    m_close->setIconSize({qRound(theme.scaled(12)), qRound(theme.scaled(12))});
    m_close->setToolTip(tr("Hide this message"));
    m_close->setAccessibleName(tr("Hide this message"));
    m_close->hide();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_action, &QPushButton::clicked, this, &Banner::actionTriggered);
    connect(m_second, &QPushButton::clicked, this, &Banner::secondActionTriggered);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
    hide();
}

void Banner::showMessage(Tone tone, const QString &text, const QString &action)
{
    const bool isNew = isHidden() || text != m_text->text();
    m_tone = tone;
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(text);
    restyle();
    update(); // the bar at its left is painted in the colour of the tone
    show();
    if (isNew) {
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

void Banner::setMessage(Tone tone, const QString &text, const QString &action)
{
    if (text.isEmpty())
        hide();
    else
        showMessage(tone, text, action);
}

void Banner::setSecondAction(const QString &text)
{
    m_second->setText(text);
    m_second->setVisible(!text.isEmpty());
}

void Banner::setDismissible(bool dismissible)
{
    m_close->setVisible(dismissible);
}

QString Banner::text() const
{
    return m_text->text();
}

void Banner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    paintBannerCard(painter, rect(), theme, theme.color(m_tone));
}

void Banner::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QWidget::changeEvent(event);
}

void Banner::restyle()
{
    const Theme &theme = Theme::of(this);
    m_icon->setPixmap(
        iconPixmap(toneIcon(m_tone), theme.color(m_tone), theme.iconSize(), devicePixelRatioF()));
}

} // namespace dvmdash::ui
