// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/page.h"
#include "ui/widgets/card.h"

#include <optional>

namespace dvmdash::ui
{

class DataTable;
class SegmentedControl;
class TroubledJobsModel;

/// The jobs of one DVM that went wrong, one list for each way: it said so, ignored the request, fell silent,
/// was paid and did not deliver; and what it paid back. What counts is the DVM's own attempt, whatever became
/// of the job.
class TroublesCard : public Card
{
    Q_OBJECT
public:
    explicit TroublesCard(const PageContext &context, QWidget *parent = nullptr);

    void clear();
    void show(const engine::DvmTroubles &troubles);
    DataTable *table() const { return m_table; }
    SegmentedControl *lists() const { return m_lists; }
    const TroubledJobsModel &model() const { return *m_model; }

Q_SIGNALS:
    void inspectRequested(const dvmdash::nostr::EventId &id);
    /// Enter or a double click.
    void chainWanted(const dvmdash::nostr::EventId &request);

private:
    void addLists();
    QWidget *withLists();
    void chooseList();
    void fill();

    SegmentedControl *m_lists;
    TroubledJobsModel *m_model;
    DataTable *m_table;
    std::optional<engine::DvmTroubles> m_troubles;
    bool m_wasChosen = false; ///< by the reader, for this DVM
};

} // namespace dvmdash::ui
