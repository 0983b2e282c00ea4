// SPDX-License-Identifier: GPL-3.0-or-later
#include "lookup/public_address.h"

#include <QtEndian>

#include <algorithm>
#include <array>

namespace dvmdash::lookup
{

namespace
{

struct Subnet {
    const char *address;
    int bits;
};

/// IANA's registries of special-purpose addresses. Of IPv6 only 2000::/3 is in public use at all.
constexpr std::array<Subnet, 15> special4{{{"0.0.0.0", 8},
                                           {"10.0.0.0", 8},
                                           {"100.64.0.0", 10},
                                           {"127.0.0.0", 8},
                                           {"169.254.0.0", 16},
                                           {"172.16.0.0", 12},
                                           {"192.0.0.0", 24},
                                           {"192.0.2.0", 24},
                                           {"192.88.99.0", 24},
                                           {"192.168.0.0", 16},
                                           {"198.18.0.0", 15},
                                           {"198.51.100.0", 24},
                                           {"203.0.113.0", 24},
                                           {"224.0.0.0", 4},
                                           {"240.0.0.0", 4}}};
constexpr std::array<Subnet, 4> special6{{
    {"2001::", 23},     // Teredo, ORCHID and other protocols
    {"2001:db8::", 32}, // documentation
    {"2002::", 16},     // 6to4, an IPv4 address inside
    {"3fff::", 20},     // documentation
}};

template<typename Subnets>
bool isInAny(const QHostAddress &address, const Subnets &subnets)
{
    return std::any_of(subnets.begin(), subnets.end(), [&](const Subnet &subnet) {
        return address.isInSubnet(QHostAddress(QString::fromLatin1(subnet.address)), subnet.bits);
    });
}

} // namespace

bool isPublicAddress(const QHostAddress &address)
{
    bool isIpv4 = false;
    const QHostAddress plain(address.toIPv4Address(&isIpv4)); // also one that is mapped into IPv6
    if (isIpv4)
        return !isInAny(plain, special4);
    // Networks without IPv4 reach it through such addresses (RFC 6052): the last four bytes are the real one.
    if (address.isInSubnet(QHostAddress(QStringLiteral("64:ff9b::")), 96)) {
        const Q_IPV6ADDR bytes = address.toIPv6Address();
        const quint32 inside = qFromBigEndian<quint32>(&bytes.c[12]);
        return !isInAny(QHostAddress(inside), special4);
    }
    return address.protocol() == QAbstractSocket::IPv6Protocol &&
           address.isInSubnet(QHostAddress(QStringLiteral("2000::")), 3) && !isInAny(address, special6);
}

} // namespace dvmdash::lookup
