// SPDX-License-Identifier: GPL-3.0-or-later
#include "lookup/public_host.h"

#include "lookup/public_address.h"

#include <QCoreApplication>
#include <QHostInfo>

#include <algorithm>

namespace dvmdash::lookup
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("lookup", text);
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

void checkPublicHost(const QUrl &url, const http::Proxies &proxies, QObject *context,
                     std::function<void(const QString &problem)> then)
{
    const http::Way way = http::wayTo(url, proxies);
    if (way.is_closed) {
        then(tr("An .onion address needs Tor"));
        return;
    }
    if (way.resolves()) {
        then({});
        return;
    }
    QHostInfo::lookupHost(url.host(), context,
                          [then = std::move(then)](const QHostInfo &info) { then(problemOf(info)); });
}

} // namespace dvmdash::lookup
