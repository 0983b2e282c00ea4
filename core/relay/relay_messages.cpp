// SPDX-License-Identifier: GPL-3.0-or-later
// What comes in, and what it says; what goes out is in relay_connection.cpp.
#include "relay/clocks.h"
#include "relay/delivery.h"
#include "relay/link_words.h"
#include "relay/relay_connection.h"

#include <set>
#include <type_traits>
#include <utility>

namespace dvmdash::relay
{
namespace
{

/// A sink that held the thread for longer may have let data pile up in the sockets.
constexpr std::int64_t stall_ms = 200;

} // namespace

// --- the socket's signals --------------------------------------------------------------------------------

void RelayConnection::onOpened()
{
    const std::int64_t now = monotonicMs();
    m_status.connect_ms = static_cast<int>(now - m_connecting_ms);
    m_asked.opened(now);
    m_authentication.connected();
    m_conduct.opened(m_sockets.current());
    apply(m_machine.opened(now));
}

void RelayConnection::onLost(const LinkLoss &loss)
{
    if (loss.reject)
        refuse(*loss.reject);
    apply(m_machine.lost(monotonicMs(), loss.words, loss.trouble));
}

void RelayConnection::onText(const QString &message)
{
    m_conduct.messageIsWhole();
    const std::string_view utf8 = m_utf8.of(message);
    const auto size = static_cast<std::int64_t>(utf8.size());
    m_status.bytes += size;
    m_status.last_frame_ms = unixMs();
    if (const auto subscription = nostr::peekEventSubscription(utf8)) {
        onEvent(*subscription, utf8);
        return;
    }
    onMessage(nostr::parseRelayMessage(utf8));
    m_conduct.chatter(size);
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
    m_machine.ponged(monotonicMs());
    if (const auto took_ms = m_asked.ponged(monotonicMs()))
        m_status.latency_ms = static_cast<int>(*took_ms);
    tellCoverage(m_context.limits.coverage_interval_s);
    noteLife();
    settle();
}

// --- what the relay says ---------------------------------------------------------------------------------

void RelayConnection::onEvent(std::string_view subscription, std::string_view frame)
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
    if (m_silence.isIts(subscription)) {
        m_silence.event(frame);
        noteLife();
        return;
    }
    if (subscription == jobsSubscriptionId && m_machine.form(subscription) == 0)
        m_silence.heard();
    if (!asked->delivery.isConfirmed())
        asked->delivery.stored(peekCreatedAt(frame));

    if (m_history.isPage(subscription))
        m_history.event(frame);
    ++m_given;
    if (!takeEvent(*asked, frame, is == LinkMachine::FrameIs::Live)) {
        stop(); // ingest has been closed: nobody takes what comes
        return;
    }
    const std::int64_t after = monotonicMs();
    if (after - before >= stall_ms)
        m_context.stall.ended_ms = after;
    if (std::exchange(m_lifeNoted_ms, after) != after) // in a flood many come within one
        noteLife();
}

void RelayConnection::refuse(nostr::Reject reason)
{
    ++m_given;
    m_context.sink.refuse(m_number, reason);
}

/// May block: this is the back-pressure. False when ingest has been closed.
bool RelayConnection::takeEvent(const AskedSubscriptions::Asked &asked, std::string_view frame, bool live)
{
    // Most frames of a second relay end here.
    const Copy copy = m_context.sink.acceptCopy(m_number, frame, m_status.last_frame_ms);
    if (copy == Copy::Again)
        m_conduct.repeated();
    if (copy != Copy::No)
        return true;
    IncomingFrame incoming;
    incoming.relay = m_number;
    incoming.subscription = asked.checked;
    incoming.json = frame;
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
                onChallenge(said.challenge);
            else if constexpr (std::is_same_v<Message, nostr::OkMessage>)
                onOk(said);
            else if constexpr (std::is_same_v<Message, nostr::CountMessage>)
                m_history.counted(said.subscription, said.count);
            else if constexpr (std::is_same_v<Message, nostr::UnknownMessage>)
                onMalformed(said);
        },
        message);
    noteLife();
    settle();
}

void RelayConnection::onEose(const std::string &subscription)
{
    if (!m_machine.endOfStored(monotonicMs(), subscription))
        return;
    m_asked.endOfStored(subscription, m_context.clock.seconds(), surelyGivenWhole(m_status.information));
    if (subscription != jobsSubscriptionId)
        return;
    if (m_context.limits.check_silence && m_machine.form(subscription) == 0)
        m_silence.begin(*m_asked.find(subscription)->subscription);
    tellCoverage(1);
}

void RelayConnection::onClosed(const nostr::ClosedMessage &message)
{
    if (!m_machine.closed(monotonicMs(), message.subscription, QString::fromStdString(message.text)))
        return;
    if (message.subscription == jobsSubscriptionId)
        tellCoverage(1);
    m_asked.ended(message.subscription);
    logIn();
}

void RelayConnection::onNotice(const std::string &text)
{
    const std::int64_t now = monotonicMs();
    const QString words = QString::fromStdString(text);
    m_machine.notice(now, words);
    if (m_noticeLimit.mayTell(now))
        Q_EMIT noticed(LinkWords::fromRelay(words));
    logIn();
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

// --- what its silence and its limits are worth -----------------------------------------------------------

void RelayConnection::onInformation(const RelayInformation &information)
{
    m_status.information = information;
    markChanged();
    askForWanted();
    logIn();
}

void RelayConnection::onSilenceJudged(bool swallows)
{
    if (swallows) {
        if (auto *jobs = m_asked.find(jobsSubscriptionId))
            jobs->delivery.forget();
        m_machine.exceeds(monotonicMs(), jobsSubscriptionId, LinkWords::swallows());
        settle();
    } else {
        tellCoverage(1);
    }
    beginHistory();
}

// --- who we are ------------------------------------------------------------------------------------------

/// Only where nothing is to be had otherwise: a key tells the relay who listens.
void RelayConnection::logIn()
{
    const auto &information = m_status.information;
    const bool isAsked = information && information->auth_required.value_or(false);
    if (!m_machine.isOpen() || (!isAsked && !m_machine.wantsKey()))
        return;
    if (const auto frame = m_authentication.answer(unixSeconds()))
        sendText(*frame);
}

void RelayConnection::onChallenge(const std::string &challenge)
{
    m_machine.challenged();
    m_authentication.challenged(challenge);
    logIn();
}

void RelayConnection::onOk(const nostr::OkMessage &message)
{
    const auto isAccepted = m_authentication.heard(message);
    if (!isAccepted)
        return;
    if (*isAccepted)
        apply(m_machine.authenticated(monotonicMs()));
    else
        m_machine.keyRefused(QString::fromStdString(message.text));
}

// --- coverage --------------------------------------------------------------------------------------------

/// Something came and was taken in.
void RelayConnection::noteLife()
{
    m_asked.alive(m_context.clock.seconds());
    tellCoverage(m_context.limits.coverage_interval_s);
}

/// Tells the span of "jobs" when it grew by at least so much.
void RelayConnection::tellCoverage(std::int64_t least_s)
{
    if (m_machine.form(jobsSubscriptionId) > 0)
        return; // a narrower form leaves kinds out: its silence proves nothing
    if (m_silence.isOpen())
        return;
    if (const auto span = m_asked.takeCoverage(least_s))
        Q_EMIT coverageGrew({m_number, span->from, span->until});
}

} // namespace dvmdash::relay
