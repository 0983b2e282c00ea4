// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/proxies.h"

#include <QString>
#include <QUrl>

#include <functional>

class QObject;

namespace dvmdash::lookup
{

/// Looks up where a host leads, so that nobody can make us knock on doors of this machine or of a local
/// network. `then` is told what is wrong, empty: it may be connected to. Called from the event loop, or at
/// once where nothing is to be looked up; not after `context` died. A proxy that looks up names itself sees
/// another network than we do, so then only the name counts, which the caller has checked (isPublicName()).
/// An .onion name is never looked up.
void checkPublicHost(const QUrl &url, const http::Proxies &proxies, QObject *context,
                     std::function<void(const QString &problem)> then);

} // namespace dvmdash::lookup
