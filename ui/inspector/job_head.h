// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QWidget>

class QLabel;

namespace dvmdash::ui
{

class CopyLabel;
class MutedLabel;
class NameBook;
class RelativeTimeLabel;
class StateChip;

/// The top of every tab about a job: what was asked for, by whom and when, how it stands.
class JobHead : public QWidget
{
    Q_OBJECT
public:
    JobHead(NameBook &names, QWidget *parent);

    void showJob(const engine::JobDetail &detail);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showCustomer();
    void restyle();

    NameBook &m_names;
    std::optional<nostr::PublicKey> m_customer;
    QLabel *m_title;
    MutedLabel *m_kind;
    CopyLabel *m_id;
    MutedLabel *m_by;
    RelativeTimeLabel *m_asked;
    StateChip *m_state;
    StateChip *m_payment;
    MutedLabel *m_duration;
};

} // namespace dvmdash::ui
