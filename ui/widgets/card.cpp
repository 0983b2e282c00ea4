// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/painting.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace dvmdash::ui
{

Card::Card(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_header(new QWidget(this))
    , m_title(new QLabel(m_header))
    , m_note(new QLabel(m_header))
    , m_headerLayout(new QHBoxLayout(m_header))
    , m_layout(new QVBoxLayout(this))
{
    const Theme &theme = Theme::of(this);
    const int side = theme.space(Space::L);
    m_headerLayout->setContentsMargins(side, theme.space(Space::S), theme.space(Space::S),
                                       theme.space(Space::Xs));
    m_headerLayout->setSpacing(theme.space(Space::S));
    m_headerLayout->addWidget(m_title);
    m_headerLayout->addWidget(m_note);
    m_headerLayout->addStretch(1);
    // The header is as high with buttons as without, so that cards side by side align.
    m_header->setMinimumHeight(qRound(theme.scaled(44)));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addWidget(m_header);
    m_title->setTextFormat(Qt::PlainText);
    m_note->setTextFormat(Qt::PlainText);
    styleLabels();
    setTitle(title);
}

void Card::setTitle(const QString &title)
{
    m_title->setText(title);
    setAccessibleName(title);
    updateHeader();
}

QString Card::title() const
{
    return m_title->text();
}

void Card::setNote(const QString &note)
{
    m_note->setText(note);
    updateHeader();
}

void Card::setContent(QWidget *content, bool flush)
{
    delete m_content;
    m_content = content;
    if (!content)
        return;
    const Theme &theme = Theme::of(this);
    const int side = flush ? 1 : theme.space(Space::L);
    m_layout->setContentsMargins(0, 0, 0, flush ? theme.space(Space::Xs) : theme.space(Space::M));
    auto *holder = new QWidget(this);
    auto *holderLayout = new QVBoxLayout(holder);
    holderLayout->setContentsMargins(side, 0, side, 0);
    holderLayout->addWidget(content);
    m_layout->addWidget(holder, 1);
    // The holder goes with the content it holds.
    connect(content, &QObject::destroyed, holder, &QObject::deleteLater);
}

QToolButton *Card::addAction(const QIcon &icon, const QString &text)
{
    auto *button = new QToolButton(m_header);
    const int side = Theme::of(this).iconSize();
    button->setIcon(icon);
    button->setIconSize({side, side});
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setFocusPolicy(Qt::TabFocus);
    m_headerLayout->addWidget(button);
    m_hasActions = true;
    updateHeader();
    return button;
}

void Card::addHeaderWidget(QWidget *widget)
{
    m_headerLayout->insertWidget(m_headerLayout->indexOf(m_note) + 2, widget);
    m_hasActions = true;
    updateHeader();
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    paintCard(painter, rect(), theme, theme.colors().card);
}

void Card::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        styleLabels();
    QWidget::changeEvent(event);
}

void Card::updateHeader()
{
    m_note->setVisible(!m_note->text().isEmpty());
    m_header->setVisible(m_hasActions || !m_title->text().isEmpty());
}

void Card::styleLabels()
{
    const Theme &theme = Theme::of(this);
    m_title->setFont(theme.font(TextSize::Body, TextWeight::Strong));
    m_note->setFont(theme.font(TextSize::Caption));
    setTextInk(*m_note, theme.ink(Ink::Muted));
}

} // namespace dvmdash::ui
