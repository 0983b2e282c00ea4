// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network_thread.h"

#include <QMetaObject>

namespace dvmdash::engine
{

NetworkThread::NetworkThread(relay::FrameSink &sink, const relay::RelayLimits &limits,
                             const lookup::ServiceSettings &lookups, const http::Proxies &proxies,
                             int closeGraceMs)
    : m_closeGraceMs(closeGraceMs)
    , m_pool(new relay::RelayPool(sink, limits))
    , m_lookups(new lookup::LookupService(lookups))
{
    m_thread.setObjectName(QStringLiteral("network"));
    m_pool->setProxies(proxies);
    m_lookups->setProxies(proxies);
    m_pool->moveToThread(&m_thread);
    m_lookups->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_pool, &QObject::deleteLater);
    QObject::connect(&m_thread, &QThread::finished, m_lookups, &QObject::deleteLater);
    // Direct: the owner's thread waits in the destructor and runs no event loop then.
    QObject::connect(
        m_pool, &relay::RelayPool::stopped, &m_thread, [this] { m_thread.quit(); }, Qt::DirectConnection);
    m_thread.start();
}

NetworkThread::~NetworkThread()
{
    post([this](relay::RelayPool &pool) { pool.stop(m_closeGraceMs); });
    m_thread.wait();
}

void NetworkThread::post(std::function<void(relay::RelayPool &)> action)
{
    QMetaObject::invokeMethod(
        m_pool, [pool = m_pool, action = std::move(action)] { action(*pool); }, Qt::QueuedConnection);
}

void NetworkThread::setProxies(const http::Proxies &proxies)
{
    post([proxies](relay::RelayPool &pool) { pool.setProxies(proxies); });
    postLookup([proxies](lookup::LookupService &service) { service.setProxies(proxies); });
}

void NetworkThread::postLookup(std::function<void(lookup::LookupService &)> action)
{
    QMetaObject::invokeMethod(
        m_lookups, [service = m_lookups, action = std::move(action)] { action(*service); },
        Qt::QueuedConnection);
}

} // namespace dvmdash::engine
