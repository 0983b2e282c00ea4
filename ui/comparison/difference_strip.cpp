// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparison/difference_strip.h"

#include "ui/comparison/difference_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/filter_chip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

#include <algorithm>
#include <iterator>

namespace dvmdash::ui
{

namespace
{

QString capitalised(const QString &word)
{
    return word.left(1).toUpper() + word.mid(1);
}

} // namespace

DifferenceStrip::DifferenceStrip(QWidget *parent)
    : QWidget(parent)
    , m_same(nullptr)
    , m_durations(new QLabel(this))
{
    const Theme &theme = Theme::of(this);
    setAccessibleName(tr("Differences"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.space(Space::S));
    for (const dvm::Difference difference : allDifferences())
        m_chips.push_back(addChip(new FilterChip(differenceIcon(difference), differenceTone(difference),
                                                 capitalised(differenceWord(difference)), this),
                                  differenceRule(difference)));
    m_same = addChip(new FilterChip(Icon::Equal, Tone::Waiting, tr("Same"), this),
                     tr("Nothing of what is compared is different."));
    layout->addStretch(1);
    m_durations->setTextFormat(Qt::PlainText);
    m_durations->setFont(theme.numberFont(TextSize::Body, TextWeight::Strong));
    m_durations->setToolTip(
        tr("How long the chains took, before and after: from the first request to the last result or "
           "failure, by the authors' clocks."));
    layout->addWidget(m_durations);
}

FilterChip *DifferenceStrip::addChip(FilterChip *chip, const QString &rule)
{
    chip->setToolTip(rule);
    chip->hide();
    connect(chip, &QAbstractButton::toggled, this, &DifferenceStrip::changed);
    layout()->addWidget(chip);
    return chip;
}

void DifferenceStrip::setComparison(const dvm::ChainComparison &comparison)
{
    const bool wasFiltered = isFiltered();
    const auto show = [](FilterChip *chip, int count) {
        const QSignalBlocker blocker(chip);
        chip->setCount(count);
        chip->setVisible(count > 0);
        if (count == 0)
            chip->setChecked(false);
    };
    for (std::size_t i = 0; i < m_chips.size(); ++i)
        show(m_chips[i], comparison.total(allDifferences()[i]));
    show(m_same, comparison.same);
    m_durations->setText(
        tr("%1 \u2192 %2").arg(durationWords(comparison.left_s), durationWords(comparison.right_s)));
    if (wasFiltered && !isFiltered())
        Q_EMIT changed();
}

bool DifferenceStrip::passes(const dvm::ComparedJob &job) const
{
    if (!isFiltered() || (m_same->isChecked() && job.differences.empty()))
        return true;
    for (std::size_t i = 0; i < m_chips.size(); ++i)
        if (m_chips[i]->isChecked() && job.has(allDifferences()[i]))
            return true;
    return false;
}

bool DifferenceStrip::isFiltered() const
{
    return m_same->isChecked() || std::any_of(m_chips.begin(), m_chips.end(),
                                              [](const FilterChip *chip) { return chip->isChecked(); });
}

void DifferenceStrip::clearFilter()
{
    if (!isFiltered())
        return;
    for (FilterChip *chip : m_chips) {
        const QSignalBlocker blocker(chip);
        chip->setChecked(false);
    }
    const QSignalBlocker blocker(m_same);
    m_same->setChecked(false);
    Q_EMIT changed();
}

FilterChip &DifferenceStrip::chip(dvm::Difference difference) const
{
    const auto &all = allDifferences();
    const auto at = std::find(all.begin(), all.end(), difference);
    return *m_chips[static_cast<std::size_t>(std::distance(all.begin(), at))];
}

QString DifferenceStrip::durations() const
{
    return m_durations->text();
}

} // namespace dvmdash::ui
