// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>

namespace dvmdash::lookup
{

/// Whether an address is one of the public Internet: none of this machine, of a local network, of a
/// provider's own (RFC 6598), for documentation, multicast, or such an IPv4 address inside an IPv6 one.
bool isPublicAddress(const QHostAddress &address);

} // namespace dvmdash::lookup
