// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace dvmdash::ui
{

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_why(new QLabel(this))
    , m_button(new QPushButton(this))
    , m_otherWay(new QPushButton(this))
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.space(Space::Xl), theme.space(Space::L), theme.space(Space::Xl),
                               theme.space(Space::L));
    layout->setSpacing(theme.space(Space::Xs));
    layout->addStretch(2);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addSpacing(theme.space(Space::Xs));
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    layout->addWidget(m_why);
    layout->addSpacing(theme.space(Space::S));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme.space(Space::S));
    buttons->addStretch();
    buttons->addWidget(m_button);
    buttons->addWidget(m_otherWay);
    buttons->addStretch();
    layout->addLayout(buttons);
    layout->addStretch(3);
    for (auto *label : {m_title, m_why}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignCenter);
    }
    m_title->setWordWrap(false);
    m_title->setFont(theme.font(TextSize::Body, TextWeight::Strong));
    m_button->setProperty("primary", true);
    m_button->hide();
    m_otherWay->hide();
    connect(m_button, &QPushButton::clicked, this, &EmptyState::buttonClicked);
    connect(m_otherWay, &QPushButton::clicked, this, &EmptyState::otherWayClicked);
    restyle();
}

void EmptyState::setContent(Icon icon, const QString &title, const QString &why, const QString &button)
{
    m_iconName = icon;
    m_title->setText(title);
    m_why->setText(why);
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    setOtherWay({});
    setAccessibleName(title);
    setAccessibleDescription(why);
    restyle();
}

void EmptyState::setOtherWay(const QString &button)
{
    m_otherWay->setText(button);
    m_otherWay->setVisible(!button.isEmpty());
}

QString EmptyState::title() const
{
    return m_title->text();
}

QString EmptyState::why() const
{
    return m_why->text();
}

void EmptyState::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QWidget::changeEvent(event);
}

void EmptyState::restyle()
{
    const Theme &theme = Theme::of(this);
    m_icon->setPixmap(iconPixmap(m_iconName, theme.ink(Ink::Muted), theme.scaled(32), devicePixelRatioF()));
    setTextInk(*m_why, theme.ink(Ink::Muted));
}

} // namespace dvmdash::ui
