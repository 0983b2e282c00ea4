// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/relay_connection.h"

#include "relay/link_words.h"
#include "relay/relay_information.h"
#include "relay/relay_socket.h"

#include <QDateTime>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <type_traits>
#include <utility>

namespace dvmdash::relay
{
namespace
{

/// A sink that held the thread for longer may have let data pile up in the sockets.
constexpr std::int64_t stall_ms = 200;
/// What relays give for one filter when NIP-11 does not say; the common cap of relay software.
constexpr std::int64_t usualLimit = 500;
constexpr std::int64_t noticeWindow_ms = 10'000;
constexpr int noticesPerWindow = 10;

std::int64_t monotonicMs()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

std::int64_t unixMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}
std::int64_t unixSeconds()
{
    return unixMs() / 1000;
}

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
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { apply(m_machine.tick(monotonicMs())); });
    m_status.number = number;
    m_status.url = url;
    m_status.enabled = false;
    m_status.state_since_ms = unixMs();
}

RelayConnection::~RelayConnection()
{
    if (m_socket)
        m_socket->disconnect(this);
    for (RelaySocket *socket : m_closing)
        socket->disconnect(this);
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
    std::set<std::string> wanted;
    for (const SubscriptionPtr &subscription : subscriptions) {
        if (!subscription->filters.empty())
            wanted.insert(subscription->id);
    }
    for (auto it = m_questions.begin(); it != m_questions.end();) {
        if (wanted.contains(it->first)) {
            ++it;
            continue;
        }
        if (it->first == jobsSubscriptionId)
            tellCoverage(1);
        m_dropped[it->first] = now;
        add(m_machine.forget(now, it->first));
        it = m_questions.erase(it);
    }
    for (const SubscriptionPtr &subscription : subscriptions) {
        if (subscription->filters.empty())
            continue;
        Question &question = m_questions[subscription->id];
        if (question.subscription && *question.subscription == *subscription)
            continue;
        if (subscription->id == jobsSubscriptionId)
            tellCoverage(1);
        question.checked = subscription;
        if (question.subscription && m_machine.isOpen()) {
            Subscription both = *subscription;
            both.filters.insert(both.filters.end(), question.subscription->filters.begin(),
                                question.subscription->filters.end());
            question.checked = std::make_shared<const Subscription>(std::move(both));
        }
        question.subscription = subscription;
        question.delivery.forget();
        m_dropped.erase(subscription->id);
        add(m_machine.ask(now, subscription->id, 1 + subscription->narrower.size()));
    }
    apply(actions);
}

void RelayConnection::stop()
{
    m_stopped = true;
    apply(m_machine.stop(monotonicMs()));
}

void RelayConnection::abortClosing()
{
    const auto closing = m_closing;
    for (RelaySocket *socket : closing)
        socket->abort();
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
            fetchInformation();
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
    m_dropped.clear();
    m_socket = new RelaySocket(QUrl(m_urlText), m_context.limits.max_frame_bytes, this);
    connect(m_socket, &RelaySocket::opened, this, &RelayConnection::onOpened);
    connect(m_socket, &RelaySocket::lost, this, &RelayConnection::onLost);
    connect(m_socket, &RelaySocket::textReceived, this, &RelayConnection::onText);
    connect(m_socket, &RelaySocket::binaryReceived, this, &RelayConnection::onBinary);
    connect(m_socket, &RelaySocket::pong, this, &RelayConnection::onPong);
    m_socket->open();
}

void RelayConnection::releaseSocket(bool politely)
{
    endDelivery();
    RelaySocket *socket = std::exchange(m_socket, nullptr);
    if (!socket)
        return;
    socket->disconnect(this);
    m_closing.insert(socket);
    connect(socket, &QObject::destroyed, this, [this, socket] {
        m_closing.erase(socket);
        if (isClosed())
            Q_EMIT closed();
    });
    socket->release(politely);
}

void RelayConnection::sendRequest(const std::string &id)
{
    const auto found = m_questions.find(id);
    if (found == m_questions.end())
        return;
    Question &question = found->second;
    const auto filters = question.delivery.resume(question.subscription->form(m_machine.form(id)));
    question.delivery.asked(filters);
    question.asked_s = unixSeconds();
    sendText(nostr::reqFrame(id, filters));
}

void RelayConnection::sendText(const std::string &text)
{
    if (m_socket)
        m_socket->sendText(QString::fromStdString(text));
}

void RelayConnection::sendPing()
{
    if (!m_socket)
        return;
    m_pinged_ms = monotonicMs();
    m_pinged_s = unixSeconds();
    m_socket->ping(QByteArray::number(++m_pingCount));
}

void RelayConnection::fetchInformation()
{
    const std::int64_t now = monotonicMs();
    const RelayLimits &limits = m_context.limits;
    const bool asked = m_fetched_ms >= 0 && now - m_fetched_ms < limits.information_interval_ms;
    if (!limits.fetch_information || m_fetch || asked)
        return;
    m_fetched_ms = now;
    m_fetch = new RelayInformationFetch(m_context.http, m_urlText, limits.information_timeout_ms, this);
    connect(m_fetch, &RelayInformationFetch::finished, this,
            [this](const std::optional<RelayInformation> &information) {
                m_fetch->deleteLater();
                m_fetch = nullptr;
                if (!information)
                    return;
                m_status.information = information;
                markChanged();
            });
}

// --- the socket's signals --------------------------------------------------------------------------------

void RelayConnection::onOpened()
{
    m_drained_ms = monotonicMs();
    apply(m_machine.opened(m_drained_ms));
}

void RelayConnection::onLost(const QString &words, std::optional<nostr::Reject> reject)
{
    if (reject)
        m_context.sink.refuse(m_number, *reject);
    apply(m_machine.lost(monotonicMs(), words));
}

void RelayConnection::onText(const QString &message)
{
    const QByteArray utf8 = message.toUtf8();
    m_status.bytes += utf8.size();
    m_status.last_frame_ms = unixMs();
    if (const auto subscription = nostr::peekEventSubscription(viewOf(utf8)))
        onEvent(*subscription, utf8);
    else
        onMessage(nostr::parseRelayMessage(viewOf(utf8)));
}

void RelayConnection::onBinary()
{
    m_context.sink.refuse(m_number, nostr::Reject::BinaryFrame);
    noteLife();
}

void RelayConnection::onPong(const QByteArray &payload)
{
    m_machine.alive(monotonicMs());
    if (payload != QByteArray::number(m_pingCount)) {
        noteLife();
        return;
    }
    const bool stalled = wasStalled();
    if (!stalled)
        m_status.latency_ms = static_cast<int>(monotonicMs() - m_pinged_ms);
    // The relay answered after all that it had sent before: nothing older than the ping is on its way.
    m_drained_ms = m_pinged_ms;
    std::erase_if(m_dropped, [this](const auto &dropped) { return dropped.second < m_drained_ms; });
    if (stalled)
        proveUntil(m_pinged_s);
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
    const auto found = m_questions.find(subscription);
    if (is == LinkMachine::FrameIs::Unknown || found == m_questions.end()) {
        if (m_dropped.find(subscription) == m_dropped.end())
            m_context.sink.refuse(m_number, nostr::Reject::UnknownSubscription);
        return;
    }
    Question &question = found->second;
    if (!question.delivery.isConfirmed())
        question.delivery.stored(peekCreatedAt(viewOf(frame)));

    IncomingFrame incoming;
    incoming.relay = m_number;
    incoming.subscription = question.checked;
    incoming.json.assign(frame.constData(), static_cast<std::size_t>(frame.size()));
    incoming.received_ms = m_status.last_frame_ms;
    incoming.live = is == LinkMachine::FrameIs::Live;
    const bool open = m_context.sink.accept(std::move(incoming)); // may block: this is the back-pressure

    const std::int64_t after = monotonicMs();
    if (after - before >= stall_ms)
        m_context.stall.ended_ms = after;
    if (open)
        noteLife();
    else
        stop(); // ingest has been closed: nobody takes what comes
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
    const auto found = m_questions.find(subscription);
    if (!m_machine.endOfStored(monotonicMs(), subscription) || found == m_questions.end())
        return;
    Question &question = found->second;
    std::int64_t cap = usualLimit;
    if (m_status.information) {
        const RelayInformation &information = *m_status.information;
        cap = std::min<std::int64_t>({cap, information.max_limit.value_or(usualLimit),
                                      information.default_limit.value_or(usualLimit)});
    }
    question.delivery.endOfStored(wasStalled() ? question.asked_s : unixSeconds(), cap);
    question.checked = question.subscription;
    if (subscription == jobsSubscriptionId) {
        m_coverageTold_s = 0;
        tellCoverage(1);
    }
}

void RelayConnection::onClosed(const nostr::ClosedMessage &message)
{
    if (!m_machine.closed(monotonicMs(), message.subscription, QString::fromStdString(message.text)))
        return;
    if (message.subscription == jobsSubscriptionId)
        tellCoverage(1);
    if (const auto found = m_questions.find(message.subscription); found != m_questions.end())
        found->second.delivery.ended();
}

void RelayConnection::onNotice(const std::string &text)
{
    const std::int64_t now = monotonicMs();
    const QString words = QString::fromStdString(text);
    m_machine.notice(now, words);
    if (mayTellNotice(now))
        Q_EMIT noticed(LinkWords::fromRelay(words));
}

/// A relay that shouts must not fill the log.
bool RelayConnection::mayTellNotice(std::int64_t now_ms)
{
    if (now_ms - m_noticeWindow_ms >= noticeWindow_ms) {
        m_noticeWindow_ms = now_ms;
        m_notices = 0;
    }
    return ++m_notices <= noticesPerWindow;
}

void RelayConnection::onMalformed(const nostr::UnknownMessage &message)
{
    static const std::set<std::string> ours = {"", "OK", "EOSE", "CLOSED", "NOTICE", "AUTH", "COUNT"};
    if (message.type == "EVENT") // with an id that we never use
        m_context.sink.refuse(m_number, nostr::Reject::UnknownSubscription);
    else if (ours.contains(message.type))
        m_context.sink.refuse(m_number, nostr::Reject::MalformedJson);
    // Anything else belongs to a NIP that this program does not speak.
}

// --- coverage --------------------------------------------------------------------------------------------

bool RelayConnection::wasStalled() const
{
    return m_context.stall.ended_ms >= m_drained_ms;
}

/// Something came and was taken in: all before it too, unless the thread was held up and older data may wait.
void RelayConnection::noteLife()
{
    if (!wasStalled())
        proveUntil(unixSeconds());
}

void RelayConnection::proveUntil(std::int64_t until_s)
{
    for (auto &[id, question] : m_questions)
        question.delivery.proven(until_s);
    tellCoverage(m_context.limits.coverage_interval_s);
}

/// Tells the span of "jobs" when it grew by at least so much.
void RelayConnection::tellCoverage(std::int64_t least_s)
{
    const auto jobs = m_questions.find(std::string_view(jobsSubscriptionId));
    if (jobs == m_questions.end() || !jobs->second.delivery.isConfirmed())
        return;
    if (m_machine.form(jobsSubscriptionId) > 0)
        return; // a narrower form leaves kinds out: its silence proves nothing
    const auto span = jobs->second.delivery.span();
    if (!span || span->until - m_coverageTold_s < std::max<std::int64_t>(1, least_s))
        return;
    m_coverageTold_s = span->until;
    Q_EMIT coverageGrew({m_number, span->from, span->until});
}

void RelayConnection::endDelivery()
{
    tellCoverage(1);
    for (auto &[id, question] : m_questions)
        question.delivery.ended();
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
