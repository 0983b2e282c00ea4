// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/comparison_questions.h"
#include "ui/models/row_model.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dvmdash::ui
{

class NameBook;

/// One side of a pair.
struct ComparedSide {
    nostr::EventId job;
    dvm::State state = dvm::State::Waiting;
    bool awaits_payment = false;
    std::vector<nostr::PublicKey> dvms; ///< the one that did it, else all that were tried
    std::optional<std::int64_t> ms;
    std::optional<std::int64_t> msat;
    bool operator==(const ComparedSide &) const = default;
};

struct ComparedRow {
    dvm::ComparedJob job;
    int kind = 0; ///< 0: not known
    std::optional<ComparedSide> left;
    std::optional<ComparedSide> right;

    /// Unique: each job of a side stands in one row.
    std::string key() const;
    bool operator==(const ComparedRow &) const = default;
};

/// All pairs, in the order of the comparison.
std::vector<ComparedRow> rowsOf(const engine::ChainsCompared &compared);

/// The pairs of jobs of two chains. GUI thread.
class ComparisonModel : public RowModel<ComparedRow>
{
    Q_OBJECT
public:
    enum Column {
        Step,
        Kind,
        DvmBefore,
        DvmAfter,
        StateBefore,
        StateAfter,
        TimeBefore,
        TimeAfter,
        Difference,
        PriceBefore,
        PriceAfter,
        JobBefore,
        JobAfter
    };

    explicit ComparisonModel(NameBook &names, QObject *parent = nullptr);

    /// -1 when it is not there.
    int rowOf(const std::string &key) const;

    QVariant data(const QModelIndex &index, int role) const override;

private:
    QVariant display(const ComparedRow &row, int column) const;
    QVariant raw(const ComparedRow &row, int column) const;
    QString toolTip(const ComparedRow &row, int column) const;
    QString dvmText(const std::optional<ComparedSide> &side) const;

    NameBook &m_names;
};

} // namespace dvmdash::ui
