// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/widgets/card.h"

#include <vector>

class QVBoxLayout;

namespace dvmdash::ui
{

class AttentionRow;
class FailureWatch;
class StateChip;

/// What is wrong in the chosen window, one line each: failed jobs by what became of them, and relays that do
/// not deliver. A line is a button that leads to where it can be looked into.
class AttentionCard : public Card
{
    Q_OBJECT
public:
    explicit AttentionCard(QWidget *parent = nullptr);

    void showFailures(const FailureWatch &failures);
    /// So many that are switched on deliver nothing.
    void showRelays(int down);

Q_SIGNALS:
    void failuresWanted(dvmdash::dvm::State state);
    void relaysWanted();

private:
    static QString meaning(dvm::State state);
    AttentionRow *addRow(QVBoxLayout &layout);
    void updateCalm();

    std::vector<AttentionRow *> m_failures; ///< in the order of FailureWatch::states
    AttentionRow *m_relays;
    StateChip *m_calm;
    bool m_known = false;
};

} // namespace dvmdash::ui
