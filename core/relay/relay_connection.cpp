// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_connection.h"

#include "relay/clocks.h"
#include "relay/delivery.h"
#include "relay/link_words.h"
#include "relay/relay_socket.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <type_traits>
#include <utility>

namespace dvmdash::relay
{
namespace
{

/// A sink that held the thread for longer may have let data pile up in the sockets.
constexpr std::int64_t stall_ms = 200;

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

RelayConnection::RelayConnection(RelayNumber number, const QString &url, const ConnectionContext &context,
                                 QObject *parent)
    : QObject(parent)
    , m_number(number)
    , m_urlText(url)
    , m_context(context)
    , m_machine(context.limits, systemRandom())
    , m_asked(context.stall)
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
    connect(&m_information, &RelayInformationAsker::learned, this,
            [this](const RelayInformation &information) {
                m_status.information = information;
                markChanged();
            });
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

void RelayConnection::setSubscriptions(const std::vector<SubscriptionPtr> &subscriptions)
{
    const std::int64_t now = monotonicMs();
    LinkActions actions;
    const auto add = [&actions](LinkActions more) {
        actions.insert(actions.end(), more.begin(), more.end());
    };
    for (const std::string &id : m_asked.idsBeside(subscriptions)) {
        if (m_history.isPage(id))
            continue;
        if (id == jobsSubscriptionId)
            tellCoverage(1);
        m_asked.drop(id, now);
        add(m_machine.forget(now, id));
    }
    for (const SubscriptionPtr &subscription : subscriptions) {
        if (subscription->filters.empty() || m_asked.isAsked(*subscription))
            continue;
        if (subscription->id == jobsSubscriptionId)
            tellCoverage(1);
        m_asked.ask(subscription, m_machine.isOpen());
        add(m_machine.ask(now, subscription->id, 1 + subscription->narrower.size()));
    }
    apply(actions);
}

void RelayConnection::fetchHistory(std::optional<HistoryWish> wish)
{
    constexpr std::int64_t mostInAPage = 500; // more would keep what is live waiting
    if (m_stopped || !wish)
        m_history.cancel();
    else
        m_history.begin(std::move(*wish), std::min(mostInAPage, mostStoredEvents(m_status.information)));
}

HistoryFetch::Hands RelayConnection::handsOfHistory()
{
    return {[this](const SubscriptionPtr &page, std::size_t forms) { ask(page, forms); },
            [this](const std::string &id) { drop(id); }, [this] { return m_given; },
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

void RelayConnection::stop()
{
    m_history.cancel();
    m_stopped = true;
    apply(m_machine.stop(monotonicMs()));
}

void RelayConnection::abortClosing()
{
    m_sockets.abortClosing();
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
    RelaySocket *socket = m_sockets.make(QUrl(m_urlText), m_context.limits.max_frame_bytes);
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
    m_conduct.ended();
    m_sockets.release(politely);
}

void RelayConnection::sendRequest(const std::string &id)
{
    if (const auto filters = m_asked.request(id, m_machine.form(id), unixSeconds()))
        sendText(nostr::reqFrame(id, *filters));
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
    m_asked.pinged(monotonicMs(), unixSeconds());
    socket->ping(QByteArray::number(++m_pingCount));
}

// --- the socket's signals --------------------------------------------------------------------------------

void RelayConnection::onOpened()
{
    const std::int64_t now = monotonicMs();
    m_status.connect_ms = static_cast<int>(now - m_connecting_ms);
    m_asked.opened(now);
    m_conduct.opened(m_sockets.current());
    apply(m_machine.opened(now));
}

void RelayConnection::onLost(const QString &words, std::optional<nostr::Reject> reject)
{
    if (reject)
        refuse(*reject);
    apply(m_machine.lost(monotonicMs(), words));
}

void RelayConnection::onText(const QString &message)
{
    m_conduct.messageIsWhole();
    const QByteArray utf8 = message.toUtf8();
    m_status.bytes += utf8.size();
    m_status.last_frame_ms = unixMs();
    if (const auto subscription = nostr::peekEventSubscription(viewOf(utf8))) {
        onEvent(*subscription, utf8);
        return;
    }
    onMessage(nostr::parseRelayMessage(viewOf(utf8)));
    m_conduct.chatter(utf8.size());
}

void RelayConnection::onBinary()
{
    m_conduct.messageIsWhole();
    refuse(nostr::Reject::BinaryFrame);
    noteLife();
    m_conduct.chatter(0);
}

void RelayConnection::onPong(const QByteArray &payload)
{
    m_machine.alive(monotonicMs());
    if (payload != QByteArray::number(m_pingCount)) {
        noteLife();
        m_conduct.chatter(0);
        return;
    }
    if (const auto took_ms = m_asked.ponged(monotonicMs()))
        m_status.latency_ms = static_cast<int>(*took_ms);
    tellCoverage(m_context.limits.coverage_interval_s);
    noteLife();
    settle();
}

// --- what the relay says ---------------------------------------------------------------------------------

void RelayConnection::onEvent(std::string_view subscription, const QByteArray &frame)
{
    const std::int64_t before = monotonicMs();
    ++m_status.frames;
    markChanged();
    const auto is = m_machine.frame(before, subscription);
    AskedSubscriptions::Asked *asked = m_asked.find(subscription);
    if (is == LinkMachine::FrameIs::Unknown || !asked) {
        if (!m_asked.wasDropped(subscription))
            refuse(nostr::Reject::UnknownSubscription);
        return;
    }
    if (!asked->delivery.isConfirmed())
        asked->delivery.stored(peekCreatedAt(viewOf(frame)));

    if (m_history.isPage(subscription))
        m_history.event(viewOf(frame));
    ++m_given;
    if (!takeEvent(*asked, frame, is == LinkMachine::FrameIs::Live)) {
        stop(); // ingest has been closed: nobody takes what comes
        return;
    }
    const std::int64_t after = monotonicMs();
    if (after - before >= stall_ms)
        m_context.stall.ended_ms = after;
    noteLife();
}

void RelayConnection::refuse(nostr::Reject reason)
{
    ++m_given;
    m_context.sink.refuse(m_number, reason);
}

/// May block: this is the back-pressure. False when ingest has been closed.
bool RelayConnection::takeEvent(const AskedSubscriptions::Asked &asked, const QByteArray &frame, bool live)
{
    // Most frames of a second relay end here.
    if (m_context.sink.acceptCopy(m_number, viewOf(frame), m_status.last_frame_ms))
        return true;
    IncomingFrame incoming;
    incoming.relay = m_number;
    incoming.subscription = asked.checked;
    incoming.json.assign(frame.constData(), static_cast<std::size_t>(frame.size()));
    incoming.received_ms = m_status.last_frame_ms;
    incoming.live = live;
    return m_context.sink.accept(std::move(incoming));
}

void RelayConnection::onMessage(const nostr::RelayMessage &message)
{
    m_machine.alive(monotonicMs());
    std::visit(
        [this](const auto &said) {
            using Message = std::decay_t<decltype(said)>;
            if constexpr (std::is_same_v<Message, nostr::EoseMessage>)
                onEose(said.subscription);
            else if constexpr (std::is_same_v<Message, nostr::ClosedMessage>)
                onClosed(said);
            else if constexpr (std::is_same_v<Message, nostr::NoticeMessage>)
                onNotice(said.text);
            else if constexpr (std::is_same_v<Message, nostr::AuthChallenge>)
                m_machine.challenged();
            else if constexpr (std::is_same_v<Message, nostr::UnknownMessage>)
                onMalformed(said);
            // OK and COUNT answer what this program does not send.
        },
        message);
    noteLife();
    settle();
}

void RelayConnection::onEose(const std::string &subscription)
{
    if (!m_machine.endOfStored(monotonicMs(), subscription))
        return;
    m_asked.endOfStored(subscription, unixSeconds(), mostStoredEvents(m_status.information));
    if (subscription == jobsSubscriptionId)
        tellCoverage(1);
}

void RelayConnection::onClosed(const nostr::ClosedMessage &message)
{
    if (!m_machine.closed(monotonicMs(), message.subscription, QString::fromStdString(message.text)))
        return;
    if (message.subscription == jobsSubscriptionId)
        tellCoverage(1);
    m_asked.ended(message.subscription);
}

void RelayConnection::onNotice(const std::string &text)
{
    const std::int64_t now = monotonicMs();
    const QString words = QString::fromStdString(text);
    m_machine.notice(now, words);
    if (m_noticeLimit.mayTell(now))
        Q_EMIT noticed(LinkWords::fromRelay(words));
}

void RelayConnection::onMalformed(const nostr::UnknownMessage &message)
{
    static const std::set<std::string> ours = {"", "OK", "EOSE", "CLOSED", "NOTICE", "AUTH", "COUNT"};
    if (message.type == "EVENT") // with an id that we never use
        refuse(nostr::Reject::UnknownSubscription);
    else if (ours.contains(message.type))
        refuse(nostr::Reject::MalformedJson);
    // Anything else belongs to a NIP that this program does not speak.
}

// --- coverage --------------------------------------------------------------------------------------------

/// Something came and was taken in.
void RelayConnection::noteLife()
{
    m_asked.alive(unixSeconds());
    tellCoverage(m_context.limits.coverage_interval_s);
}

/// Tells the span of "jobs" when it grew by at least so much.
void RelayConnection::tellCoverage(std::int64_t least_s)
{
    if (m_machine.form(jobsSubscriptionId) > 0)
        return; // a narrower form leaves kinds out: its silence proves nothing
    if (const auto span = m_asked.takeCoverage(least_s))
        Q_EMIT coverageGrew({m_number, span->from, span->until});
}

// --- status ----------------------------------------------------------------------------------------------

RelayStatus RelayConnection::status() const
{
    RelayStatus status = m_status;
    status.detail = m_machine.detail();
    status.auth_challenged = m_machine.isChallenged();
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
