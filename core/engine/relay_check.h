// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/proxies.h"
#include "relay/relay_status.h"

#include <QMetaType>
#include <QObject>
#include <QString>
#include <QTimer>

#include <cstdint>
#include <memory>
#include <optional>

namespace dvmdash::engine
{

class RelayVisit;

/// What came of looking at a relay before it is added.
struct RelayCheckResult {
    enum class Outcome {
        Good,        ///< takes the question for jobs and said when all was given
        Limited,     ///< gives events, but its silence would prove nothing: see `detail`
        Refused,     ///< connected, and does not serve what was asked
        Unreachable, ///< no connection, or it was lost
        NotPublic,   ///< strangers named it, and it is none that they may send us to
        NoAddress,   ///< what was typed is no address of a relay
    };
    QString url; ///< normalised; as typed with NoAddress
    Outcome outcome = Outcome::Unreachable;
    QString detail; ///< what is wrong, or what the relay said, in plain words; may be empty when it is Good
    std::optional<int> connect_ms;
    std::optional<int> latency_ms;
    std::optional<relay::RelayInformation> information; ///< NIP-11
    std::int64_t events = 0;  ///< jobs' events of the last day that it gave and that are valid; at most 500
    std::int64_t refused = 0; ///< forged, broken or not asked for

    bool isGood() const { return outcome == Outcome::Good || outcome == Outcome::Limited; }
    /// In sentences, for the window and the command line. What the relay wrote is clipped and stripped.
    QString words() const;
};
QString relayCheckName(RelayCheckResult::Outcome outcome); ///< one English word, also used in JSON output

struct RelayCheckSettings {
    /// The address comes from strangers: only relays are visited to which they may send us
    /// (engine/guest_list.h).
    bool from_strangers = false;
    http::Proxies proxies;
    int connect_timeout_ms = 10'000;
    int eose_timeout_ms = 8'000;
    int linger_ms = 2'500; ///< once it answered: so long NIP-11 and a pong are waited for
};

/// Looks at one relay: connects, asks for NIP-11 and for the jobs of the last day, as a collector would.
/// Nothing is stored. finished() comes once, from the event loop, within about 20 s.
class RelayCheck : public QObject
{
    Q_OBJECT
public:
    explicit RelayCheck(const QString &typed, const RelayCheckSettings &settings = {},
                        QObject *parent = nullptr);
    ~RelayCheck() override;

    /// Normalised; as typed when it is no address.
    const QString &url() const { return m_result.url; }

Q_SIGNALS:
    void finished(const dvmdash::engine::RelayCheckResult &result);

private:
    void begin();
    void visit();
    void look(const relay::RelayStatus &status);
    void end(RelayCheckResult::Outcome outcome, const QString &detail);

    const RelayCheckSettings m_settings;
    RelayCheckResult m_result;
    std::unique_ptr<RelayVisit> m_visit;
    relay::RelayStatus m_status;
    bool m_isWhole = false;
    bool m_ended = false;
    QTimer m_linger;
    QTimer m_longest;
};

} // namespace dvmdash::engine

Q_DECLARE_METATYPE(dvmdash::engine::RelayCheckResult)
