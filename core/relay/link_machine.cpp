// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay/link_machine.h"

#include "nostr/message.h"
#include "relay/link_words.h"

#include <algorithm>
#include <utility>

namespace dvmdash::relay
{
namespace
{

using Do = LinkAction::Do;

/// A relay that keeps sending stored events gets this many EOSE timeouts in all.
constexpr int mostEoseTimeouts = 4;
/// Before a narrower form is asked for: a relay that refuses by NOTICE and by CLOSED has then said both.
constexpr std::int64_t stepPauseMs = 500;

/// A refusal for what we ask or who we are: asking again would bring the same answer.
bool isFinal(nostr::RelayPrefix prefix)
{
    switch (prefix) {
    case nostr::RelayPrefix::AuthRequired:
    case nostr::RelayPrefix::Restricted:
    case nostr::RelayPrefix::Blocked:
    case nostr::RelayPrefix::Invalid:
    case nostr::RelayPrefix::Pow:
        return true;
    case nostr::RelayPrefix::RateLimited:
    case nostr::RelayPrefix::Error:
    case nostr::RelayPrefix::Duplicate:
    case nostr::RelayPrefix::Other:
        return false;
    }
    return false;
}

/// A refusal that may be for the length of what we ask. Relays word it in every way, so all count that say
/// nothing of who we are or how often we ask.
bool mayBeTooMuch(nostr::RelayPrefix prefix)
{
    switch (prefix) {
    case nostr::RelayPrefix::Invalid:
    case nostr::RelayPrefix::Error:
    case nostr::RelayPrefix::Other:
        return true;
    case nostr::RelayPrefix::AuthRequired:
    case nostr::RelayPrefix::Restricted:
    case nostr::RelayPrefix::Blocked:
    case nostr::RelayPrefix::Pow:
    case nostr::RelayPrefix::RateLimited:
    case nostr::RelayPrefix::Duplicate:
        return false;
    }
    return false;
}

/// A NOTICE that answers a REQ: relays older than CLOSED have no other way to refuse one.
bool isRefusalInNotice(nostr::RelayPrefix prefix)
{
    switch (prefix) {
    case nostr::RelayPrefix::AuthRequired:
    case nostr::RelayPrefix::Restricted:
    case nostr::RelayPrefix::Blocked:
    case nostr::RelayPrefix::RateLimited:
    case nostr::RelayPrefix::Error:
    case nostr::RelayPrefix::Invalid:
        return true;
    case nostr::RelayPrefix::Pow:
    case nostr::RelayPrefix::Duplicate:
    case nostr::RelayPrefix::Other:
        return false;
    }
    return false;
}

} // namespace

std::int64_t AttentiveClock::look(std::int64_t now_ms)
{
    if (m_last)
        m_time += std::clamp<std::int64_t>(now_ms - *m_last, 0, m_most);
    m_last = now_ms;
    return m_time;
}

LinkMachine::LinkMachine(const RelayLimits &limits, RandomSource random)
    : m_limits(limits)
    , m_random(std::move(random))
    , m_backoff(limits.backoff_first_ms, limits.backoff_most_ms, m_random)
    , m_clock(0)
    , m_look(std::max(
          1, std::min({limits.connect_timeout_ms, limits.eose_timeout_ms, limits.pong_timeout_ms}) / 4))
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
    m_link = Link::Connecting;
    m_lastLook = now;
    m_connecting = m_clock.look(now);
    return {{Do::OpenSocket, {}}};
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
    m_challenged = false;
    m_error.clear();
    m_notice.clear();
    for (Question &question : m_questions) {
        question.answer = Answer::Unasked;
        question.retry.reset();
        question.stepping = false;
    }
    return actions;
}

LinkActions LinkMachine::ask(std::int64_t now, const std::string &subscription, std::size_t forms)
{
    Question *question = find(subscription);
    if (!question) {
        m_questions.push_back(
            {.id = subscription,
             .backoff = Backoff(m_limits.backoff_first_ms, m_limits.backoff_most_ms, m_random)});
        question = &m_questions.back();
    }
    question->backoff.reset();
    question->forms = std::max<std::size_t>(1, forms);
    question->form = 0;
    question->tooMuch.clear();
    if (m_link != Link::Open)
        return {};
    m_clock.look(now);
    LinkActions actions{request(*question)};
    noteStability(now);
    return actions;
}

LinkActions LinkMachine::forget(std::int64_t now, const std::string &subscription)
{
    const Question *question = find(subscription);
    if (!question)
        return {};
    LinkActions actions;
    if (question->answer != Answer::Unasked && question->answer != Answer::Refused)
        actions.push_back({Do::SendClose, subscription});
    m_questions.erase(m_questions.begin() + (question - m_questions.data()));
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
    m_challenged = false;
    m_error.clear();
    m_notice.clear();
    ++m_connectedCount;
    LinkActions actions;
    for (Question &question : m_questions)
        actions.push_back(request(question));
    actions.push_back({Do::FetchInformation, {}});
    noteStability(now);
    return actions;
}

LinkActions LinkMachine::lost(std::int64_t now, const QString &words)
{
    if (m_link != Link::Connecting && m_link != Link::Open)
        return {};
    if (m_liveSince && now - *m_liveSince >= m_limits.stable_after_ms)
        m_backoff.reset();
    leave(Link::Waiting);
    m_error = words;
    ++m_errorCount;
    m_nextAttempt = now + m_backoff.next();
    return {{Do::DropSocket, {}}};
}

void LinkMachine::alive(std::int64_t now)
{
    m_heard = now;
    m_pinged.reset();
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
        if (now < m_nextAttempt)
            return {};
        m_link = Link::Connecting;
        m_connecting = attentive;
        return {{Do::OpenSocket, {}}};
    case Link::Open:
        break;
    }
    if (m_pinged && attentive - *m_pinged >= m_limits.pong_timeout_ms)
        return lost(now, LinkWords::silent(now - m_heard));
    checkEose();
    LinkActions actions;
    for (Question &question : m_questions) {
        if (question.retry && now >= *question.retry)
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

/// Stored events that are still streaming in are no reason to give up on EOSE; a relay that mixes live events
/// into them and never says EOSE is given up on in the end.
void LinkMachine::checkEose()
{
    for (Question &question : m_questions) {
        if (question.answer != Answer::Awaited)
            continue;
        const std::int64_t timeout = m_limits.eose_timeout_ms;
        if (m_clock.now() - question.active >= timeout ||
            m_clock.now() - question.asked >= mostEoseTimeouts * timeout)
            question.answer = Answer::LiveWithoutEose;
    }
}

// --- what the relay says ---------------------------------------------------------------------------------

LinkMachine::FrameIs LinkMachine::frame(std::int64_t now, std::string_view subscription)
{
    alive(now);
    Question *question = find(subscription);
    if (!question || question->answer == Answer::Unasked)
        return FrameIs::Unknown;
    if (question->answer == Answer::Awaited) {
        question->active = m_clock.look(now);
        m_lastLook = now;
        return FrameIs::Stored;
    }
    return question->answer == Answer::Refused ? FrameIs::Stored : FrameIs::Live;
}

bool LinkMachine::endOfStored(std::int64_t now, std::string_view subscription)
{
    alive(now);
    Question *question = find(subscription);
    if (!question || question->closed || question->answer == Answer::Unasked ||
        question->answer == Answer::Live)
        return false;
    if (question->stepping) // some relays say EOSE to what they refused, too
        return false;
    // After a timeout or a NOTICE that looked like a refusal it is late, and still true.
    question->answer = Answer::Live;
    question->retry.reset();
    question->words.clear();
    question->backoff.reset();
    noteStability(now);
    return true;
}

bool LinkMachine::closed(std::int64_t now, std::string_view subscription, const QString &text)
{
    alive(now);
    Question *question = find(subscription);
    if (!question || question->answer == Answer::Unasked)
        return false;
    refuse(now, *question, text);
    question->closed = true;
    noteStability(now);
    return true;
}

void LinkMachine::refuse(std::int64_t now, Question &question, const QString &text)
{
    const nostr::RelayPrefix prefix = nostr::relayPrefix(text.toStdString());
    if (question.stepping) // said twice
        return;
    question.answer = Answer::Refused;
    question.words = LinkWords::refused(question.id, prefix, text);
    question.retry.reset();
    if (stepDown(now, question, text))
        return;
    if (!isFinal(prefix))
        question.retry = now + question.backoff.next();
    ++m_errorCount;
}

/// True when a narrower form is left to ask for.
bool LinkMachine::stepDown(std::int64_t now, Question &question, const QString &text)
{
    if (!mayBeTooMuch(nostr::relayPrefix(text.toStdString())) || question.form + 1 >= question.forms)
        return false;
    ++question.form;
    question.stepping = true;
    question.tooMuch = text;
    question.retry = now + stepPauseMs;
    return true;
}

void LinkMachine::notice(std::int64_t now, const QString &text)
{
    alive(now);
    m_notice = LinkWords::fromRelay(text);
    const nostr::RelayPrefix prefix = nostr::relayPrefix(text.toStdString());
    if (!isRefusalInNotice(prefix))
        return;
    // It names no subscription. The longest question is the likeliest to be too much; the others may be fine.
    const bool oneIsTooMuch =
        mayBeTooMuch(prefix) &&
        std::any_of(m_questions.begin(), m_questions.end(), [](const Question &question) {
            return question.stepping ||
                   (question.answer == Answer::Awaited && question.form + 1 < question.forms);
        });
    for (Question &question : m_questions) {
        if (question.answer == Answer::Awaited && (!oneIsTooMuch || question.form + 1 < question.forms))
            refuse(now, question, text);
    }
    noteStability(now);
}

void LinkMachine::challenged()
{
    m_challenged = true;
}

// --- what it looks like ----------------------------------------------------------------------------------

std::size_t LinkMachine::form(std::string_view subscription) const
{
    const auto it = std::find_if(m_questions.begin(), m_questions.end(),
                                 [&](const Question &question) { return question.id == subscription; });
    return it == m_questions.end() ? 0 : it->form;
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
    case Link::Stopped:
        return LinkState::Stopped;
    case Link::Open:
        break;
    }
    const Question *question = leading();
    if (!question)
        return LinkState::Live; // nothing was asked, so nothing is awaited
    switch (question->answer) {
    case Answer::Unasked:
    case Answer::Awaited:
        return LinkState::Subscribing;
    case Answer::Live:
    case Answer::LiveWithoutEose:
        return LinkState::Live;
    case Answer::Refused:
        return question->stepping ? LinkState::Subscribing : LinkState::Refused;
    }
    return LinkState::Subscribing;
}

QString LinkMachine::detail() const
{
    if (m_link != Link::Open)
        return m_error;
    const Question *first = leading();
    if (first && first->answer == Answer::Refused)
        return first->words;
    if (m_challenged)
        return LinkWords::challenged();
    for (const Question &question : m_questions) {
        if (question.answer == Answer::Refused)
            return question.words;
    }
    if (first && first->form > 0)
        return LinkWords::narrowed(first->tooMuch);
    for (const Question &question : m_questions) {
        if (question.answer == Answer::LiveWithoutEose)
            return LinkWords::noEose(question.id, m_limits.eose_timeout_ms);
    }
    return m_notice;
}

std::optional<std::int64_t> LinkMachine::nextAttempt() const
{
    if (m_link == Link::Waiting)
        return m_nextAttempt;
    const Question *question = m_link == Link::Open ? leading() : nullptr;
    return question ? question->retry : std::nullopt;
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
        return m_nextAttempt;
    case Link::Open:
        break;
    }
    std::int64_t due = m_nextPing;
    if (awaitsSomething())
        due = std::min(due, m_lastLook + m_look);
    for (const Question &question : m_questions) {
        if (question.retry)
            due = std::min(due, *question.retry);
    }
    if (m_liveSince && m_backoff.failures() > 0)
        due = std::min(due, *m_liveSince + m_limits.stable_after_ms);
    return due;
}

bool LinkMachine::awaitsSomething() const
{
    return m_pinged || std::any_of(m_questions.begin(), m_questions.end(), [](const Question &question) {
               return question.answer == Answer::Awaited;
           });
}

void LinkMachine::noteStability(std::int64_t now)
{
    if (state() != LinkState::Live) {
        m_liveSince.reset();
        return;
    }
    if (!m_liveSince)
        m_liveSince = now;
    if (now - *m_liveSince >= m_limits.stable_after_ms)
        m_backoff.reset();
}

LinkMachine::Question *LinkMachine::find(std::string_view id)
{
    const auto it = std::find_if(m_questions.begin(), m_questions.end(),
                                 [id](const Question &question) { return question.id == id; });
    return it == m_questions.end() ? nullptr : &*it;
}

const LinkMachine::Question *LinkMachine::leading() const
{
    const auto jobs = std::find_if(m_questions.begin(), m_questions.end(), [](const Question &question) {
        return question.id == jobsSubscriptionId;
    });
    if (jobs != m_questions.end())
        return &*jobs;
    return m_questions.empty() ? nullptr : &m_questions.front();
}

LinkAction LinkMachine::request(Question &question)
{
    question.answer = Answer::Awaited;
    question.asked = m_clock.now();
    question.active = m_clock.now();
    question.retry.reset();
    question.words.clear();
    question.closed = false;
    question.stepping = false;
    return {Do::SendRequest, question.id};
}

} // namespace dvmdash::relay
