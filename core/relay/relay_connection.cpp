// SPDX-License-Identifier: GPL-3.0-or-later
// What goes out, and the machine's hands; what comes in is in relay_messages.cpp.
#include "relay/relay_connection.h"

#include "relay/clocks.h"
#include "relay/delivery.h"
#include "relay/subscription_fitting.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace dvmdash::relay
{

RelayConnection::RelayConnection(RelayNumber number, const QString &url, const ConnectionContext &context,
                                 QObject *parent)
    : QObject(parent)
    , m_number(number)
    , m_urlText(url)
    , m_context(context)
    , m_machine(context.limits, systemRandom())
    , m_asked(context.stall)
    , m_authentication(url.toStdString())
    , m_silence({[this](const SubscriptionPtr &question) { ask(question, 1); },
                 [this](const std::string &id) { drop(id); }},
                this)
    , m_history(handsOfHistory(), this)
    , m_judgedBefore(context.sink.tally(number).judged)
    , m_information(context.http, url, context.limits, this)
    , m_conduct(number, context.sink, context.limits.conduct, this)
{
    connect(&m_conduct, &ConductWatch::misbehaved, this,
            [this](const QString &words) { apply(m_machine.misbehaved(monotonicMs(), words)); });
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { apply(m_machine.tick(monotonicMs())); });
    connect(&m_sockets, &RelaySockets::closed, this, &RelayConnection::closed);
    m_authentication.setSigner(context.signer);
    connect(&m_information, &RelayInformationAsker::learned, this, &RelayConnection::onInformation);
    connect(&m_information, &RelayInformationAsker::clockRead, this, [this](std::int64_t ahead_s) {
        m_status.clock_ahead_s = ahead_s;
        markChanged();
    });
    connect(&m_silence, &SilenceCheck::judged, this, &RelayConnection::onSilenceJudged);
    connect(&m_history, &HistoryFetch::covered, this, [this](const Delivery::Span &span) {
        Q_EMIT coverageGrew({m_number, span.from, span.until});
    });
    connect(&m_history, &HistoryFetch::changed, this, [this](HistoryStatus status) {
        status.number = m_number;
        status.url = m_urlText;
        Q_EMIT historyChanged(status);
    });
    m_status.number = number;
    m_status.url = url;
    m_status.enabled = false;
    m_status.state_since_ms = unixMs();
}

// --- the user's wishes -----------------------------------------------------------------------------------

void RelayConnection::setEnabled(bool enabled)
{
    if (m_stopped || enabled == m_status.enabled)
        return;
    m_status.enabled = enabled;
    const std::int64_t now = monotonicMs();
    apply(enabled ? m_machine.start(now) : m_machine.disable(now));
}

void RelayConnection::setSigner(std::shared_ptr<const nostr::Signer> signer)
{
    m_authentication.setSigner(std::move(signer));
    logIn();
}

void RelayConnection::setSubscriptions(const std::vector<SubscriptionPtr> &subscriptions)
{
    m_wanted = subscriptions;
    askForWanted();
}

void RelayConnection::askForWanted()
{
    const std::vector<SubscriptionPtr> subscriptions = fitted(m_wanted, m_status.information);
    const std::int64_t now = monotonicMs();
    LinkActions actions;
    const auto add = [&actions](LinkActions more) {
        actions.insert(actions.end(), more.begin(), more.end());
    };
    for (const std::string &id : m_asked.idsBeside(subscriptions)) {
        if (m_history.isPage(id) || m_silence.isIts(id))
            continue;
        if (id == jobsSubscriptionId)
            tellCoverage(1);
        m_asked.drop(id, now);
        add(m_machine.forget(now, id));
    }
    for (const SubscriptionPtr &subscription : subscriptions) {
        if (subscription->filters.empty() || m_asked.isAsked(*subscription))
            continue;
        add(askFor(subscription));
    }
    apply(actions);
}

/// DVMs come up all the time, and who they are is only asked for in the narrower forms: what is open in
/// another one stays as it is.
LinkActions RelayConnection::askFor(const SubscriptionPtr &subscription)
{
    const std::int64_t now = monotonicMs();
    const std::size_t forms = 1 + subscription->narrower.size();
    const std::size_t form = m_machine.form(subscription->id);
    if (m_asked.isAskedInForm(*subscription, form)) {
        m_asked.replace(subscription);
        m_machine.setForms(now, subscription->id, forms);
        return {};
    }
    const auto *asked = m_asked.find(subscription->id);
    const bool isWideTheSame = asked && asked->subscription->filters == subscription->filters;
    const bool isJobs = subscription->id == jobsSubscriptionId;
    if (isJobs)
        tellCoverage(1);
    m_asked.ask(subscription, m_machine.isOpen());
    return m_machine.ask(now, subscription->id, forms, isWideTheSame ? form : isJobs ? m_acceptedForm : 0);
}

void RelayConnection::clockChanged(const ClockChange &change)
{
    constexpr std::int64_t msPerSecond = 1'000;
    if (change.set_ms < 0)
        m_asked.clockSetBack(change.until_ms / msPerSecond);
    if (m_status.clock_ahead_s)
        *m_status.clock_ahead_s += change.set_ms / msPerSecond;
}

void RelayConnection::wake(bool mayHaveMissed)
{
    const std::int64_t now = monotonicMs();
    LinkActions actions = m_machine.wake(now);
    if (mayHaveMissed) {
        tellCoverage(1);
        for (const SubscriptionPtr &subscription : m_wanted) {
            const LinkActions more = m_machine.askAgain(now, subscription->id);
            actions.insert(actions.end(), more.begin(), more.end());
        }
    }
    apply(actions);
}

void RelayConnection::reconnect()
{
    apply(m_machine.reconnect(monotonicMs()));
}

void RelayConnection::stop()
{
    m_history.cancel();
    m_awaitedHistory.reset();
    m_stopped = true;
    apply(m_machine.stop(monotonicMs()));
}

void RelayConnection::abortClosing()
{
    m_sockets.abortClosing();
}

// --- the past --------------------------------------------------------------------------------------------

void RelayConnection::fetchHistory(std::optional<HistoryWish> wish)
{
    m_history.cancel();
    m_awaitedHistory.reset();
    if (m_stopped || !wish)
        return;
    m_awaitedHistory = std::move(wish);
    beginHistory();
}

void RelayConnection::beginHistory()
{
    constexpr std::int64_t mostInAPage = 500; // more would keep what is live waiting
    if (!m_awaitedHistory || m_silence.isOpen())
        return;
    HistoryWish wish = *std::exchange(m_awaitedHistory, std::nullopt);
    wish.is_narrow = m_machine.form(jobsSubscriptionId) > 0;
    m_history.begin(std::move(wish), std::min(mostInAPage, mostStoredEvents(m_status.information)));
}

HistoryFetch::Hands RelayConnection::handsOfHistory()
{
    static constexpr int counting = 45; // NIP
    return {
        [this] { return m_status.information && m_status.information->nips.contains(counting); },
        [this](const std::string &id, const nostr::Filter &what) { sendText(nostr::countFrame(id, {what})); },
        [this](const SubscriptionPtr &page, std::size_t forms) { ask(page, forms); },
        [this](const std::string &id) { drop(id); },
        [this] { return m_given; },
        [this] { return m_context.sink.tally(m_number).judged - m_judgedBefore; }};
}

void RelayConnection::ask(const SubscriptionPtr &subscription, std::size_t forms)
{
    m_asked.ask(subscription, false);
    apply(m_machine.ask(monotonicMs(), subscription->id, forms));
}

void RelayConnection::drop(const std::string &id)
{
    const std::int64_t now = monotonicMs();
    m_asked.drop(id, now);
    apply(m_machine.forget(now, id));
}

// --- the machine's hands ---------------------------------------------------------------------------------

void RelayConnection::apply(const LinkActions &actions)
{
    for (const LinkAction &action : actions) {
        switch (action.what) {
        case LinkAction::Do::OpenSocket:
            openSocket();
            break;
        case LinkAction::Do::CloseSocket:
            releaseSocket(true);
            break;
        case LinkAction::Do::DropSocket:
            releaseSocket(false);
            break;
        case LinkAction::Do::FetchInformation:
            m_information.ask(monotonicMs());
            break;
        case LinkAction::Do::SendPing:
            sendPing();
            break;
        case LinkAction::Do::SendRequest:
            sendRequest(action.subscription);
            break;
        case LinkAction::Do::SendClose:
            sendText(nostr::closeFrame(action.subscription));
            break;
        }
    }
    settle();
}

/// Takes over what the machine now says of itself.
void RelayConnection::settle()
{
    const std::int64_t now = monotonicMs();
    const LinkState state = m_machine.state();
    if (state != m_status.state) {
        m_status.state = state;
        m_status.state_since_ms = unixMs();
    }
    const auto next = m_machine.nextAttempt();
    const std::int64_t next_ms = next ? unixMs() + (*next - now) : 0;
    // Two readings of two clocks differ by a millisecond; that is no change of plan.
    if (std::abs(next_ms - m_status.next_attempt_ms) > 5)
        m_status.next_attempt_ms = next_ms;
    armTimer();
    markChanged();
    m_silence.look(m_machine);
    m_history.look(m_machine);
}

void RelayConnection::armTimer()
{
    const auto deadline = m_machine.deadline();
    if (!deadline) {
        m_timer.stop();
        return;
    }
    // Deadlines mostly move away: the timer then fires early once and is set again.
    if (m_timer.isActive() && *deadline >= m_armedFor)
        return;
    m_armedFor = *deadline;
    m_timer.start(static_cast<int>(std::clamp<std::int64_t>(*deadline - monotonicMs(), 0, 3'600'000)));
}

void RelayConnection::openSocket()
{
    releaseSocket(false);
    m_asked.connecting();
    const QUrl url(m_urlText);
    RelaySocket *socket =
        m_sockets.make(url, http::wayTo(url, m_context.proxies), m_context.limits.max_frame_bytes);
    connect(socket, &RelaySocket::opened, this, &RelayConnection::onOpened);
    connect(socket, &RelaySocket::lost, this, &RelayConnection::onLost);
    connect(socket, &RelaySocket::textReceived, this, &RelayConnection::onText);
    connect(socket, &RelaySocket::binaryReceived, this, &RelayConnection::onBinary);
    connect(socket, &RelaySocket::pong, this, &RelayConnection::onPong);
    connect(socket, &RelaySocket::pieceReceived, &m_conduct, &ConductWatch::piece);
    m_connecting_ms = monotonicMs();
    socket->open();
}

void RelayConnection::releaseSocket(bool politely)
{
    tellCoverage(1);
    m_asked.ended();
    m_history.interrupted();
    m_silence.interrupted();
    m_conduct.ended();
    m_sockets.release(politely);
}

void RelayConnection::sendRequest(const std::string &id)
{
    const auto filters = m_asked.request(id, m_machine.form(id), m_context.clock.seconds());
    if (!filters)
        return;
    const std::string frame = nostr::reqFrame(id, *filters);
    const QString tooMuch = whyTooMuch(*filters, frame.size(), m_status.information);
    if (tooMuch.isEmpty())
        sendText(frame);
    else
        m_machine.exceeds(monotonicMs(), id, tooMuch);
}

void RelayConnection::sendText(const std::string &text)
{
    if (RelaySocket *socket = m_sockets.current())
        socket->sendText(QString::fromStdString(text));
}

void RelayConnection::sendPing()
{
    RelaySocket *socket = m_sockets.current();
    if (!socket)
        return;
    m_asked.pinged(monotonicMs(), m_context.clock.seconds());
    socket->ping(QByteArray::number(++m_pingCount));
}

// --- status ----------------------------------------------------------------------------------------------

RelayStatus RelayConnection::status() const
{
    RelayStatus status = m_status;
    status.detail = m_machine.detail();
    status.trouble = m_machine.trouble();
    status.auth_challenged = m_machine.isChallenged();
    status.authenticated = m_machine.isAuthenticated();
    status.form = static_cast<int>(m_machine.form(jobsSubscriptionId));
    status.failures = m_machine.failures();
    status.connected_count = m_machine.connectedCount();
    status.error_count = m_machine.errorCount();
    return status;
}

void RelayConnection::markChanged()
{
    if (std::exchange(m_changed, true))
        return;
    Q_EMIT changed();
}

bool RelayConnection::takeChanged()
{
    return std::exchange(m_changed, false);
}

} // namespace dvmdash::relay
