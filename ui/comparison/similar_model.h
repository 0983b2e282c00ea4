// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/comparison_questions.h"
#include "ui/models/row_model.h"

namespace dvmdash::ui
{

class NameBook;

struct SimilarRow {
    engine::SimilarChain chain;

    const nostr::EventId &key() const { return chain.job; }
    bool operator==(const SimilarRow &) const = default;
};

/// Chains that are worth comparing with, in the order of the answer. GUI thread.
class SimilarModel : public RowModel<SimilarRow>
{
    Q_OBJECT
public:
    enum Column { Requested, Customer, Jobs, Took, Likeness, Job };

    explicit SimilarModel(NameBook &names, QObject *parent = nullptr);

    void setChains(const engine::SimilarChains &similar);

    QVariant data(const QModelIndex &index, int role) const override;

private:
    NameBook &m_names;
};

} // namespace dvmdash::ui
