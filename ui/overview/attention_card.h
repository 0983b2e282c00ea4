// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"
#include "ui/widgets/card.h"

#include <optional>
#include <vector>

class QVBoxLayout;

namespace dvmdash::ui
{

class AttentionRow;
class FailureWatch;
class NameBook;
class StateChip;

/// What is wrong in the chosen window, one line each: failed jobs by what became of them, the DVMs that are
/// possibly down or were paid and did not deliver, and relays that do not deliver. A line is a button that
/// leads to where it can be looked into.
class AttentionCard : public Card
{
    Q_OBJECT
public:
    explicit AttentionCard(NameBook &names, QWidget *parent = nullptr);

    void showFailures(const FailureWatch &failures);
    /// Those of the window. The gravest are named, the others counted.
    void showDvms(std::vector<metrics::DvmRow> dvms);
    /// So many that are switched on deliver nothing.
    void showRelays(int down);

Q_SIGNALS:
    void failuresWanted(dvmdash::dvm::State state);
    void relaysWanted();
    void dvmWanted(const dvmdash::nostr::PublicKey &dvm);
    /// All DVMs that are possibly down.
    void downDvmsWanted();

private:
    static QString meaning(dvm::State state);
    AttentionRow *addRow(QVBoxLayout &layout);
    void addDvmRows(QVBoxLayout &layout);
    void nameDvms();
    void updateCalm();

    std::vector<AttentionRow *> m_failures; ///< in the order of FailureWatch::states
    struct DvmLine {
        AttentionRow *row = nullptr;
        std::optional<nostr::PublicKey> dvm;
    };
    NameBook &m_names;
    std::vector<metrics::DvmRow> m_dvms;
    std::vector<DvmLine> m_down;   ///< possibly down, most ignored requests first
    std::vector<DvmLine> m_unpaid; ///< paid and not delivered, most first
    AttentionRow *m_moreDown = nullptr;
    AttentionRow *m_relays;
    StateChip *m_calm;
    bool m_known = false;
};

} // namespace dvmdash::ui
