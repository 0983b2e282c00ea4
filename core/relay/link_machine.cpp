// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/link_machine.h"

#include "nostr/message.h"
#include "relay/link_words.h"
#include "relay/refusal.h"

#include <algorithm>
#include <utility>

namespace dvmdash::relay
{
namespace
{

using Do = LinkAction::Do;

} // namespace

LinkMachine::LinkMachine(const RelayLimits &limits, RandomSource random)
    : m_limits(limits)
    , m_backoff(limits.backoff_first_ms, limits.backoff_most_ms, std::move(random))
    , m_clock(0)
    , m_look(std::max(1, std::min({limits.connect_timeout_ms, limits.eose_timeout_ms, limits.pong_timeout_ms,
                                   limits.wake_patience_ms}) /
                             4))
    , m_questions(m_backoff)
{
    // Twice the pause between looks, so that a timer that is a little late costs nothing.
    m_clock = AttentiveClock(2 * m_look);
}

// --- the user's wishes -----------------------------------------------------------------------------------

LinkActions LinkMachine::start(std::int64_t now)
{
    if (m_link != Link::Disabled)
        return {};
    m_backoff.reset();
    m_quarantine = 0;
    m_shortLinks = 0;
    return connectNow(now);
}

LinkActions LinkMachine::connectNow(std::int64_t now)
{
    m_link = Link::Connecting;
    m_lastLook = now;
    m_connecting = m_clock.look(now);
    return {{Do::OpenSocket, {}}};
}

LinkActions LinkMachine::wake(std::int64_t now)
{
    switch (m_link) {
    case Link::Disabled:
    case Link::Stopped:
        return {};
    case Link::Quarantined:
        // Links that break while the network comes and goes are not the relay's fault.
        if (!m_isForShortLinks)
            return {};
        [[fallthrough]];
    case Link::Waiting:
    case Link::Connecting:
        m_backoff.reset();
        m_shortLinks = 0;
        return connectNow(now);
    case Link::Open:
        break;
    }
    m_backoff.reset();
    m_shortLinks = 0;
    m_pinged = m_clock.look(now);
    m_lastLook = now;
    m_mustPong = true;
    m_nextPing = now + m_limits.ping_interval_ms;
    return {{Do::SendPing, {}}};
}

LinkActions LinkMachine::reconnect(std::int64_t now)
{
    if (m_link == Link::Disabled || m_link == Link::Stopped)
        return {};
    LinkActions actions = leave(Link::Disabled);
    const LinkActions begin = start(now);
    actions.insert(actions.end(), begin.begin(), begin.end());
    return actions;
}

LinkActions LinkMachine::askAgain(std::int64_t now, const std::string &subscription)
{
    LinkQuestion *question = m_questions.find(subscription);
    if (m_link != Link::Open || !question ||
        (question->answer() != LinkQuestion::Answer::Live &&
         question->answer() != LinkQuestion::Answer::LiveWithoutEose))
        return {};
    m_clock.look(now);
    LinkActions actions{request(*question)};
    noteStability(now);
    return actions;
}

LinkActions LinkMachine::disable(std::int64_t)
{
    return m_link == Link::Stopped ? LinkActions{} : leave(Link::Disabled);
}

LinkActions LinkMachine::stop(std::int64_t)
{
    return leave(Link::Stopped);
}

LinkActions LinkMachine::leave(Link link)
{
    LinkActions actions;
    if (m_link == Link::Open)
        actions.push_back({Do::CloseSocket, {}});
    else if (m_link == Link::Connecting)
        actions.push_back({Do::DropSocket, {}});
    m_link = link;
    m_liveSince.reset();
    forgetWhoWeAre();
    m_error.clear();
    m_trouble = LinkTrouble::None;
    m_notice.clear();
    for (LinkQuestion &question : m_questions)
        question.left();
    return actions;
}

void LinkMachine::forgetWhoWeAre()
{
    m_challenged = false;
    m_isAuthenticated = false;
    m_keyRefused.clear();
}

LinkActions LinkMachine::ask(std::int64_t now, const std::string &subscription, std::size_t forms,
                             std::size_t first)
{
    LinkQuestion &question = m_questions.named(subscription);
    question.renew(forms, first);
    if (m_link != Link::Open)
        return {};
    m_clock.look(now);
    LinkActions actions{request(question)};
    noteStability(now);
    return actions;
}

void LinkMachine::setForms(std::int64_t now, const std::string &subscription, std::size_t forms)
{
    LinkQuestion *question = m_questions.find(subscription);
    if (!question)
        return;
    const bool hadNone = !question->hasNarrower();
    question->setForms(forms);
    const bool isRefused = question->answer() == LinkQuestion::Answer::Refused && !question->wantsKey();
    if (!hadNone || !isRefused || !question->hasNarrower())
        return;
    exceeds(now, subscription, question->words());
}

void LinkMachine::exceeds(std::int64_t now, const std::string &subscription, const QString &words)
{
    LinkQuestion *question = m_questions.find(subscription);
    if (m_link != Link::Open || !question)
        return;
    if (question->exceeds(now, words))
        ++m_errorCount;
    noteStability(now);
}

LinkActions LinkMachine::forget(std::int64_t now, const std::string &subscription)
{
    const LinkQuestion *question = m_questions.find(subscription);
    if (!question)
        return {};
    LinkActions actions;
    if (question->isOpen())
        actions.push_back({Do::SendClose, subscription});
    m_questions.erase(subscription);
    noteStability(now);
    return actions;
}

// --- what the socket tells -------------------------------------------------------------------------------

LinkActions LinkMachine::opened(std::int64_t now)
{
    if (m_link != Link::Connecting)
        return {};
    m_link = Link::Open;
    m_clock.look(now);
    m_lastLook = now;
    m_heard = now;
    m_nextPing = now + m_limits.ping_interval_ms;
    m_pinged.reset();
    m_mustPong = false;
    forgetWhoWeAre();
    m_error.clear();
    m_trouble = LinkTrouble::None;
    m_notice.clear();
    ++m_connectedCount;
    LinkActions actions;
    for (LinkQuestion &question : m_questions)
        actions.push_back(request(question));
    actions.push_back({Do::FetchInformation, {}});
    noteStability(now);
    return actions;
}

LinkActions LinkMachine::lost(std::int64_t now, const QString &words, LinkTrouble trouble)
{
    if (m_link != Link::Connecting && m_link != Link::Open)
        return {};
    noteStability(now);
    const bool wasStable = m_liveSince && now - *m_liveSince >= m_limits.stable_after_ms;
    const bool wasShort = m_link == Link::Open && !wasStable;
    if (wasShort && ++m_shortLinks >= m_limits.conduct.most_short_links) {
        LinkActions actions = quarantine(now, LinkWords::shortLinks(m_shortLinks, words));
        m_isForShortLinks = true;
        return actions;
    }
    leave(Link::Waiting);
    m_error = words;
    m_trouble = trouble;
    ++m_errorCount;
    m_nextAttempt = now + m_backoff.next();
    return {{Do::DropSocket, {}}};
}

LinkActions LinkMachine::misbehaved(std::int64_t now, const QString &words)
{
    return m_link == Link::Open ? quarantine(now, words) : LinkActions{};
}

/// Without a close frame: while it is on its way the socket would go on reading.
LinkActions LinkMachine::quarantine(std::int64_t now, const QString &words)
{
    leave(Link::Quarantined);
    m_isForShortLinks = false;
    m_error = words;
    m_trouble = LinkTrouble::Other;
    ++m_errorCount;
    m_shortLinks = 0;
    const std::int64_t first = m_limits.conduct.quarantine_first_ms;
    const std::int64_t most = m_limits.conduct.quarantine_most_ms;
    m_quarantine = m_quarantine == 0 ? first : std::min(2 * m_quarantine, most);
    m_nextAttempt = now + m_quarantine;
    return {{Do::DropSocket, {}}};
}

void LinkMachine::alive(std::int64_t now)
{
    m_heard = now;
    if (!m_mustPong)
        m_pinged.reset();
}

void LinkMachine::ponged(std::int64_t now)
{
    m_mustPong = false;
    alive(now);
}

LinkActions LinkMachine::tick(std::int64_t now)
{
    const std::int64_t attentive = m_clock.look(now);
    m_lastLook = now;
    switch (m_link) {
    case Link::Disabled:
    case Link::Stopped:
        return {};
    case Link::Connecting:
        if (attentive - m_connecting >= m_limits.connect_timeout_ms)
            return lost(now, LinkWords::connectTimeout(m_limits.connect_timeout_ms));
        return {};
    case Link::Waiting:
    case Link::Quarantined:
        if (now < m_nextAttempt)
            return {};
        m_link = Link::Connecting;
        m_connecting = attentive;
        return {{Do::OpenSocket, {}}};
    case Link::Open:
        break;
    }
    if (m_pinged && m_mustPong && attentive - *m_pinged >= m_limits.wake_patience_ms)
        return lost(now, LinkWords::diedInSleep());
    if (m_pinged && attentive - *m_pinged >= m_limits.pong_timeout_ms)
        return lost(now, LinkWords::silent(now - m_heard));
    LinkActions actions;
    for (LinkQuestion &question : m_questions) {
        question.checkEose(attentive, m_limits.eose_timeout_ms);
        if (question.retry() && now >= *question.retry())
            actions.push_back(request(question));
    }
    if (now >= m_nextPing) {
        m_nextPing = now + m_limits.ping_interval_ms;
        if (!m_pinged)
            m_pinged = attentive;
        actions.push_back({Do::SendPing, {}});
    }
    noteStability(now);
    return actions;
}

// --- what the relay says ---------------------------------------------------------------------------------

LinkMachine::FrameIs LinkMachine::frame(std::int64_t now, std::string_view subscription)
{
    alive(now);
    LinkQuestion *question = m_questions.find(subscription);
    if (!question)
        return FrameIs::Unknown;
    switch (question->answer()) {
    case LinkQuestion::Answer::Unasked:
        return FrameIs::Unknown;
    case LinkQuestion::Answer::Awaited:
        question->stored(m_clock.look(now));
        m_lastLook = now;
        return FrameIs::Stored;
    case LinkQuestion::Answer::Refused:
        return FrameIs::Stored;
    case LinkQuestion::Answer::Live:
    case LinkQuestion::Answer::LiveWithoutEose:
        return FrameIs::Live;
    }
    return FrameIs::Unknown;
}

bool LinkMachine::endOfStored(std::int64_t now, std::string_view subscription)
{
    alive(now);
    LinkQuestion *question = m_questions.find(subscription);
    if (!question || !question->endOfStored())
        return false;
    noteStability(now);
    return true;
}

bool LinkMachine::closed(std::int64_t now, std::string_view subscription, const QString &text)
{
    alive(now);
    LinkQuestion *question = m_questions.find(subscription);
    if (!question || question->answer() == LinkQuestion::Answer::Unasked)
        return false;
    if (question->refused(now, text))
        ++m_errorCount;
    question->setClosed();
    noteStability(now);
    return true;
}

void LinkMachine::notice(std::int64_t now, const QString &text)
{
    alive(now);
    m_notice = LinkWords::fromRelay(text);
    if (!isRefusalInNotice(nostr::relayPrefix(text.toStdString())))
        return;
    m_errorCount += m_questions.refusedByNotice(now, text);
    noteStability(now);
}

void LinkMachine::challenged()
{
    m_challenged = true;
}

LinkActions LinkMachine::authenticated(std::int64_t now)
{
    alive(now);
    if (m_link != Link::Open)
        return {};
    m_isAuthenticated = true;
    m_keyRefused.clear();
    LinkActions actions;
    for (LinkQuestion &question : m_questions)
        if (question.wantsKey())
            actions.push_back(request(question));
    return actions;
}

void LinkMachine::keyRefused(const QString &text)
{
    m_keyRefused = LinkWords::keyRefused(text);
    ++m_errorCount;
}

bool LinkMachine::wantsKey() const
{
    return m_link == Link::Open &&
           std::any_of(m_questions.begin(), m_questions.end(),
                       [](const LinkQuestion &question) { return question.wantsKey(); });
}

// --- what it looks like ----------------------------------------------------------------------------------

std::size_t LinkMachine::form(std::string_view subscription) const
{
    const LinkQuestion *question = m_questions.find(subscription);
    return question ? question->form() : 0;
}

LinkState LinkMachine::state() const
{
    switch (m_link) {
    case Link::Disabled:
        return LinkState::Disabled;
    case Link::Connecting:
        return LinkState::Connecting;
    case Link::Waiting:
        return LinkState::Waiting;
    case Link::Quarantined:
        return LinkState::Quarantined;
    case Link::Stopped:
        return LinkState::Stopped;
    case Link::Open:
        break;
    }
    const LinkQuestion *question = m_questions.leading();
    if (!question)
        return LinkState::Live; // nothing was asked, so nothing is awaited
    switch (question->answer()) {
    case LinkQuestion::Answer::Unasked:
    case LinkQuestion::Answer::Awaited:
        return LinkState::Subscribing;
    case LinkQuestion::Answer::Live:
    case LinkQuestion::Answer::LiveWithoutEose:
        return LinkState::Live;
    case LinkQuestion::Answer::Refused:
        return question->isStepping() ? LinkState::Subscribing : LinkState::Refused;
    }
    return LinkState::Subscribing;
}

QString LinkMachine::detail() const
{
    if (m_link != Link::Open)
        return m_error;
    if (!m_keyRefused.isEmpty())
        return m_keyRefused;
    const LinkQuestion *first = m_questions.leading();
    if (first && first->answer() == LinkQuestion::Answer::Refused)
        return first->words();
    if (m_challenged && !m_isAuthenticated)
        return LinkWords::challenged();
    for (const LinkQuestion &question : m_questions) {
        if (question.answer() == LinkQuestion::Answer::Refused)
            return question.words();
    }
    if (first && first->form() > 0)
        return LinkWords::narrowed(first->form(), first->tooMuch());
    for (const LinkQuestion &question : m_questions) {
        if (question.answer() == LinkQuestion::Answer::LiveWithoutEose)
            return LinkWords::noEose(question.id(), m_limits.eose_timeout_ms);
    }
    return m_notice;
}

std::optional<std::int64_t> LinkMachine::nextAttempt() const
{
    if (m_link == Link::Waiting || m_link == Link::Quarantined)
        return m_nextAttempt;
    const LinkQuestion *question = m_link == Link::Open ? m_questions.leading() : nullptr;
    return question ? question->retry() : std::nullopt;
}

std::optional<std::int64_t> LinkMachine::deadline() const
{
    switch (m_link) {
    case Link::Disabled:
    case Link::Stopped:
        return std::nullopt;
    case Link::Connecting:
        return m_lastLook + m_look;
    case Link::Waiting:
    case Link::Quarantined:
        return m_nextAttempt;
    case Link::Open:
        break;
    }
    std::int64_t due = m_nextPing;
    if (awaitsSomething())
        due = std::min(due, m_lastLook + m_look);
    for (const LinkQuestion &question : m_questions) {
        if (question.retry())
            due = std::min(due, *question.retry());
    }
    if (m_liveSince && m_backoff.failures() > 0)
        due = std::min(due, *m_liveSince + m_limits.stable_after_ms);
    return due;
}

bool LinkMachine::awaitsSomething() const
{
    return m_pinged || m_questions.isAnyAwaited();
}

void LinkMachine::noteStability(std::int64_t now)
{
    if (state() != LinkState::Live) {
        m_liveSince.reset();
        return;
    }
    if (!m_liveSince)
        m_liveSince = now;
    const std::int64_t live = now - *m_liveSince;
    if (live < m_limits.stable_after_ms)
        return;
    m_backoff.reset();
    m_shortLinks = 0;
    if (live >= m_quarantine)
        m_quarantine = 0;
}

LinkAction LinkMachine::request(LinkQuestion &question)
{
    question.asked(m_clock.now());
    return {Do::SendRequest, question.id()};
}

} // namespace dvmdash::relay
