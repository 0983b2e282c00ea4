// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/comparison_questions.h"

#include <QWidget>

#include <vector>

class QLabel;

namespace dvmdash::ui
{

class FilterChip;

/// How many jobs differ in which way, each a filter, and how long both chains took. None chosen means all.
class DifferenceStrip : public QWidget
{
    Q_OBJECT
public:
    explicit DifferenceStrip(QWidget *parent = nullptr);

    /// What does not occur is not offered, and not chosen any more.
    void setComparison(const dvm::ChainComparison &comparison);
    /// The job passes: it has one of the chosen differences, or none of all where that is chosen.
    bool passes(const dvm::ComparedJob &job) const;
    bool isFiltered() const;
    void clearFilter();

    /// The chip of a difference, for tests.
    FilterChip &chip(dvm::Difference difference) const;
    FilterChip &sameChip() const { return *m_same; }
    QString durations() const;

Q_SIGNALS:
    void changed();

private:
    FilterChip *addChip(FilterChip *chip, const QString &rule);

    std::vector<FilterChip *> m_chips; ///< as allDifferences()
    FilterChip *m_same;
    QLabel *m_durations;
};

} // namespace dvmdash::ui
