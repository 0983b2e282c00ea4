// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/guest_list.h"

#include "engine/interest.h"
#include "lookup/address.h"
#include "lookup/public_host.h"

#include <QUrl>

#include <algorithm>

namespace dvmdash::engine
{

bool mayVisitRelay(const QString &url)
{
    const QUrl address(url, QUrl::StrictMode);
    constexpr int usualPort = 443;
    return address.isValid() && address.scheme() == QLatin1String("wss") &&
           address.port(usualPort) == usualPort && !address.hasQuery() && address.userInfo().isEmpty() &&
           lookup::isPublicName(address.host(QUrl::FullyEncoded).toStdString());
}

GuestList::GuestList(relay::RelayPool &pool, store::WriterThread &writer, bool anywhere, QObject *parent)
    : QObject(parent)
    , m_pool(pool)
    , m_writer(writer)
    , m_anywhere(anywhere)
{
}

void GuestList::setVisits(const std::vector<HintedRelays::Visit> &visits)
{
    m_visits = visits;
    std::erase_if(m_hosts, [&](const auto &host) {
        return std::none_of(visits.begin(), visits.end(),
                            [&](const HintedRelays::Visit &visit) { return visit.url == host.first; });
    });
    for (const HintedRelays::Visit &visit : visits)
        if (m_hosts.emplace(visit.url, m_anywhere ? Host::Public : Host::Asked).second && !m_anywhere)
            check(visit.url);
    apply();
}

void GuestList::check(const QString &url)
{
    lookup::checkPublicHost(QUrl(url), m_pool.proxies(), this, [this, url](const QString &problem) {
        const auto host = m_hosts.find(url);
        if (host == m_hosts.end())
            return;
        host->second = problem.isEmpty() ? Host::Public : Host::Other;
        apply();
    });
}

void GuestList::apply()
{
    std::vector<relay::Guest> guests;
    for (const HintedRelays::Visit &visit : m_visits) {
        if (m_hosts.at(visit.url) != Host::Public)
            continue;
        m_writer.nameRelay(m_pool.numberOf(visit.url), visit.url.toStdString());
        guests.push_back({visit.url, missingSubscription(visit.ids)});
    }
    m_pool.setGuests(guests);
}

} // namespace dvmdash::engine
