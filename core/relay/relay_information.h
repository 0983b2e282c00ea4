// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "relay/relay_limits.h"
#include "relay/relay_status.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QUrl>

#include <cstdint>
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

/// Most events that a relay gives for one filter, by its NIP-11 document or, without one, as relays do.
std::int64_t mostStoredEvents(const std::optional<RelayInformation> &information);
/// Fewer than these, and the relay has not cut its answer off. Carefully: a relay that names no limit may
/// have a small one.
std::int64_t surelyGivenWhole(const std::optional<RelayInformation> &information);

/// Fetches the NIP-11 document of one relay, once, as http::SmallGet does. Deleting it cancels.
class RelayInformationFetch : public QObject
{
    Q_OBJECT
public:
    RelayInformationFetch(QNetworkAccessManager &manager, const QString &relayUrl, int timeout_ms,
                          QObject *parent);

Q_SIGNALS:
    /// Before finished(): see http::SmallReply.
    void clockRead(std::int64_t ahead_s);
    /// Once; nothing when the relay has no readable document.
    void finished(const std::optional<dvmdash::relay::RelayInformation> &information);
};

/// Asks one relay for its document now and then. Lives on the network thread.
class RelayInformationAsker : public QObject
{
    Q_OBJECT
public:
    /// `manager` and `limits` outlive it.
    RelayInformationAsker(QNetworkAccessManager &manager, const QString &relayUrl, const RelayLimits &limits,
                          QObject *parent);

    /// Asks unless the limits forbid it: not at all, or not again so soon. Monotonic.
    void ask(std::int64_t now_ms);

Q_SIGNALS:
    void learned(const dvmdash::relay::RelayInformation &information);
    /// Its server told the time, by which our clock is ahead by so much.
    void clockRead(std::int64_t ahead_s);

private:
    QNetworkAccessManager &m_manager;
    const QString m_relayUrl;
    const RelayLimits &m_limits;
    RelayInformationFetch *m_fetch = nullptr; ///< a child
    std::int64_t m_asked_ms = -1;
};

} // namespace dvmdash::relay
