// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/page_header.h"

#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace dvmdash::ui
{

namespace
{

constexpr int whole = 1000; ///< of permille
constexpr int permillePerPercent = 10;
constexpr int lineThickness = 2;

QString countingWords(int percent)
{
    return PageHeader::tr("Counting \u2026 %1 %").arg(percent);
}

} // namespace

PageHeader::PageHeader(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_basis(new QLabel(this))
    , m_progress(new QLabel(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_again(new QPushButton(tr("Ask again"), this))
    , m_export(new QPushButton(tr("Export CSV"), this))
{
    const Theme &theme = Theme::of(this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.space(Space::L), theme.space(Space::M), theme.space(Space::L),
                               theme.space(Space::M));
    layout->setSpacing(theme.space(Space::L));
    layout->addWidget(m_title);
    layout->addWidget(m_basis, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_cancel);
    layout->addWidget(m_again);
    layout->addWidget(m_export);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_title->setFont(theme.font(TextSize::Figure, TextWeight::Strong));
    m_basis->setFont(theme.numberFont(TextSize::Caption));
    m_basis->setObjectName(QStringLiteral("header.basis"));
    // A long line is cut at its end rather than widening the window.
    m_basis->setMinimumWidth(0);
    m_basis->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_progress->setFont(theme.numberFont(TextSize::Caption));
    // As wide as its longest words while it counts, so that nothing beside it moves.
    m_progress->setMinimumWidth(
        QFontMetrics(m_progress->font()).horizontalAdvance(countingWords(whole / permillePerPercent)));
    m_progress->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_progress->setObjectName(QStringLiteral("header.progress"));
    m_cancel->setObjectName(QStringLiteral("header.cancel"));
    m_cancel->setToolTip(tr("Stop counting and keep what is shown"));
    m_again->setObjectName(QStringLiteral("header.again"));
    m_again->setToolTip(tr("Ask anew (F5)"));
    connect(m_cancel, &QPushButton::clicked, this, &PageHeader::cancelWanted);
    connect(m_again, &QPushButton::clicked, this, &PageHeader::againWanted);
    for (QWidget *part : std::initializer_list<QWidget *>{m_progress, m_cancel, m_again})
        part->hide();
    for (auto *label : {m_title, m_basis, m_progress})
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

void PageHeader::setWork(const Work &work)
{
    if (work == m_work)
        return;
    m_work = work;
    const bool isCounting = work.kind == Work::Kind::Counting;
    const bool isCancelled = work.kind == Work::Kind::Cancelled;
    if (isCounting)
        m_progress->setText(countingWords(work.permille / permillePerPercent));
    else if (isCancelled)
        m_progress->setText(tr("Cancelled: what is shown is older"));
    // The button under the pointer or with the keyboard is another one now.
    const bool hadKeys = m_cancel->hasFocus() || m_again->hasFocus();
    m_progress->setVisible(isCounting || isCancelled);
    m_cancel->setVisible(isCounting);
    m_again->setVisible(isCancelled);
    if (hadKeys && isCancelled)
        m_again->setFocus();
    update();
}

void PageHeader::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    if (m_work.kind != Work::Kind::Counting)
        return;
    const Theme &theme = Theme::of(this);
    // Along the page, with a little room to what stands below.
    const int side = theme.space(Space::L);
    const int thickness = qMax(lineThickness, qRound(theme.scaled(lineThickness)));
    const QRect track(side, height() - theme.space(Space::Xs) - thickness, width() - 2 * side, thickness);
    QPainter painter(this);
    painter.fillRect(track, theme.colors().hairline);
    painter.fillRect(QRect(track.topLeft(), QSize(track.width() * m_work.permille / whole, thickness)),
                     theme.ink(Ink::Accent));
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
    setTextInk(*m_basis, theme.ink(Ink::Muted));
    setTextInk(*m_progress, theme.ink(Ink::Muted));
}

} // namespace dvmdash::ui
