// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo_session.h"

#include <QDateTime>

namespace dvmdash::desktop
{

namespace
{

/// Events of the history may be dated a little before it begins.
constexpr std::int64_t historyMargin = 3600;

demo::DemoSettings settingsFor(std::uint64_t seed, double speed)
{
    demo::DemoSettings settings;
    settings.seed = seed;
    settings.speed = speed;
    return settings;
}

} // namespace

DemoSession::DemoSession(std::uint64_t seed, double speed, QObject *parent)
    : QObject(parent)
    , m_network(new demo::DemoNetwork(settingsFor(seed, speed)))
    , m_historyBegins(QDateTime::currentSecsSinceEpoch() - settingsFor(seed, speed).history_seconds -
                      historyMargin)
{
    m_thread.setObjectName(QStringLiteral("demo network"));
    m_network->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_network, &QObject::deleteLater);
    m_thread.start();
}

DemoSession::~DemoSession()
{
    m_thread.quit();
    m_thread.wait();
}

bool DemoSession::start()
{
    if (!m_folder.isValid()) {
        m_error = tr("cannot make a folder for the demo: %1").arg(m_folder.errorString());
        return false;
    }
    QMetaObject::invokeMethod(
        m_network,
        [this] {
            const auto note = connect(m_network, &demo::DemoNetwork::failed, m_network,
                                      [this](const QString &why) { m_error = why; });
            m_network->start();
            disconnect(note);
            m_url = m_network->url();
        },
        Qt::BlockingQueuedConnection);
    return !m_url.isEmpty();
}

QString DemoSession::databasePath() const
{
    return m_folder.filePath(QStringLiteral("demo.sqlite"));
}

} // namespace dvmdash::desktop
