// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/page.h"
#include "ui/widgets/card.h"

namespace dvmdash::ui
{

class DataTable;
class FailureGroupsModel;

/// Why one DVM fails, in its words: the same fault in one row, with an example.
class WhyCard : public Card
{
    Q_OBJECT
public:
    explicit WhyCard(const PageContext &context, QWidget *parent = nullptr);

    void clear();
    void show(const engine::DvmTroubles &troubles);
    DataTable *table() const { return m_table; }
    const FailureGroupsModel &model() const { return *m_model; }

Q_SIGNALS:
    /// A click on the example, Enter or a double click.
    void chainWanted(const dvmdash::nostr::EventId &request);

private:
    void openExample(const QModelIndex &index);

    FailureGroupsModel *m_model;
    DataTable *m_table;
};

} // namespace dvmdash::ui
