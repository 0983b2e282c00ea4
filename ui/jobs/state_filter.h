// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace dvmdash::ui
{

class FilterChip;

/// States to choose from, gathered into five groups: shape, word, count. None chosen means all.
class StateFilter : public QWidget
{
    Q_OBJECT
public:
    explicit StateFilter(QWidget *parent = nullptr);

    /// Empty: all.
    std::vector<dvm::State> states() const;
    /// Chooses the groups that hold any of the states.
    void setStates(const std::vector<dvm::State> &states);
    void clear() { setStates({}); }

    /// How many jobs each group has, from the jobs at hand; nothing where that is not known.
    void setCounts(const std::vector<engine::JobRow> &jobs);
    /// Only the failed ones are known.
    void setFailedCount(qint64 failed);

Q_SIGNALS:
    void changed();

private:
    std::vector<FilterChip *> m_chips;
};

} // namespace dvmdash::ui
