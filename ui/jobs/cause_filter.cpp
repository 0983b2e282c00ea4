// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/cause_filter.h"

#include "ui/inspector/cause_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"

#include <QMenu>
#include <QSignalBlocker>

#include <algorithm>

namespace dvmdash::ui
{

CauseFilter::CauseFilter(QWidget *parent)
    : QPushButton(parent)
{
    const Theme &theme = Theme::of(this);
    setToolTip(tr("Only jobs that broke for one of these reasons"));
    auto *menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    m_all = menu->addAction(tr("All jobs"), this, &CauseFilter::clear);
    menu->addSeparator();
    for (const dvm::Reason reason : allReasons()) {
        QAction *action = menu->addAction(theme.icon(reasonTone(reason)), reasonWord(reason));
        action->setCheckable(true);
        action->setToolTip(reasonRule(reason));
        connect(action, &QAction::toggled, this, [this] {
            showChoice();
            Q_EMIT changed();
        });
        m_actions.push_back(action);
    }
    setMenu(menu);
    showChoice();
}

std::vector<dvm::Reason> CauseFilter::causes() const
{
    std::vector<dvm::Reason> chosen;
    for (std::size_t i = 0; i < m_actions.size(); ++i)
        if (m_actions[i]->isChecked())
            chosen.push_back(allReasons()[i]);
    return chosen;
}

void CauseFilter::setCauses(const std::vector<dvm::Reason> &causes)
{
    if (this->causes() == causes)
        return;
    for (std::size_t i = 0; i < m_actions.size(); ++i) {
        const QSignalBlocker blocker(m_actions[i]);
        m_actions[i]->setChecked(std::find(causes.begin(), causes.end(), allReasons()[i]) != causes.end());
    }
    showChoice();
    Q_EMIT changed();
}

void CauseFilter::showChoice()
{
    const auto chosen = causes();
    m_all->setEnabled(!chosen.empty());
    setText(chosen.empty()       ? tr("Any cause")
            : chosen.size() == 1 ? tr("Cause: %1").arg(reasonWord(chosen.front()))
                                 : tr("%1 causes").arg(format::count(qint64(chosen.size()))));
    setIcon(chosen.empty() ? Theme::of(this).icon(Icon::Filter, Ink::Muted)
                           : Theme::of(this).icon(Icon::Filter, Ink::Accent));
}

} // namespace dvmdash::ui
