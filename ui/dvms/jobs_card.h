// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/feed.h"
#include "ui/page.h"
#include "ui/widgets/card.h"

namespace dvmdash::ui
{

class DataTable;
class JobModel;

/// The newest jobs of the window in which one DVM had a part.
class JobsCard : public Card
{
    Q_OBJECT
public:
    explicit JobsCard(const PageContext &context, QWidget *parent = nullptr);

    FeedBase *feed() { return &m_feed; }
    void setDvm(const nostr::PublicKey &dvm);
    DataTable *table() const { return m_table; }
    const JobModel &model() const { return *m_model; }

Q_SIGNALS:
    void inspectRequested(const dvmdash::nostr::EventId &id);
    /// Enter or a double click.
    void chainWanted(const dvmdash::nostr::EventId &request);

private:
    void showAnswer();

    std::optional<nostr::PublicKey> m_dvm;
    Feed<engine::JobsQuestion> m_feed;
    JobModel *m_model;
    DataTable *m_table;
};

} // namespace dvmdash::ui
