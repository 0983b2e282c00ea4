// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chain/chain_frame.h"

#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/skeleton.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace dvmdash::ui
{

ChainFrame::ChainFrame(const QString &page, QWidget *parent)
    : QWidget(parent)
    , m_page(page)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(Theme::of(this).space(Space::S));
    m_layout->addWidget(buildBar());
    connect(m_back, &QPushButton::clicked, this, &ChainFrame::backClicked);
}

QWidget *ChainFrame::buildBar()
{
    const Theme &theme = Theme::of(this);
    auto *bar = new QWidget(this);
    m_bar = new QHBoxLayout(bar);
    m_bar->setContentsMargins(0, 0, 0, 0);
    m_bar->setSpacing(theme.space(Space::M));
    m_back = new QPushButton(theme.icon(Icon::ChevronLeft), {}, bar);
    m_back->setObjectName(m_page + QStringLiteral(".back"));
    m_back->setToolTip(tr("Back to where you came from (Esc)"));
    m_summary = new QLabel(bar);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setFont(theme.numberFont());
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_bar->addWidget(m_back);
    m_bar->addWidget(m_summary, 1);
    return bar;
}

void ChainFrame::putHead(QWidget *head)
{
    m_layout->addWidget(head);
    m_banner = new Banner(this);
    m_banner->setDismissible(true);
    m_layout->addWidget(m_banner);
    m_note = new Banner(this);
    m_layout->addWidget(m_note);

    m_skeleton = new Skeleton(this);
    m_trouble = new EmptyState(this);
    m_trouble->setObjectName(m_page + QStringLiteral(".trouble"));
    auto *stacked = new QWidget(this);
    m_stack = new QStackedLayout(stacked);
    m_stack->addWidget(m_skeleton);
    m_stack->addWidget(m_trouble);
    m_layout->addWidget(stacked, 1);
    connect(m_trouble, &EmptyState::buttonClicked, this, &ChainFrame::troubleClicked);
}

void ChainFrame::putViews(QWidget *views)
{
    m_views = views;
    m_stack->addWidget(views);
}

void ChainFrame::showWaiting()
{
    m_stack->setCurrentWidget(m_skeleton);
}

void ChainFrame::showViews()
{
    m_stack->setCurrentWidget(m_views);
}

bool ChainFrame::isShowingViews() const
{
    return m_stack->currentWidget() == m_views;
}

void ChainFrame::showTrouble(const QString &title, const QString &why, const QString &button)
{
    m_trouble->setContent(Icon::Question, title, why, button);
    m_stack->setCurrentWidget(m_trouble);
}

} // namespace dvmdash::ui
