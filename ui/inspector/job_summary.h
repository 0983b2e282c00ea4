// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/inspector/link_row.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace dvmdash::ui
{

class NameBook;
class StateChip;

/// The job that an event belongs to: its state and what that means, the payment, each DVM's attempt, and its
/// events.
class JobSummary : public QWidget
{
    Q_OBJECT
public:
    JobSummary(NameBook &names, QWidget *parent);

    /// `shown` is the event in the inspector: it is marked among the others.
    void showJob(const engine::JobDetail &detail, const nostr::EventId &shown);

Q_SIGNALS:
    void activated(const dvmdash::nostr::EventId &id);
    /// The reader wants to see the chain around this job.
    void chainWanted(const dvmdash::nostr::EventId &request);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fillLists();
    LinkContent attemptRow(const dvm::Attempt &attempt);
    LinkContent eventRow(const engine::EventRow &row);
    void restyle();

    NameBook &m_names;
    std::optional<engine::JobDetail> m_detail;
    nostr::EventId m_shown;
    StateChip *m_state;
    StateChip *m_payment;
    QLabel *m_duration;
    QLabel *m_meaning;
    QPushButton *m_chain;
    QLabel *m_attemptsCaption;
    LinkList *m_attempts;
    QLabel *m_eventsCaption;
    LinkList *m_events;
};

/// A row that leads to an event: its kind, what it says, when it was received.
LinkContent linkTo(const engine::EventRow &row, NameBook &names);

} // namespace dvmdash::ui
