// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/scenario_maker.h"

namespace dvmdash::demo
{

ScenarioMaker::ScenarioMaker(QObject *parent)
    : QObject(parent)
{
    m_thread.setObjectName(QStringLiteral("scenario"));
    m_worker.moveToThread(&m_thread);
    m_thread.start();
}

ScenarioMaker::~ScenarioMaker()
{
    m_cancelled = true;
    m_thread.quit();
    m_thread.wait();
}

void ScenarioMaker::make(int number, const ScenarioSettings &settings)
{
    QMetaObject::invokeMethod(
        &m_worker,
        [this, number, settings] {
            auto scenario = std::make_shared<const Scenario>(makeScenario(settings, &m_cancelled));
            if (!m_cancelled)
                Q_EMIT made(number, scenario);
        },
        Qt::QueuedConnection);
}

} // namespace dvmdash::demo
