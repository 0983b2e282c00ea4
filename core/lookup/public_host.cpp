// SPDX-License-Identifier: GPL-3.0-or-later
#include "lookup/public_host.h"

#include "lookup/address.h"
#include "lookup/public_address.h"

#include <QCoreApplication>
#include <QHostInfo>
#include <QNetworkProxy>

#include <algorithm>

namespace dvmdash::lookup
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("lookup", text);
}

bool proxyResolves(const QUrl &url)
{
    const auto proxies = QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url));
    return !proxies.isEmpty() && proxies.front().type() != QNetworkProxy::NoProxy &&
           proxies.front().capabilities().testFlag(QNetworkProxy::HostNameLookupCapability);
}

QString problemOf(const QHostInfo &info)
{
    const auto addresses = info.addresses();
    if (addresses.isEmpty())
        return tr("The domain has no address");
    if (!std::all_of(addresses.begin(), addresses.end(), isPublicAddress))
        return tr("The domain leads to this machine or to a local network");
    return {};
}

} // namespace

void checkPublicHost(const QUrl &url, QObject *context, std::function<void(const QString &problem)> then)
{
    if (proxyResolves(url)) {
        then({});
        return;
    }
    if (isOnion(url.host().toStdString())) {
        then(tr("An .onion address needs a proxy of the system that leads into Tor"));
        return;
    }
    QHostInfo::lookupHost(url.host(), context,
                          [then = std::move(then)](const QHostInfo &info) { then(problemOf(info)); });
}

} // namespace dvmdash::lookup
