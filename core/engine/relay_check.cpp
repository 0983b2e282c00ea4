// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/relay_check.h"

#include "dvm/kinds.h"
#include "engine/answers.h"
#include "engine/guest_list.h"
#include "engine/interest.h"
#include "engine/kinds_in_use.h"
#include "engine/relay_visit.h"
#include "lookup/public_host.h"
#include "relay/link_words.h"
#include "relay/relay_url.h"

#include <QUrl>

#include <utility>

namespace dvmdash::engine
{

namespace
{

using Outcome = RelayCheckResult::Outcome;

constexpr std::size_t mostEvents = 500;
constexpr std::int64_t daySeconds = 86'400;
constexpr int never_ms = 3'600'000;

/// One attempt, answered soon or not at all.
relay::RelayLimits limitsOf(const RelayCheckSettings &settings)
{
    relay::RelayLimits limits;
    limits.connect_timeout_ms = settings.connect_timeout_ms;
    limits.eose_timeout_ms = settings.eose_timeout_ms;
    limits.information_timeout_ms = settings.connect_timeout_ms;
    limits.ping_interval_ms = 500;
    limits.status_interval_ms = 20;
    limits.backoff_first_ms = never_ms;
    limits.backoff_most_ms = never_ms;
    return limits;
}

QString countWords(std::int64_t events)
{
    return events == 1 ? QStringLiteral("1 event") : QStringLiteral("%1 events").arg(events);
}

QString reachedWords(const RelayCheckResult &result)
{
    QString words = QStringLiteral("%1 answers").arg(result.url);
    if (result.connect_ms)
        words += QStringLiteral(": connected in %1 ms").arg(*result.connect_ms);
    if (result.latency_ms)
        words += QStringLiteral(", ping %1 ms").arg(*result.latency_ms);
    return words + QLatin1Char('.');
}

/// What NIP-11 says of who may come.
QString informationWords(const std::optional<relay::RelayInformation> &information)
{
    if (!information)
        return QStringLiteral(" It tells nothing of itself (NIP-11).");
    QString words;
    if (!information->name.trimmed().isEmpty())
        words +=
            QStringLiteral(" It calls itself \"%1\".").arg(relay::LinkWords::fromRelay(information->name));
    if (information->auth_required.value_or(false))
        words += QStringLiteral(" It says that its users must authenticate (NIP-42).");
    if (information->payment_required.value_or(false))
        words += QStringLiteral(" It says that its users must pay.");
    return words;
}

} // namespace

QString relayCheckName(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Good:
        return QStringLiteral("good");
    case Outcome::Limited:
        return QStringLiteral("limited");
    case Outcome::Refused:
        return QStringLiteral("refused");
    case Outcome::Unreachable:
        return QStringLiteral("unreachable");
    case Outcome::NotPublic:
        return QStringLiteral("not_public");
    case Outcome::NoAddress:
        return QStringLiteral("no_address");
    }
    return QString();
}

QString RelayCheckResult::words() const
{
    switch (outcome) {
    case Outcome::NoAddress:
        return detail;
    case Outcome::NotPublic:
        return QStringLiteral("%1 is not visited: %2").arg(url, detail);
    case Outcome::Unreachable:
        return QStringLiteral("%1 cannot be used now. %2").arg(url, detail);
    case Outcome::Refused:
        return reachedWords(*this) + QStringLiteral(" But it does not serve jobs: %1").arg(detail) +
               informationWords(information);
    case Outcome::Limited:
    case Outcome::Good:
        break;
    }
    QString words =
        reachedWords(*this) + QStringLiteral(" It takes the question for jobs and gave %1 of the last day.")
                                  .arg(countWords(events));
    if (refused > 0)
        words += QStringLiteral(" %1 more were forged, broken or not asked for.").arg(refused);
    if (!detail.isEmpty())
        words += QLatin1Char(' ') + detail;
    return words + informationWords(information);
}

RelayCheck::RelayCheck(const QString &typed, const RelayCheckSettings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
{
    qRegisterMetaType<RelayCheckResult>();
    QString problem;
    const auto url = relay::normalizeRelayUrl(typed, &problem);
    m_result.url = url.value_or(typed.trimmed());
    m_linger.setSingleShot(true);
    m_longest.setSingleShot(true);
    connect(&m_linger, &QTimer::timeout, this,
            [this] { end(m_isWhole ? Outcome::Good : Outcome::Limited, m_status.detail); });
    connect(&m_longest, &QTimer::timeout, this, [this] {
        end(Outcome::Unreachable, QStringLiteral("It did not answer the question for jobs."));
    });
    // From the event loop: whoever made it has not connected yet.
    QMetaObject::invokeMethod(
        this,
        [this, url, problem] {
            if (url)
                begin();
            else
                end(Outcome::NoAddress, problem);
        },
        Qt::QueuedConnection);
}

RelayCheck::~RelayCheck() = default;

void RelayCheck::begin()
{
    if (!m_settings.from_strangers) {
        visit();
        return;
    }
    if (!mayVisitRelay(m_result.url)) {
        end(Outcome::NotPublic,
            QStringLiteral("strangers named it, and it is no wss address of a public name at the usual port. "
                           "Type it yourself to add it."));
        return;
    }
    lookup::checkPublicHost(QUrl(m_result.url), m_settings.proxies, this, [this](const QString &problem) {
        if (problem.isEmpty())
            visit();
        else
            end(Outcome::NotPublic, problem);
    });
}

void RelayCheck::visit()
{
    const auto question = subscriptionsFor(kindsInUse(), nowMs() / 1000 - daySeconds, {}).front();
    m_visit = std::make_unique<RelayVisit>(QStringList{m_result.url}, question, limitsOf(m_settings),
                                           mostEvents, m_settings.proxies);
    connect(m_visit.get(), &RelayVisit::provedWhole, this, [this] { m_isWhole = true; });
    connect(m_visit.get(), &RelayVisit::statusesChanged, this,
            [this](const QVector<relay::RelayStatus> &changed) {
                for (const auto &status : changed)
                    look(status);
            });
    m_longest.start(m_settings.connect_timeout_ms + 2 * m_settings.eose_timeout_ms);
}

void RelayCheck::look(const relay::RelayStatus &status)
{
    m_status = status;
    switch (status.state) {
    case relay::LinkState::Live:
        // What else is known of it is worth a moment.
        if (status.information && status.latency_ms && m_isWhole)
            m_linger.start(0);
        else if (!m_linger.isActive())
            m_linger.start(m_settings.linger_ms);
        break;
    case relay::LinkState::Refused:
        end(Outcome::Refused, status.detail);
        break;
    case relay::LinkState::Waiting:
    case relay::LinkState::Quarantined:
        end(Outcome::Unreachable, status.detail);
        break;
    case relay::LinkState::Disabled:
    case relay::LinkState::Connecting:
    case relay::LinkState::Subscribing:
    case relay::LinkState::Stopped:
        break;
    }
}

void RelayCheck::end(Outcome outcome, const QString &detail)
{
    if (std::exchange(m_ended, true))
        return;
    m_linger.stop();
    m_longest.stop();
    m_result.outcome = outcome;
    m_result.detail = detail;
    m_result.connect_ms = m_status.connect_ms;
    m_result.latency_ms = m_status.latency_ms;
    m_result.information = m_status.information;
    if (m_visit) {
        m_result.events = static_cast<std::int64_t>(m_visit->takeEvents().size());
        m_result.refused = m_visit->refused();
        m_visit->disconnect(this);
        m_visit.release()->deleteLater(); // its signal may be running
    }
    Q_EMIT finished(m_result);
}

} // namespace dvmdash::engine
