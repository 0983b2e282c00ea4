// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/models/row_model.h"

namespace dvmdash::ui
{

class NameBook;

/// One attempt of one job of a chain.
struct AttemptRow {
    nostr::EventId job;
    int kind = 0;
    dvm::Attempt attempt;
    bool awaits_payment = false;
    bool is_root = false; ///< a root cause names it
    bool operator==(const AttemptRow &) const = default;
    std::pair<nostr::EventId, nostr::PublicKey> key() const { return {job, attempt.dvm}; }
};

/// All attempts of a chain, in the order of their jobs. Money by tiers, never added up. GUI thread.
class AttemptsModel : public RowModel<AttemptRow>
{
    Q_OBJECT
public:
    enum Column {
        Job,
        KindName,
        Dvm,
        State,
        Since,
        Response,
        Payment,
        Asked,
        Claimed,
        Confirmed,
        Refunded,
        Flags,
        Targeted
    };

    explicit AttemptsModel(NameBook &names, QObject *parent = nullptr);

    void setAnswer(const engine::ChainAnswer &answer);
    /// The first row of this job; -1 when it has none.
    int rowOf(const nostr::EventId &job) const;

    QVariant data(const QModelIndex &index, int role) const override;

private:
    QVariant display(const AttemptRow &row, int column) const;
    QVariant raw(const AttemptRow &row, int column) const;
    QString toolTip(const AttemptRow &row, int column) const;

    NameBook &m_names;
};

} // namespace dvmdash::ui
