// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/relay_status.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QUrl>

#include <optional>

class QNetworkAccessManager;

namespace dvmdash::relay
{

/// The most of a NIP-11 document that is read.
inline constexpr qint64 mostInformationBytes = 64 * 1024;

/// Where NIP-11 says the document lies: the relay's own address, as http or https.
QUrl relayInformationUrl(const QString &relayUrl);

/// Reads a NIP-11 document. A member of a wrong type counts as absent; nothing at all when the text is no
/// JSON object.
std::optional<RelayInformation> relayInformationFromJson(const QByteArray &json);

/// Fetches the NIP-11 document of one relay, once, as http::SmallGet does. Deleting it cancels.
class RelayInformationFetch : public QObject
{
    Q_OBJECT
public:
    RelayInformationFetch(QNetworkAccessManager &manager, const QString &relayUrl, int timeout_ms,
                          QObject *parent);

Q_SIGNALS:
    /// Once; nothing when the relay has no readable document.
    void finished(const std::optional<dvmdash::relay::RelayInformation> &information);
};

} // namespace dvmdash::relay
