// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <QWidget>

#include <optional>

class QStackedLayout;

namespace dvmdash::ui
{

class EmptyState;
class JobHead;
class JobInOut;
class JobMoney;
class JobSummary;
class ScrollPane;

/// What is known of the job that an event belongs to, in three tabs under one head. Asks for itself.
class JobPanel : public QWidget
{
    Q_OBJECT
public:
    enum class Tab { Summary, Money, InOut };

    JobPanel(const PageContext &context, QWidget *parent);

    /// `shown` is the event in the inspector: it is marked among those of the job. Asks only for what is on
    /// the screen, and always for how the job stands.
    void setJob(const nostr::EventId &job, const nostr::EventId &shown);
    void setTab(Tab tab);
    Tab tab() const { return m_tab; }
    /// Asks anew.
    void refresh();

    JobSummary &summary() { return *m_summary; }
    JobMoney &money() { return *m_money; }
    JobInOut &inOut() { return *m_inOut; }

Q_SIGNALS:
    void detailChanged(const dvmdash::engine::JobDetail &detail);
    void eventWanted(const dvmdash::nostr::EventId &id);
    void jobWanted(const dvmdash::nostr::EventId &request);
    /// The reader wants to see the chain around this job.
    void chainWanted(const dvmdash::nostr::EventId &request);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void build();
    void askMaterial();
    void askChain();
    void takeDetail(const engine::Result<engine::JobDetail> &result);
    void showMoney();

    PageContext m_context;
    std::optional<nostr::EventId> m_job;
    nostr::EventId m_shown;
    Tab m_tab = Tab::Summary;
    std::optional<engine::JobDetail> m_detail;
    std::optional<engine::JobMaterial> m_material;
    engine::Ask m_askDetail;
    engine::Ask m_askMaterial;
    engine::Ask m_askChain;

    JobHead *m_head;
    JobSummary *m_summary;
    JobMoney *m_money;
    JobInOut *m_inOut;
    EmptyState *m_trouble = nullptr;
    QStackedLayout *m_stack = nullptr;
    std::vector<ScrollPane *> m_panes; ///< by Tab
};

} // namespace dvmdash::ui
