// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/job_panel.h"

#include "ui/inspector/job_head.h"
#include "ui/inspector/job_in_out.h"
#include "ui/inspector/job_money.h"
#include "ui/inspector/job_summary.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/scroll_pane.h"

#include <QScrollBar>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace dvmdash::ui
{

JobPanel::JobPanel(const PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_head(new JobHead(context.names, this))
    , m_summary(new JobSummary(context.names, nullptr))
    , m_money(new JobMoney(context.names, context.viewState, nullptr))
    , m_inOut(new JobInOut(context.names, context.viewState, nullptr))
{
    build();
}

void JobPanel::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    m_stack = new QStackedLayout;
    for (QWidget *content : std::initializer_list<QWidget *>{m_summary, m_money, m_inOut}) {
        m_panes.push_back(new ScrollPane(content, this));
        m_stack->addWidget(m_panes.back());
    }
    m_trouble = new EmptyState(this);
    m_stack->addWidget(m_trouble);
    layout->addLayout(m_stack, 1);
    connect(m_trouble, &EmptyState::buttonClicked, this, &JobPanel::refresh);
    connect(m_summary, &JobSummary::activated, this, &JobPanel::eventWanted);
    connect(m_summary, &JobSummary::jobWanted, this, &JobPanel::jobWanted);
    connect(m_summary, &JobSummary::chainWanted, this, &JobPanel::chainWanted);
    connect(m_money, &JobMoney::eventWanted, this, &JobPanel::eventWanted);
    connect(m_inOut, &JobInOut::eventWanted, this, &JobPanel::eventWanted);
    connect(m_inOut, &JobInOut::jobWanted, this, &JobPanel::jobWanted);
}

void JobPanel::setJob(const nostr::EventId &job, const nostr::EventId &shown)
{
    const bool isAnother = m_job != job;
    m_job = job;
    m_shown = shown;
    if (isAnother) {
        m_detail.reset();
        m_material.reset();
        m_summary->clear();
        m_inOut->clear();
        for (ScrollPane *pane : m_panes)
            pane->verticalScrollBar()->setValue(0);
    }
    refresh();
}

void JobPanel::setTab(Tab tab)
{
    m_tab = tab;
    m_stack->setCurrentWidget(m_panes[static_cast<std::size_t>(tab)]);
    if (isVisible())
        refresh();
}

void JobPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void JobPanel::refresh()
{
    if (!m_job || m_context.engine.state() != engine::EngineState::Running)
        return;
    m_askDetail =
        m_context.engine.ask(engine::JobQuestion{*m_job}, this,
                             [this](const engine::Result<engine::JobDetail> &result) { takeDetail(result); });
    if (!isVisible())
        return;
    if (m_tab != Tab::Summary)
        askMaterial();
    if (m_tab != Tab::Money)
        askChain();
}

void JobPanel::takeDetail(const engine::Result<engine::JobDetail> &result)
{
    if (!result) {
        m_trouble->setContent(Icon::Triangle, tr("The job could not be read"), result.error, tr("Try again"));
        m_stack->setCurrentWidget(m_trouble);
        return;
    }
    m_stack->setCurrentWidget(m_panes[static_cast<std::size_t>(m_tab)]);
    m_detail = *result;
    m_head->showJob(*result);
    m_summary->showJob(*result, m_shown);
    showMoney();
    Q_EMIT detailChanged(*result);
}

void JobPanel::askMaterial()
{
    m_askMaterial = m_context.engine.ask(engine::JobMaterialQuestion{*m_job}, this,
                                         [this](const engine::Result<engine::JobMaterial> &result) {
                                             if (!result)
                                                 return;
                                             m_material = *result;
                                             m_inOut->showMaterial(*result);
                                             showMoney();
                                         });
}

void JobPanel::askChain()
{
    m_askChain = m_context.engine.ask(engine::ChainQuestion{*m_job, m_context.engine.judging()}, this,
                                      [this](const engine::Result<engine::ChainAnswer> &result) {
                                          if (!result)
                                              return;
                                          m_summary->showVerdict(*result);
                                          m_inOut->showChain(*result);
                                      });
}

void JobPanel::showMoney()
{
    if (m_detail && m_material)
        m_money->showMoney(*m_detail, *m_material);
}

} // namespace dvmdash::ui
