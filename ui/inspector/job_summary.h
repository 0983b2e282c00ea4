// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/inspector/link_row.h"

#include <QWidget>

#include <optional>

class QPushButton;

namespace dvmdash::ui
{

class MutedLabel;
class NameBook;

/// How a job stands: what that means, who broke it, each DVM's attempt, and its events in order.
class JobSummary : public QWidget
{
    Q_OBJECT
public:
    JobSummary(NameBook &names, QWidget *parent);

    /// `shown` is the event in the inspector: it is marked among the others.
    void showJob(const engine::JobDetail &detail, const nostr::EventId &shown);
    /// Who broke it, by the chain around it.
    void showVerdict(const engine::ChainAnswer &answer);
    /// Another job: nothing is known of it yet.
    void clear();

    LinkList &causes() { return *m_causes; }
    LinkList &attempts() { return *m_attempts; }
    LinkList &events() { return *m_events; }

Q_SIGNALS:
    void activated(const dvmdash::nostr::EventId &id);
    /// The job that broke it.
    void jobWanted(const dvmdash::nostr::EventId &request);
    /// The reader wants to see the chain around this job.
    void chainWanted(const dvmdash::nostr::EventId &request);

private:
    void fillLists();
    LinkContent attemptRow(const dvm::Attempt &attempt);
    LinkContent eventRow(const engine::EventRow &row);
    void fillCauses();

    NameBook &m_names;
    std::optional<engine::JobDetail> m_detail;
    nostr::EventId m_shown;
    std::optional<engine::ChainAnswer> m_verdict;
    MutedLabel *m_meaning;
    MutedLabel *m_causesCaption;
    LinkList *m_causes;
    QPushButton *m_chain;
    MutedLabel *m_attemptsCaption;
    LinkList *m_attempts;
    MutedLabel *m_eventsCaption;
    LinkList *m_events;
};

/// A row that leads to an event: its kind, what it says, when it was received.
LinkContent linkTo(const engine::EventRow &row, NameBook &names);

} // namespace dvmdash::ui
