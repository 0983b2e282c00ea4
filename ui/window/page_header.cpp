// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/page_header.h"

#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace dvmdash::ui
{

PageHeader::PageHeader(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_basis(new QLabel(this))
    , m_export(new QPushButton(tr("Export CSV"), this))
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.space(Space::L), theme.space(Space::M), theme.space(Space::L),
                               theme.space(Space::M));
    layout->setSpacing(theme.space(Space::L));
    layout->addWidget(m_title);
    layout->addWidget(m_basis, 1);
    layout->addWidget(m_export);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_title->setFont(theme.font(TextSize::Figure, TextWeight::Strong));
    m_basis->setFont(theme.numberFont(TextSize::Caption));
    m_basis->setObjectName(QStringLiteral("header.basis"));
    // A long line is cut at its end rather than widening the window.
    m_basis->setMinimumWidth(0);
    m_basis->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    for (auto *label : {m_title, m_basis})
        label->setTextFormat(Qt::PlainText);
    m_export->setObjectName(QStringLiteral("header.export"));
    m_export->setIcon(theme.icon(Icon::Export));
    m_export->setToolTip(tr("Write what this page shows to a CSV file (Ctrl+E)"));
    connect(m_export, &QPushButton::clicked, this, &PageHeader::exportWanted);
    restyle();
}

void PageHeader::setTitle(const QString &title)
{
    m_title->setText(title);
}

void PageHeader::setRelays(const QString &text)
{
    m_relays = text;
    showBasis();
}

void PageHeader::setBasis(const QString &text)
{
    m_pageBasis = text;
    showBasis();
}

void PageHeader::showBasis()
{
    QStringList parts{m_relays, m_pageBasis};
    parts.removeAll(QString());
    const QString text = parts.join(QStringLiteral("  \u00b7  "));
    if (text == m_basis->text())
        return;
    m_basis->setText(text);
    m_basis->setToolTip(text);
}

void PageHeader::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QWidget::changeEvent(event);
}

void PageHeader::restyle()
{
    const Theme &theme = Theme::of(this);
    QPalette palette = m_basis->palette();
    if (palette.color(QPalette::WindowText) == theme.ink(Ink::Muted))
        return;
    palette.setColor(QPalette::WindowText, theme.ink(Ink::Muted));
    m_basis->setPalette(palette);
}

} // namespace dvmdash::ui
