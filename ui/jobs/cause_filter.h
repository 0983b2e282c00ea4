// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/questions.h"

#include <QPushButton>

#include <vector>

namespace dvmdash::ui
{

/// Chooses causes in a menu: none chosen means all jobs.
class CauseFilter : public QPushButton
{
    Q_OBJECT
public:
    explicit CauseFilter(QWidget *parent = nullptr);

    /// Empty: all.
    std::vector<dvm::Reason> causes() const;
    void setCauses(const std::vector<dvm::Reason> &causes);
    void clear() { setCauses({}); }

Q_SIGNALS:
    void changed();

private:
    void showChoice();

    std::vector<QAction *> m_actions; ///< as allReasons()
    QAction *m_all = nullptr;
};

} // namespace dvmdash::ui
