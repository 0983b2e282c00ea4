// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/scenario.h"

#include <QObject>
#include <QThread>

#include <atomic>
#include <memory>

namespace dvmdash::demo
{

using ScenarioPtr = std::shared_ptr<const Scenario>;

/// Makes scenarios on a thread of its own, one after the other in the order asked. The destructor gives up
/// what is under way and joins.
class ScenarioMaker : public QObject
{
    Q_OBJECT
public:
    explicit ScenarioMaker(QObject *parent = nullptr);
    ~ScenarioMaker() override;

    /// Answered by made() with the same number.
    void make(int number, const ScenarioSettings &settings);

Q_SIGNALS:
    void made(int number, const dvmdash::demo::ScenarioPtr &scenario);

private:
    std::atomic_bool m_cancelled = false;
    QObject m_worker; ///< lives on the thread: what is invoked on it runs there
    QThread m_thread;
};

} // namespace dvmdash::demo
