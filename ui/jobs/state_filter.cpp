// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/state_filter.h"

#include "ui/theme/theme.h"
#include "ui/widgets/filter_chip.h"

#include <QHBoxLayout>
#include <QSignalBlocker>

#include <algorithm>

namespace dvmdash::ui
{

namespace
{

struct Group {
    const char *word;
    Tone tone;
    std::vector<dvm::State> states;
};

const std::vector<Group> &groups()
{
    using S = dvm::State;
    static const std::vector<Group> list{
        {QT_TRANSLATE_NOOP("StateFilter", "Failed"),
         Tone::Failed,
         {S::Failed, S::Ignored, S::Stalled, S::PaidUndelivered}},
        {QT_TRANSLATE_NOOP("StateFilter", "Running"),
         Tone::Running,
         {S::Accepted, S::Partial, S::ClaimedSuccess}},
        {QT_TRANSLATE_NOOP("StateFilter", "Waiting"), Tone::Waiting, {S::Waiting}},
        {QT_TRANSLATE_NOOP("StateFilter", "Delivered"), Tone::Delivered, {S::Delivered}},
        {QT_TRANSLATE_NOOP("StateFilter", "Other"),
         Tone::Ghost,
         {S::Cancelled, S::Unobserved, S::Unserved, S::Missing}},
    };
    return list;
}

bool has(const std::vector<dvm::State> &states, dvm::State state)
{
    return std::find(states.begin(), states.end(), state) != states.end();
}

} // namespace

StateFilter::StateFilter(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("States"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::of(this).space(Space::S));
    for (const Group &group : groups()) {
        auto *chip = new FilterChip(toneIcon(group.tone), group.tone, tr(group.word), this);
        connect(chip, &QAbstractButton::toggled, this, &StateFilter::changed);
        layout->addWidget(chip);
        m_chips.push_back(chip);
    }
    layout->addStretch(1);
}

std::vector<dvm::State> StateFilter::states() const
{
    std::vector<dvm::State> chosen;
    for (std::size_t i = 0; i < m_chips.size(); ++i)
        if (m_chips[i]->isChecked())
            chosen.insert(chosen.end(), groups()[i].states.begin(), groups()[i].states.end());
    return chosen;
}

void StateFilter::setStates(const std::vector<dvm::State> &states)
{
    const auto before = this->states();
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        const QSignalBlocker blocker(m_chips[i]);
        const auto &group = groups()[i].states;
        m_chips[i]->setChecked(
            std::any_of(group.begin(), group.end(), [&](dvm::State state) { return has(states, state); }));
    }
    if (this->states() != before)
        Q_EMIT changed();
}

void StateFilter::setCounts(const std::vector<engine::JobRow> &jobs)
{
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        const auto &group = groups()[i].states;
        m_chips[i]->setCount(std::count_if(jobs.begin(), jobs.end(),
                                           [&](const engine::JobRow &job) { return has(group, job.state); }));
    }
}

void StateFilter::setFailedCount(qint64 failed)
{
    for (std::size_t i = 0; i < m_chips.size(); ++i)
        m_chips[i]->setCount(i == 0 ? std::optional(failed) : std::nullopt);
}

} // namespace dvmdash::ui
